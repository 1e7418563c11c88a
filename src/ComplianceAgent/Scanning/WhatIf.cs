using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>What would become of a violation if the policies went live.</summary>
public enum WhatIfFate
{
    /// <summary>A new violation.</summary>
    Open,

    /// <summary>New, and a person would have to look at it.</summary>
    Review,

    /// <summary>New, and only advised against.</summary>
    Advice,

    /// <summary>Known, and it would stay.</summary>
    Keep,

    /// <summary>Known, and the policies would no longer ask for it.</summary>
    Withdraw,

    /// <summary>Known, and over for another reason: the app or the device is gone.</summary>
    End,
}

/// <summary>How many, on how many devices.</summary>
/// <param name="Violations">Violations: device, policy and subject.</param>
/// <param name="Devices">Different devices among them.</param>
public sealed record WhatIfCount(int Violations, int Devices);

/// <summary>The figures of one subject of one policy; each is a number of devices.</summary>
public sealed record WhatIfSubject(string Policy, string Subject, string Name, int Open, int Review, int Advice, int Keep, int Withdraw, int End);

/// <summary>An app behind the figures, whatever its version.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Publisher">Publisher.</param>
/// <param name="Devices">Devices that would have a violation because of it.</param>
public sealed record WhatIfApp(string Name, string Publisher, int Devices);

/// <summary>One violation that is known, or would be.</summary>
internal sealed record WhatIfEntry(
    string DeviceId, string PolicyId, string Subject, string SubjectName, WhatIfFate Fate, Confidence Confidence, DistinctApp App);

/// <summary>What policies would open, withdraw and keep, before they go live. Counted, never stored.</summary>
public sealed record WhatIf
{
    /// <summary>Apps that are listed at most.</summary>
    public const int MostApps = 10;

    /// <summary>Totals by fate; each fate is there.</summary>
    public required IReadOnlyDictionary<WhatIfFate, WhatIfCount> Totals { get; init; }

    /// <summary>Personal devices with an app that is advised against, by policy: counted, nobody recorded.</summary>
    public required IReadOnlyDictionary<string, int> AdviceOnlyCounted { get; init; }

    /// <summary>How sure what would be there is: violations by confidence, of those opened, sent to review, advised and kept.</summary>
    public required IReadOnlyDictionary<Confidence, int> Confidence { get; init; }

    /// <summary>By policy and subject.</summary>
    public required IReadOnlyList<WhatIfSubject> Subjects { get; init; }

    /// <summary>The apps on most devices among what would be there.</summary>
    public required IReadOnlyList<WhatIfApp> Apps { get; init; }

    /// <summary>Compares what a dry run leaves with what was known before it.</summary>
    /// <param name="known">Violations before, live and ended.</param>
    /// <param name="live">Violations that would be live after.</param>
    /// <param name="changes">What the scan would change.</param>
    /// <param name="unjudged">Policies the scan did not look at: theirs are left out of every figure.</param>
    /// <param name="uncounted">Personal devices with advice, by policy id.</param>
    public static WhatIf OfScan(
        IReadOnlyList<Violation> known, IReadOnlyList<Violation> live, IReadOnlyList<ViolationChange> changes, IReadOnlySet<string> unjudged,
        IReadOnlyDictionary<string, int> uncounted)
    {
        var before = known.Where(violation => violation.IsLive).ToDictionary(violation => violation.Id);
        var after = live.Select(violation => violation.Id).ToHashSet();
        var withdrawn = changes.Where(change => change.Kind == ViolationEventKind.Withdrawn).Select(change => change.Violation.Id).ToHashSet();
        var present = live.Select(violation => Entry(violation, before.ContainsKey(violation.Id) ? WhatIfFate.Keep : NewFate(violation.Severity, violation.State == ViolationState.Review)));
        var gone = before.Values.Where(violation => !after.Contains(violation.Id))
            .Select(violation => Entry(violation, withdrawn.Contains(violation.Id) ? WhatIfFate.Withdraw : WhatIfFate.End));
        return Of([.. present.Concat(gone).Where(entry => !unjudged.Contains(entry.PolicyId))], uncounted);
    }

