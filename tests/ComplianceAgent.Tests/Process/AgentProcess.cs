using System.Diagnostics;
using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using OsProcess = System.Diagnostics.Process;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>The built executable at work: its lines as they come, its end, and every way of ending it.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly OsProcess process;
    private readonly List<string> said = [];
    private readonly Task<string> output;
    private readonly Task errors;
    private bool disposed;

    public AgentProcess(ProcessStartInfo start, Action<AgentProcess, string>? onLine = null)
    {
        process = OsProcess.Start(start)!;
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        errors = ListenAsync(onLine);
    }

    public int Id => process.Id;

    public bool IsOver => process.HasExited;

    public string Error
    {
        get
        {
            lock (said)
            {
                return string.Join('\n', said);
            }
        }
    }

    /// <summary>Waits until a text stands on standard error.</summary>
    public async Task SaysAsync(string text, int seconds = 180)
    {
        for (var watch = Stopwatch.StartNew(); !Error.Contains(text, StringComparison.Ordinal);)
        {
            (watch.Elapsed.TotalSeconds < seconds && !(IsOver && errors.IsCompleted && !Error.Contains(text, StringComparison.Ordinal)))
                .Should().BeTrue($"the agent should say '{text}', and said: {Error}");
            await Pause(10);
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<AgentOutcome> EndAsync(int seconds = 90)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Kill();
            Assert.Fail($"The agent did not end within {seconds} s. It said: {Error}");
        }

        await errors;
        return new AgentOutcome(process.ExitCode, await output, Error);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    public async Task SignalAsync(string name)
    {
        using var kill = OsProcess.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        kill.ExitCode.Should().Be(0);
    }

    public static Task Pause(int milliseconds) => Task.Delay(milliseconds, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await errors;
        process.Dispose();
    }

    private async Task ListenAsync(Action<AgentProcess, string>? onLine)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (said)
            {
                said.Add(line);
            }

            onLine?.Invoke(this, line);
        }
    }
}
