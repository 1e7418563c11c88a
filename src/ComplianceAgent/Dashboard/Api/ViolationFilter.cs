using System.ComponentModel;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>Which violations a caller asks for.</summary>
internal sealed class ViolationFilter
{
    private const int MostPageSize = 500;
    private const int MostSearch = 200;

    /// <summary>States, a comma between two.</summary>
    [Description("open, review, excepted, resolved, withdrawn, noLongerManaged; a comma between two")]
    public string? State { get; set; }

    /// <summary>Policy.</summary>
    public string? Policy { get; set; }

    /// <summary>Platform family.</summary>
    public string? Platform { get; set; }

    /// <summary>Owner of the device.</summary>
    [Description("company, personal, unknown")]
    public string? Owner { get; set; }

    /// <summary>Whether scans still confirm it.</summary>
    public bool? Confirmed { get; set; }

    /// <summary>Device category.</summary>
    public string? Unit { get; set; }

    /// <summary>How pressing.</summary>
    [Description("any, overdue, soon (within 7 days), ahead, unknown")]
    public string? Due { get; set; }

    /// <summary>Part of a device name, user, app, publisher, serial number or id.</summary>
    public string? Search { get; set; }

    /// <summary>Order.</summary>
    [Description("pressing, firstSeen, stateSince, device, user, app, policy")]
    public string? Sort { get; set; }

    /// <summary>The other way round.</summary>
    public bool? Descending { get; set; }

    /// <summary>Page, from 1.</summary>
    public int? Page { get; set; }

    /// <summary>Violations a page, 1 to 500; 50 when it is left out.</summary>
    public int? PageSize { get; set; }

    /// <summary>The filter of an address, for pages; what is no number or truth there counts as left out.</summary>
    public static ViolationFilter Of(IQueryCollection given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new ViolationFilter
        {
            State = Text("state"), Policy = Text("policy"), Platform = Text("platform"), Owner = Text("owner"), Unit = Text("unit"), Due = Text("due"), Search = Text("search"), Sort = Text("sort"),
            Confirmed = bool.TryParse(Text("confirmed"), out var confirmed) ? confirmed : null,
            Descending = bool.TryParse(Text("descending"), out var descending) ? descending : null,
            Page = int.TryParse(Text("page"), CultureInfo.InvariantCulture, out var page) ? page : null,
        };

        string? Text(string name) => given[name].ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The query; or what is wrong with the filter.</summary>
    /// <param name="all">A query for everything the caller may see.</param>
    public (ViolationQuery? Query, string? Fault) ToQuery(ViolationQuery all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var states = (State ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Named<ViolationState>).ToList();
        var (platform, owner, due, sort) = (Optional<PlatformFamily>(Platform), Optional<DeviceOwner>(Owner), Due is null ? DueFilter.Any : Named<DueFilter>(Due), Sort is null ? ViolationSort.Pressing : Named<ViolationSort>(Sort));
        var (page, size) = (Page ?? 1, PageSize ?? 50);
        var fault = states.Contains(null) ? "state" : Platform is not null && platform is null ? "platform" : Owner is not null && owner is null ? "owner" : due is null ? "due" : sort is null ? "sort"
            : page is < 1 or > 1_000_000 ? "page" : size is < 1 or > MostPageSize ? "pageSize" : Search?.Length > MostSearch ? "search" : null;
        return fault is not null ? (null, $"{fault}: no such value, or out of its range.") : (all with
        {
            States = [.. states.OfType<ViolationState>()],
            PolicyId = Policy,
            Platform = platform,
            Owner = owner,
            Unit = Unit,
            IsConfirmed = Confirmed,
            Due = due!.Value,
            Search = Search ?? "",
            Sort = sort!.Value,
            IsDescending = Descending ?? false,
            Skip = (page - 1) * size,
            Take = size,
        }, null);
    }

    /// <summary>What it asks for, for the audit: names of filters and values that name nobody.</summary>
    public string Told => string.Join(' ', new[] { State is null ? "" : "state=" + State, Policy is null ? "" : "policy=" + Policy, Platform is null ? "" : "platform=" + Platform, Owner is null ? "" : "owner=" + Owner, Confirmed is null ? "" : "confirmed=" + Confirmed, Unit is null ? "" : "unit", Due is null ? "" : "due=" + Due, string.IsNullOrEmpty(Search) ? "" : "search" }
        .Where(part => part.Length > 0).DefaultIfEmpty("none").Select(part => part.Length > 100 ? part[..100] : part));

    private static T? Optional<T>(string? text)
        where T : struct, Enum => text is null ? null : Named<T>(text);

    private static T? Named<T>(string text)
        where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name) : null;
}
