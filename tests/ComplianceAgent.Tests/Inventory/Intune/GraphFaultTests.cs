using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.Inventory.Intune;

public sealed class GraphFaultTests
{
    private const string Page2 = FakeTenant.Devices;

    public static TheoryData<string> Passing => [.. PassingFaults.Keys];

    private static Dictionary<string, Func<HttpContext, Task>> PassingFaults { get; } = new(StringComparer.Ordinal)
    {
        ["429 with whole seconds"] = FakeTenant.Status(429, retryAfter: "7"),
        ["429 with a fraction"] = FakeTenant.Status(429, retryAfter: "2.128"),
        ["429 with a date"] = FakeTenant.Status(429, retryAfter: "Fri, 20 Nov 2026 10:00:00 GMT"),
        ["429 without"] = FakeTenant.Status(429),
        ["429 without body"] = FakeTenant.Status(429, "", ""),
        ["408"] = FakeTenant.Status(408),
        ["500"] = FakeTenant.Status(500),
        ["502 html"] = FakeTenant.Status(502, "<html>bad gateway</html>", "text/html"),
        ["503 without body"] = FakeTenant.Status(503, "", ""),
        ["504"] = FakeTenant.Status(504),
        ["200 html"] = FakeTenant.Status(200, "<html>sign in</html>", "text/html"),
        ["200 empty"] = FakeTenant.Status(200, ""),
        ["truncated json"] = FakeTenant.Json("{\"value\":[{\"id\":\"x\""),
        ["no json"] = FakeTenant.Json("nonsense"),
        ["connection broken in the body"] = FakeTenant.Break,
        ["connection dropped"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_costs_only_time(string fault)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, PassingFaults[fault], skip: 1);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        bench.Collector.FleetCount.Should().Be(5);
        outcome.Requests.Retried.Should().Be(1);
        outcome.Requests.Throttled.Should().Be(fault.StartsWith("429", StringComparison.Ordinal) ? 1 : 0);
        outcome.Requests.Total.Should().Be(6, "three pages of devices, one page of apps, one list of devices, and one try again");
    }

