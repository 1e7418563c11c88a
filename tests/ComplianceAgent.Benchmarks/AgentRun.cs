using System.Diagnostics;

namespace ComplianceAgent.Benchmarks;

/// <summary>One run of the built agent in a process of its own: how long, and how much memory at its peak.</summary>
/// <param name="Seconds">Wall time, start of the process included.</param>
/// <param name="PeakMebibytes">Highest resident set, as the system counts it.</param>
/// <param name="Output">What it printed.</param>
internal sealed record AgentRun(double Seconds, double PeakMebibytes, string Output)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs the agent in a folder that is its whole world.</summary>
    public static async Task<AgentRun> OfAsync(string folder, IEnumerable<string> args, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "compliance-agent.exe" : "compliance-agent"), args)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = folder;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process));
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var printed = await output;
        return process.ExitCode == 0
            ? new AgentRun(seconds, peak / 1024.0 / 1024.0, printed)
            : throw new InvalidOperationException($"The agent ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>The system keeps the highest value itself; only what came in the last moment before the end can be missed.</summary>
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It ended between two looks.
            return 0;
        }
    }
}
