using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>What pages show: a part of a list, counted and sorted where it lies. Every statement names its tenant.</summary>
internal static class BrowsingQueries
{
#pragma warning disable EF1002 // The statements are our own constants; every value in them is a parameter.
    public static async Task<Page<DatedViolation>> ViolationsAsync(StoreContext context, string tenant, ViolationQuery query, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters();
        var from = ViolationSql.From(tenant, query, parameters);
        // A search reads every row, so that it counts what it finds along the way; else an index counts sooner.
        var countsAlong = query is { NeedsTotal: true, Take: > 0 } && query.Search.Trim().Length > 0;
        var total = query.NeedsTotal && !countsAlong ? await CountAsync(context, from, parameters, cancellationToken) : 0;
        if (query.Take == 0 || (query.NeedsTotal && !countsAlong && total == 0))
        {
            return new Page<DatedViolation>([], total);
        }

        var page = await context.Database.SqlQueryRaw<DueRow>(
            $"SELECT id AS \"Id\", due AS \"Due\", {(countsAlong ? "COUNT(*) OVER ()" : "CAST(0 AS BIGINT)")} AS \"Total\" {from} {ViolationSql.Order(query)} LIMIT {parameters.Add(query.Take)} OFFSET {parameters.Add(query.Skip)}", parameters.Values).ToListAsync(cancellationToken);
        if (countsAlong)
        {
            total = page.Count > 0 ? page[0].Total : query.Skip == 0 ? 0 : await CountAsync(context, from, parameters, cancellationToken);
        }

        var violations = await StoreQueries.ViolationsAsync(context, tenant, [.. page.Select(row => row.Id)], cancellationToken);
        return new Page<DatedViolation>([.. page.Select(row => new DatedViolation(violations[row.Id], row.Due is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null))], total);
    }

    public static async Task<ViolationCounts> CountAsync(StoreContext context, string tenant, ViolationQuery query, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters();
        var parts = await context.Database.SqlQueryRaw<PartRow>(ViolationSql.Parts(tenant, query, parameters), parameters.Values).ToListAsync(cancellationToken);
        return new ViolationCounts
        {
            Parts = [.. parts.Select(row => row.ToCount()).Concat(await PressingAsync(context, tenant, query, cancellationToken))],
            DevicesInViolation = await DevicesInViolationAsync(context, tenant, query, cancellationToken),
        };
    }

    public static async Task<IReadOnlyList<string>> UnitsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters();
        return await context.Database.SqlQueryRaw<string>(ViolationSql.Units(tenant, parameters), parameters.Values).ToListAsync(cancellationToken);
    }

    private static Task<long> CountAsync(StoreContext context, string from, SqlParameters parameters, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" {from}", parameters.Values).SingleAsync(cancellationToken);

    private static async Task<IEnumerable<ViolationCount>> PressingAsync(StoreContext context, string tenant, ViolationQuery query, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters();
        var statement = ViolationSql.Pressing(tenant, query, parameters);
        return statement.Length == 0 ? [] : (await context.Database.SqlQueryRaw<PressingRow>(statement, parameters.Values).ToListAsync(cancellationToken)).Select(row => row.ToCount());
    }

    private static async Task<IReadOnlyDictionary<string, int>> DevicesInViolationAsync(StoreContext context, string tenant, ViolationQuery query, CancellationToken cancellationToken)
    {
        var parameters = new SqlParameters();
        var byPolicy = await context.Database.SqlQueryRaw<PolicyDevicesRow>(ViolationSql.Devices(tenant, query, byPolicy: true, parameters), parameters.Values).ToListAsync(cancellationToken);
        var devices = byPolicy.ToDictionary(row => row.PolicyId, row => (int)row.Devices, StringComparer.Ordinal);
        var all = new SqlParameters();
        devices[""] = devices.Count < 2
            ? devices.Values.Sum()
            : (int)await context.Database.SqlQueryRaw<long>(ViolationSql.Devices(tenant, query, byPolicy: false, all), all.Values).SingleAsync(cancellationToken);
        return devices;
    }
