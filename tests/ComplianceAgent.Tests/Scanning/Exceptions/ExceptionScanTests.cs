using System.Security.Cryptography;
using System.Text.Json;

namespace ComplianceAgent.Tests.Scanning.Exceptions;

/// <summary>Exceptions through the front door: a register, people at the command line, scans and reports.</summary>
public sealed class ExceptionScanTests
{
    [Fact]
    public async Task A_register_excepts_what_it_names_until_its_last_day_and_no_longer()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-10");

        var first = await world.ScanAsync();
        first.Open.Should().Equal("d2 tiktok");
        first.Coverage.Should().Contain("violating", 1).And.Contain("excepted", 1).And.Contain("clean", 1);
        (await world.StatesAsync()).Should().Equal("d1 Excepted exception-applies-register", "d2 Open seen-first");

        world.Pass(1);
        (await world.ScanAsync()).Written("violations").Should().Be(0, "nothing has changed");

        world.Pass(30);
        var last = await world.ScanAsync();
        last.Changes.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("exceptionEnded", 1));
        last.Coverage.Should().Contain("violating", 2).And.NotContainKey("excepted");
        (await world.StatesAsync()).Should().Equal("d1 Open exception-expired", "d2 Open seen-first");
    }

    [Fact]
    public async Task The_lines_of_coverage_sum_to_the_fleet_with_exceptions_among_them()
    {
        using var world = new ExceptionWorld("{ blanket: true }").WithRegister("id: all, fleet: true, until: 2026-10-10");

        var scan = await world.ScanAsync();

        scan.Coverage.Should().Contain("excepted", 2).And.NotContainKey("violating");
        scan.Coverage.Values.Sum().Should().Be(scan.Devices);
        var ours = scan.Scan.GetProperty("coverage").EnumerateArray().Where(line => line.GetProperty("policyId").GetString() == "ours").Sum(line => line.GetProperty("devices").GetInt32());
        ours.Should().Be(scan.Devices);
    }

    [Fact]
    public async Task An_excepted_app_that_is_absent_on_proof_is_removed()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-20");
        await world.ScanAsync();
        world.Pass(1);

        await world.ScanAsync("d1,Outlook,1.0,Microsoft\nd2,TikTok,1.0,TikTok Pte. Ltd.\nd3,Outlook,1.0,Microsoft\n");

        (await world.StatesAsync()).Should().Equal("d1 Resolved absent-inventory-changed", "d2 Open seen-first");
    }

    [Fact]
    public async Task A_result_names_the_register_it_rests_on_by_its_hash()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-20");

        var scan = await world.ScanAsync();

        var bytes = await File.ReadAllBytesAsync(Path.Combine(world.Agent.Folder, "exceptions.yaml"), TestContext.Current.CancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        scan.Scan.GetProperty("exceptionRegister").GetProperty("hash").GetString().Should().Be(hash);
        var evidence = JsonDocument.Parse(await world.ReportAsync(".json")).RootElement.GetProperty("evidence")[0];
        evidence.GetProperty("exceptionRegister").GetProperty("hash").GetString().Should().Be(hash);
        (await world.ReportAsync(".html")).Should().Contain(hash);
        (await world.ReportAsync("-summary.csv")).Should().Contain(hash);
    }

    [Fact]
    public async Task A_broken_register_stops_the_scan_with_every_fault_in_its_place()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, user: ann, until: 2026-10-20", "id: lab, until: 2026-09-01");

        var scan = await world.ScanAsync();

        scan.Code.Should().Be(2);
        scan.Error.Should().Contain("exceptions.yaml(4,5): name exactly one of").And.Contain("exceptions.yaml(5,").And.Contain("the id lab is taken by the exception on line 4").And.Contain("lies before from");
        File.Exists(world.Agent.StorePath).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_policy_does_not_allow_excuses_nothing_and_is_told_while_the_rest_of_the_register_holds()
    {
        using var world = new ExceptionWorld().WithRegister("id: all, fleet: true, until: 2026-10-20", "id: long, device: d2, until: 2027-10-20", "id: lab, device: d1, until: 2026-12-20");

        var scan = await world.ScanAsync();

        scan.Open.Should().Equal("d2 tiktok");
        var note = scan.Scan.GetProperty("notes").EnumerateArray().Single(note => note.GetProperty("code").GetString() == "exceptions-refused");
        note.GetProperty("text").GetString().Should().Contain("2 exceptions excuse nothing").And.Contain("register:all, register:long");
        (await world.AsAsync("eve", "list")).Out.Should().Contain("register:all: Policy ours allows no blanket exceptions").And.Contain("register:long: It lasts 385 days; policy ours allows 90 at most.");
    }

    [Fact]
    public async Task A_scan_says_which_exceptions_end_soon_are_unused_or_have_ended()
    {
        using var world = new ExceptionWorld().WithRegister(
            "id: soon, device: d1, until: 2026-10-14", "id: unused, device: d9, until: 2026-12-20", "id: over, device: d2, until: 2026-10-01", "id: long, device: d2, until: 2026-12-20");
        world.Pass(1);

        var scan = await world.ScanAsync();

        ExceptionWorld.Notes(scan).Should().Contain(["exceptions-ending", "exceptions-unused", "exceptions-expired"]);
        scan.Error.Should().Contain("1 exceptions end within 14 days, the first on 2026-10-14: register:soon").And.Contain("register:unused").And.Contain("register:over");
        scan.Open.Should().BeEmpty("one that has ended hides none that holds");
        var later = await world.ScanAsync(ExceptionWorld.Fleet, "--set", "Exceptions:WarnDays=3");
        ExceptionWorld.Notes(later).Should().NotContain("exceptions-ending");
    }

    [Fact]
    public async Task A_dry_run_counts_what_an_exception_would_excuse_and_stores_nothing()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-20");

        var scan = await world.ScanAsync(ExceptionWorld.Fleet, "--dry-run");

        scan.Coverage.Should().Contain("excepted", 1);
        File.Exists(world.Agent.StorePath).Should().BeFalse();
    }

    [Fact]
    public async Task An_exception_between_two_scans_shows_in_reports_at_once_and_the_report_says_so()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-08");
        await world.ScanAsync();

        world.Pass(9);
        var report = JsonDocument.Parse(await world.ReportAsync(".json")).RootElement;

        var violation = report.GetProperty("violations").EnumerateArray().Single(row => row.GetProperty("device").GetProperty("id").GetString() == "d1");
        violation.GetProperty("state").GetString().Should().Be("open");
        violation.GetProperty("deadline").GetProperty("due").GetString().Should().Be("overdue");
        violation.GetProperty("deadline").GetProperty("overdueDays").GetInt32().Should().Be(1);
        violation.GetProperty("deadline").GetProperty("house").GetString().Should().Be("2026-10-08T22:00:00Z", "midnight in Brussels: later than the five days of grace since the first sighting");
        report.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString()).Should().Contain("report-exceptions-since-scan");
        (await world.StatesAsync()).Should().Contain("d1 Excepted exception-applies-register", "a report changes nothing");
    }

    [Fact]
    public async Task Every_format_of_the_report_tells_the_exceptions()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-09, mitigations: [Own network]");
        await world.ScanAsync();

        var report = JsonDocument.Parse(await world.ReportAsync(".json")).RootElement;
        var exception = report.GetProperty("exceptions").EnumerateArray().Should().ContainSingle().Subject;
        exception.GetProperty("id").GetString().Should().Be("register:lab");
        exception.GetProperty("assurance").GetString().Should().Be("asserted");
        exception.GetProperty("requester").GetProperty("source").GetString().Should().Be("file");
        exception.GetProperty("devices").GetInt32().Should().Be(1);
        report.GetProperty("headline").GetProperty("excepted").GetInt32().Should().Be(1);
        report.GetProperty("headline").GetProperty("exceptionsEnding").GetInt32().Should().Be(1);
        report.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString()).Should().Contain("exceptions-ending");
        var row = report.GetProperty("violations").EnumerateArray().Single(violation => violation.GetProperty("state").GetString() == "excepted").GetProperty("exception");
        (row.GetProperty("id").GetString(), row.GetProperty("until").GetString()).Should().Be(("register:lab", "2026-10-09"));

        (await world.ReportAsync("-exceptions.csv")).Should().Contain("register:lab,inForce,true,false,ours,,device,d1,research,Lab,Own network,2026-10-01,2026-10-09");
        (await world.ReportAsync("-violations.csv")).Should().Contain("register:lab,2026-10-09,asserted");
        (await world.ReportAsync(".html")).Should().Contain("register:lab until 2026-10-09, asserted").And.Contain("Ends in 9 days").And.Contain("asserted by the register with SHA-256").And.Contain("named in the register, asserted");
    }
}
