using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>What a store holds of a tenant, as far as a checkpoint can be compared with it.</summary>
/// <param name="Record">The tenant's record.</param>
/// <param name="Scan">Last stored scan; 0 before the first.</param>
/// <param name="ScannedAt">When it ended.</param>
/// <param name="Event">Last event; null when nobody looked.</param>
public sealed record StoreEnds(string Record, long Scan, DateTimeOffset? ScannedAt, long? Event = null)
{
    /// <summary>Links of the scans that were asked for, by number; one that is not there is left out.</summary>
    public IReadOnlyDictionary<long, string> ScanLinks { get; init; } = new Dictionary<long, string>();
}

/// <summary>
/// What checkpoints know of a tenant, and whether the store at hand goes on from there. A store that is missing, older, or another than the one
/// known at its place is no first run. Pure.
/// </summary>
public sealed class StoreContinuity
{
    private readonly Dictionary<string, Known> records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> places = new(StringComparer.Ordinal);

    private StoreContinuity()
    {
    }

    /// <summary>Takes the lines of one tenant, in order. A line that no key signed may accuse, but neither accept nor remove.</summary>
    public static StoreContinuity Of(IEnumerable<CheckpointLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var continuity = new StoreContinuity();
        foreach (var line in lines)
        {
            continuity.Take(line);
        }

        return continuity;
    }

    /// <summary>The scan of a record that checkpoints know last; null when they know none.</summary>
    public long? ScanToCompare(string record) => records.TryGetValue(record, out var known) && known.Scan > 0 ? known.Scan : null;

    /// <summary>The furthest scan known of a record, or of whatever was at a place: numbers up to it are taken.</summary>
    public long FurthestScan(string place, string? record) => Math.Max(
        record is not null && records.TryGetValue(record, out var known) ? known.Scan : 0,
        places.TryGetValue(place, out var there) && records.TryGetValue(there, out var lost) ? lost.Scan : 0);

    /// <summary>What stands against going on with what the store holds; null when nothing does.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="place">Where the store is.</param>
    /// <param name="held">What it holds of the tenant; null for nothing.</param>
    public Reason? Judge(string tenant, string place, StoreEnds? held)
    {
        var there = places.TryGetValue(place, out var record) && records.TryGetValue(record, out var known) ? known : null;
        if (held is null)
        {
            return there is null ? null : Said("store-missing", tenant, there);
        }

        if (records.TryGetValue(held.Record, out var own))
        {
            return own.Scan > held.Scan ? Said("store-older", tenant, own, ("held", Number(held.Scan)), ("heldDate", Date(held.ScannedAt)))
                : own.Event > held.Event ? Said("store-older-events", tenant, own, ("held", Number(held.Event.Value)), ("event", Number(own.Event)))
                : held.ScanLinks.TryGetValue(own.Scan, out var link) && link != own.Link ? Said("store-differs", tenant, own)
                : null;
        }

        // Known elsewhere or never before: then only what was at this place can miss it.
        return there is null ? null : Said("store-other", tenant, there);
    }

    private void Take(CheckpointLine line)
    {
        var content = line.Content;
        var known = new Known(content.Scan, content.Event, content.Scans?.Hash ?? "", content.At);
        switch (content.Kind)
        {
            case CheckpointKind.Removed when line.IsTrusted:
                records.Remove(content.Record);
                break;
            case CheckpointKind.Accepted when line.IsTrusted:
                records[content.Record] = known;
                places[content.Place] = content.Record;
                break;
            case CheckpointKind.Scan or CheckpointKind.Decision:
                records[content.Record] = records.TryGetValue(content.Record, out var before) ? before.With(known) : known;
                places[content.Place] = content.Record;
                break;
        }
    }

    private static Reason Said(string code, string tenant, Known known, params ReadOnlySpan<(string, string)> more) =>
        Reason.Of(code, [("tenant", tenant), ("scan", Number(known.Scan)), ("date", Date(known.At)), .. more]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset? at) => at is { } moment ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never";

    /// <summary>The furthest that is known of a record. Agents that share a file may write their lines in another order than they stored.</summary>
    private sealed record Known(long Scan, long Event, string Link, DateTimeOffset At)
    {
        public Known With(Known other) => other.Scan > Scan
            ? other with { Event = Math.Max(Event, other.Event) }
            : this with { Event = Math.Max(Event, other.Event), At = other.Event > Event ? other.At : At };
    }
}
