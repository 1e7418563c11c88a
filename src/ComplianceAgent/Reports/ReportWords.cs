using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Privacy;

namespace ComplianceAgent.Reports;

/// <summary>
/// The words of a report, in one place: what a code is called, and how dates and numbers are written. Asked of a wording they come in its
/// language; without one in English, for what machines and the command line read.
/// </summary>
public static partial class ReportWords
{
    /// <summary>Name of the unit of devices that have no category.</summary>
    public const string NoUnit = "(no device category)";

    private static readonly Wording English = Wording.Of(Language.English);

    /// <summary>What is kept of a violation's device or user; where it was erased, that it was.</summary>
    public static string Kept(Violation violation, string text)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentNullException.ThrowIfNull(text);
        return violation.ErasedAt is not null && text.Length == 0 ? Erased.Text : text;
    }

    /// <summary>A name as it is kept, or that it was erased.</summary>
    public static string Kept(this Wording words, string text) => text == Erased.Text ? words[Erased.Text] : text;

    /// <summary>The stable code of an enum value, as CSV and JSON write it: <c>underReview</c>, <c>macOS</c>.</summary>
    public static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Label of a coverage line.</summary>
    public static string Say(CoverageClass coverage) => CoverageNames.Of(coverage);

    /// <summary>Label of a coverage line.</summary>
    public static string Say(this Wording words, CoverageClass coverage) => words[CoverageNames.Of(coverage)];

    /// <summary>What a coverage line means.</summary>
    public static string Explain(CoverageClass coverage) => English.Explain(coverage);

    /// <summary>What a coverage line means.</summary>
    public static string Explain(this Wording words, CoverageClass coverage) => coverage switch
    {
        CoverageClass.Violating => words["has an app that a policy in force bans"],
        CoverageClass.Excepted => words["has one, with a valid exception"],
        CoverageClass.UnderReview => words["has a suspected match that waits for a person"],
        CoverageClass.Advice => words["has an app that is advised against, not banned"],
        CoverageClass.Clean => words["its apps were read, and nothing was found"],
        CoverageClass.PartlyObservable => words["part of its apps cannot be seen; nothing found in the rest"],
        CoverageClass.Stale => words["has not contacted Intune for too long"],
        CoverageClass.NoInventory => words["Intune holds no list of its apps"],
        CoverageClass.NotObservable => words["its apps are never inventoried"],
        CoverageClass.OutOfScope => words["no policy in force speaks of it"],
        CoverageClass.NotManagedByIntune => words["managed by another agent, so Intune has no apps of it"],
        CoverageClass.Duplicate => words["older record of hardware that has enrolled again"],
        _ => "",
    };

    /// <summary>Name of a platform family.</summary>
    public static string Say(PlatformFamily platform) => English.Say(platform);

    /// <summary>Name of a platform family.</summary>
    public static string Say(this Wording words, PlatformFamily platform) => platform switch
    {
        PlatformFamily.Windows => "Windows",
        PlatformFamily.MacOS => "macOS",
        PlatformFamily.IOS => words["iOS and iPadOS"],
        PlatformFamily.Android => "Android",
        PlatformFamily.Other => words["Other"],
        _ => words["Unknown platform"],
    };

    /// <summary>Name of an owner type.</summary>
    public static string Say(DeviceOwner owner) => English.Say(owner);

    /// <summary>Name of an owner type.</summary>
    public static string Say(this Wording words, DeviceOwner owner) => owner switch
    {
        DeviceOwner.Company => words["Company"],
        DeviceOwner.Personal => words["Personal"],
        _ => words["Owner unknown"],
    };

    /// <summary>Name of a state.</summary>
    public static string Say(ViolationState state) => English.Say(state);

    /// <summary>Name of a state.</summary>
    public static string Say(this Wording words, ViolationState state) => state switch
    {
        ViolationState.Open => words["Open"],
        ViolationState.Review => words["Under review"],
        ViolationState.Excepted => words["Excepted"],
        ViolationState.Resolved => words["Removed"],
        ViolationState.Withdrawn => words["Withdrawn"],
        ViolationState.NoLongerManaged => words["No longer managed"],
        _ => Code(state),
    };

    /// <summary>Name of a confidence.</summary>
    public static string Say(Confidence confidence) => English.Say(confidence);

    /// <summary>Name of a confidence.</summary>
    public static string Say(this Wording words, Confidence confidence) => confidence switch
    {
        Confidence.Exact => words["Exact match"],
        Confidence.Strong => words["Strong match"],
        _ => words["Suspected match"],
    };

    /// <summary>Name of a route.</summary>
    public static string Say(InventoryRoute route) => English.Say(route);

    /// <summary>Name of a route.</summary>
    public static string Say(this Wording words, InventoryRoute route) => route switch
    {
        InventoryRoute.Export => words["Export job (AppInvRawData)"],
        InventoryRoute.DetectedApps => words["Detected apps"],
        InventoryRoute.Files => words["Exported files"],
        _ => Code(route),
    };

    /// <summary>How pressing a violation is, in a few words.</summary>
    public static string SayDue(ViolationRow row) => English.SayDue(row);

    /// <summary>How pressing a violation is, in a few words.</summary>
    public static string SayDue(this Wording words, ViolationRow row) => row switch
    {
        { Due: DueState.Overdue, OverdueDays: 0 } => words["Overdue since today"],
        { Due: DueState.Overdue, OverdueDays: 1 } => words["Overdue 1 day"],
        { Due: DueState.Overdue } => words.Say("Overdue {0} days", words.Number(row.OverdueDays!.Value)),
        { Due: DueState.Due, DueInDays: 1 } => words["Due in 1 day"],
        { Due: DueState.Due } => words.Say("Due in {0} days", words.Number(row.DueInDays!.Value)),
        { Due: DueState.Unknown } => words["Date unknown"],
        { State: ViolationState.Open } => words["Advice"],
        _ => words.Say(row.State),
    };

    /// <summary>A number with thousands told apart.</summary>
    public static string Number(long number) => English.Number(number);

    /// <summary>A number with thousands told apart as the language does.</summary>
    public static string Number(this Wording words, long number) => number.ToString("N0", words.Culture);

    /// <summary>A share in per cent; a small one that is not nothing never reads as nothing, nor a big one as all.</summary>
    public static string Percent(double share) => English.Percent(share);

    /// <summary>A share in per cent; a small one that is not nothing never reads as nothing, nor a big one as all.</summary>
    public static string Percent(this Wording words, double share) => share switch
    {
        > 0 and < 0.0005 => "< " + InPercent(words, 0.001),
        < 1 and > 0.9995 => "> " + InPercent(words, 0.999),
        _ => InPercent(words, share),
    };

    /// <summary>A day; ISO 8601 in every language, which nobody reads two ways.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment, to the minute, in UTC.</summary>
    public static string Minute(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The day of a moment in UTC.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment for machines (ISO 8601, UTC).</summary>
    public static string Machine(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string InPercent(Wording words, double share) => (share * 100).ToString("0.0", words.Culture) + " %";
}
