using ComplianceAgent.Inventory;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>Reads filters of an address, for pages and the API alike. What it does not know it lets pass as if it were not there.</summary>
public static class ViolationFilters
{
    private const int LongestText = 200;

    /// <summary>A query with the filters of an address.</summary>
    /// <param name="query">What the asker may see, and the moment.</param>
    /// <param name="given">The address's part behind the question mark.</param>
    public static ViolationQuery Read(ViolationQuery query, IQueryCollection given)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(given);
        return query with
        {
            Search = Text(given, "q") ?? "",
            States = Text(given, "state") switch
            {
                "live" => [ViolationState.Open, ViolationState.Review, ViolationState.Excepted],
                { } name when Code<ViolationState>(name) is { } state => [state],
                _ => [],
            },
            Due = Code<DueFilter>(Text(given, "due") ?? "") ?? DueFilter.Any,
            PolicyId = Text(given, "policy"),
            Platform = Code<PlatformFamily>(Text(given, "platform") ?? ""),
            Owner = Code<DeviceOwner>(Text(given, "owner") ?? ""),
            Unit = Text(given, "unit"),
            IsConfirmed = Text(given, "confirmed") switch { "no" => false, "yes" => true, _ => null },
            Sort = Text(given, "sort") switch
            {
                "first" => ViolationSort.FirstSeen,
                "state" => ViolationSort.StateSince,
                "device" => ViolationSort.Device,
                "user" => ViolationSort.User,
                "app" => ViolationSort.App,
                "policy" => ViolationSort.Policy,
                _ => ViolationSort.Pressing,
            },
            IsDescending = Text(given, "desc") is "true" or "True" or "1",
        };
    }

    private static string? Text(IQueryCollection given, string name) =>
        given[name].ToString().Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestText)] : null;

    private static T? Code<T>(string text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (ReportWords.Code(value) == text)
            {
                return value;
            }
        }

        return null;
    }
}
