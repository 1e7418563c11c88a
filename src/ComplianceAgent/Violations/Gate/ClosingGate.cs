using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Gate;

/// <summary>
/// The brake on closings: a scan that would close very much of a policy may rest on a wrong inventory, and tickets closed by mistake are
/// not opened again by anybody. What it would close stays live, as <em>not confirmed</em>, until a person releases it or a complete scan at
/// least a day later says the same. Pure.
/// </summary>
public static class ClosingGate
{
    /// <summary>Code of the reason by which a violation waits.</summary>
    public const string HeldCode = "closing-held";

    /// <summary>After so long a scan that says the same confirms a held closing.</summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromHours(24);

    private const string Since = "since";

    /// <summary>The changes with those closings held that nobody and nothing has let go.</summary>
    /// <param name="changes">What the life cycle decided; each violation's last change is what counts.</param>
    /// <param name="known">Every violation as it was before.</param>
    /// <param name="releases">What people let go.</param>
    /// <param name="limits">How much may pass.</param>
    /// <param name="scan">This scan.</param>
    public static IReadOnlyList<ViolationChange> Judge(
        IReadOnlyList<ViolationChange> changes, IReadOnlyCollection<Violation> known, IReadOnlyCollection<GateRelease> releases, GateLimits limits, ScanFacts scan)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(releases);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(scan);
        var before = known.ToDictionary(violation => violation.Id);
        if (!scan.Complete)
        {
            // An incomplete scan says nothing of absence: what waits goes on waiting for the same day.
            return [.. changes.Where(change => change.Kind != ViolationEventKind.NotConfirmed || !IsHeld(before[change.Violation.Id]))];
        }

        var released = releases.SelectMany(release => release.Violations.Select(id => (id, release.At))).ToLookup(pair => pair.id, pair => pair.At);
        var waiting = changes.Where(change => IsClosing(change, before)).Select(change => before[change.Violation.Id])
            .Where(violation => !MayPass(violation, released[violation.Id], scan.Now)).ToArray();
        var held = HeldPolicies(waiting, known, limits);
        return held.Count == 0 ? changes : [.. changes.SelectMany(change => Hold(change, before, held, released, scan))];
    }

    /// <summary>What waits, by policy.</summary>
    public static IReadOnlyList<HeldClosings> Waiting(IReadOnlyCollection<Violation> violations) =>
    [
        .. violations.Where(violation => violation.IsLive).GroupBy(violation => violation.PolicyId, StringComparer.Ordinal)
            .Select(policy => (policy.Key, Live: policy.Count(), Held: policy.Where(IsHeld).ToArray()))
            .Where(policy => policy.Held.Length > 0)
            .OrderBy(policy => policy.Key, StringComparer.Ordinal)
            .Select(policy => new HeldClosings(policy.Key, policy.Held.Length, policy.Live, policy.Held.Min(HeldSince))),
    ];

    /// <summary>True for a violation that would be closed.</summary>
    public static bool IsHeld(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return violation is { IsLive: true, NotConfirmedReason.Code: HeldCode };
    }

    /// <summary>What had left with its device and is proved removed after its return was closed before.</summary>
    private static bool IsClosing(ViolationChange change, Dictionary<Guid, Violation> before) =>
        change.Kind is ViolationEventKind.Resolved or ViolationEventKind.NoLongerManaged && before[change.Violation.Id].IsLive;

    /// <summary>Since when a held violation waits.</summary>
    internal static DateTimeOffset HeldSince(Violation violation) =>
        DateTimeOffset.Parse(violation.NotConfirmedReason!.Parameters[Since], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    /// <summary>Only what was held before can have been released or be confirmed.</summary>
    private static bool MayPass(Violation violation, IEnumerable<DateTimeOffset> releases, DateTimeOffset now) =>
        IsHeld(violation) && HeldSince(violation) is var since && (now - since >= Confirmation || releases.Any(at => at >= since));

    /// <summary>A policy of which something waits already stays held: what is left after a batch is not few by itself.</summary>
    private static HashSet<string> HeldPolicies(IReadOnlyCollection<Violation> waiting, IReadOnlyCollection<Violation> known, GateLimits limits)
    {
        var live = known.Where(violation => violation.IsLive).CountBy(violation => violation.PolicyId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return waiting.GroupBy(violation => violation.PolicyId, StringComparer.Ordinal)
            .Where(policy => policy.Any(IsHeld) || IsTooMuch(policy.Count(), live[policy.Key], limits)).Select(policy => policy.Key).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsTooMuch(int closings, int live, GateLimits limits) =>
        closings > limits.MaxClosings || (closings >= limits.MinForShare && closings > live * limits.MaxShare);

    /// <summary>Told once: a violation that waits already changes no more.</summary>
    private static IEnumerable<ViolationChange> Hold(
        ViolationChange change, Dictionary<Guid, Violation> before, HashSet<string> held, ILookup<Guid, DateTimeOffset> released, ScanFacts scan)
    {
        if (!IsClosing(change, before) || !held.Contains(change.Violation.PolicyId))
        {
            return [change];
        }

        var violation = before[change.Violation.Id];
        return MayPass(violation, released[violation.Id], scan.Now) ? [change]
            : IsHeld(violation) ? []
            : [Held(violation, change, scan)];
    }

    private static ViolationChange Held(Violation violation, ViolationChange closing, ScanFacts scan)
    {
        var reason = Reason.Of(HeldCode, (Since, scan.Now.ToString("O", CultureInfo.InvariantCulture)), ("as", closing.Violation.State.ToString()), ("by", closing.Reason.Code));
        return new(
            violation with { NotConfirmedSince = LifeCycle.LastSighting(violation, scan), NotConfirmedReason = reason },
            ViolationEventKind.NotConfirmed,
            reason);
    }
}
