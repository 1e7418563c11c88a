using System.Runtime.ExceptionServices;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Carries blocks through three steps, each of which meets every block in order, one at a time; different steps are at work on
/// different blocks at once. Two workers share the work: one that has nothing more urgent fills the next block, since inflating is what
/// everything else waits for; once all blocks are full it helps with the other steps. What comes out does not depend on who did what.
/// </summary>
/// <param name="fill">Reads the next block from the file; false when it was the last.</param>
/// <param name="prepare">Finds the rows in it.</param>
/// <param name="take">Takes them.</param>
internal sealed class BlockPipeline(Func<TextBlock, bool> fill, Action<TextBlock> prepare, Action<TextBlock> take, int blockSize = BlockPipeline.BlockSize) : IDisposable
{
    /// <summary>Bytes of a block: large enough that handing it on costs nothing, small enough to stay in a core's cache.</summary>
    public const int BlockSize = 1 << 20;

    private const int Blocks = 4;
    private const int Workers = 2;

    private readonly TextBlock?[] blocks = new TextBlock?[Blocks];
    private readonly long[] done = new long[Enum.GetValues<Step>().Length];
    private readonly bool[] isBusy = new bool[Enum.GetValues<Step>().Length];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim wake = new(0);
    private long end = long.MaxValue;
    private int asleep;
    private ExceptionDispatchInfo? failure;

    private enum Step
    {
        Fill,
        Prepare,
        Take,
    }

    /// <summary>Runs until the last block was taken.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), cancellationToken)));
        failure?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose() => wake.Dispose();

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = Begin(out var isOver);
            if (isOver)
            {
                return;
            }

            if (step is { } work)
            {
                End(work, Do(work));
            }
            else
            {
                await wake.WaitAsync(cancellationToken);
            }
        }
    }

    private Step? Begin(out bool isOver)
    {
        lock (gate)
        {
            isOver = done[(int)Step.Take] >= end;
            Step? next = isOver ? null : MayRun(Step.Fill) ? Step.Fill : MayRun(Step.Prepare) ? Step.Prepare : MayRun(Step.Take) ? Step.Take : null;
            if (next is { } step)
            {
                isBusy[(int)step] = true;
            }
            else if (!isOver)
            {
                asleep++;
            }

            return next;
        }
    }

    private bool MayRun(Step step) => !isBusy[(int)step] && done[(int)step] < end && step switch
    {
        Step.Fill => done[(int)Step.Fill] - done[(int)Step.Take] < Blocks,
        Step.Prepare => done[(int)Step.Prepare] < done[(int)Step.Fill],
        _ => done[(int)Step.Take] < done[(int)Step.Prepare],
    };

    /// <summary>Does a step; true when there is nothing beyond its block.</summary>
    private bool Do(Step step)
    {
        var number = done[(int)step];
        var block = blocks[number % Blocks] ??= new TextBlock(blockSize);
        try
        {
            switch (step)
            {
                case Step.Fill:
                    return !fill(block);
                case Step.Prepare:
                    prepare(block);
                    break;
                default:
                    take(block);
                    break;
            }

            return false;
        }
        catch (Exception failed)
        {
            Fail(number, failed);
            return false;
        }
    }

    /// <summary>The blocks before the one that failed are still taken, so that what happens first in the file is what is told.</summary>
    private void Fail(long number, Exception failed)
    {
        lock (gate)
        {
            if (number < end || failure is null)
            {
                (end, failure) = (number, ExceptionDispatchInfo.Capture(failed));
            }
        }
    }

    private void End(Step step, bool isLast)
    {
        lock (gate)
        {
            isBusy[(int)step] = false;
            done[(int)step]++;
            if (isLast)
            {
                end = Math.Min(end, done[(int)step]);
            }

            if (asleep > 0)
            {
                wake.Release(asleep);
                asleep = 0;
            }
        }
    }
}
