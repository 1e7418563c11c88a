using System.ComponentModel;
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

    /// <summary>The query; or what is wrong with the filter.</summary>
    public (ViolationQuery? Query, string? Fault) ToQuery(SeenTenant tenant, IReadOnlyCollection<Policy> policies)
    {
        var states = (State ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Named<ViolationState>).ToList();
        var (platform, due, sort) = (Platform is null ? null : Named<PlatformFamily>(Platform), Due is null ? DueFilter.Any : Named<DueFilter>(Due), Sort is null ? ViolationSort.Pressing : Named<ViolationSort>(Sort));
        var (page, size) = (Page ?? 1, PageSize ?? 50);
        var fault = states.Contains(null) ? "state" : Platform is not null && platform is null ? "platform" : due is null ? "due" : sort is null ? "sort"
            : page is < 1 or > 1_000_000 ? "page" : size is < 1 or > MostPageSize ? "pageSize" : Search?.Length > MostSearch ? "search" : null;
        return fault is not null ? (null, $"{fault}: no such value, or out of its range.") : (new ViolationQuery
        {
            Now = tenant.Now,
            Policies = policies,
            States = [.. states.OfType<ViolationState>()],
            PolicyId = Policy,
            Platform = platform,
            Unit = Unit,
            Units = tenant.Visitor.UnitsIn(tenant.Name),
            Due = due!.Value,
            SoonBefore = tenant.Now.AddDays(7),
            Search = Search ?? "",
            Sort = sort!.Value,
            IsDescending = Descending ?? false,
            Skip = (page - 1) * size,
            Take = size,
        }, null);
    }

    /// <summary>What it asks for, for the audit: names of filters and values that name nobody.</summary>
    public string Told => string.Join(' ', new[] { State is null ? "" : "state=" + State, Policy is null ? "" : "policy=" + Policy, Platform is null ? "" : "platform=" + Platform, Unit is null ? "" : "unit", Due is null ? "" : "due=" + Due, string.IsNullOrEmpty(Search) ? "" : "search" }
        .Where(part => part.Length > 0).DefaultIfEmpty("none").Select(part => part.Length > 100 ? part[..100] : part));

    private static T? Named<T>(string text)
        where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name) : null;
}
