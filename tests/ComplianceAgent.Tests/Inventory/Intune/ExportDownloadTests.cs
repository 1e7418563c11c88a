using ComplianceAgent.Inventory;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.Inventory.Intune;

public sealed class ExportDownloadTests
{
    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_stopped()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context => tenant.BreakBlobAfter(context, 100, "\"v1\""));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.IsComplete.Should().BeTrue();
        bench.Collector.RowCount.Should().Be(7);
        tenant.Requests.Where(r => r.Path.StartsWith(FakeTenant.Blob, StringComparison.Ordinal)).Select(r => r.Range).Should().Equal("", "bytes=100-");
    }

    [Fact]
    public async Task A_file_that_changed_between_two_parts_is_fetched_from_its_start()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context => tenant.BreakBlobAfter(context, 100, "\"v0\""));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first");

        bench.Collector.RowCount.Should().Be(7);
    }

    [Theory]
    [InlineData("bytes 50-300/301", "\"v1\"")]
    [InlineData("bytes 100-300/9999", "\"v1\"")]
    [InlineData("bytes 100-300/*", "\"v2\"")]
    [InlineData(null, "\"v1\"")]
    public async Task A_part_that_does_not_fit_is_not_joined(string? contentRange, string etag)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context => tenant.BreakBlobAfter(context, 100, "\"v1\""));
        tenant.Fail(FakeTenant.Blob, async context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = etag;
            context.Response.Headers.ContentRange = contentRange;
            await context.Response.WriteAsync("TikTok,,,forged,IOS\r\n");
        });
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first");

        bench.Collector.Find("forged").Should().Be(-1);
        bench.Collector.RowCount.Should().Be(7);
    }

    [Fact]
    public async Task A_download_without_an_etag_starts_over()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context => tenant.BreakBlobAfter(context, 100, ""));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).IsComplete.Should().BeTrue();
        tenant.Requests.Where(r => r.Path.StartsWith(FakeTenant.Blob, StringComparison.Ordinal)).Should().OnlyContain(r => r.Range.Length == 0);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_address_that_expired_leads_to_a_new_job(int status)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, FakeTenant.Status(status, "<Error>expired</Error>", "application/xml"));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "export-url-expired");
        tenant.Count(FakeTenant.Jobs, "POST").Should().Be(2);
    }

    [Theory]
    [InlineData(302, "export-download-status")]
    [InlineData(400, "export-download-status")]
    public async Task A_storage_host_that_refuses_leads_to_detected_apps(int status, string code)
    {
        await using var canary = await FakeTenant.StartAsync();
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context =>
        {
            context.Response.Headers.Location = canary.Url + "/blob/x";
            return FakeTenant.Status(status)(context);
        }, times: 9);
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", code, "route-fell-back");
        canary.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_storage_host_that_drops_every_connection_leads_to_detected_apps()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }, times: 99);
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        tenant.Count(FakeTenant.Blob).Should().Be(3);
        tenant.Count(FakeTenant.Jobs, "POST").Should().Be(1);
    }

    [Fact]
    public async Task A_web_page_in_place_of_the_file_is_not_read()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, FakeTenant.Status(200, "<html>sign in</html>", "text/html"), times: 99);
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code)
            .Should().Equal("route-export-first", "export-download-not-a-file", "export-download-not-a-file", "route-fell-back");
    }

    [Fact]
    public async Task A_download_that_goes_silent_is_taken_up_again()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, async context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.ContentLength = tenant.Csv.Length;
            await context.Response.WriteAsync(tenant.Csv[..100]);
            await FakeTenant.Hang(context);
        });
        using var bench = new IntuneBench(tenant, speed: 20, graph: options => options.IdleTimeoutSeconds = 20);

        (await bench.ReadAsync()).Route.Should().Be(InventoryRoute.Export);
        bench.Collector.RowCount.Should().Be(7);
    }

    [Fact]
    public async Task A_file_larger_than_the_bound_is_not_taken()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, FakeTenant.Status(200, new string('x', 3 << 20), "application/octet-stream"), times: 9);
        using var bench = new IntuneBench(tenant, graph: options => options.MaxDownloadMegabytes = 1);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "export-too-large", "route-fell-back");
    }
}
