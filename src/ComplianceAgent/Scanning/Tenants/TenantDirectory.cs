using System.Collections.Immutable;
using System.Security.Cryptography;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Intune;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>A tenant and where it is set up.</summary>
/// <param name="Options">As it counts now.</param>
/// <param name="Origin">Path of its file, or <c>settings</c>.</param>
/// <param name="IsStale">True while its file cannot be used and the tenant stays as it was last good.</param>
public sealed record KnownTenant(TenantOptions Options, string Origin, bool IsStale);

/// <summary>
/// The tenants there are: those of the settings, and one a file in <c>TenantFiles:Path</c>, looked at every few seconds. A file that cannot be
/// used touches its own tenant only, which stays as it was last good. A file that is gone takes its tenant out of the schedule; what the store
/// holds of it stays until <c>tenants remove</c>.
/// </summary>
public sealed partial class TenantDirectory : IDisposable
{
    /// <summary>Name of the file with what all tenants share.</summary>
    public const string DefaultsName = "_defaults";

    /// <summary>Origin of tenants that stand in the settings.</summary>
    public const string Settings = "settings";

    /// <summary>Most files in the folder.</summary>
    public const int MaxFiles = 10_000;

    private readonly ImmutableArray<KnownTenant> fromSettings;
    private readonly TenantFilesOptions options;
    private readonly ILogger<TenantDirectory> log;
    private readonly ITimer? timer;
    private readonly Lock reload = new();
    private volatile State state;
    private string signature = "";

    private TenantDirectory(IEnumerable<TenantOptions> settings, TenantFilesOptions options, TimeProvider clock, ILogger<TenantDirectory> log)
    {
        fromSettings = [.. settings.Select(tenant => new KnownTenant(tenant, Settings, IsStale: false))];
        this.options = options;
        this.log = log;
        state = new State(fromSettings, [], IsFolderRead: true);
        if (options.Path.Length > 0)
        {
            Check();
            timer = clock.CreateTimer(_ => CheckSafely(), state: null, options.ReloadEvery, options.ReloadEvery);
        }
    }

    /// <summary>Raised after tenants came, went or changed, on the thread that found it.</summary>
    public event EventHandler? Changed;

    /// <summary>The tenants, those of the settings first, then by file name.</summary>
    public ImmutableArray<KnownTenant> Current => state.Tenants;

    /// <summary>What is wrong with the files now.</summary>
    public ImmutableArray<string> Faults => state.Faults;

    /// <summary>Reads the tenants and begins to watch their files.</summary>
    /// <exception cref="SettingsException">The folder is not there.</exception>
    public static TenantDirectory Start(IEnumerable<TenantOptions> settings, TenantFilesOptions options, TimeProvider clock, ILogger<TenantDirectory> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        return options.Path.Length == 0 || Directory.Exists(options.Path)
            ? new TenantDirectory(settings, options, clock, log)
            : throw new SettingsException($"TenantFiles:Path: there is no folder {options.Path}. Make it, or leave the setting empty.");
    }

    /// <summary>The tenant of a name; null when there is none.</summary>
    public TenantOptions? Find(string name) => Current.FirstOrDefault(tenant => tenant.Options.Name == name)?.Options;

    /// <summary>Looks at the files now; true when anything changed.</summary>
    public bool Check()
    {
        lock (reload)
        {
            var (files, fault) = ReadFolder(options.Path);
            var now = Signature(files, fault);
            if (now == signature)
            {
                return false;
            }

            signature = now;
            var before = state;
            state = fault is null ? Judge(files, before.Tenants) : before with { Faults = [fault], IsFolderRead = false };
            foreach (var said in state.Faults.Except(before.Faults, StringComparer.Ordinal))
            {
                Log.Refused(log, said);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    /// <summary>On the timer's thread nobody would catch what a subscriber throws, and the agent would end.</summary>
    private void CheckSafely()
    {
        try
        {
            Check();
        }
#pragma warning disable CA1031 // Whatever it is, the last good tenants stay and the next look comes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CheckFailed(log, e);
        }
    }

    private State Judge(IReadOnlyList<TenantFileText> files, ImmutableArray<KnownTenant> before)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var tenants = fromSettings.ToBuilder();
        var defaults = files.FirstOrDefault(file => file.Name == DefaultsName);
        var (shared, _, sharedFaults) = defaults is null ? (new Dictionary<string, string?>(), new Dictionary<string, Policies.Yaml.Mark>(), []) : TenantFile.Keys(defaults);
        faults.AddRange(sharedFaults);
        foreach (var file in files.Where(file => file != defaults))
        {
            // With broken defaults nobody can say what a tenant's file means: all of them stay as they were.
            var (tenant, wrong) = sharedFaults.Count == 0 ? TenantFile.Read(file, shared) : (null, []);
            faults.AddRange(wrong);
            var last = before.FirstOrDefault(known => known.Origin == file.Path);
            var known = tenant is not null ? new KnownTenant(tenant, file.Path, IsStale: false) : last is null ? null : last with { IsStale = true };
            if (known is null)
            {
                continue;
            }

            if (tenants.FirstOrDefault(other => other.Options.Name == known.Options.Name) is { } same)
            {
                faults.Add($"{file.Path}: a tenant {known.Options.Name} stands in {same.Origin} already, and that one counts. Give this one another name.");
                continue;
            }

            tenants.Add(known);
        }

        return new State(tenants.ToImmutable(), faults.ToImmutable(), IsFolderRead: true);
    }

    private static (IReadOnlyList<TenantFileText> Files, string? Fault) ReadFolder(string folder)
    {
        try
        {
            var paths = Directory.EnumerateFiles(folder)
                .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML" && !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal).Take(MaxFiles + 1).ToList();
            return paths.Count > MaxFiles
                ? ([], $"{folder}: holds more than {MaxFiles} files; the tenants stay as they were.")
                : ([.. paths.Select(ReadFile)], null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return ([], $"{folder}: cannot be read, the tenants stay as they were. {unreadable.Message}");
        }
    }

    private static TenantFileText ReadFile(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
            {
                return new TenantFileText(path, null, $"{path}: anybody on this machine may change this file, and with it what the agent does. Run: chmod o-w '{path}'");
            }

            return new FileInfo(path).Length > Policies.Yaml.YamlReader.MaxBytes
                ? new TenantFileText(path, null, $"{path}: is larger than a tenant's file can be (1 MiB).")
                : new TenantFileText(path, File.ReadAllBytes(path), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new TenantFileText(path, null, $"{path}: cannot be read. {unreadable.Message}");
        }
    }

    private static string Signature(IEnumerable<TenantFileText> files, string? fault) =>
        string.Join('\n', files.Select(file => $"{file.Path}\t{(file.Bytes is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : file.Fault)}").Append(fault));

    private sealed record State(ImmutableArray<KnownTenant> Tenants, ImmutableArray<string> Faults, bool IsFolderRead);

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Error, "A tenant's file cannot be used; its tenant stays as it was, others go on: {Fault}")]
        public static partial void Refused(ILogger logger, string fault);

        [LoggerMessage(1602, LogLevel.Error, "Looking for changed tenant files failed; the next look comes in time")]
        public static partial void CheckFailed(ILogger logger, Exception exception);
    }
}
