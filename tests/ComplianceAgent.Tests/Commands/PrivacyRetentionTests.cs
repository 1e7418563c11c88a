using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations.Privacy;
using static ComplianceAgent.Tests.Violations.Privacy.PrivacyWorld;

namespace ComplianceAgent.Tests.Commands;

/// <summary>Months pass, and what is past retention is gone by itself; what is live or held is not.</summary>
public sealed class PrivacyRetentionTests : IDisposable
{
    private readonly PrivacyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Thirteen_months_after_a_case_ended_a_scan_erases_it_and_the_chain_verifies_against_an_old_report()
    {
        await PrivacyEraseTests.LiveAsync(world);
        var old = world.Agent.Write("old.json", await File.ReadAllTextAsync(Path.Combine(world.Reports, "compliance-local-latest.json"), TestContext.Current.CancellationToken));
        world.PassMonths(13, days: -1);
        (await world.ScanAsync("Outlook", "TikTok")).Out.Should().Contain("Past retention, and erased: the personal data of 0 violations", "exceptions and reports of the first days are past it, the violation not yet");
        (await world.ContentAsync()).Should().Contain(Ann.Upn);
        world.Pass(TimeSpan.FromDays(1));

        var scan = await world.ScanAsync("Outlook", "TikTok");

        scan.Code.Should().Be(0, scan.Error);
        scan.Out.Should().Contain("Past retention, and erased: the personal data of 1 violation");
        var content = await world.ContentAsync();
        content.Should().NotContainAny(Ann.Traces).And.ContainAll(Bob.Traces);
        content.Should().Contain("audit-retention-erased").And.NotContain("carl@pc-7", "whose decision it was ended with what it was about");
        var verdict = await world.VerifyAsync("--against", old);
        verdict.Code.Should().Be(0, verdict.Out);
        verdict.Out.Should().MatchRegex("the personal part of [0-9]+ events was erased").And.Contain("The files agree at");
        world.Pass(TimeSpan.FromDays(1));
        (await world.ScanAsync("Outlook", "TikTok")).Out.Should().NotContain("Past retention", "nothing new ended");
        (await world.RunAsync("audit", "list", "--last", "200")).Out.Split('\n').Count(line => line.Contains("data erased", StringComparison.Ordinal)).Should().Be(2, "a run that erases nothing writes no event");
    }

    [Fact]
    public async Task Nothing_of_an_erased_case_stays_in_the_file_or_its_log()
    {
        await PrivacyEraseTests.LiveAsync(world);
        File.Delete(Path.Combine(world.Reports, "compliance-local-latest.json"));
        world.PassMonths(13, days: 1);
        await world.ScanAsync("Outlook", "TikTok");

        foreach (var trace in Ann.Traces)
        {
            world.FilesWith(trace).Should().BeEmpty("{0} is Ann's", trace);
        }
    }

    [Fact]
    public async Task Old_dated_reports_go_with_it_and_no_other_file()
    {
        await world.EndBothAsync();
        string[] others =
        [
            "compliance-local-20240105-060000.txt", "compliance-local-2024.html", "compliance-local-20249905-060000.html", "compliance-locale-20240105-060000.html", "compliance-local-20240105-060000-notes.html", "mine.html", "compliance-local-20240105-060000-rebuilt.html",
            "old/compliance-local-20240105-060000.html",
        ];
        Array.ForEach(others, name => world.Agent.Write("reports/" + name, "mine"));
        world.Agent.Write("reports/compliance-local-20240105-060000-violations.csv", "old");
        world.PassMonths(13, days: -1);

        var dry = await world.PrivacyAsync("tidy", "--dry-run");
        var files = Directory.GetFiles(world.Reports, "*", SearchOption.AllDirectories).Length;
        var tidied = await world.PrivacyAsync("tidy");

        dry.Out.Should().Contain("would be erased: the personal data of 0 violations").And.Contain("compliance-local-20260105-060000.html").And.Contain("compliance-local-20240105-060000-violations.csv").And.NotContain("20260112").And.NotContain("latest");
        tidied.Code.Should().Be(0, tidied.Error);
        tidied.Out.Should().Contain(" 10 report files.");
        var left = Directory.GetFiles(world.Reports, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(world.Reports, path).Replace('\\', '/')).ToList();
        left.Should().HaveCount(files - 10).And.Contain(others).And.Contain("compliance-local-latest.html").And.Contain("compliance-local-20260112-060000.html").And.NotContain("compliance-local-20260105-060000.html");
    }

    [Fact]
    public async Task Who_agreed_to_an_excuse_is_kept_while_it_counts_and_goes_thirteen_months_after_it_is_over()
    {
        const string Ours = "schema: 1\npolicy: ours\nextends: be-federal-tiktok\nexceptions: { reasons: [research], maximumDays: 90 }\n";
        using var world = new PrivacyWorld();
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        world.Agent.Write("ours.yaml", Ours + "scope: { owner: { company: advice } }\n");
        world.Pass(TimeSpan.FromDays(1));
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(5);
        (await world.AsAsync("carla.approver", "excuses", "approve", "1", "--reason", "Decided by Carla on Monday")).Code.Should().Be(0);
        world.Pass(TimeSpan.FromDays(1));
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);

        world.PassMonths(14);
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        (await world.ContentAsync()).Should().Contain("carla.approver", "what she agreed to still counts");
        (await world.ExportAsync(PrivacyWorld.Ann.Upn, "--account", "carla.approver")).GetProperty("decisions").GetProperty("excuses").GetArrayLength().Should().Be(1);

