using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>What is done. Whether the caller may is asked by each act itself, so that a refusal is told to the audit.</summary>
internal static class ActEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var tenant = api.MapGroup("/tenants/{tenant}");
        tenant.MapPost("/scans", async (HttpContext context, string tenant, ScanActs acts) => ApiAnswers.Of(await acts.RunNowAsync(Who(context), tenant, context.RequestAborted))).WithSummary("Begin a scan now");
        tenant.MapPost("/reviews", ReviewAsync).WithSummary("Confirm or dismiss suspected matches; 202 when a second person has to agree");
        tenant.MapPost("/excuses/{number:long}/approve", async (HttpContext context, string tenant, long number, WhyBody body, ExcuseActs acts) =>
            ApiAnswers.Of(await acts.ApproveAsync(Who(context), tenant, [number], body.Why ?? "", context.RequestAborted))).WithSummary("Agree as the second person");
        tenant.MapPost("/excuses/{number:long}/reject", async (HttpContext context, string tenant, long number, WhyBody body, ExcuseActs acts) =>
            ApiAnswers.Of(await acts.RejectAsync(Who(context), tenant, [number], body.Why ?? "", context.RequestAborted))).WithSummary("Refuse it");
        tenant.MapPost("/exceptions", RequestAsync).WithSummary("Ask for an exception; 202, because another person has to approve it");
        tenant.MapPost("/exceptions/{number:long}/approve", async (HttpContext context, string tenant, long number, WhyBody body, ExceptionActs acts) =>
            ApiAnswers.Of(await acts.ApproveAsync(Who(context), tenant, number, body.Why ?? "", context.RequestAborted))).WithSummary("Approve an exception that somebody else asked for");
        tenant.MapPost("/exceptions/{number:long}/reject", async (HttpContext context, string tenant, long number, WhyBody body, ExceptionActs acts) =>
            ApiAnswers.Of(await acts.RejectAsync(Who(context), tenant, number, body.Why ?? "", context.RequestAborted))).WithSummary("Refuse a request, or take one's own back");
        tenant.MapPost("/exceptions/{number:long}/revoke", async (HttpContext context, string tenant, long number, WhyBody body, ExceptionActs acts) =>
            ApiAnswers.Of(await acts.RevokeAsync(Who(context), tenant, number, body.Why ?? "", context.RequestAborted))).WithSummary("End an exception before its time");
        tenant.MapPost("/releases", ReleaseAsync).WithSummary("Open a channel for a policy, or stop it");
        KeyEndpoints.Map(tenant);
    }

    /// <summary>The caller.</summary>
    public static Visitor Who(HttpContext context) => Visitor.Of(context.User);

    private static async Task<IResult> ReviewAsync(HttpContext context, string tenant, ReviewBody body, ReviewActs acts) => body.Decision is "confirm" or "dismiss"
        ? ApiAnswers.Of(await acts.DecideAsync(Who(context), tenant, body.Cases ?? [], body.Decision == "confirm", body.Why ?? "", context.RequestAborted))
        : ApiAnswers.Bad("decision: confirm or dismiss.");

    private static async Task<IResult> RequestAsync(HttpContext context, string tenant, ExceptionBody body, ExceptionActs acts)
    {
        var ask = new WaiverAsk
        {
            PolicyId = body.Policy ?? "",
            Subject = body.Subject ?? "",
            Target = new WaiverTarget(body.TargetKind, body.Target ?? ""),
            ReasonCode = body.ReasonCode ?? "",
            Why = body.Why ?? "",
            From = body.From,
            Until = body.Until,
            Mitigations = [.. body.Mitigations ?? []],
        };
        return ApiAnswers.Of(await acts.RequestAsync(Who(context), tenant, ask, context.RequestAborted));
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, string tenant, ReleaseBody body, ReleaseActs acts) => ApiAnswers.Of(
        body.Stop
            ? await acts.StopAsync(Who(context), tenant, body.Policy ?? "", body.Channel ?? "", body.Why ?? "", context.RequestAborted)
            : await acts.ReleaseAsync(Who(context), tenant, body.Policy ?? "", body.Channel ?? "", body.Why ?? "", context.RequestAborted));
}

/// <summary>Keys of machines: a person with the role Administrator makes and revokes them.</summary>
internal static class KeyEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(RouteGroupBuilder tenant)
    {
        tenant.MapGet("/keys", ListAsync).WithSummary("Keys of machines, never their texts");
        tenant.MapPost("/keys", CreateAsync).WithSummary("Make a key; its text is told this once");
        tenant.MapDelete("/keys/{id}", RevokeAsync).WithSummary("Revoke a key at once");
    }

    private static Task<IResult> ListAsync(HttpContext context, string tenant, ActGate gate, ApiKeys keys) => AsAdministratorAsync(context, tenant, gate, "list keys", async _ =>
        Results.Ok(new ApiList<ApiKey>([.. (await keys.ListAsync(tenant, context.RequestAborted)).Select(ApiKey.Of)], null, null)));

    private static Task<IResult> CreateAsync(HttpContext context, string tenant, KeyBody body, ActGate gate, ApiKeys keys) => AsAdministratorAsync(context, tenant, gate, "make key", async visitor =>
    {
        var role = RoleNames.Own.GetValueOrDefault(body.Role ?? nameof(Role.Reader));
        if (ApiKeys.FaultOf(role, body.Days ?? ApiKeys.DefaultDays, body.Label ?? "") is { } fault)
        {
            return ApiAnswers.Refused([fault]);
        }

        var made = await keys.CreateAsync(tenant, role, body.Days ?? ApiKeys.DefaultDays, body.Label!, visitor.Author, context.RequestAborted);
        return Results.Json(new ApiNewKey(ApiKey.Of(made.Key), made.Text), statusCode: StatusCodes.Status201Created);
    });

    private static Task<IResult> RevokeAsync(HttpContext context, string tenant, string id, ActGate gate, ApiKeys keys) => AsAdministratorAsync(context, tenant, gate, "revoke key", async visitor =>
        await keys.RevokeAsync(tenant, id, visitor.Author, context.RequestAborted) ? Results.NoContent() : ApiAnswers.NotFound());

    private static async Task<IResult> AsAdministratorAsync(HttpContext context, string tenant, ActGate gate, string what, Func<Visitor, Task<IResult>> act)
    {
        var (visitor, refusal) = await gate.AdmitAsync(ActEndpoints.Who(context), tenant, Role.Administrator, ActNature.Person, what, context.RequestAborted);
        return visitor is null ? ApiAnswers.Of(refusal!)
            : await gate.WholeAsync(visitor, tenant, Role.Administrator, what, context.RequestAborted) is { } beyond ? ApiAnswers.Of(beyond)
            : await act(visitor);
    }
}
