using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>What is read. Whoever sees some devices of a tenant only is told of these; lists that cannot be cut so are not there for them.</summary>
internal static class ReadEndpoints
{
    private const int MostPageSize = 500;

    private static readonly CoverageClass[] NotJudged = [CoverageClass.PartlyObservable, CoverageClass.Stale, CoverageClass.NoInventory, CoverageClass.NotObservable, CoverageClass.NotManagedByIntune];

    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tenants", TenantsAsync).WithSummary("Tenants that the caller sees");
        var tenant = api.MapGroup("/tenants/{tenant}");
        ViolationEndpoints.Map(tenant);
        tenant.MapGet("/devices-not-judged", NotJudgedAsync).WithSummary("Devices that cannot be judged, one class at a time, by id");
        tenant.MapGet("/coverage", CoverageAsync).WithSummary("The fleet, each device in one line");
        tenant.MapGet("/policies", PoliciesAsync).WithSummary("Policies in force");
        tenant.MapGet("/exceptions", ExceptionsAsync).WithSummary("Exceptions asked for and decided in the store");
        tenant.MapGet("/reviews", ReviewsAsync).WithSummary("Suspected matches that wait for a person");
        tenant.MapGet("/excuses", ExcusesAsync).WithSummary("What would free violations without a removal, and waits for a second person");
        tenant.MapGet("/tickets", TicketsAsync).WithSummary("Tickets");
        tenant.MapGet("/releases", ReleasesAsync).WithSummary("What the release gate holds, and what is open");
        tenant.MapGet("/scans", ScansAsync).WithSummary("Scans, the newest first");
        tenant.MapGet("/audit", AuditAsync).WithSummary("Events, the newest first; before=SEQUENCE gives older ones");
    }

    private static async Task<IResult> TenantsAsync(HttpContext context, TenantViews tenants)
    {
        var list = new List<ApiTenant>();
        foreach (var name in await tenants.SeenAsync(Visitor.Of(context.User), context.RequestAborted))
        {
            if (await tenants.OpenAsync(name, Visitor.Of(context.User), context.RequestAborted) is { } seen)
            {
                list.Add(new(name, seen.Simulated, seen.Visitor.Role.ToString(), seen.Visitor.UnitsIn(name), seen.LastComplete?.FinishedAt));
            }
        }

        return Results.Ok(new ApiList<ApiTenant>(list, list.Count, null));
    }

    private static Task<IResult> NotJudgedAsync(HttpContext context, string tenant, TenantViews tenants, string? coverage, string? after, int? take) => WholeAsync(context, tenant, tenants, async seen =>
    {
        if ((coverage is null ? NotJudged[2] : NotJudged.Cast<CoverageClass?>().FirstOrDefault(known => known.ToString()!.Equals(coverage, StringComparison.OrdinalIgnoreCase))) is not { } line || IsOut(take))
        {
            return ApiAnswers.Bad($"coverage: one of {string.Join(", ", NotJudged)}; take: 1 to {MostPageSize}.");
        }

        var devices = await tenants.Store.BrowseDevicesAsync(tenant, new DeviceQuery { Coverage = line, After = after ?? "", Take = take ?? 50 }, context.RequestAborted);
        return Results.Ok(new ApiList<ApiUnjudged>([.. devices.Select(ApiUnjudged.Of)], null, seen.LastComplete?.FinishedAt));
    });

    private static Task<IResult> CoverageAsync(HttpContext context, string tenant, TenantViews tenants) => WholeAsync(context, tenant, tenants, seen =>
    {
        var last = seen.LastComplete;
        return Task.FromResult(Results.Ok(new ApiList<ApiCoverage>(
            [.. (last?.Coverage ?? []).Select(line => new ApiCoverage(line.Class.ToString(), line.ReasonCode, line.PolicyId, line.Platform.ToString(), line.Owner.ToString(), line.Devices))], last?.Coverage.Count, last?.FinishedAt)));
    });

    private static async Task<IResult> PoliciesAsync(HttpContext context, string tenant, TenantViews tenants)
    {
        if (await tenants.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted) is not { } seen)
        {
            return ApiAnswers.NotFound();
        }

        var policies = seen.Policies.Policies;
        return Results.Ok(new ApiList<ApiPolicy>([.. policies.Select(policy => new ApiPolicy(policy.Id, policy.EnglishTitle, policy.Hash, policy.Rules.Length))], policies.Length, seen.LastComplete?.FinishedAt));
    }

    private static Task<IResult> ExceptionsAsync(HttpContext context, string tenant, TenantViews tenants) => WholeAsync(context, tenant, tenants, async seen =>
    {
        var waivers = (await tenants.Store.ExceptionsAsync(tenant, context.RequestAborted)).Waivers;
        return Results.Ok(new ApiList<ApiException>([.. waivers.Select(ApiException.Of)], waivers.Count, seen.LastComplete?.FinishedAt));
    });

    private static async Task<IResult> ReviewsAsync(HttpContext context, string tenant, TenantViews tenants)
    {
        if (await tenants.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted) is not { } seen)
        {
            return ApiAnswers.NotFound();
        }

        var cases = (await tenants.CasesAsync(seen, context.RequestAborted)).Select(ApiCase.Of).ToList();
        return Results.Ok(new ApiList<ApiCase>(cases, cases.Count, seen.LastComplete?.FinishedAt));
    }

    private static Task<IResult> ExcusesAsync(HttpContext context, string tenant, TenantViews tenants) => WholeAsync(context, tenant, tenants, async seen =>
    {
        var acts = (await tenants.Store.ExcusesAsync(tenant, context.RequestAborted)).Acts.Where(act => act.State == ExcusingState.Pending).Select(ApiExcuse.Of).ToList();
        return Results.Ok(new ApiList<ApiExcuse>(acts, acts.Count, seen.LastComplete?.FinishedAt));
    });

    private static Task<IResult> TicketsAsync(HttpContext context, string tenant, TenantViews tenants, int? page, int? pageSize) => WholeAsync(context, tenant, tenants, async seen =>
    {
        if (IsOut(pageSize) || page is < 1 or > 1_000_000)
        {
            return ApiAnswers.Bad($"page: from 1; pageSize: 1 to {MostPageSize}.");
        }

        var size = pageSize ?? 50;
        var tickets = await tenants.Store.BrowseTicketsAsync(tenant, delivery: null, search: "", ((page ?? 1) - 1) * size, size, context.RequestAborted);
        return Results.Ok(new ApiList<ApiTicket>([.. tickets.Items.Select(ApiTicket.Of)], tickets.Total, seen.LastComplete?.FinishedAt));
    });

    private static Task<IResult> ReleasesAsync(HttpContext context, string tenant, TenantViews tenants) => WholeAsync(context, tenant, tenants, async seen =>
    {
        var gate = await tenants.Store.ChannelGateAsync(tenant, context.RequestAborted);
        return Results.Ok(new ApiGate(
            [.. gate.Holds.Select(hold => new ApiHold(hold.PolicyId, hold.Channel, hold.Violations.Length, hold.Since, ApiReason.Of(hold.Why)))],
            [.. gate.Open.Select(word => new ApiOpen(word.PolicyId, word.Channel, word.Author.Name, word.At))],
            [.. (await tenants.ClosingsAsync(seen, context.RequestAborted)).Select(closing => new ApiHeldClosings(closing.Held.PolicyId, closing.Held.Count, closing.Held.Live, closing.Held.Since, closing.Release is not null))]));
    });

    private static Task<IResult> ScansAsync(HttpContext context, string tenant, TenantViews tenants, int? page, int? pageSize) => WholeAsync(context, tenant, tenants, async seen =>
    {
        if (IsOut(pageSize) || page is < 1 or > 1_000_000)
        {
            return ApiAnswers.Bad($"page: from 1; pageSize: 1 to {MostPageSize}.");
        }

        var size = pageSize ?? 50;
        var scans = await tenants.Store.BrowseScansAsync(tenant, ((page ?? 1) - 1) * size, size, context.RequestAborted);
        return Results.Ok(new ApiList<Violations.Store.ScanSummary>(scans.Items, scans.Total, seen.LastComplete?.FinishedAt));
    });

    private static Task<IResult> AuditAsync(HttpContext context, string tenant, TenantViews tenants, long? before, int? take) => WholeAsync(context, tenant, tenants, async seen =>
    {
        if (IsOut(take))
        {
            return ApiAnswers.Bad($"take: 1 to {MostPageSize}.");
        }

        var events = await tenants.Store.BrowseEventsAsync(tenant, new EventQuery { Before = before, Take = take ?? 50 }, context.RequestAborted);
        return Results.Ok(new ApiList<ApiEvent>([.. events.Select(ApiEvent.Of)], null, seen.LastComplete?.FinishedAt));
    });

    private static bool IsOut(int? size) => size is < 1 or > MostPageSize;

    private static async Task<IResult> WholeAsync(HttpContext context, string tenant, TenantViews tenants, Func<TenantView, Task<IResult>> read) =>
        await tenants.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted) is { SeesAll: true } seen ? await read(seen) : ApiAnswers.NotFound();
}
