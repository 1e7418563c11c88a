using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>A rule of a policy.</summary>
internal readonly record struct RuleKey(string PolicyId, string RuleId);

/// <summary>How much a rule can hit by what it is made of.</summary>
internal enum RuleReachKind
{
    /// <summary>Product, vendor or a list of names: as wide as what it names, versions included.</summary>
    Named,

    /// <summary>Patterns: one slip of the pen and it fits everything.</summary>
    Pattern,

    /// <summary>Everything but a list: wide by nature, so its width says nothing.</summary>
    AllowList,
}

/// <summary>What a rule would hit.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Apps">Distinct apps it hits.</param>
/// <param name="DistinctApps">Distinct apps in all.</param>
/// <param name="Devices">Devices in scope that have one of them; null when not counted.</param>
/// <param name="DevicesInScope">Devices its policy speaks of.</param>
internal readonly record struct RuleReach(RuleKey Rule, RuleReachKind Kind, int Apps, int DistinctApps, int? Devices, int DevicesInScope);

/// <summary>
/// Decides whether a rule is too broad to go live without two people: a rule that fits everything would store everybody's list of apps.
/// Pure; it looks at totals only, so the order of rows changes nothing.
/// </summary>
internal static class RuleBreadth
{
    /// <summary>A product or vendor comes in some hundred versions: fewer apps than this are never too many for one that is named.</summary>
    public const int NamedFloor = 500;

    /// <summary>From this many hits on, a rule may be given up on before the inventory is read to its end.</summary>
    public const int EarlyFloor = 500;

    // In an inventory so small that the share says little, a pattern that fits more than half of it is too broad all the same.
    private const int SmallFloor = 5;
    private const double SmallShare = 0.5;

    // So far beyond the set share that the rest of an inventory does not bring a rule back below it.
    private const int EarlyFactor = 5;

    /// <summary>What a rule is made of. A list of products and names is as good as naming them; one with wildcards is patterns.</summary>
    public static RuleReachKind KindOf(PolicyRule rule) => rule switch
    {
        { AllowList: true } => RuleReachKind.AllowList,
        { Product: not null } or { Vendor: not null } => RuleReachKind.Named,
        { Category: not null } when !rule.List.Any(entry => entry.AsSpan().ContainsAny('*', '?')) => RuleReachKind.Named,
        _ => RuleReachKind.Pattern,
    };

    /// <summary>Why a rule is held; null when it is not too broad.</summary>
    public static Reason? Judge(RuleReach reach, ScanOptions limits) => IsTooManyApps(reach, limits) || IsTooManyDevices(reach, limits) ? Held(reach) : null;

    /// <summary>
    /// True when a rule has hit so much of what was seen so far that its rows need not be kept any more. If the totals say otherwise in the
    /// end, the inventory is read again.
    /// </summary>
    public static bool IsBeyondDoubt(RuleReachKind kind, int hit, int seen, ScanOptions limits) =>
        kind != RuleReachKind.AllowList && IsBeyond(hit, seen, Math.Max(EarlyFloor, limits.MinAppsForRuleShare), Math.Max(Math.Min(limits.MaxRuleShareOfApps * EarlyFactor, SmallShare), limits.MaxRuleShareOfApps));

    private static bool IsTooManyApps(RuleReach reach, ScanOptions limits) => reach.Kind switch
    {
        RuleReachKind.Named => IsBeyond(reach.Apps, reach.DistinctApps, NamedFloor, limits.MaxRuleShareOfApps),
        RuleReachKind.Pattern => IsBeyond(reach.Apps, reach.DistinctApps, limits.MinAppsForRuleShare, limits.MaxRuleShareOfApps)
            || IsBeyond(reach.Apps, reach.DistinctApps, SmallFloor, Math.Max(SmallShare, limits.MaxRuleShareOfApps)),
        _ => false,
    };

    private static bool IsTooManyDevices(RuleReach reach, ScanOptions limits) =>
        reach is { Kind: RuleReachKind.Pattern, Devices: { } devices }
        && IsBeyond(devices, reach.DevicesInScope, limits.MinDevicesForRuleShare, limits.MaxRuleShareOfDevices);

    private static bool IsBeyond(int hit, int all, int floor, double share) => hit >= floor && hit > share * all;

    private static Reason Held(RuleReach reach) => reach.Devices is { } devices
        ? Reason.Of(
            "rule-held",
            ("policy", reach.Rule.PolicyId), ("rule", reach.Rule.RuleId), ("apps", Number(reach.Apps)), ("total", Number(reach.DistinctApps)),
            ("devices", Number(devices)), ("scope", Number(reach.DevicesInScope)))
        : Reason.Of(
            "rule-held-uncounted",
            ("policy", reach.Rule.PolicyId), ("rule", reach.Rule.RuleId), ("apps", Number(reach.Apps)), ("total", Number(reach.DistinctApps)));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
