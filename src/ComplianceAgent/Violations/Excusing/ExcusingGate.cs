using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>The files a scan judges by, and those of the scan before.</summary>
public sealed record FilesInForce
{
    /// <summary>SHA-256 of the catalogue.</summary>
    public required string Catalogue { get; init; }

    /// <summary>SHA-256 of the catalogue of the last scan; empty when there was none.</summary>
    public string CatalogueBefore { get; init; } = "";

    /// <summary>SHA-256 of each policy of the last scan, by id.</summary>
    public IReadOnlyDictionary<string, string> PoliciesBefore { get; init; } = new Dictionary<string, string>();

    /// <summary>True for an app that would still match if no never-flag entry were there.</summary>
    public Func<Violation, bool> IsSpared { get; init; } = static _ => false;
}

/// <summary>What a scan may do, and what it has to ask.</summary>
/// <param name="Changes">Changes of violations, what is held left as it is.</param>
/// <param name="Unheld">The changes there would be if every act counted: what the policies would do.</param>
/// <param name="Decisions">Steps to add.</param>
/// <param name="Held">Acts whose violations stay as they are.</param>
public sealed record ExcusingOutcome(
    IReadOnlyList<ViolationChange> Changes, IReadOnlyList<ViolationChange> Unheld, IReadOnlyList<ExcusingDecision> Decisions, IReadOnlyList<HeldAct> Held)
{
    /// <summary>The violations that stay as they are.</summary>
    public IReadOnlySet<Guid> HeldViolations { get; init; } = new HashSet<Guid>();

    /// <summary>Devices among them.</summary>
    public int HeldDevices { get; init; }
}

/// <summary>
/// Lets a scan excuse only what people agreed to: acts that come from changed files are proposed once, and the violations they would free
/// stay as they are until the act counts. Pure.
/// </summary>
public static class ExcusingGate
{
    /// <summary>Judges the acts that today's files bring.</summary>
    /// <param name="input">What the life cycle looks at.</param>
    /// <param name="book">The acts so far.</param>
    /// <param name="files">The files behind it.</param>
    /// <param name="persons">How many people an act takes: 1 or 2.</param>
    public static ExcusingOutcome Judge(LifeCycleInput input, ExcusingBook book, FilesInForce files, int persons)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(files);
        var unheld = LifeCycle.Decide(input);
        var groups = Groups(input, unheld, files);
        var (steps, held, ids) = (new Steps(input, book), new List<HeldAct>(), new HashSet<Guid>());
        foreach (var act in book.Acts.Where(act => act.IsCurrent && !StillSpeaks(act, input, files, groups)))
        {
            steps.Add(act.Number, ExcusingStep.Superseded, act.Matter, new Author(ScanName(input), Author.Agent));
        }

        foreach (var (matter, freed) in groups)
        {
            var act = book.CurrentOf(matter);
            var state = act?.State ?? ExcusingState.Pending;
            var counts = ExcusingRules.Judge(matter.Violations, state, persons).Counts;
            var number = act?.Number ?? steps.Next;
            if (act is null || (counts && state == ExcusingState.Pending))
            {
                steps.Add(number, counts ? ExcusingStep.Alone : ExcusingStep.Proposed, act?.Matter ?? matter, new Author(matter.File!.Name, Author.Register));
            }

            if (!counts)
            {
                held.Add(new HeldAct(number, matter.Kind, matter.PolicyId, matter.What, state, matter.Violations, matter.Devices));
                ids.UnionWith(freed.Select(violation => violation.Id));
            }
        }

