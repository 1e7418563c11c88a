using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>
/// Holds the register of exceptions in force and looks every few seconds whether its file changed. A broken or vanished file leaves the last
/// good one in force, and is told. It compares contents, not file times.
/// </summary>
public sealed partial class RegisterMonitor : IDisposable
{
    private readonly string path;
    private readonly RegisterKind kind;
    private readonly ILogger<RegisterMonitor> log;
    private readonly ITimer? timer;
    private readonly Lock reload = new();
    private volatile State state;

    private RegisterMonitor(string path, RegisterKind kind, TimeProvider clock, TimeSpan every, ILogger<RegisterMonitor> log, State state)
    {
        (this.path, this.kind) = (path, kind);
        this.log = log;
        this.state = state;
        timer = path.Length == 0 ? null : clock.CreateTimer(_ => CheckSafely(), state: null, every, every);
    }

    /// <summary>The register in force; null when the settings name none.</summary>
    public WaiverRegister? Current => state.Register;

    /// <summary>What is wrong with the file as it is now; while something is, <see cref="Current"/> is older than the file.</summary>
    public ImmutableArray<PolicyFault> LastFaults => state.Faults;

    /// <summary>Loads the register and begins to watch it.</summary>
    /// <param name="path">File; empty for none.</param>
    /// <param name="kind">Whose it is, and what it may hold.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="every">How often to look.</param>
    /// <param name="log">Log.</param>
    /// <exception cref="PolicyException">It cannot be used; at the start there is no older one to keep.</exception>
    public static RegisterMonitor Start(string path, RegisterKind kind, TimeProvider clock, TimeSpan every, ILogger<RegisterMonitor> log)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(clock);
        var first = path.Length == 0 ? new State(null, [], "") : StateOf(RegisterReader.ReadFile(path, kind));
        return first.Faults.IsEmpty ? new RegisterMonitor(path, kind, clock, every, log, first) : throw new PolicyException(first.Faults);
    }

    /// <summary>Looks at the file now; true when another register came into force.</summary>
    public bool Check()
    {
        if (path.Length == 0)
        {
            return false;
        }

        lock (reload)
        {
            var read = RegisterReader.ReadFile(path, kind);
            var next = StateOf(read);
            if (next.Signature == state.Signature)
            {
                return false;
            }

            if (next.Register is null)
            {
                state = state with { Faults = next.Faults, Signature = next.Signature };
                TellKept();
                return false;
            }

            state = next;
            Log.Reloaded(log, next.Register.Entries.Length, next.Register.Hash);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    private static State StateOf(RegisterRead read)
    {
        var faults = read.Faults;
        if (read.IsMissing)
        {
            faults = new FaultList();
            faults.Add(new Mark(read.Faults.Items.First().File, 0, 0), "exception-register-missing");
        }

        ImmutableArray<PolicyFault> all = [.. faults.Items];
        return new State(read.Register, all, read.Hash.Length > 0 ? read.Hash : string.Join('\n', all));
    }

    private void TellKept()
    {
        foreach (var fault in state.Faults)
        {
            Log.KeptLastGood(log, fault);
        }
    }

    /// <summary>On the timer's thread nobody would catch what is thrown, and the agent would end.</summary>
    private void CheckSafely()
    {
        try
        {
            Check();
        }
#pragma warning disable CA1031 // Whatever it is, the last good register stays and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CheckFailed(log, e);
        }
    }

    private sealed record State(WaiverRegister? Register, ImmutableArray<PolicyFault> Faults, string Signature);

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Information, "A new register of exceptions is in force: {Count} entries, SHA-256 {Hash}")]
        public static partial void Reloaded(ILogger logger, int count, string hash);

        [LoggerMessage(1302, LogLevel.Error, "The changed register of exceptions cannot be used, the last good one stays in force: {Fault}")]
        public static partial void KeptLastGood(ILogger logger, PolicyFault fault);

        [LoggerMessage(1303, LogLevel.Error, "Looking for a changed register of exceptions failed; the next look comes in time")]
        public static partial void CheckFailed(ILogger logger, Exception exception);
    }
}
