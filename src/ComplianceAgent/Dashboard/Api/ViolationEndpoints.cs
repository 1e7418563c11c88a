using System.Text;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using Microsoft.Net.Http.Headers;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>Violations: a page as JSON, all that the filter lets through as CSV, one with what happened to it.</summary>
internal static class ViolationEndpoints
{
    /// <summary>Most rows of one file: more is a copy of the store, and asks for a narrower filter.</summary>
    public const int MostRows = 100_000;

    private const int RowsAtOnce = 5_000;
    private const string Csv = "text/csv";

    private static readonly CsvStyle Machine = CsvStyle.Of(CsvForm.Plain, Language.English);

    private static readonly (string Header, Func<ApiViolation, CsvValue> Value)[] Columns =
    [
        ("id", row => row.Id.ToString()),
        ("state", row => row.State.ToString()),
        ("severity", row => row.Severity),
        ("confidence", row => row.Confidence),
        ("dueAt", row => CsvValue.Moment(row.DueAt)),
        ("firstSeen", row => CsvValue.Moment(row.FirstSeenAt)),
        ("stateSince", row => CsvValue.Moment(row.StateSince)),
        ("policy", row => row.Policy),
        ("subject", row => row.Subject),
        ("subjectName", row => row.SubjectName),
        ("appName", row => row.App.Name),
        ("appPublisher", row => row.App.Publisher),
        ("appVersion", row => row.App.Version),
        ("appIdentifier", row => row.App.Identifier),
        ("platform", row => row.Device.Platform),
        ("deviceId", row => row.Device.Id),
        ("deviceName", row => row.Device.Name),
        ("owner", row => row.Device.Owner),
        ("unit", row => row.Device.Unit),
        ("user", row => row.Device.User),
        ("explanation", row => row.Explanation.Text),
    ];

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder tenant)
    {
        tenant.MapGet("/violations", ListAsync).WithSummary("Violations by filter; with Accept: text/csv all of them as a file");
        tenant.MapGet("/violations/{id:guid}", OneAsync).WithSummary("One violation and its timeline");
    }

    private static async Task<IResult> ListAsync(HttpContext context, string tenant, [AsParameters] ViolationFilter filter, TenantViews tenants, ExportLimit exports)
    {
        if (await tenants.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted) is not { } seen)
        {
            return ApiAnswers.NotFound();
        }

        var (query, fault) = filter.ToQuery(seen.Query);
        if (query is null)
        {
            return ApiAnswers.Bad(fault!);
        }

        if (WantsCsv(context.Request))
        {
            return await ExportAsync(context, seen, filter, query, tenants, exports);
        }

        var page = await tenants.Store.BrowseViolationsAsync(tenant, query, context.RequestAborted);
        return Results.Ok(new ApiList<ApiViolation>([.. page.Items.Select(dated => ApiViolation.Of(dated.Violation, dated.DueAt))], page.Total, seen.LastComplete?.FinishedAt));
    }

    private static async Task<IResult> OneAsync(HttpContext context, string tenant, Guid id, TenantViews tenants)
    {
        if (await tenants.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted) is not { } seen
            || !(await tenants.Store.ViolationsAsync(tenant, [id], context.RequestAborted)).TryGetValue(id, out var violation)
            || !seen.Visitor.SeesUnit(tenant, violation.Device.Category))
        {
            return ApiAnswers.NotFound();
        }

        var policy = seen.Policies.Policies.FirstOrDefault(loaded => loaded.Id == violation.PolicyId);
        var due = policy is not null && violation.State == ViolationState.Open ? ViolationDeadlines.Of(violation, policy).Headline : (DateTimeOffset?)null;
        var events = await tenants.Store.BrowseEventsAsync(tenant, new EventQuery { Violation = id, Take = 200 }, context.RequestAborted);
        return Results.Ok(new ApiViolationWithTimeline(ApiViolation.Of(violation, due), [.. events.Select(ApiEvent.Of)], seen.LastComplete?.FinishedAt));
    }

    /// <summary>A link in a page cannot name a format in a header: it does so in its address.</summary>
    private static bool WantsCsv(HttpRequest request) =>
        request.Query["format"] == "csv" || request.GetTypedHeaders().Accept.OrderByDescending(accept => accept.Quality ?? 1).FirstOrDefault(accept => accept.MediaType is { Value: Csv or "application/json" or "*/*" }) is { MediaType.Value: Csv };

    private static async Task<IResult> ExportAsync(HttpContext context, TenantView seen, ViolationFilter filter, ViolationQuery query, TenantViews tenants, ExportLimit exports)
    {
        using var lease = exports.Take(seen.Visitor);
        if (!lease.IsAcquired)
        {
            await RateLimits.RefuseAsync(context, lease);
            return Results.Empty;
        }

        var total = (await tenants.Store.BrowseViolationsAsync(seen.Tenant, query with { Skip = 0, Take = 1 }, context.RequestAborted)).Total;
        if (total > MostRows)
        {
            return ApiAnswers.Refused([Reason.Of("export-too-many", ("count", Number(total)), ("most", Number(MostRows)))]);
        }

        // Told first: what cannot be told does not leave the house.
        await tenants.Store.TellAsync(
            seen.Tenant, ViolationEventKind.DataExported, Reason.Of("audit-exported", ("count", Number(total)), ("list", "violations"), ("filter", filter.Told)), seen.Visitor.Author, cancellationToken: context.RequestAborted);
        context.Response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"{seen.Tenant}-violations.csv\"";
        return Results.Stream(body => WriteAsync(body, seen, query, tenants, context.RequestAborted), Csv + "; charset=utf-8");
    }

    private static async Task WriteAsync(Stream body, TenantView seen, ViolationQuery query, TenantViews tenants, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        string[] last = [Machine.Cell(seen.Tenant), Machine.Cell(CsvValue.Moment(seen.LastComplete?.FinishedAt)), seen.Simulated ? "SIMULATED" : "real"];
        await writer.WriteLineAsync(string.Join(',', Columns.Select(column => column.Header).Concat(["tenant", "lastCompleteScan", "data"])));
        for (var skip = 0; skip < MostRows; skip += RowsAtOnce)
        {
            var page = await tenants.Store.BrowseViolationsAsync(seen.Tenant, query with { Skip = skip, Take = RowsAtOnce, NeedsTotal = false }, cancellationToken);
            foreach (var row in page.Items.Select(dated => ApiViolation.Of(dated.Violation, dated.DueAt)))
            {
                await writer.WriteLineAsync(string.Join(',', Columns.Select(column => Machine.Cell(column.Value(row))).Concat(last)));
            }

            if (page.Items.Count < RowsAtOnce)
            {
                return;
            }
        }
    }

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
