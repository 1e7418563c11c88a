using System.Runtime.InteropServices;

namespace ComplianceAgent.Hosting;

/// <summary>
/// A limit on the size of files (<c>ulimit -f</c>, a service unit's <c>LimitFSIZE</c>) kills a process unless it listens to the signal;
/// listened to, the write fails like one on a full disk, and whoever wrote can say so and leave things whole.
/// </summary>
internal static class FileSizeLimit
{
    // SIGXFSZ, on Linux and macOS alike; .NET has no name for it.
    private const PosixSignal Exceeded = (PosixSignal)25;

    // Held for the life of the process: a signal may still be on its way when Main ends.
    private static PosixSignalRegistration? registration;

    /// <summary>Makes writes beyond the limit fail instead of ending the process.</summary>
    public static void FailWritesInstead() =>
        registration ??= OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Exceeded, signal => signal.Cancel = true);

    /// <summary>True for what a write to a full or limited disk throws: .NET turns "file too large" into a complaint about an argument.</summary>
    public static bool IsRefusedWrite(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };
}
