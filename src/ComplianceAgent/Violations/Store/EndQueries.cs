using System.Security.Cryptography;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Evidence;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads where a tenant's record ends; every query names the tenant.</summary>
internal static class EndQueries
{
    /// <summary>What there is of a tenant, by the columns that every schema has had; null for nothing.</summary>
    public static async Task<StoreEnds?> GlanceAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var row = await context.Tenants.Where(row => row.Tenant == tenant).Select(row => new { row.FingerprintKey, row.StoredScan }).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        var at = await context.Scans.Where(scan => scan.Tenant == tenant && scan.Number == row.StoredScan).Select(scan => (DateTimeOffset?)scan.FinishedAt).SingleOrDefaultAsync(cancellationToken);
        return new StoreEnds(RecordOf(row.FingerprintKey), row.StoredScan, at);
    }

    /// <summary>The same with the last event, and the link of one scan.</summary>
    public static async Task<StoreEnds?> EndsAsync(StoreContext context, string tenant, Func<string, long?> scanToCompare, CancellationToken cancellationToken)
    {
        if (await GlanceAsync(context, tenant, cancellationToken) is not { } ends)
        {
            return null;
        }

        var links = new Dictionary<long, string>();
        if (scanToCompare(ends.Record) is { } number)
        {
            // A scan that was stored and is not there any more is as bad as one with another link.
            links[number] = await context.Scans.Where(scan => scan.Tenant == tenant && scan.Number == number).Select(scan => scan.Hash).SingleOrDefaultAsync(cancellationToken) ?? "";
        }

        return ends with { Event = (await AuditQueries.EventsEndAsync(context, tenant, cancellationToken)).Sequence, ScanLinks = links };
    }

    /// <summary>Record and heads of a tenant, for a checkpoint; null for a tenant that is not there.</summary>
    public static async Task<(string Record, AuditHead Head)?> HeadAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        if (await GlanceAsync(context, tenant, cancellationToken) is not { } ends)
        {
            return null;
        }

        var (sequence, hash) = await AuditQueries.EventsEndAsync(context, tenant, cancellationToken);
        var scan = await context.Scans.Where(row => row.Tenant == tenant).OrderByDescending(row => row.Number).Select(row => new { row.Number, row.Hash }).FirstOrDefaultAsync(cancellationToken);
        return (ends.Record, new AuditHead(
            hash.Length > 0 ? new AuditAnchor(AuditChain.Events, tenant, sequence, hash) : null,
            scan is { Hash.Length: > 0 } ? new AuditAnchor(AuditChain.Scans, tenant, scan.Number, scan.Hash) : null));
    }

    /// <summary>
    /// The name of a tenant's record: made of its random key, so that it is as old as the record and goes wherever a copy of it goes, and tells
    /// nothing of the key.
    /// </summary>
    public static string RecordOf(byte[] fingerprintKey) => Convert.ToHexStringLower(HMACSHA256.HashData(fingerprintKey, "compliance-agent record"u8))[..32];
}
