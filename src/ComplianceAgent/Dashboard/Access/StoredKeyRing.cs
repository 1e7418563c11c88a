using System.Collections.Immutable;
using System.Xml.Linq;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// The keys that seal cookies, in the store: all agents share them. The framework asks for them without waiting, so they are read before the first
/// request and every half minute after, and a new one is written at once behind its back; it is used only days after it was made.
/// </summary>
internal sealed partial class StoredKeyRing(StoreSession stores, TimeProvider clock, ILogger<StoredKeyRing> logger) : IXmlRepository, IAsyncDisposable
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private ImmutableDictionary<string, ProtectionKey> keys = ImmutableDictionary<string, ProtectionKey>.Empty;
    private ImmutableList<ProtectionKey> unwritten = [];
    private ITimer? timer;

    /// <summary>Reads what is there, and goes on reading.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        timer ??= clock.CreateTimer(_ => _ = FollowAsync(), state: null, ReadEvery, ReadEvery);
    }

    /// <summary>Writes what the framework added.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        ImmutableList<ProtectionKey> waiting;
        lock (gate)
        {
            (waiting, unwritten) = (unwritten, []);
        }

        foreach (var key in waiting)
        {
            try
            {
                await stores.Current!.AddProtectionKeyAsync(key, cancellationToken);
            }
            catch
            {
                lock (gate)
                {
                    unwritten = unwritten.Add(key);
                }

                throw;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
        {
            return [.. keys.Values.OrderBy(key => key.At).Select(key => XElement.Parse(key.Xml))];
        }
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var key = new ProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting), clock.GetUtcNow());
        lock (gate)
        {
            keys = keys.SetItem(key.Name, key);
            unwritten = unwritten.Add(key);
        }

        if (timer is not null)
        {
            _ = FollowAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await stores.Current!.ProtectionKeysAsync(cancellationToken);
        lock (gate)
        {
            keys = keys.SetItems(stored.Select(key => KeyValuePair.Create(key.Name, key)));
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            await WriteAsync(CancellationToken.None);
            await ReadAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is StoreException or ObjectDisposedException)
        {
            Log.NotRead(logger, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The keys that seal sessions could not be read or written; those known go on: {Why}")]
        public static partial void NotRead(ILogger logger, string why);
    }
}
