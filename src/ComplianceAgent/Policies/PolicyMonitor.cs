using System.Collections.Immutable;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies;

/// <summary>New policies are in force.</summary>
public sealed class PolicyReloadedEventArgs(PolicySet policies) : EventArgs
{
    /// <summary>The policies now in force.</summary>
    public PolicySet Policies { get; } = policies;
}

/// <summary>
/// Holds the policies in force and looks every few seconds whether their files changed. A new state is built whole and swapped at
/// once; a bad one leaves the last good one in force. It compares contents, not file times: those lie on mounted configuration
/// maps and shares.
/// </summary>
public sealed partial class PolicyMonitor : IDisposable
{
    private readonly PoliciesOptions _options;
    private readonly ILogger<PolicyMonitor> _log;
    private readonly ITimer _timer;
    private readonly Lock _reload = new();
    private volatile State _state;
    private string _lastSignature;

    private PolicyMonitor(PoliciesOptions options, TimeProvider clock, ILogger<PolicyMonitor> log, State state, string signature)
    {
        _options = options;
        _log = log;
        _state = state;
        _lastSignature = signature;
        _timer = clock.CreateTimer(_ => CheckSafely(), state: null, options.ReloadEvery, options.ReloadEvery);
    }

    /// <summary>Raised after new policies came into force, on the thread that found them.</summary>
    public event EventHandler<PolicyReloadedEventArgs>? Reloaded;

    /// <summary>The policies in force.</summary>
    public PolicySet Current => _state.Policies;

    /// <summary>What is wrong with the files as they are now; while errors stand here, <see cref="Current"/> is older than the files.</summary>
    public ImmutableArray<PolicyFault> LastFaults => _state.Faults;

    /// <summary>True while the files cannot be used and older policies stay in force.</summary>
    public bool IsStale => _state.IsStale;

    /// <summary>Loads the policies and begins to watch them.</summary>
    /// <exception cref="PolicyException">They cannot be used; at the start there is no older state to keep.</exception>
    public static PolicyMonitor Start(PoliciesOptions options, TimeProvider clock, ILogger<PolicyMonitor> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var files = ReadFiles(options);
        var library = PolicyLibrary.Of(files);
        var state = new State(library.Select(options.Use), library.Faults, library.FilesBehind(options.Use), IsStale: false);
        return new PolicyMonitor(options, clock, log, state, files.Signature);
    }

    /// <summary>Looks at the files now; true when new policies came into force.</summary>
    public bool Check()
    {
        lock (_reload)
        {
            var files = ReadFiles(_options);
            if (files.Signature == _lastSignature)
            {
                return false;
            }

            _lastSignature = files.Signature;
            if (Judge(files) is not { IsStale: false } next)
            {
                return false;
            }

            Log.Reloaded(_log, next.Policies.Policies.Length);
        }

        Reloaded?.Invoke(this, new PolicyReloadedEventArgs(Current));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>On the timer's thread nobody would catch what a subscriber throws, and the agent would end.</summary>
    private void CheckSafely()
    {
        try
        {
            Check();
        }
#pragma warning disable CA1031 // Whatever it is, the last good policies stay and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CheckFailed(_log, e);
        }
    }

    private State Judge(PolicyFiles files)
    {
        var library = PolicyLibrary.Of(files);
        var vanished = Vanished(files).ToImmutableArray();
        try
        {
            var policies = library.Select(_options.Use);
            _state = vanished.IsEmpty
                ? new State(policies, library.Faults, library.FilesBehind(_options.Use), IsStale: false)
                : _state with { Faults = [.. vanished, .. library.Faults], IsStale = true };
        }
        catch (PolicyException e)
        {
            _state = _state with { Faults = [.. vanished, .. e.Faults.Union(library.Faults)], IsStale = true };
        }

        if (_state.IsStale)
        {
            foreach (var fault in _state.Faults.Where(fault => !fault.IsWarning))
            {
                Log.KeptLastGood(_log, fault);
            }
        }

        return _state;
    }

    /// <summary>A file that was in use and is gone is a fault, not a lifted ban. One that was only renamed is not gone.</summary>
    private IEnumerable<PolicyFault> Vanished(PolicyFiles now)
    {
        var faults = new FaultList();
        foreach (var file in _state.InUse.Where(old => !now.Files.Any(file => file.Name == old.Name && file.Hash.Length > 0 || IsSame(file, old))))
        {
            faults.Add(new Mark(file.Name, 0, 0), "policy-vanished");
        }

        return faults.Items;
    }

    private static bool IsSame(SourceFile file, SourceFile old) => file.IsCatalogue == old.IsCatalogue && file.Id is not null && file.Id == old.Id;

    private static PolicyFiles ReadFiles(PoliciesOptions options) => PolicyFiles.Read(options.Path, options.Use.Where(PolicyFiles.IsPath));

    private sealed record State(PolicySet Policies, ImmutableArray<PolicyFault> Faults, ImmutableArray<SourceFile> InUse, bool IsStale);

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "New policies are in force: {Count}")]
        public static partial void Reloaded(ILogger logger, int count);

        [LoggerMessage(1202, LogLevel.Error, "Changed policy files cannot be used, the last good ones stay in force: {Fault}")]
        public static partial void KeptLastGood(ILogger logger, PolicyFault fault);

        [LoggerMessage(1203, LogLevel.Error, "Looking for changed policy files failed; the next look comes in time")]
        public static partial void CheckFailed(ILogger logger, Exception exception);
    }
}
