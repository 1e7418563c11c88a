using System.Globalization;
using System.Runtime.CompilerServices;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Makes a tenant's past again: a violation without a later change is as it stands; of one that changed since, the last event up to then kept
/// how it was. Order is the sequence, never the clock. Every query names its tenant.
/// </summary>
internal static class PastQueries
{
    private const int StatesAQuery = 500;

    /// <summary>The state at a moment; null for a tenant that is not there.</summary>
    /// <exception cref="PastUnknownException">Nothing can be told of that moment.</exception>
    public static async Task<TenantPast?> ReadAsync(StoreContext context, string tenant, PastMoment asked, CancellationToken cancellationToken)
    {
        if (await StoreQueries.TenantAsync(context, tenant, cancellationToken) is not { } row)
        {
            return null;
        }

        var scan = await ScanAtAsync(context, tenant, asked, cancellationToken);
        var result = StoreJson.ReadResult(scan.Result);
        var moment = asked.Day is { } day && DateOnly.FromDateTime(scan.FinishedAt.UtcDateTime) == day ? scan.FinishedAt : asked.Until;
        var events = Math.Max(scan.EventsSequence, await context.Events.Where(known => known.Tenant == tenant && known.At <= moment).MaxAsync(known => (long?)known.Sequence, cancellationToken) ?? 0);
        var (violations, lost) = await ViolationsAsync(context, tenant, events, scan.Number, cancellationToken);
        var (registered, erased) = await VersionQueries.RegisteredAsync(context, tenant, result.RegisterRecord, cancellationToken);
        return new()
        {
            Moment = moment,
            State = new()
            {
                Tenant = tenant,
                Simulated = row.Simulated,
                LastScan = await StoreQueries.LastScanAsync(context, tenant, completeOnly: false, scan.Number, cancellationToken),
                LastCompleteScan = await StoreQueries.LastScanAsync(context, tenant, completeOnly: true, scan.Number, cancellationToken),
                RecentScans = await StoreQueries.TrendAsync(context, tenant, scan.Number, cancellationToken),
                Reviews = ReviewBook.Of(UpTo(await DecisionQueries.ReviewsAsync(context, tenant, cancellationToken), known => known.Sequence, known => known.At, result.LastReview, moment)),
                Exceptions = WaiverBook.Of(
                    UpTo((await ExceptionQueries.BookAsync(context, tenant, cancellationToken)).History, known => known.Sequence, known => known.At, result.LastException, moment)),
                Excuses = ExcusingBook.Of(
                    UpTo((await ExcusingQueries.BookAsync(context, tenant, cancellationToken)).History, known => known.Sequence, known => known.At, result.LastExcuse, moment)),
                Violations = [.. violations.Where(violation => violation.IsLive)],
                Ended = [.. violations.Where(violation => !violation.IsLive).OrderByDescending(violation => violation.StateSince)],
            },
            Policies = await VersionQueries.PoliciesAsync(context, tenant, result.Policies, cancellationToken),
            Registered = registered,
            Gaps = [.. Gap("past-violations-lost", lost), .. Gap("past-register-erased", erased)],
        };
    }

    /// <summary>Devices that could not be judged as a scan left them, by line, reason and id; read a row at a time.</summary>
    public static async IAsyncEnumerable<UnjudgedDevice> UnjudgedAsync(StoreContext context, string tenant, long scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = CoverageLines.Blind.Select(line => (int)line).ToArray();
        var now = context.Devices.AsNoTracking().Where(device => device.Tenant == tenant && device.ScanNumber <= scan && EF.Parameter(lines).Contains(device.Coverage))
            .Select(device => new { device.DeviceId, device.Platform, device.Owner, device.Coverage, device.ReasonCode, device.Since });
        var then = context.DeviceHistory.AsNoTracking()
            .Where(device => device.Tenant == tenant && device.FromScan <= scan && device.UntilScan > scan && EF.Parameter(lines).Contains(device.Coverage))
            .Select(device => new { device.DeviceId, device.Platform, device.Owner, device.Coverage, device.ReasonCode, device.Since });
        var rows = now.Concat(then).OrderBy(device => device.Coverage).ThenBy(device => device.ReasonCode).ThenBy(device => device.DeviceId).AsAsyncEnumerable();
        await foreach (var device in rows.WithCancellation(cancellationToken))
        {
            yield return new UnjudgedDevice(device.DeviceId, (Platform)device.Platform, (DeviceOwner)device.Owner, (CoverageClass)device.Coverage, Reason.Of(device.ReasonCode), device.Since);
        }
    }

