using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Keeps what scans judged by, each version once under its own hash, and reads it back; every query names its tenant.</summary>
internal static class VersionQueries
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a column of a database, never a page
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Keeps policies that are not kept yet; returns how many.</summary>
    public static async Task<int> KeepAsync(StoreContext context, string tenant, IReadOnlyCollection<Policy> policies, CancellationToken cancellationToken)
    {
        var texts = policies.Select(PolicyRecord.Write).Distinct(StringComparer.Ordinal).ToDictionary(PolicyRecord.NameOf, StringComparer.Ordinal);
        var names = texts.Keys.ToList();
        var kept = await context.PolicyVersions.Where(row => row.Tenant == tenant && EF.Parameter(names).Contains(row.Record)).Select(row => row.Record).ToListAsync(cancellationToken);
        var rows = texts.Where(text => !kept.Contains(text.Key, StringComparer.Ordinal)).Select(text => new PolicyVersionRow { Tenant = tenant, Record = text.Key, Content = text.Value }).ToList();
        context.PolicyVersions.AddRange(rows);
        await context.SaveChangesAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>Keeps the exceptions of registers; returns the name of this version (empty for none) and how many rows were written.</summary>
    public static async Task<(string Record, int Rows)> KeepAsync(StoreContext context, string tenant, IReadOnlyList<Waiver> registered, CancellationToken cancellationToken)
    {
        if (registered.Count == 0)
        {
            return ("", 0);
        }

        var texts = registered.Select(waiver => JsonSerializer.Serialize(waiver, Options)).ToList();
        var record = PolicyRecord.NameOf(string.Join('\n', texts));
        if (await context.RegisterEntries.AnyAsync(row => row.Tenant == tenant && row.Record == record, cancellationToken))
        {
            return (record, 0);
        }

        context.RegisterEntries.AddRange(texts.Select((text, index) => new RegisterEntryRow { Tenant = tenant, Record = record, Position = index + 1, Content = text }));
        await context.SaveChangesAsync(cancellationToken);
        return (record, texts.Count);
    }

    /// <summary>The policies of a result as they were.</summary>
    /// <exception cref="StoreException">One is not what the result names: it was changed.</exception>
    public static async Task<IReadOnlyList<Policy>> PoliciesAsync(StoreContext context, string tenant, IEnumerable<PolicyInForce> named, CancellationToken cancellationToken)
    {
        var policies = new List<Policy>();
        foreach (var policy in named)
        {
            var row = await context.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Tenant == tenant && row.Record == policy.Record, cancellationToken);
            policies.Add(row is not null && PolicyRecord.NameOf(row.Content) == row.Record
                ? PolicyRecord.Read(row.Content)
                : throw new StoreException($"The store does not hold policy {policy.Id} as it was in force then (record {policy.Record}): it was removed or changed. Run 'compliance-agent audit verify'."));
        }

        return policies;
    }

    /// <summary>Every exception of every version of the registers that was not erased.</summary>
    public static async Task<IReadOnlyList<Privacy.KeptRegisterEntry>> EntriesAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.RegisterEntries.AsNoTracking().Where(row => row.Tenant == tenant && row.Content != "").OrderBy(row => row.Record).ThenBy(row => row.Position).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new Privacy.KeptRegisterEntry(row.Record, row.Position, JsonSerializer.Deserialize<Waiver>(row.Content, Options)!));
    }

    /// <summary>The exceptions of registers of one version, and how many of them were erased.</summary>
    /// <exception cref="StoreException">They are not what the name says: they were changed.</exception>
    public static async Task<(IReadOnlyList<Waiver> Waivers, int Erased)> RegisteredAsync(StoreContext context, string tenant, string record, CancellationToken cancellationToken)
    {
        if (record.Length == 0)
        {
            return ([], 0);
        }

        var texts = await context.RegisterEntries.AsNoTracking().Where(row => row.Tenant == tenant && row.Record == record).OrderBy(row => row.Position)
            .Select(row => row.Content).ToListAsync(cancellationToken);
        var erased = texts.Count(text => text.Length == 0);
        return texts.Count > 0 && (erased > 0 || PolicyRecord.NameOf(string.Join('\n', texts)) == record)
            ? ([.. texts.Where(text => text.Length > 0).Select(text => JsonSerializer.Deserialize<Waiver>(text, Options)!)], erased)
            : throw new StoreException($"The store does not hold the register of exceptions as it was then (record {record}): it was removed or changed. Run 'compliance-agent audit verify'.");
    }
}