#pragma warning restore EF1002

    public static async Task<IReadOnlyList<KnownDevice>> DevicesAsync(StoreContext context, string tenant, DeviceQuery query, CancellationToken cancellationToken)
    {
        var devices = context.Devices.AsNoTracking().Where(device => device.Tenant == tenant && device.DeviceId.CompareTo(query.After) > 0);
        if (query.Coverage is { } coverage)
        {
            var line = (int)coverage;
            devices = devices.Where(device => device.Coverage == line);
        }

        if (query.IdStart.Length > 0)
        {
            // Between the text and the text with the greatest sign behind: an index serves this, and nothing in it is a pattern.
            var end = query.IdStart + char.MaxValue;
            devices = devices.Where(device => device.DeviceId.CompareTo(query.IdStart) >= 0 && device.DeviceId.CompareTo(end) < 0);
        }

        var rows = await devices.OrderBy(device => device.DeviceId).Take(query.Take).ToListAsync(cancellationToken);
        return rows.ConvertAll(StoreQueries.Known);
    }

    public static async Task<IReadOnlyList<TracedEvent>> EventsAsync(StoreContext context, string tenant, EventQuery query, CancellationToken cancellationToken)
    {
        var events = context.Events.AsNoTracking().Where(row => row.Tenant == tenant);
        if (query.Before is { } before)
        {
            events = events.Where(row => row.Sequence < before);
        }

        if (query.Violation is { } violation)
        {
            events = events.Where(row => row.ViolationId == violation);
        }

        if (query.Scan is { } scan)
        {
            events = events.Where(row => row.ScanNumber == scan);
        }

        if (query.Kinds.Count > 0)
        {
            var kinds = query.Kinds.ToArray();
            events = events.Where(row => kinds.Contains(row.Kind));
        }

        if (query.From is { } from)
        {
            events = events.Where(row => row.At >= from);
        }

        if (query.Until is { } until)
        {
            events = events.Where(row => row.At < until);
        }

        var rows = await events.OrderByDescending(row => row.Sequence).Take(query.Take).ToListAsync(cancellationToken);
        var numbers = rows.ConvertAll(row => row.Sequence).ToArray();
        var people = await context.EventPeople.AsNoTracking().Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToDictionaryAsync(row => row.Sequence, row => row.Content, cancellationToken);
        return rows.ConvertAll(row => Traced(row, people.GetValueOrDefault(row.Sequence)));
    }

    public static async Task<Page<ScanSummary>> ScansAsync(StoreContext context, string tenant, int skip, int take, CancellationToken cancellationToken)
    {
        var scans = context.Scans.AsNoTracking().Where(scan => scan.Tenant == tenant);
        var rows = await scans.OrderByDescending(scan => scan.Number).Skip(skip).Take(take)
            .Select(scan => new ScanSummary(
                scan.Number, scan.StartedAt, scan.FinishedAt, scan.InventoryAsOf, scan.Complete, scan.OlderThanKnown, scan.Devices, scan.OpenViolations, scan.DevicesInViolation, scan.Opened, scan.Resolved))
            .ToListAsync(cancellationToken);
        return new Page<ScanSummary>(rows, await scans.LongCountAsync(cancellationToken));
    }

    public static async Task<ScanResult?> ScanAsync(StoreContext context, string tenant, long number, CancellationToken cancellationToken)
    {
        var row = await context.Scans.AsNoTracking().SingleOrDefaultAsync(scan => scan.Tenant == tenant && scan.Number == number, cancellationToken);
        return row is null ? null : StoreJson.ReadResult(row.Result) with { Chain = ScanWriter.HeadOf(row) };
    }

    private static TracedEvent Traced(EventRow row, string? person)
    {
        var told = new StoredEvent(row.Sequence, row.ScanNumber, row.At, row.Kind, row.ViolationId, StoreJson.ReadReason(row.ReasonCode, row.Parameters));
        return person is null || StoreJson.ReadPerson(person) is not { } content ? new TracedEvent(told, null, "") : new TracedEvent(told, new Author(content.Author, content.Source), content.Reason);
    }

    private sealed record DueRow(Guid Id, long? Due, long Total);

    private sealed record PolicyDevicesRow(string PolicyId, long Devices);

    // Of a device that tells no platform, the app's counts: as in reports.
    private static PlatformFamily Family(int device, int app) => ((Platform)(device == 0 ? app : device)).Family();

    private sealed record PartRow(string PolicyId, int DevicePlatform, int AppPlatform, int State, int Severity, long Violations, long NotConfirmed)
    {
        public ViolationCount ToCount() => new()
        {
            PolicyId = PolicyId,
            Platform = Family(DevicePlatform, AppPlatform),
            State = (ViolationState)State,
            IsBan = (Severity)Severity == Policies.Severity.Violation,
            Violations = (int)Violations,
            NotConfirmed = (ViolationState)State <= ViolationState.Excepted ? (int)NotConfirmed : 0,
        };
    }

    private sealed record PressingRow(string PolicyId, int DevicePlatform, int AppPlatform, long Overdue, long Soon, long? FirstDue)
    {
        public ViolationCount ToCount() => new()
        {
            PolicyId = PolicyId,
            Platform = Family(DevicePlatform, AppPlatform),
            State = ViolationState.Open,
            IsBan = true,
            Overdue = (int)Overdue,
            Soon = (int)Soon,
            FirstDue = FirstDue is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        };
    }
}