    /// <summary>Compares what two sets of policies find in the same inventory. A device and subject is one thing, whichever policy names it.</summary>
    internal static WhatIf OfFindings(
        IReadOnlyList<Finding> before, IReadOnlyList<Finding> after, IReadOnlyList<Policy> policies, IReadOnlyDictionary<string, int> uncounted)
    {
        var rules = new ReviewRules(policies, ReviewBook.Empty);
        var known = before.Select(Key).ToHashSet();
        var found = after.Select(Key).ToHashSet();
        var present = after.Select(finding => Entry(finding, known.Contains(Key(finding)) ? WhatIfFate.Keep : NewFate(finding.Severity, rules.Judge(finding).Triage == Triage.Waits)));
        var gone = before.Where(finding => !found.Contains(Key(finding))).Select(finding => Entry(finding, WhatIfFate.Withdraw));
        return Of([.. present, .. gone], uncounted);

        static (string, string) Key(Finding finding) => (finding.Device.Id.ToUpperInvariant(), finding.Subject);
    }

    /// <summary>Personal devices with advice, by policy.</summary>
    internal static IReadOnlyDictionary<string, int> Uncounted(Assessment assessment, IReadOnlyList<Policy> policies) =>
        assessment.UncountedPersons.CountBy(pair => policies[pair.Policy].Id).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();

    private static WhatIf Of(IReadOnlyList<WhatIfEntry> entries, IReadOnlyDictionary<string, int> uncounted)
    {
        var present = entries.Where(entry => entry.Fate < WhatIfFate.Withdraw).ToArray();
        return new WhatIf
        {
            Totals = Enum.GetValues<WhatIfFate>().ToDictionary(fate => fate, fate => Count(entries.Where(entry => entry.Fate == fate))),
            AdviceOnlyCounted = uncounted,
            Confidence = present.GroupBy(entry => entry.Confidence).OrderByDescending(group => group.Key).ToDictionary(group => group.Key, group => group.Count()),
            Subjects = [.. entries.GroupBy(entry => (entry.PolicyId, entry.Subject)).OrderBy(group => group.Key.PolicyId, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Subject, StringComparer.Ordinal).Select(Subject)],
            Apps = [.. present.GroupBy(entry => (entry.App.Name, entry.App.Publisher)).Select(App).OrderByDescending(app => app.Devices)
                .ThenBy(app => app.Name, StringComparer.Ordinal).ThenBy(app => app.Publisher, StringComparer.Ordinal).Take(MostApps)],
        };
    }

    private static WhatIfFate NewFate(Severity severity, bool isForReview) =>
        isForReview ? WhatIfFate.Review : severity == Severity.Advice ? WhatIfFate.Advice : WhatIfFate.Open;

    private static WhatIfCount Count(IEnumerable<WhatIfEntry> entries)
    {
        var all = entries.Select(entry => entry.DeviceId).ToArray();
        return new WhatIfCount(all.Length, all.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static WhatIfSubject Subject(IGrouping<(string PolicyId, string Subject), WhatIfEntry> entries)
    {
        var counts = entries.CountBy(entry => entry.Fate).ToDictionary();
        return new WhatIfSubject(
            entries.Key.PolicyId, entries.Key.Subject, entries.First().SubjectName, Of(WhatIfFate.Open), Of(WhatIfFate.Review), Of(WhatIfFate.Advice),
            Of(WhatIfFate.Keep), Of(WhatIfFate.Withdraw), Of(WhatIfFate.End));

        int Of(WhatIfFate fate) => counts.GetValueOrDefault(fate);
    }

    private static WhatIfApp App(IGrouping<(string Name, string Publisher), WhatIfEntry> entries) =>
        new(entries.Key.Name, entries.Key.Publisher, entries.Select(entry => entry.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    private static WhatIfEntry Entry(Violation violation, WhatIfFate fate) =>
        new(violation.DeviceId, violation.PolicyId, violation.Subject, violation.SubjectName, fate, violation.Confidence, violation.App);

    private static WhatIfEntry Entry(Finding finding, WhatIfFate fate) =>
        new(finding.Device.Id, finding.PolicyId, finding.Subject, finding.SubjectName, fate, finding.Confidence, finding.App);
}
