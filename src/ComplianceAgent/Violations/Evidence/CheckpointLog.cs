using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Hosting;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>
/// The checkpoint file of this agent: where each tenant's chains ended, kept outside the store, so that whoever owns the store cannot take it
/// back, rewrite it or lose it unnoticed.
/// </summary>
public sealed partial class CheckpointLog(IOptions<AuditOptions> options, TimeProvider clock, ILogger<CheckpointLog> logger) : IDisposable
{
    private readonly Lazy<CheckpointKey?> key = new(() => options.Value.SigningKeyFile.Length > 0 ? CheckpointKey.OfPrivateFile(options.Value.SigningKeyFile) : null);
    private readonly Lock appending = new();

    /// <summary>The file; null when none is kept.</summary>
    public string? Path => options.Value.EffectivePath;

    /// <summary>Why the last checkpoint could not be written; null when it was.</summary>
    public string? Fault { get; private set; }

    /// <summary>The key that signs; null when none is set.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    public CheckpointKey? Key => key.Value;

    /// <summary>Where a store is, told without telling: a hash of the path of its file, or of server and database.</summary>
    public static string PlaceOf(StoreConnection store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("place\n" + store.Path)))[..32];
    }

    /// <summary>What is known of a tenant; nothing before the first checkpoint, or when none are kept.</summary>
    /// <exception cref="StoreException">The file is there and cannot be read.</exception>
    public StoreContinuity Of(string tenant) => StoreContinuity.Of(Lines(tenant));

    /// <summary>What is known of every tenant.</summary>
    /// <exception cref="StoreException">The file is there and cannot be read.</exception>
    public IReadOnlyDictionary<string, StoreContinuity> OfAll() =>
        Lines(tenant: null).GroupBy(line => line.Content.Tenant, StringComparer.Ordinal).ToDictionary(group => group.Key, StoreContinuity.Of, StringComparer.Ordinal);

    /// <summary>
    /// Adds a line and has it on the disk. One that cannot be written takes nothing back: what it tells of is stored, and the fault is told.
    /// </summary>
    public void Append(CheckpointKind kind, string tenant, string place, string record, Audit.AuditHead head, string? doubt = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (Path is not { } path)
        {
            return;
        }

        lock (appending)
        {
            try
            {
                EnsureDefaultFolder(path);
                var line = new Checkpoint { At = clock.GetUtcNow(), Tenant = tenant, Kind = kind, Record = record, Place = place, Scans = head.Scans, Events = head.Events, Doubt = doubt }.Write();
                AppendOnlyFile.Append(path, Key?.Sign(line) ?? line);
                Fault = null;
            }
            catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException or CryptographicException or StoreException or SettingsException || FileSizeLimit.IsRefusedWrite(unwritten))
            {
                Failed(tenant, unwritten.Message);
            }
        }
    }

    /// <summary>Notes that a checkpoint could not even be made.</summary>
    public void Failed(string tenant, string why)
    {
        Fault = $"No checkpoint of tenant {tenant} could be written to {Path} ({why.TrimEnd('.')}). What was stored is stored, but nothing outside the store vouches for it until the next checkpoint is written. See to the file, its folder and its disk, or set Audit:CheckpointFile.";
        Log.NotWritten(logger, Fault);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (key.IsValueCreated)
        {
            key.Value?.Dispose();
        }
    }

    private List<CheckpointLine> Lines(string? tenant)
    {
        // A key that cannot sign is told before anything is scanned, also when there is no line yet.
        CheckpointKey[] keys = Path is not null && Key is { } known ? [known] : [];
        try
        {
            return Path is { } path && File.Exists(path) ? [.. CheckpointLine.In(path, tenant, keys)] : [];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The checkpoint file {Path} cannot be read ({unread.Message.TrimEnd('.')}), so nobody can tell whether this is the right store. Give this account the file, or set Audit:CheckpointFile.", unread);
        }
    }

    /// <summary>A folder that was named must be there: one made in place of a volume that is not mounted would hide that it is not.</summary>
    private void EnsureDefaultFolder(string path)
    {
        if (options.Value.CheckpointFile.Length == 0)
        {
            StateDirectory.CreatePrivate(System.IO.Path.GetDirectoryName(path)!);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(31, LogLevel.Error, "{Why}")]
        public static partial void NotWritten(ILogger logger, string why);
    }
}
