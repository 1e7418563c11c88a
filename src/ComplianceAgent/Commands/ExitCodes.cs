namespace ComplianceAgent.Commands;

/// <summary>What a command's end means. Schedulers act on these; they never change their meaning.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, and something is not in order: violations with <c>--fail-on-violations</c>, or a check that failed.</summary>
    public const int NotInOrder = 1;

    /// <summary>Bad usage, setting or policy. Nothing was done.</summary>
    public const int BadUsage = 2;

    /// <summary>Done, but the inventory was incomplete: nothing was closed. Beats <see cref="NotInOrder"/>.</summary>
    public const int Incomplete = 3;

    /// <summary>Failed.</summary>
    public const int Failed = 4;

    /// <summary>Done, but closings are held by the release gate, or what would free violations without a removal waits for a second person. Beats <see cref="NotInOrder"/>; <see cref="Incomplete"/> beats it.</summary>
    public const int Held = 5;

    /// <summary>Cancelled by a signal.</summary>
    public const int Cancelled = 130;
}

/// <summary>Ends a command with one line for people and an exit code.</summary>
public sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
