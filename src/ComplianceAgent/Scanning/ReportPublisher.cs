using System.Collections.Immutable;
using System.Reflection;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>Makes reports of what is stored, or of a scan that stored nothing, and puts them on disk.</summary>
public sealed class ReportPublisher(
    StoreSession stores, ReportFiles files, IOptions<ExceptionOptions> exceptions, IOptions<ExcusingOptions> excusing, IOptions<ServiceOptions> service, TimeProvider clock)
{
    private static readonly TimeSpan EndedIsRecent = TimeSpan.FromDays(90);

    /// <summary>Version of this program.</summary>
    internal static readonly string Version =
        typeof(ReportPublisher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Reports of what is stored of a tenant.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="policies">Policies in force, for deadlines; null when none is named.</param>
    /// <param name="registers">The registers of exceptions that count for the tenant.</param>
    /// <param name="directory">Folder, absolute.</param>
    /// <param name="choices">How to write them.</param>
    /// <param name="at">The moment the report speaks of; null for the clock, or for a simulated tenant its last scan.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> PublishAsync(
        string tenant, PolicySet? policies, RegistersInForce registers, string directory, ReportChoices choices, DateTimeOffset? at, CancellationToken cancellationToken) =>
        await files.WriteAsync(await ModelAsync(tenant, policies, registers, choices, at, cancellationToken), directory, choices.Formats, cancellationToken);

    /// <summary>The report of what is stored of a tenant, as it is to be written.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="policies">Policies in force, for deadlines; null when none is named.</param>
    /// <param name="registers">The registers of exceptions that count for the tenant.</param>
    /// <param name="choices">How it is to be written.</param>
    /// <param name="at">The moment the report speaks of; null for the clock, or for a simulated tenant its last scan.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ReportModel> ModelAsync(string tenant, PolicySet? policies, RegistersInForce registers, ReportChoices choices, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentNullException.ThrowIfNull(registers);
        await Store.RefuseChangedAsync(tenant, cancellationToken);
        var state = await Store.ReadAsync(tenant, cancellationToken) ?? throw NotStored(tenant);
        // A simulated tenant has a time of its own: to report on it by today's clock would make every date wrong.
        var now = at ?? (state.Simulated ? state.LastScan?.FinishedAt : null) ?? clock.GetUtcNow();
        return choices.Of(Input(state, policies, registers.For(tenant), now));
    }

    /// <summary>The report of a past moment, made again from events and from what the scans of that time judged by.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="moment">The moment or day.</param>
    /// <param name="directory">Folder, absolute.</param>
    /// <param name="choices">How to write it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="PastUnknownException">Nothing can be told of that moment.</exception>
    public async Task<IReadOnlyList<string>> PublishPastAsync(string tenant, PastMoment moment, string directory, ReportChoices choices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choices);
        await Store.RefuseChangedAsync(tenant, cancellationToken);
        var past = await Store.ReadPastAsync(tenant, moment, cancellationToken) ?? throw NotStored(tenant);
        // The catalogue of that time is in its policies' rules as far as a report speaks of it.
        var policies = new PolicySet([.. past.Policies], Catalogue.Empty);
        var input = Input(past.State, policies, past.Registered, past.Moment) with { RebuiltAt = clock.GetUtcNow(), Gaps = past.Gaps };
        if (past.State.LastScan is { ExcusingPersons: > 0 } scan)
        {
            input = input with { ExcusingPersons = scan.ExcusingPersons };
        }

        return await files.WriteAsync(choices.Of(input), directory, choices.Formats, cancellationToken);
    }

    private ViolationStore Store => stores.Current ?? throw new InvalidOperationException("The store has not been opened.");

    private static InventoryException NotStored(string tenant) => new(Reason.Of("tenant-not-stored", ("tenant", tenant)));

    private ReportInput Input(TenantState state, PolicySet? policies, IReadOnlyList<Waiver> registered, DateTimeOffset now)
    {
        var excused = ExceptionsAt(state, policies, registered, now);
        var judged = ReportModel.CoverageScanOf(state.LastScan, state.LastCompleteScan);
        return new ReportInput
        {
            Tenant = state.Tenant,
            Simulated = state.Simulated,
            LastScan = state.LastScan,
            LastCompleteScan = state.LastCompleteScan,
            Violations = [.. excused.Violations, .. state.Ended.Where(violation => now - violation.StateSince <= EndedIsRecent)],
            Policies = policies,
            Reviews = state.Reviews,
            Exceptions = excused.Standings,
            ExceptionsChanged = excused.Ended,
            LastException = state.Exceptions.LastSequence,
            Excuses = state.Excuses,
            ExcusingPersons = excusing.Value.Persons,
            WarnDays = exceptions.Value.WarnDays,
            Trend = [.. state.RecentScans.Where(scan => !scan.OlderThanKnown)
                .Select(scan => new TrendPoint(scan.InventoryAsOf, scan.OpenViolations, scan.DevicesInViolation, scan.Devices, scan.Complete))],
            Unjudged = judged is { Complete: true } ? cancel => Store.UnjudgedAsync(state.Tenant, judged.Number, cancel) : _ => AsyncEnumerable.Empty<UnjudgedDevice>(),
            Now = now,
            AlarmAfter = TimeSpan.FromHours(service.Value.ReadyWithinHours) is var within && within < ReportModel.OldAfter ? within : ReportModel.OldAfter,
            ProductVersion = Version,
        };
    }

    /// <summary>
    /// How exceptions stand at the moment of the report. One that ended since the last scan excuses nothing any more; that it began is for a
    /// scan to say.
    /// </summary>
    private (IReadOnlyList<Violation> Violations, ImmutableArray<WaiverStanding> Standings, int Ended) ExceptionsAt(
        TenantState state, PolicySet? policies, IReadOnlyList<Waiver> registered, DateTimeOffset now)
    {
        var rules = new WaiverRules(policies?.Policies ?? [], [.. registered, .. state.Exceptions.Waivers], now);
        var history = new EarlierDevices([.. state.Violations, .. state.Ended]);
        Violation[] live = [.. state.Violations.Select(violation => Excepting.AsOf(violation, rules, history))];
        var ended = live.Count(violation => violation.State == ViolationState.Open) - state.Violations.Count(violation => violation.State == ViolationState.Open);
        return (live, WaiverOverview.Of(rules, live, history, exceptions.Value.WarnDays), ended);
    }

    /// <summary>Reports of a dry run.</summary>
    public Task<IReadOnlyList<string>> WriteAsync(ScanReport scan, PolicySet policies, string directory, ReportChoices choices, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(choices);
        var input = new ReportInput
        {
            Tenant = scan.Result.Tenant,
            Simulated = scan.Result.Simulated,
            LastScan = scan.Result,
            LastCompleteScan = scan.Result.Complete ? scan.Result : null,
            Violations = [.. scan.Live, .. scan.Changes.Select(change => change.Violation).Where(violation => !violation.IsLive)],
            Policies = policies,
            Reviews = scan.Reviews,
            Exceptions = scan.Exceptions,
            LastException = scan.Result.LastException,
            Excuses = scan.Excuses,
            ExcusingPersons = excusing.Value.Persons,
            WarnDays = exceptions.Value.WarnDays,
            Unjudged = _ => scan.Unjudged.ToAsyncEnumerable(),
            Now = at ?? clock.GetUtcNow(),
            ProductVersion = Version,
        };
        return files.WriteAsync(choices.Of(input), directory, choices.Formats, cancellationToken);
    }
}
