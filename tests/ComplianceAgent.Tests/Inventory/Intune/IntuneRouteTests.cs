using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;

namespace ComplianceAgent.Tests.Inventory.Intune;

public sealed class IntuneRouteTests
{
    private static readonly string[] Violating = ["device-1", "device-2"];

    [Fact]
    public async Task The_export_gives_every_row_and_the_sweep_every_device()
    {
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant);
        var source = bench.Source();

        var outcome = await source.ReadAsync(bench.Collector, new Progress<InventoryProgress>(), default);

        outcome.Faults.Should().BeEmpty();
        outcome.IsComplete.Should().BeTrue();
        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.TellsEveryDevicesApps.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first");
        outcome.Notes.Should().BeEmpty();
        bench.Violating().Should().Equal(Violating);
        bench.Collector.RowCount.Should().Be(7);
        bench.Collector.FleetCount.Should().Be(5);
        outcome.Requests.Should().Be(new RequestCounts(6, 0, 0), "one job, two looks and three pages of devices were asked for");
        source.LastGoodExportJob.Should().BeGreaterThan(TimeSpan.FromSeconds(9), "two waits of five seconds lie between start and file");
    }

    [Fact]
    public async Task The_export_can_be_found_by_nobody_while_it_is_read_or_after()
    {
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant);

        await bench.ReadAsync();

        if (!OperatingSystem.IsWindows())
        {
            bench.FilesWhileReading.Should().BeEmpty("the file is unlinked while it is open");
            File.GetUnixFileMode(bench.PrivateFolder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.GetFiles(bench.PrivateFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_private_folder_open_to_others_is_not_written_to_and_the_other_route_is_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows folders have access lists, not modes.");
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant);
        Directory.CreateDirectory(bench.PrivateFolder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bench.PrivateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        }

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "private-folder-open-to-others", "route-fell-back");
        bench.Logged.Should().Contain(text => text.Contains("could not be swept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_routes_find_the_same_violations_and_the_second_says_what_it_cannot_tell()
    {
        await using var tenant = await FakeTenant.StartAsync();
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.TellsEveryDevicesApps.Should().BeFalse();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-detected-apps-set");
        bench.Violating().Should().Equal(Violating);
        tenant.Count(FakeTenant.Jobs).Should().Be(0);
        tenant.Count(FakeTenant.Apps + "/bbb2").Should().Be(0, "devices are asked for only of apps that a rule fits");
    }

    [Fact]
    public async Task Only_the_columns_used_are_asked_for()
    {
        await using var tenant = await FakeTenant.StartAsync();
        string? body = null;
        tenant.Fail(FakeTenant.Jobs, async context =>
        {
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await FakeTenant.Status(201, FakeTenant.JobJson("AppInvRawData_x", "notStarted"))(context);
        });
        using var bench = new IntuneBench(tenant);

        await bench.ReadAsync();

        var job = JsonDocument.Parse(body!).RootElement;
        job.GetProperty("reportName").GetString().Should().Be("AppInvRawData");
        job.GetProperty("format").GetString().Should().Be("csv");
        job.GetProperty("localizationType").GetString().Should().Be("replaceLocalizableValues");
        job.GetProperty("select").EnumerateArray().Select(c => c.GetString())
            .Should().Equal("ApplicationName", "ApplicationPublisher", "ApplicationVersion", "DeviceId", "Platform");
        tenant.Requests.First(r => r.Path == FakeTenant.Devices).Query.Should().Contain("$top=1000").And.Contain("$select=id,deviceName");
    }

    [Fact]
    public async Task A_refused_column_leads_to_all_columns()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs, FakeTenant.Status(400), method: "POST");
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.IsComplete.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "graph-refused");
        tenant.Count(FakeTenant.Jobs, "POST").Should().Be(2);
    }

    [Fact]
    public async Task The_question_for_an_export_is_asked_again_whole_after_a_server_error()
    {
        await using var tenant = await FakeTenant.StartAsync();
        var bodies = new List<string>();
        tenant.Fail(FakeTenant.Jobs, async context =>
        {
            bodies.Add(await new StreamReader(context.Request.Body).ReadToEndAsync());
            await (bodies.Count < 3 ? FakeTenant.Status(503) : FakeTenant.Status(201, FakeTenant.JobJson("AppInvRawData_x", "notStarted")))(context);
        }, times: 3, method: "POST");
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first");

        bodies.Should().HaveCount(3);
        bodies.Distinct(StringComparer.Ordinal).Should().ContainSingle().Which.Should().Contain("AppInvRawData");
    }

    [Fact]
    public async Task A_looked_at_job_that_is_gone_is_followed_by_a_fresh_one()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs + "/AppInvRawData_1", FakeTenant.Status(404));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "graph-not-found");
        tenant.Count(FakeTenant.Jobs, "POST").Should().Be(2);
    }

    [Theory]
    [InlineData(400, "graph-refused", 2)]
    [InlineData(403, "graph-forbidden", 1)]
    public async Task A_refused_report_falls_back_to_detected_apps(int status, string code, int posts)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs, FakeTenant.Status(status), times: 9, method: "POST");
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.IsComplete.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Distinct().Should().Equal("route-export-first", code, "route-fell-back");
        tenant.Count(FakeTenant.Jobs, "POST").Should().Be(posts);
        bench.Violating().Should().Equal(Violating);
    }

    [Theory]
    [InlineData("failed", null, "export-job-failed")]
    [InlineData("completed", null, "export-job-without-url")]
    public async Task A_job_that_ends_badly_is_followed_by_a_fresh_one(string status, string? url, string code)
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs + "/AppInvRawData_1", FakeTenant.Json(FakeTenant.JobJson("AppInvRawData_1", status, url)));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.IsComplete.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", code);
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public async Task A_job_without_progress_is_given_up_and_after_three_of_them_the_route()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.PollsBeforeDone = int.MaxValue;
        using var bench = new IntuneBench(tenant, speed: 200, graph: options => options.ExportStuckMinutes = 1);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "export-job-stuck", "export-job-stuck", "export-job-stuck", "route-fell-back");
        outcome.RouteReasons[1].ToString().Should().Contain("no progress for 1 min");
        bench.Clock.Elapsed.Should().BeGreaterThan(TimeSpan.FromMinutes(3));
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public void Patience_grows_with_the_last_good_job()
    {
        var options = new GraphOptions();

        ExportJobs.PatienceOf(options, null).Should().Be(TimeSpan.FromMinutes(10));
        ExportJobs.PatienceOf(options, TimeSpan.FromMinutes(1)).Should().Be(TimeSpan.FromMinutes(10));
        ExportJobs.PatienceOf(options, TimeSpan.FromMinutes(7)).Should().Be(TimeSpan.FromMinutes(35));
    }

    [Fact]
    public async Task A_job_of_an_unknown_status_is_waited_for()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs + "/AppInvRawData_1", FakeTenant.Json(FakeTenant.JobJson("AppInvRawData_1", "dancing")));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).RouteReasons.Select(r => r.Code).Should().Equal("route-export-first");
    }

    [Fact]
    public async Task Export_alone_never_falls_back()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Jobs, FakeTenant.Status(403), times: 9, method: "POST");
        using var bench = new IntuneBench(tenant, route: RouteChoice.Export);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.Faults.Select(f => f.Code).Should().Equal("graph-forbidden");
        tenant.Count(FakeTenant.Apps).Should().Be(0);
    }

    [Fact]
    public async Task A_short_file_is_fetched_once_more_by_a_fresh_job()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, FakeTenant.Status(200, tenant.Csv[..^9], "application/octet-stream"));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.Export);
        outcome.IsComplete.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "test-file-short");
        bench.Collector.RowCount.Should().Be(7, "rows of the short file must not count twice");
    }

    [Fact]
    public async Task A_file_that_is_short_twice_leads_to_detected_apps()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Csv = tenant.Csv[..^9];
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Route.Should().Be(InventoryRoute.DetectedApps);
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "test-file-short", "test-file-short", "route-fell-back");
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public async Task A_file_that_is_short_twice_keeps_what_it_proved_where_only_the_export_is_allowed()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Csv = tenant.Csv[..^9];
        using var bench = new IntuneBench(tenant, route: RouteChoice.Export);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("test-file-short");
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public async Task A_file_of_another_shape_is_asked_for_again_with_all_columns()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Blob, FakeTenant.Status(200, "Something,Else\r\n", "application/octet-stream"));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.IsComplete.Should().BeTrue();
        outcome.RouteReasons.Select(r => r.Code).Should().Equal("route-export-first", "test-columns-missing");
    }

    [Fact]
    public async Task A_matched_app_that_vanished_is_noted_and_no_fault()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppDevices.Remove("aaa1");
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        outcome.Notes.Select(n => n.Code).Should().Equal("detected-apps-vanished");
    }

    [Fact]
    public async Task Most_matched_apps_vanishing_at_once_is_not_believed()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.Add(FakeTenant.App("ccc3", "TikTok Lite", "1", "ios", 1));
        tenant.AppDevices.Remove("aaa1");
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).Faults.Select(n => n.Code).Should().Equal("detected-apps-vanished");
    }

    [Fact]
    public async Task After_three_apps_in_a_row_that_cannot_be_read_the_rest_is_not_asked_for()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.AddRange(Enumerable.Range(1, 20).Select(n => FakeTenant.App("x" + n, "TikTok " + n, "1", "ios", 1)));
        tenant.Fail(FakeTenant.Apps + "/", FakeTenant.Status(403), times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(n => n.Code).Should().Equal("graph-forbidden", "graph-forbidden", "graph-forbidden", "detected-apps-given-up");
        tenant.Count(FakeTenant.Apps + "/").Should().Be(3);
    }

    [Fact]
    public async Task A_device_that_the_list_skips_is_asked_for_by_its_id_and_the_list_is_not_believed()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Fail(FakeTenant.Devices, FakeTenant.Json($"{{\"value\":[{FakeTenant.Device(1).ToJsonString()}]}}"));
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(n => n.Code).Should().Equal("device-list-skipped");
        outcome.Notes.Select(n => n.ToString()).Should().Equal("3 devices have app rows but are not in the device list.");
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public async Task A_device_that_left_after_the_snapshot_of_its_apps_is_noted()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Csv += "TikTok,,1.0," + FakeTenant.DeviceId(77) + ",IOS\r\n";
        using var bench = new IntuneBench(tenant);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Should().BeEmpty();
        outcome.Notes.Select(n => n.Code).Should().Equal("devices-gone-since");
    }

    [Fact]
    public async Task Many_devices_with_rows_that_the_list_lacks_make_the_read_incomplete()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.Csv += string.Concat(Enumerable.Range(100, 6).Select(n => "Mail,,1.0," + FakeTenant.DeviceId(n) + ",IOS\r\n"));
        using var bench = new IntuneBench(tenant);

        (await bench.ReadAsync()).Faults.Select(n => n.Code).Should().Equal("devices-only-in-rows");
    }

    [Fact]
    public async Task Fewer_devices_than_declared_are_a_read_in_part()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows[0]["deviceCount"] = 3;
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("detected-app-devices-short");
        outcome.Faults[0].ToString().Should().Be("Matched apps (1) are declared on 3 devices, but only 2 came.");
        bench.Violating().Should().Equal(Violating, "what came is kept");
    }

    [Fact]
    public async Task One_app_whose_devices_cannot_be_read_makes_the_read_incomplete_and_keeps_the_others()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows.Insert(0, FakeTenant.App("ccc3", "TikTok Lite", "1", "ios", 1));
        tenant.Fail(FakeTenant.Apps + "/ccc3", FakeTenant.Status(500), times: 99);
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        var outcome = await bench.ReadAsync();

        outcome.Faults.Select(f => f.Code).Should().Equal("graph-server-error");
        bench.Violating().Should().Equal(Violating);
    }

    [Fact]
    public async Task An_app_of_an_unknown_platform_and_one_without_a_name_stop_nothing()
    {
        await using var tenant = await FakeTenant.StartAsync();
        tenant.AppRows[0]["platform"] = "visionOS";
        tenant.AppRows[1]["displayName"] = null;
        tenant.AppRows[1]["version"] = null;
        using var bench = new IntuneBench(tenant, route: RouteChoice.DetectedApps);

        (await bench.ReadAsync()).IsComplete.Should().BeTrue();
        bench.Collector.WantedApps.Values.Should().ContainSingle().Which.Platform.Should().Be(Platform.Unknown);
    }
}
