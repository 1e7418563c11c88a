using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>The links followed through one list: refuses those that leave Graph, come round again, or never end.</summary>
internal sealed class LinkTrail(GraphEndpoints endpoints, int maxPages)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Pages read so far.</summary>
    public int Pages { get; private set; }

    /// <summary>Judges the link found on a page; null when it may be followed, or when there is none.</summary>
    public GraphFault? Refuse(string? link, string what)
    {
        Pages++;
        if (link is null)
        {
            return null;
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || !endpoints.Covers(address))
        {
            return PageFaults.Link("graph-link-foreign", what, Pages);
        }

        if (!seen.Add(link))
        {
            return PageFaults.Link("graph-link-loop", what, Pages);
        }

        return Pages < maxPages ? null : PageFaults.Link("graph-list-endless", what, Pages);
    }
}

/// <summary>Faults of lists.</summary>
internal static class PageFaults
{
    public static GraphFault Link(string code, string what, int page) =>
        new(GraphFaultKind.Link, Reason.Of(code, ("what", what), ("page", page.ToString(CultureInfo.InvariantCulture))));

    public static GraphFault NoList(string what, int page) =>
        new(GraphFaultKind.Reply, Reason.Of("graph-page-without-list", ("what", what), ("page", page.ToString(CultureInfo.InvariantCulture))));

    public static GraphFault Short(string what, PageSweep sweep) => new(
        GraphFaultKind.Reply,
        Reason.Of(
            "graph-list-short",
            ("what", what),
            ("read", sweep.Rows.ToString(CultureInfo.InvariantCulture)),
            ("declared", sweep.Declared.ToString(CultureInfo.InvariantCulture))));
}
