using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Privacy;

namespace ComplianceAgent.Reports;

/// <summary>The words of a report, in one place: what a code is called, and how dates and numbers are written. English.</summary>
public static partial class ReportWords
{
    /// <summary>Name of the unit of devices that have no category.</summary>
    public const string NoUnit = "(no device category)";

    /// <summary>What is kept of a violation's device or user; where it was erased, that it was.</summary>
    public static string Kept(Violation violation, string text)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentNullException.ThrowIfNull(text);
        return violation.ErasedAt is not null && text.Length == 0 ? Erased.Text : text;
    }

    /// <summary>The stable code of an enum value, as CSV and JSON write it: <c>underReview</c>, <c>macOS</c>.</summary>
    public static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Label of a coverage line.</summary>
    public static string Say(CoverageClass coverage) => CoverageNames.Of(coverage);

    /// <summary>What a coverage line means.</summary>
    public static string Explain(CoverageClass coverage) => coverage switch
    {
        CoverageClass.Violating => "has an app that a policy in force bans",
        CoverageClass.Excepted => "has one, with a valid exception",
        CoverageClass.UnderReview => "has a suspected match that waits for a person",
        CoverageClass.Advice => "has an app that is advised against, not banned",
        CoverageClass.Clean => "its apps were read, and nothing was found",
        CoverageClass.PartlyObservable => "part of its apps cannot be seen; nothing found in the rest",
        CoverageClass.Stale => "has not contacted Intune for too long",
        CoverageClass.NoInventory => "Intune holds no list of its apps",
        CoverageClass.NotObservable => "its apps are never inventoried",
        CoverageClass.OutOfScope => "no policy in force speaks of it",
        CoverageClass.NotManagedByIntune => "managed by another agent, so Intune has no apps of it",
        CoverageClass.Duplicate => "older record of hardware that has enrolled again",
        _ => "",
    };

    /// <summary>Name of a platform family.</summary>
    public static string Say(PlatformFamily platform) => platform switch
    {
        PlatformFamily.Windows => "Windows",
        PlatformFamily.MacOS => "macOS",
        PlatformFamily.IOS => "iOS and iPadOS",
        PlatformFamily.Android => "Android",
        PlatformFamily.Other => "Other",
        _ => "Unknown platform",
    };

    /// <summary>Name of an owner type.</summary>
    public static string Say(DeviceOwner owner) => owner switch
    {
        DeviceOwner.Company => "Company",
        DeviceOwner.Personal => "Personal",
        _ => "Owner unknown",
    };

    /// <summary>Name of a state.</summary>
    public static string Say(ViolationState state) => state switch
    {
        ViolationState.Open => "Open",
        ViolationState.Review => "Under review",
        ViolationState.Excepted => "Excepted",
        ViolationState.Resolved => "Removed",
        ViolationState.Withdrawn => "Withdrawn",
        ViolationState.NoLongerManaged => "No longer managed",
        _ => Code(state),
    };

    /// <summary>Name of a confidence.</summary>
    public static string Say(Confidence confidence) => confidence switch
    {
        Confidence.Exact => "Exact match",
        Confidence.Strong => "Strong match",
        _ => "Suspected match",
    };

    /// <summary>Name of a route.</summary>
    public static string Say(InventoryRoute route) => route switch
    {
        InventoryRoute.Export => "Export job (AppInvRawData)",
        InventoryRoute.DetectedApps => "Detected apps",
        InventoryRoute.Files => "Exported files",
        _ => Code(route),
    };

    /// <summary>How pressing a violation is, in a few words.</summary>
    public static string SayDue(ViolationRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row switch
        {
            { Due: DueState.Overdue, OverdueDays: 0 } => "Overdue since today",
            { Due: DueState.Overdue } => "Overdue " + Days(row.OverdueDays!.Value),
            { Due: DueState.Due } => "Due in " + Days(row.DueInDays!.Value),
            { Due: DueState.Unknown } => "Date unknown",
            { State: ViolationState.Open } => "Advice",
            _ => Say(row.State),
        };
    }

    /// <summary>A number with thousands told apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent; a small one that is not nothing never reads as nothing, nor a big one as all.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.0005 => "< 0.1 %",
        < 1 and > 0.9995 => "> 99.9 %",
        _ => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment, to the minute, in UTC.</summary>
    public static string Minute(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The day of a moment in UTC.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment for machines (ISO 8601, UTC).</summary>
    public static string Machine(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Days(int days) => days == 1 ? "1 day" : Number(days) + " days";
}