    [Theory]
    [InlineData("429 without", "graph-throttled")]
    [InlineData("500", "graph-server-error")]
    [InlineData("502 html", "graph-reply-not-json")]
    [InlineData("200 html", "graph-reply-not-json")]
    [InlineData("truncated json", "graph-reply-malformed")]
    [InlineData("connection broken in the body", "graph-unreachable")]
    public async Task A_fault_that_stays_leaves_the_read_incomplete_and_keeps_what_was_read(string fault, string code)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, PassingFaults[fault], times: 99, skip: 1);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.IsComplete.Should().BeFalse();
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be(code);
        outcome.Faults[0].ToString().Should().Contain("managed devices, page 2").And.NotStartWith(code, "every code has a sentence");
        bench.Collector.FleetCount.Should().Be(2);
        tenant.Count(Page2).Should().Be(1 + 4, "tries are bounded");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_hangs_is_tried_again(bool afterHeaders)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, afterHeaders ? FakeTenant.HangAfterHeaders : FakeTenant.Hang, skip: 1);
        using var bench = new IntuneBench(tenant, speed: 20, graph: options => options.AttemptTimeoutSeconds = options.IdleTimeoutSeconds = 40, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        outcome.Requests.Retried.Should().Be(1);
        bench.Collector.FleetCount.Should().Be(5);
    }

    [Fact]
    public async Task A_body_that_drips_ends_with_the_attempt()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, Drip, skip: 1);
        using var bench = new IntuneBench(tenant, speed: 20, graph: options => options.AttemptTimeoutSeconds = 40, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task Retry_after_is_obeyed()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, FakeTenant.Status(429, retryAfter: "60"), skip: 1);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        await bench.ReadAsync();

        bench.Clock.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(59));
    }

    [Fact]
    public async Task An_outage_of_everything_is_bounded_in_requests()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail("/v1.0/", FakeTenant.Status(429), times: int.MaxValue);
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-throttled", "graph-throttled");
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "graph-throttled", "route-fell-back");
        outcome.Requests.Should().Be(new RequestCounts(12, 12, 9));
    }

    [Fact]
    public async Task A_reply_larger_than_the_bound_is_refused_at_once()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        tenant.Fail(Page2, context => FakeTenant.Json("{\"value\":[],\"x\":\"" + new string('x', 2 << 20) + "\"}")(context), times: 9);
        using var bench = new IntuneBench(tenant, graph: options => options.MaxReplyMegabytes = 1, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-reply-too-large");
        tenant.Count(Page2).Should().Be(1);
    }

    [Fact]
    public async Task A_wrong_type_inside_a_device_costs_that_field_only()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        tenant.Fail(Page2, FakeTenant.Json("{\"value\":[{\"id\":\"x\",\"deviceName\":7,\"enrolledDateTime\":\"yesterday\",\"managementAgent\":\"newest\"},{\"id\":8}],\"@odata.count\":\"many\"}"));
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.IsComplete.Should().BeTrue();
        bench.Collector.Find("x").Should().BeGreaterThanOrEqualTo(0);
        bench.Collector.SetAside.Keys.Should().Equal("device-without-id");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"value\":null}")]
    [InlineData("{\"value\":{\"id\":\"x\"}}")]
    [InlineData("[]")]
    [InlineData("{\"value\":[\"x\"]}")]
    [InlineData("{\"value\":[{}],\"value\":[]}")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task A_page_without_a_list_is_not_an_empty_fleet(string page)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, FakeTenant.Json(page), times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).Faults.Should().ContainSingle().Which.Code.Should().BeOneOf("graph-page-without-list", "graph-reply-malformed");
    }

    [Fact]
    public async Task A_poisoned_name_costs_neither_its_page_nor_its_row()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        var page = "{\"value\":["
            + "{\"id\":\"half\",\"deviceName\":\"a\\uD83Db\"},{\"id\":\"halves\",\"deviceName\":\"\\udc00\\ud800\"},"
            + "{\"id\":\"whole\",\"deviceName\":\"\\ud83d\\ude00\"},{\"id\":\"nul\",\"deviceName\":\"\\u0000\\\\ud800\"},"
            + "{\"id\":\"bytes\",\"deviceName\":\"#\"},{\"id\":\"long\",\"deviceName\":\"" + new string('x', 1 << 20) + "\"}]}";
        tenant.Fail(Page2, async context =>
        {
            context.Response.ContentType = "application/json";
            var bytes = System.Text.Encoding.ASCII.GetBytes(page);
            bytes[Array.IndexOf(bytes, (byte)'#')] = 0xFF;
            await context.Response.Body.WriteAsync(bytes);
        });
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps, keepsDetails: true);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        outcome.Requests.Retried.Should().Be(0);
        bench.Collector.Details.Values.Select(d => d.Name).Take(5)
            .Should().Equal("a\uFFFDb", "\uFFFD\uFFFD", "\U0001F600", "\uFFFD\\ud800", "?");
        bench.Collector.FleetCount.Should().Be(6);
    }

    [Fact]
    public async Task A_sign_in_that_falters_once_is_tried_again()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail("/" + FakeTenant.TenantId, FakeTenant.Status(503));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task A_page_that_loses_a_device_is_noticed_by_the_declared_count()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, FakeTenant.Json("{\"value\":[]}"), skip: 1);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-list-short");
        outcome.Faults[0].ToString().Should().Contain("declared 5 rows, but only 2 came");
    }

    [Fact]
    public async Task Missing_permission_is_one_clear_message()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail("/v1.0/", FakeTenant.Status(403), times: 99);
        using var bench = new IntuneBench(tenant);

        var refused = await FluentActions.Awaiting(() => bench.ReadAsync()).Should().ThrowAsync<InventoryException>();

        refused.Which.Reason.Code.Should().Be("graph-permission-missing");
        refused.Which.Message.Should().Contain("DeviceManagementManagedDevices.Read.All").And.Contain("contoso");
        tenant.Count("/v1.0/").Should().Be(3, "a missing permission is not tried again");
    }

    [Fact]
    public async Task A_claims_challenge_is_answered_once()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, Challenge);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).IsComplete.Should().BeTrue();
        tenant.Requests.Count(r => r.Path.EndsWith("/token", StringComparison.Ordinal)).Should().Be(2, "the refused token is not used again");
    }

    [Fact]
    public async Task A_claims_challenge_that_stays_ends_incomplete_after_two_tries()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, Challenge, times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-unauthorized");
        tenant.Count(Page2).Should().Be(2);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_names_entras_code_and_reads_nothing()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail($"/{FakeTenant.TenantId}/oauth2", FakeTenant.Status(401, "{\"error_description\":\"AADSTS7000222: the-client-secret expired\"}"), times: 9);
        using var bench = new IntuneBench(tenant);

        var refused = await FluentActions.Awaiting(() => bench.ReadAsync()).Should().ThrowAsync<InventoryException>();

        refused.Which.Reason.Code.Should().Be("sign-in-credential-expired");
        refused.Which.ToString().Should().Contain("AADSTS7000222").And.NotContain("the-client-secret");
        tenant.Count("/v1.0").Should().Be(0);
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_refused()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.TokenTenant = "99999999-2222-3333-4444-555555555555";
        using var bench = new IntuneBench(tenant);

        var refused = await FluentActions.Awaiting(() => bench.ReadAsync()).Should().ThrowAsync<InventoryException>();

        refused.Which.Reason.Code.Should().Be("token-of-another-tenant");
        tenant.Count("/v1.0").Should().Be(0);
    }

    [Fact]
    public async Task Roles_missing_and_in_excess_are_noted()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Roles = ["Mail.Send", "DeviceManagementManagedDevices.PrivilegedOperations.All", "DeviceManagementConfiguration.ReadWrite.All"];
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.IsComplete.Should().BeTrue();
        outcome.Notes.Select(n => n.Code).Should().Equal("token-role-missing", "token-roles-excess");
        outcome.Notes[1].ToString().Should().Contain("DeviceManagementConfiguration.ReadWrite.All, DeviceManagementManagedDevices.PrivilegedOperations.All").And.NotContain("Mail.Send");
    }

    [Theory]
    [InlineData(1, 200, true)]
    [InlineData(77, 200, false)]
    [InlineData(1, 403, null)]
    [InlineData(1, 500, null)]
    public async Task One_device_is_there_or_gone_or_cannot_be_told(int device, int status, bool? expected)
    {
        await using var tenant = await FakeTenant.StartAsync();
        if (status != 200)
        {
            tenant.Fail(FakeTenant.Devices, FakeTenant.Status(status), times: 99);
        }

        using var bench = new IntuneBench(tenant);

        (await bench.Source().IsManagedAsync(FakeTenant.DeviceId(device), default)).Should().Be(expected);
    }

    [Fact]
    public async Task A_proxys_404_does_not_prove_that_a_device_is_gone()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Devices, FakeTenant.Status(404, "<html>not found</html>", "text/html"), times: 99);
        tenant.Fail(FakeTenant.Devices, FakeTenant.Status(404, "{}"), times: 99);
        using var bench = new IntuneBench(tenant);

        (await bench.Source().IsManagedAsync(FakeTenant.DeviceId(77), default)).Should().BeNull();
    }

    [Fact]
    public async Task Cancellation_is_prompt_even_while_a_neighbour_hangs()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(Page2, FakeTenant.Hang, times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);
        using var cancel = new CancellationTokenSource();
        var read = bench.ReadAsync(cancel.Token);
        while (tenant.Count(Page2) == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<OperationCanceledException>();
    }

    private static Task Challenge(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate =
            "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==\"";
        return FakeTenant.Status(401)(context);
    }

    private static async Task Drip(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(20);
        }
    }
}
