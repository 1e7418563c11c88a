using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Charts;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports;

/// <summary>
/// A report, counted once. Writers only print it, so that a number is the same in every format. It holds codes, dates and foreign
/// text as they are; words are made and text is escaped by the writer.
/// </summary>
public sealed record ReportModel
{
    /// <summary>Violations due within this time are told apart in the headline.</summary>
    public static readonly TimeSpan DueSoon = TimeSpan.FromDays(7);

    /// <summary>An inventory older than this makes the report say so.</summary>
    public static readonly TimeSpan OldAfter = TimeSpan.FromDays(2);

    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>The language that writers for people speak; codes and what machines read stay as they are.</summary>
    public Language Language { get; init; }

    /// <summary>Titles of policies in that language, by id, where a policy has one.</summary>
    public ImmutableDictionary<string, string> Titles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>True when the tenant is simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>How CSV files are written.</summary>
    public CsvForm Csv { get; init; }

    /// <summary>Names are replaced by codes.</summary>
    public bool IsPseudonymous { get; init; }

    /// <summary>The moment the report speaks of.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the report of a past moment was made again; null for a report of its own time.</summary>
    public DateTimeOffset? RebuiltAt { get; init; }

    /// <summary>Version of the program.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The newest scan.</summary>
    public required ScanResult? LastScan { get; init; }

    /// <summary>The newest complete scan, named on every page and in every file.</summary>
    public required ScanResult? LastCompleteScan { get; init; }

    /// <summary>The scan that coverage and blind spots are of: the last complete one where there is one.</summary>
    public required ScanResult? CoverageScan { get; init; }

    /// <summary>What a reader must know before believing the figures; empty when all is in order.</summary>
    public required ImmutableArray<Reason> Warnings { get; init; }

    /// <summary>True when no complete scan is recent enough: the page is alarmed.</summary>
    public required bool IsOverdue { get; init; }

    /// <summary>The figures of the first screen.</summary>
    public required ReportHeadline Headline { get; init; }

    /// <summary>The partition of the fleet: the fleet as a whole first, then each policy in force. Empty before the first scan.</summary>
    public required ImmutableArray<CoverageScope> Coverage { get; init; }

    /// <summary>Devices of which little or nothing can be seen, and why.</summary>
    public required ImmutableArray<BlindSpot> BlindSpots { get; init; }

    /// <summary>The same devices one by one, by line, reason and id; each call reads them anew.</summary>
    public Func<CancellationToken, IAsyncEnumerable<UnjudgedDevice>> Unjudged { get; init; } = _ => AsyncEnumerable.Empty<UnjudgedDevice>();

    /// <summary>Live violations by policy.</summary>
    public required ImmutableArray<Breakdown> ByPolicy { get; init; }

    /// <summary>Live violations by platform.</summary>
    public required ImmutableArray<Breakdown> ByPlatform { get; init; }

    /// <summary>Live violations by owner type.</summary>
    public required ImmutableArray<Breakdown> ByOwner { get; init; }

    /// <summary>Live violations by unit (device category).</summary>
    public required ImmutableArray<Breakdown> ByUnit { get; init; }

    /// <summary>Live violations, the most pressing first.</summary>
    public required ImmutableArray<ViolationRow> Violations { get; init; }

    /// <summary>Removed, on proof; newest first.</summary>
    public required ImmutableArray<ViolationRow> Resolved { get; init; }

    /// <summary>Ended by a change of ours; never part of a removal figure.</summary>
    public required ImmutableArray<ViolationRow> Withdrawn { get; init; }

    /// <summary>Ended because the device left management; never part of a removal figure.</summary>
    public required ImmutableArray<ViolationRow> NoLongerManaged { get; init; }

    /// <summary>The exceptions that a report tells: those that hold, wait or are refused, and those that ended of late.</summary>
    public required ImmutableArray<WaiverStanding> Exceptions { get; init; }

    /// <summary>What was excused without a removal, and what waits for a second person.</summary>
    public required ExcusingOverview Excusing { get; init; }

    /// <summary>Days before its end from which an exception is warned of.</summary>
    public required int WarnDays { get; init; }

    /// <summary>Figures of past scans, oldest first.</summary>
    public required ImmutableArray<TrendPoint> Trend { get; init; }

    /// <summary>How the open violations of each policy with a deadline ahead went down, and what each deadline still allows.</summary>
    public ImmutableArray<BurnDown> BurnDowns { get; init; } = [];

    /// <summary>The scans the figures rest on: the newest, and the one of <see cref="CoverageScan"/> when that is another.</summary>
    public required ImmutableArray<ScanResult> Evidence { get; init; }