        var changes = ids.Count == 0 ? unheld : LifeCycle.Decide(input with { Held = ids });
        return new(changes, unheld, steps.All, held)
        {
            HeldViolations = ids,
            HeldDevices = input.Known.Where(violation => ids.Contains(violation.Id)).Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
        };
    }

    /// <summary>
    /// When each policy ends by what it named and was allowed to, for the next scan: an end that came nearer counts only where it frees
    /// nothing, and one of a policy that is not looked at is remembered.
    /// </summary>
    /// <param name="input">What the life cycle looked at.</param>
    /// <param name="live">Violations that are live after it.</param>
    public static IReadOnlyDictionary<string, DateTimeOffset> NamedEnds(LifeCycleInput input, IEnumerable<Violation> live)
    {
        ArgumentNullException.ThrowIfNull(input);
        var needed = live.Select(violation => violation.PolicyId).Concat(input.UnjudgedPolicies).ToHashSet(StringComparer.Ordinal);
        var ends = input.NamedEnds.Where(end => needed.Contains(end.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var policy in input.Policies)
        {
            var end = Deadlines.EndOf(policy) ?? DateTimeOffset.MaxValue;
            if (!ends.TryGetValue(policy.Id, out var named) || end > named)
            {
                ends[policy.Id] = end;
            }
        }

        return ends;
    }

    private static IReadOnlyList<(ExcusingMatter Matter, IReadOnlyList<Violation> Freed)> Groups(LifeCycleInput input, IReadOnlyList<ViolationChange> changes, FilesInForce files)
    {
        var policies = input.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        return
        [
            .. changes.Where(change => change.Excuse is not null).DistinctBy(change => change.Violation.Id)
                .GroupBy(change => (Excuse: Refined(change.Excuse!, change.Violation, files), change.Violation.PolicyId), change => change.Violation)
                .OrderBy(group => group.Key.PolicyId, StringComparer.Ordinal).ThenBy(group => group.Key.Excuse.Kind).ThenBy(group => group.Key.Excuse.RuleId, StringComparer.Ordinal)
                .Select(group => (MatterOf(group.Key.Excuse, group.Key.PolicyId, policies.GetValueOrDefault(group.Key.PolicyId), [.. group], files), (IReadOnlyList<Violation>)[.. group])),
        ];
    }

    private static Excuse Refined(Excuse excuse, Violation violation, FilesInForce files) =>
        excuse.Kind is ExcusingKind.RuleNarrowed && files.IsSpared(violation) ? excuse with { Kind = ExcusingKind.NeverFlagged } : excuse;

    private static ExcusingMatter MatterOf(Excuse excuse, string policyId, Policy? policy, IReadOnlyList<Violation> freed, FilesInForce files) => new()
    {
        Kind = excuse.Kind,
        PolicyId = policyId,
        What = excuse.RuleId,
        File = ChangeOf(excuse.Kind, policyId, policy, freed[0], files),
        Basis = BasisOf(excuse.Kind, policy, files),
        Violations = freed.Count,
        Devices = freed.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
    };

    /// <summary>What an approval is of: the policy as it is, with the catalogue where that may be behind it.</summary>
    private static string BasisOf(ExcusingKind kind, Policy? policy, FilesInForce files) => kind switch
    {
        _ when policy is null => "",
        ExcusingKind.ScopeNarrowed or ExcusingKind.ValidityShortened => policy.Hash,
        _ => $"{policy.Hash} {files.Catalogue}",
    };

    /// <summary>The file that changed. Where the last scan knew the same ones, the violation still tells by which version it was found.</summary>
    private static FileChange ChangeOf(ExcusingKind kind, string policyId, Policy? policy, Violation first, FilesInForce files)
    {
        var before = files.PoliciesBefore.GetValueOrDefault(policyId, first.PolicyHash);
        return policy is null ? new("Policies:Use", before, "")
            : before != policy.Hash ? new(policy.Origin, before, policy.Hash)
            : kind != ExcusingKind.ScopeNarrowed && files.CatalogueBefore != files.Catalogue ? new("catalogue", files.CatalogueBefore, files.Catalogue)
            : new(policy.Origin, first.PolicyHash, policy.Hash);
    }

    private static bool StillSpeaks(
        ExcusingAct act, LifeCycleInput input, FilesInForce files, IReadOnlyList<(ExcusingMatter Matter, IReadOnlyList<Violation> Freed)> groups)
    {
        var matter = act.Matter;
        if (matter.Kind == ExcusingKind.CaseDismissed)
        {
            return act.State != ExcusingState.Pending || input.Known.Any(violation => violation.IsLive && IsOfCase(violation, matter.What));
        }

        if (input.UnjudgedPolicies.Contains(matter.PolicyId))
        {
            return true;
        }

        var today = FormerIds.Of(input.Policies).Policy(matter.PolicyId);
        var policy = input.Policies.FirstOrDefault(policy => policy.Id == today);
        var speaks = (matter.Kind == ExcusingKind.PolicyRemoved) == (policy is null) && BasisOf(matter.Kind, policy, files) == matter.Basis;

        // Whether a match is still less than it was only a sighting can tell; all else a scan tells of every violation.
        return speaks && (act.State != ExcusingState.Pending || matter.Kind == ExcusingKind.Downgraded || groups.Any(group => group.Matter.IsSameAs(matter)));
    }

    private static bool IsOfCase(Violation violation, string caseId)
    {
        var app = AppKey.Of(violation.App);
        return CaseKey.OfDoubt(violation.Subject, app).Id(violation.Tenant) == caseId || CaseKey.OfPolicy(violation.PolicyId, violation.Subject, app).Id(violation.Tenant) == caseId;
    }

    private static string ScanName(LifeCycleInput input) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"scan {input.Scan.Number}");

    /// <summary>Steps of one scan, numbered behind those there are.</summary>
    private sealed class Steps(LifeCycleInput input, ExcusingBook book)
    {
        private readonly List<ExcusingDecision> all = [];

        public IReadOnlyList<ExcusingDecision> All => all;

        public long Next => book.LastSequence + all.Count + 1;

        public void Add(long number, ExcusingStep step, ExcusingMatter matter, Author author) => all.Add(new ExcusingDecision
        {
            Tenant = input.Tenant,
            Sequence = Next,
            Number = number,
            Step = step,
            Matter = matter,
            Author = author,
            At = input.Scan.Now,
            ScanNumber = input.Scan.Number,
        });
    }
}