    private static async Task<ScanRow> ScanAtAsync(StoreContext context, string tenant, PastMoment asked, CancellationToken cancellationToken)
    {
        var scans = context.Scans.AsNoTracking().Where(scan => scan.Tenant == tenant);
        if (await scans.Where(scan => scan.FinishedAt <= asked.Until).OrderByDescending(scan => scan.Number).FirstOrDefaultAsync(cancellationToken) is not { } found)
        {
            var first = await scans.OrderBy(scan => scan.Number).FirstOrDefaultAsync(cancellationToken);
            throw new PastUnknownException(first is null
                ? $"Tenant {tenant} has not been scanned yet."
                : $"Nothing was known of tenant {tenant} at {Minute(asked.Until)}: its first scan ended at {Minute(first.FinishedAt)}. Ask for that moment or a later one.");
        }

        // A result names what it was judged by only since versions are kept.
        return StoreJson.ReadResult(found.Result).Policies.All(policy => policy.Record.Length > 0)
            ? found
            : throw new PastUnknownException(
                $"The last scan of tenant {tenant} before {Minute(asked.Until)} (number {Number(found.Number)}) was stored by a version that kept too little to make its report again. The report files of that time are the evidence; 'audit verify --against' tells whether they fit the chain.");
    }

    private static async Task<(List<Violation> Violations, int Lost)> ViolationsAsync(StoreContext context, string tenant, long events, long scan, CancellationToken cancellationToken)
    {
        var changes = await context.Events.Where(change => change.Tenant == tenant && change.ViolationId != Guid.Empty)
            .GroupBy(change => change.ViolationId)
            .Select(group => new
            {
                Id = group.Key,
                First = group.Min(change => change.Sequence),
                Then = group.Max(change => change.Sequence <= events && change.StateHash != "" ? change.Sequence : 0),
                Now = group.Max(change => change.StateHash != "" ? change.Sequence : 0),
            })
            .Where(violation => violation.First <= events)
            .ToDictionaryAsync(violation => violation.Id, violation => (violation.Then, violation.Now), cancellationToken);
        var texts = new SharedTexts();
        var violations = new List<Violation>();
        await foreach (var row in context.Violations.AsNoTracking().Where(row => row.Tenant == tenant).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (changes.TryGetValue(row.Id, out var known) && known.Then == known.Now)
            {
                violations.Add(row.ToViolation(texts));
                changes.Remove(row.Id);
            }
        }

        var before = changes.Count;
        var kept = await StatesAsync(context, tenant, [.. changes.Values.Where(change => change.Then > 0).Select(change => change.Then)], texts, cancellationToken);
        violations.AddRange(kept);
        return (await DatedAsync(context, tenant, violations, scan, cancellationToken), before - kept.Count);
    }

    private static async Task<List<Violation>> StatesAsync(StoreContext context, string tenant, IReadOnlyList<long> sequences, SharedTexts texts, CancellationToken cancellationToken)
    {
        var violations = new List<Violation>();
        foreach (var asked in sequences.Chunk(StatesAQuery))
        {
            var rows = await context.EventStates.AsNoTracking().Where(state => state.Tenant == tenant && EF.Parameter(asked).Contains(state.Sequence)).Select(state => state.Content).ToListAsync(cancellationToken);
            violations.AddRange(rows.Select(content => StoreJson.ReadViolation(content).ToViolation(texts)));
        }

        return violations;
    }

    /// <summary>The date of a confirmed violation's inventory stands with its device, as the scan left it.</summary>
    private static async Task<List<Violation>> DatedAsync(StoreContext context, string tenant, List<Violation> violations, long scan, CancellationToken cancellationToken)
    {
        var devices = new Dictionary<string, (ulong?, DateTimeOffset)>();
        foreach (var ids in violations.Where(violation => violation.IsLive).Select(violation => violation.DeviceId).Distinct(StringComparer.Ordinal).Chunk(StatesAQuery))
        {
            var now = context.Devices.AsNoTracking().Where(device => device.Tenant == tenant && device.ScanNumber <= scan && EF.Parameter(ids).Contains(device.DeviceId))
                .Select(device => new { device.DeviceId, device.Fingerprint, device.InventoryAt });
            var then = context.DeviceHistory.AsNoTracking()
                .Where(device => device.Tenant == tenant && device.FromScan <= scan && device.UntilScan > scan && EF.Parameter(ids).Contains(device.DeviceId))
                .Select(device => new { device.DeviceId, device.Fingerprint, device.InventoryAt });
            foreach (var device in await now.Concat(then).ToListAsync(cancellationToken))
            {
                devices[device.DeviceId] = (unchecked((ulong?)device.Fingerprint), device.InventoryAt);
            }
        }

        return violations.ConvertAll(violation => devices.TryGetValue(violation.DeviceId, out var device) ? StoreQueries.Dated(violation, device.Item1, device.Item2) : violation);
    }

    /// <summary>What the scan had heard of, and what was decided after it up to the moment.</summary>
    private static List<T> UpTo<T>(IReadOnlyList<T> decisions, Func<T, long> sequence, Func<T, DateTimeOffset> at, long heard, DateTimeOffset moment)
    {
        var last = decisions.Where(decision => at(decision) <= moment).Select(sequence).Append(heard).Max();
        return [.. decisions.Where(decision => sequence(decision) <= last)];
    }

    private static Reason[] Gap(string code, int count) => count == 0 ? [] : [Reason.Of(code, ("count", Number(count)))];

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
