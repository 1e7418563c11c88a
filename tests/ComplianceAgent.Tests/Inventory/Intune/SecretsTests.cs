using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.Inventory.Intune;

/// <summary>Unique secrets are seeded and looked for in everything that is logged, traced, thrown or returned.</summary>
public sealed class SecretsTests
{
    private const string Secret = "canary-client-secret";
    private const string Signature = "Y2FuYXJ5LXRva2VuLXNpZ25hdHVyZQ";
    private const string Sas = "canary-sas-signature";

    [Theory]
    [InlineData("all is well")]
    [InlineData("throttled")]
    [InlineData("storage breaks off")]
    [InlineData("storage is down")]
    [InlineData("storage expired")]
    [InlineData("host refused")]
    [InlineData("sign-in refused")]
    [InlineData("sign-in answers nonsense")]
    [InlineData("forbidden")]
    [InlineData("graph echoes everything")]
    public async Task No_secret_is_found_in_any_log_trace_exception_or_reason(string fault)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.TokenSignature = Signature;
        tenant.SasSignature = Sas;
        Inject(tenant, fault);
        using var bench = new IntuneBench(tenant);
        bench.Options.Credential.ClientSecret = Secret;
        using var azure = new AzureEventSourceListener((e, text) => bench.Logged.Enqueue(text), EventLevel.LogAlways);
        using var traces = Listen(bench.Logged);

        var told = await TellAsync(bench);

        tenant.Requests.Should().NotBeEmpty();
        bench.Logged.Should().NotBeEmpty();
        foreach (var text in bench.Logged.Append(told))
        {
            text.Should().NotContain(Secret).And.NotContain(Signature).And.NotContain(Sas);
        }
    }

    [Fact]
    public async Task The_look_for_secrets_finds_one_that_is_logged()
    {
        // Without this, a broken capture would pass every case above.
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant);
        using var traces = Listen(bench.Logged);
        using var http = new HttpClient();
        using var activity = new ActivitySource("secrets-test").StartActivity("leak");
        activity?.SetTag("url", "sig=" + Sas);
        activity?.Stop();

        await bench.ReadAsync();

        bench.Logged.Should().Contain(text => text.Contains(Sas));
        bench.Logged.Should().Contain(text => text.Contains("Sending HTTP request", StringComparison.Ordinal), "requests are logged at the lowest level");
    }

    private static void Inject(FakeTenant tenant, string fault)
    {
        switch (fault)
        {
            case "throttled":
                tenant.Fail("/v1.0/", FakeTenant.Status(429), times: 9999);
                break;
            case "storage breaks off":
                tenant.Fail(FakeTenant.Blob, context => tenant.BreakBlobAfter(context, 50, "\"v1\""), times: 9999);
                break;
            case "storage is down":
                tenant.Fail(FakeTenant.Blob, Abort, times: 9999);
                break;
            case "storage expired":
                tenant.Fail(FakeTenant.Blob, FakeTenant.Status(403), times: 9999);
                break;
            case "host refused":
                tenant.Fail(FakeTenant.Jobs + "/", FakeTenant.Json(FakeTenant.JobJson("AppInvRawData_1", "completed", "http://10.9.8.7/x.zip?sig=" + Sas)), times: 9999);
                break;
            case "sign-in refused":
                tenant.Fail("/" + FakeTenant.TenantId, FakeTenant.Status(401, "{\"error\":\"" + Secret + "\"}"), times: 9999);
                break;
            case "sign-in answers nonsense":
                tenant.Fail("/" + FakeTenant.TenantId, FakeTenant.Json("{\"access_token\":" + Secret), times: 9999);
                break;
            case "forbidden":
                tenant.Fail("/v1.0/", FakeTenant.Status(403), times: 9999);
                break;
            case "graph echoes everything":
                tenant.Fail("/v1.0/", Echo, times: 9999);
                break;
        }
    }

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task Echo(HttpContext context) => FakeTenant.Status(
        400, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"" + context.Request.Headers.Authorization + " " + Sas + "\"}}")(context);

    private static ActivityListener Listen(ConcurrentQueue<string> into)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => into.Enqueue(
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects.Select(t => t.Value))} "
                + string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => t.Value))),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static async Task<string> TellAsync(IntuneBench bench)
    {
        try
        {
            var outcome = await bench.ReadAsync();
            return string.Join('\n', ((IEnumerable<Reason>)[.. outcome.Faults, .. outcome.Notes, .. outcome.RouteReasons])
                .Select(r => r + string.Join(' ', r.Parameters.Values)));
        }
        catch (InventoryException e)
        {
            return e.ToString();
        }
    }
}
