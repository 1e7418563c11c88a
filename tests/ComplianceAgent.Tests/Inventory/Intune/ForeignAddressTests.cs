using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.Inventory.Intune;

/// <summary>No request, with or without a token, leaves for an address that a reply names. A canary on another port hears nothing.</summary>
public sealed class ForeignAddressTests
{
    [Theory]
    [InlineData("{canary}/v1.0/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("http://localhost:{port}/v1.0/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("https://127.0.0.1:{port}/v1.0/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("http://127.0.0.1:{port}@{canaryhost}/v1.0/deviceManagement/managedDevices")]
    [InlineData("http://user@127.0.0.1:{port}/v1.0/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("http://127.0.0.1:{port}/beta/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("http://127.0.0.1:{port}/v1.0/../beta/deviceManagement/managedDevices")]
    [InlineData("http://127.0.0.1:{port}/v1.0evil/x")]
    [InlineData("/v1.0/deviceManagement/managedDevices?$skiptoken=2")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task A_next_link_that_leaves_graph_is_not_followed(string link)
    {
        await using var canary = await FakeTenant.StartAsync();
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        var target = link.Replace("{canary}", canary.Url).Replace("{canaryhost}", new Uri(canary.Url).Authority)
            .Replace("{port}", new Uri(tenant.Url).Port.ToString());
        tenant.Fail(FakeTenant.Devices, FakeTenant.Json(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["value"] = new[] { new { id = FakeTenant.DeviceId(1) } },
            ["@odata.nextLink"] = target,
        })));
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-link-foreign");
        bench.Collector.FleetCount.Should().Be(1);
        canary.Requests.Should().BeEmpty();
        tenant.Count(FakeTenant.Devices).Should().Be(1);
        tenant.Count("/beta").Should().Be(0);
    }

    [Fact]
    public async Task A_next_link_that_comes_round_again_is_found_at_its_second_visit()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        tenant.Fail(FakeTenant.Devices, FakeTenant.Json(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["value"] = new[] { new { id = FakeTenant.DeviceId(1) } },
            ["@odata.nextLink"] = tenant.Url + FakeTenant.Devices + "?$skiptoken=round",
        })), times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-link-loop");
        tenant.Count(FakeTenant.Devices).Should().Be(2);
        outcome.Notes.Select(n => n.Code).Should().Equal("devices-repeated");
    }

    [Fact]
    public async Task A_list_without_end_is_left_at_the_bound()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        var n = 0;
        tenant.Fail(FakeTenant.Devices, context => FakeTenant.Json(
            $"{{\"value\":[],\"@odata.nextLink\":\"{tenant.Url}{FakeTenant.Devices}?$skiptoken={Interlocked.Increment(ref n)}\"}}")(context), times: 99);
        using var bench = new IntuneBench(tenant, graph: options => options.MaxPages = 5, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).Faults.Select(f => f.Code).Should().Equal("graph-list-endless");
        tenant.Count(FakeTenant.Devices).Should().Be(5);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var canary = await FakeTenant.StartAsync();
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.RemoveAt(0);
        tenant.Fail(FakeTenant.Devices, context =>
        {
            context.Response.Headers.Location = canary.Root + "/deviceManagement/managedDevices";
            return FakeTenant.Status(status)(context);
        }, times: 9);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).Faults.Select(f => f.Code).Should().Equal("graph-redirect-refused");
        canary.Requests.Should().BeEmpty();
        tenant.Count(FakeTenant.Devices).Should().Be(1);
    }

    [Theory]
    [InlineData("http://localhost:{port}/blob/x.zip?sig=s")]
    [InlineData("http://127.0.0.2:{port}/blob/x.zip?sig=s")]
    [InlineData("https://127.0.0.1:{port}/blob/x.zip?sig=s")]
    [InlineData("http://user@127.0.0.1:{port}/blob/x.zip?sig=s")]
    [InlineData("https://account.blob.core.windows.net/x.zip?sig=s")]
    [InlineData("file:///etc/passwd")]
    public async Task An_export_at_another_host_is_not_fetched(string url)
    {
        await using var canary = await FakeTenant.StartAsync();
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs + "/", FakeTenant.Json(FakeTenant.JobJson("AppInvRawData_1", "completed", url.Replace("{port}", new Uri(canary.Url).Port.ToString()))), times: 9);
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "export-host-refused", "route-fell-back");
        outcome.IsComplete.Should().BeTrue();
        canary.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_download_carries_no_token()
    {
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant);

        await bench.ReadAsync();

        tenant.Requests.Where(r => r.Path.StartsWith(FakeTenant.Blob, StringComparison.Ordinal)).Should().ContainSingle().Which.Authorization.Should().BeEmpty();
        tenant.Requests.Where(r => r.Path.StartsWith("/v1.0", StringComparison.Ordinal)).Should().OnlyContain(r => r.Authorization.StartsWith("Bearer "));
    }

    [Fact]
    public async Task The_innermost_guard_refuses_what_came_past_every_other_check()
    {
        await using var canary = await FakeTenant.StartAsync();
        await using var tenant = await FakeTenant.StartAsync();
        var options = new TenantOptions { Name = "x", TenantId = FakeTenant.TenantId, SimulatorUrl = tenant.Url };
        using var guard = new AuthorityGuardHandler { InnerHandler = new SocketsHttpHandler() };
        var traffic = new TenantTraffic("x", GraphEndpoints.Of(options));
        using var http = new HttpClient(new TenantStampHandler(traffic, guard));
        using var unstamped = new HttpClient(guard);

        await FluentActions.Awaiting(() => http.GetAsync(canary.Root + "/x")).Should().ThrowAsync<ForeignAddressException>();
        await FluentActions.Awaiting(() => unstamped.GetAsync(tenant.Root + "/x")).Should().ThrowAsync<ForeignAddressException>();

        canary.Requests.Should().BeEmpty();
        tenant.Requests.Should().BeEmpty();
        traffic.Counts.Total.Should().Be(0);
    }
}
