using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Violations.Audit;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>What made somebody write a checkpoint.</summary>
public enum CheckpointKind : byte
{
    /// <summary>A scan was stored.</summary>
    Scan = 0,

    /// <summary>A person decided.</summary>
    Decision,

    /// <summary>A person took the store for what it is, although more was known: what was known beyond it is given up.</summary>
    Accepted,

    /// <summary>A person erased the tenant: its store is not missing.</summary>
    Removed,
}

/// <summary>
/// Where a tenant's chains ended at one moment, as a file outside the store remembers it: one line of JSON. Holds no name of a person.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>What made somebody write it.</summary>
    public required CheckpointKind Kind { get; init; }

    /// <summary>The tenant's record, whatever path or copy it lies in: random, given when the store first heard of the tenant.</summary>
    public required string Record { get; init; }

    /// <summary>Hash of where the store was: the path of its file, or server and database. No secret goes into it.</summary>
    public required string Place { get; init; }

    /// <summary>End of the chain of scans; null before the first.</summary>
    public AuditAnchor? Scans { get; init; }

    /// <summary>End of the chain of events; null before the first.</summary>
    public AuditAnchor? Events { get; init; }

    /// <summary>What stood against an accepted store: the code of a reason. Null for every other kind.</summary>
    public string? Doubt { get; init; }

    /// <summary>Number of the last stored scan; 0 before the first.</summary>
    public long Scan => Scans?.Number ?? 0;

    /// <summary>Number of the last event; 0 before the first.</summary>
    public long Event => Events?.Number ?? 0;

    /// <summary>As a line, without its end and without a signature.</summary>
    internal string Write() => JsonSerializer.Serialize(new Line(At.ToUniversalTime(), Tenant, Kind, Scans?.ToString(), Events?.ToString(), Record, Place, Doubt), Layout);

    /// <summary>Reads a line; null when it is none.</summary>
    internal static Checkpoint? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, Layout) is { Tenant: { } tenant, Record: { } record, Place: { } place } read
                ? new Checkpoint
                {
                    At = read.At,
                    Tenant = tenant,
                    Kind = read.Kind,
                    Record = record,
                    Place = place,
                    Doubt = read.Doubt,
                    Scans = AnchorIn(read.Scans, AuditChain.Scans, tenant),
                    Events = AnchorIn(read.Events, AuditChain.Events, tenant),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AuditAnchor? AnchorIn(string? text, AuditChain chain, string tenant) =>
        text is null ? null : AuditAnchor.In(text).FirstOrDefault(anchor => anchor.Chain == chain && anchor.Tenant == tenant);

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) } };

    private sealed record Line(DateTimeOffset At, string? Tenant, CheckpointKind Kind, string? Scans, string? Events, string? Record, string? Place, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Doubt);
}