    /// <summary>Counts everything once.</summary>
    /// <exception cref="InvalidOperationException">The coverage lines do not sum to the fleet: better no report than a wrong one.</exception>
    public static ReportModel Build(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var coverageScan = CoverageScanOf(input.LastScan, input.LastCompleteScan);
        var coverage = CoverageScopes.Build(coverageScan);
        var rows = ViolationRows.Build(input);
        var live = rows.Where(row => row.IsLive).ToImmutableArray();
        return new ReportModel
        {
            Tenant = input.Tenant,
            Language = input.Language,
            Titles = TitlesOf(input),
            Simulated = input.Simulated || input.LastScan is { Simulated: true } || input.LastCompleteScan is { Simulated: true },
            Now = input.Now,
            RebuiltAt = input.RebuiltAt,
            Unjudged = input.Unjudged,
            ProductVersion = input.ProductVersion,
            LastScan = input.LastScan,
            LastCompleteScan = input.LastCompleteScan,
            CoverageScan = coverageScan,
            Warnings = ReportWarnings.Build(input, coverageScan, live),
            IsOverdue = input.IsOverdue,
            Headline = ReportHeadline.Count(rows, coverage) with { ExceptionsEnding = input.Exceptions.Count(standing => standing.EndsSoon) },
            Coverage = coverage,
            BlindSpots = CoverageScopes.BlindSpots(coverageScan),
            ByPolicy = Breakdowns.By(rows, row => (row.PolicyId, row.PolicyTitle)),
            ByPlatform = Breakdowns.By(rows, row => (ReportWords.Code(row.Platform), ReportWords.Say(row.Platform))),
            ByOwner = Breakdowns.By(rows, row => (ReportWords.Code(row.Owner), ReportWords.Say(row.Owner))),
            ByUnit = Breakdowns.By(rows, row => (row.Unit, row.Unit.Length == 0 ? ReportWords.NoUnit : row.Unit)),
            Violations = live,
            Resolved = Ended(rows, ViolationState.Resolved),
            Withdrawn = Ended(rows, ViolationState.Withdrawn),
            NoLongerManaged = Ended(rows, ViolationState.NoLongerManaged),
            Exceptions = WaiverOverview.ToTell(input.Exceptions, input.Now),
            Excusing = ExcusingOverview.Of(input.Excuses, input.ExcusingPersons, input.Exceptions, input.Now),
            WarnDays = input.WarnDays,
            Trend = [.. input.Trend ?? []],
            BurnDowns = BurnDown.Of(rows, input.Now),
            Evidence = [.. new[] { input.LastScan, coverageScan }.OfType<ScanResult>().DistinctBy(scan => (scan.Number, scan.StartedAt))],
        };
    }

    /// <summary>The scan that coverage, blind spots and the devices not judged are of.</summary>
    /// <param name="last">The newest scan.</param>
    /// <param name="lastComplete">The newest complete one.</param>
    public static ScanResult? CoverageScanOf(ScanResult? last, ScanResult? lastComplete) => CoverageScopes.ScanToShow(last, lastComplete);

    /// <summary>The title of a policy in the report's language.</summary>
    /// <param name="policyId">Policy.</param>
    /// <param name="english">Its title in English, which stands when there is no other.</param>
    public string TitleOf(string policyId, string english) => Titles.GetValueOrDefault(policyId, english);

    private static ImmutableDictionary<string, string> TitlesOf(ReportInput input) => (input.Policies?.Policies ?? [])
        .Where(policy => policy.Title.ContainsKey(input.Language.Code())).ToImmutableDictionary(policy => policy.Id, policy => policy.Title[input.Language.Code()], StringComparer.Ordinal);

    private static ImmutableArray<ViolationRow> Ended(IEnumerable<ViolationRow> rows, ViolationState state) =>
        [.. rows.Where(row => row.State == state).OrderByDescending(row => row.StateSince).ThenBy(row => row.Id)];
}

/// <summary>The partition for one policy, or for the fleet as a whole.</summary>
/// <param name="PolicyId">Policy; empty for the fleet as a whole.</param>
/// <param name="Title">Title of the policy; empty for the fleet.</param>
/// <param name="Fleet">Devices in the fleet; the lines sum to it.</param>
/// <param name="Lines">Every class, in the order of the partition, zeros included.</param>
public sealed record CoverageScope(string PolicyId, string Title, int Fleet, ImmutableArray<CoverageLine> Lines)
{
    /// <summary>Devices a policy speaks of: the lines that are not beneath.</summary>
    public int InScope => Lines.Where(line => !line.IsBeneath).Sum(line => line.Devices);

    /// <summary>Devices of one class.</summary>
    public int Of(CoverageClass coverage) => Lines.First(line => line.Class == coverage).Devices;
}

/// <summary>One line of the partition.</summary>
/// <param name="Class">Class.</param>
/// <param name="Devices">Devices.</param>
/// <param name="Share">Share of the fleet, 0 to 1.</param>
/// <param name="IsTold">False when the route of the scan cannot tell this class.</param>
public sealed record CoverageLine(CoverageClass Class, int Devices, double Share, bool IsTold)
{
    /// <summary>True for the lines beneath: out of scope, managed by another agent, duplicates.</summary>
    public bool IsBeneath => Class >= CoverageClass.OutOfScope;
}

/// <summary>Devices of which little or nothing can be seen, for one reason.</summary>
/// <param name="Class">Class.</param>
/// <param name="Reason">Why.</param>
/// <param name="Platform">Platform family.</param>
/// <param name="Owner">Owner.</param>
/// <param name="Devices">Devices.</param>
public sealed record BlindSpot(CoverageClass Class, Reason Reason, PlatformFamily Platform, DeviceOwner Owner, int Devices);