        world.Agent.Write("ours.yaml", Ours);
        world.Pass(TimeSpan.FromDays(1));
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        (await world.ContentAsync()).Should().Contain("carla.approver", "it is over since today");
        world.PassMonths(13, days: 2);
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);

        (await world.ContentAsync()).Should().NotContain("carla").And.NotContain("Decided by");
        (await world.VerifyAsync()).Code.Should().Be(0);
    }

    [Fact]
    public async Task Settings_say_how_long()
    {
        await world.EndBothAsync();
        world.Agent.Set("Privacy:RetainMonths", "2").Set("Privacy:RetainReportMonths", "24");
        world.PassMonths(2, days: 1);

        var tidied = await world.PrivacyAsync("tidy");

        tidied.Out.Should().Contain("and erased: the personal data of 2 violations").And.Contain(" 0 report files.");
        world.Agent.Set("Privacy:RetainMonths", "0");
        (await world.RunAsync("privacy", "tidy")).Error.Should().Contain("Privacy:RetainMonths must be between 1 and 1200.");
    }

    [Theory]
    [InlineData("violation")]
    [InlineData("device")]
    [InlineData("user")]
    public async Task A_hold_keeps_it_until_it_is_ended(string on)
    {
        await world.EndBothAsync();
        var target = on switch { "violation" => await world.ViolationOfAsync(Ann), "device" => Ann.Device, _ => Ann.Upn };
        var placed = await world.PrivacyAsync("hold", "add", "--" + on, target, "--reason", "Labour court, case 4711");
        placed.Code.Should().Be(0, placed.Error);
        placed.Out.Should().Contain("Legal hold 1 is placed on").And.Contain("It keeps 1 violation now");
        world.PassMonths(20);

        var tidied = await world.PrivacyAsync("tidy");

        tidied.Out.Should().Contain("and erased: the personal data of 1 violation").And.Contain("report files are past retention and stay, because a legal hold stands.");
        var content = await world.ContentAsync();
        content.Should().ContainAll(Ann.Traces).And.NotContainAny(Bob.Traces);
        (await world.PrivacyAsync("hold", "list")).Out.Should().Contain("Labour court, case 4711").And.Contain("dpo@pc-7");

        (await world.PrivacyAsync("hold", "end", "1", "--reason", "Closed")).Out.Should().Contain("Legal hold 1 is ended by dpo@pc-7; it kept 1 violation.");
        (await world.PrivacyAsync("tidy")).Out.Should().Contain("the personal data of 1 violation");
        (await world.ContentAsync()).Should().NotContain(Ann.Serial).And.NotContain(Ann.Name);
        (await world.VerifyAsync()).Code.Should().Be(0);
        (await world.RunAsync("audit", "list")).Out.Should().Contain("legal hold placed").And.Contain("Legal hold 1 was ended.");
    }

    [Fact]
    public async Task A_hold_on_a_person_outlives_a_change_of_name()
    {
        await world.ScanAsync("TikTok", "TikTok");
        (await world.PrivacyAsync("hold", "add", "--user", Ann.Upn, "--reason", "Case")).Code.Should().Be(0);
        world.Pass(TimeSpan.FromDays(7));
        var married = Ann with { Upn = "annelies.maes@contoso.example", Mail = "a.maes@contoso.example" };
        await world.ScanAsync("Outlook", "TikTok", married);
        world.Pass(TimeSpan.FromDays(7));
        await world.ScanAsync("TikTok", "TikTok", married);
        world.Pass(TimeSpan.FromDays(7));
        await world.ScanAsync("Outlook", "TikTok", married);
        world.PassMonths(20);

        (await world.PrivacyAsync("tidy")).Code.Should().Be(0);

        (await world.ContentAsync()).Should().Contain(married.Upn);
        (await world.PrivacyAsync("erase", "--user", married.Upn)).Error.Should().Contain("Legal hold 1");
    }

    [Theory]
    [InlineData("hold add --reason R", "exactly one of --violation, --device and --user")]
    [InlineData("hold add --user a --device b --reason R", "exactly one of --violation, --device and --user")]
    [InlineData("hold add --violation 7 --reason R", "7: there is no such violation.")]
    [InlineData("hold end 7 --reason R", "7: there is no such legal hold. Nothing was written.")]
    [InlineData("tidy --tenant none", "the store holds no such tenant")]
    public async Task What_cannot_be_is_refused(string line, string told)
    {
        await world.ScanAsync("TikTok", "TikTok");

        var outcome = await world.PrivacyAsync(line.Split(' '));

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain(told);
    }

    [Fact]
    public async Task A_fault_of_it_is_told_and_the_scan_is_stored()
    {
        await world.EndBothAsync();
        world.PassMonths(14);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.Agent.StorePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER no BEFORE UPDATE OF erased_at ON violations BEGIN SELECT RAISE(ABORT, 'not today'); END";
            command.ExecuteNonQuery();
        }

        var scan = await world.ScanAsync("Outlook", "Outlook");

        scan.Code.Should().Be(0, scan.Error);
        scan.Out.Should().Contain("Personal data past retention could not be erased: ").And.Contain("The scan is stored");
        (await world.ContentAsync()).Should().Contain(Ann.Upn, "nothing of a run that failed is kept");
        (await world.VerifyAsync()).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_erases_nothing_when_files_are_scanned()
    {
        await world.EndBothAsync();
        world.Agent.Write("rows.csv", $"DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n{Ann.Device},Outlook,2.0,Microsoft,IOS\n{Bob.Device},Outlook,2.0,Microsoft,IOS\n");
        world.PassMonths(30);

        (await world.RunAsync("scan", "--inventory", "rows.csv", "--as-of", "2026-01-20")).Code.Should().Be(0);

        (await world.ContentAsync()).Should().Contain(Ann.Upn);
    }
}
