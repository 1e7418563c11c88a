using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations.Privacy;
using static ComplianceAgent.Tests.Violations.Privacy.PrivacyWorld;

namespace ComplianceAgent.Tests.Commands;

/// <summary>A person is erased on request: all of them, nothing of anybody else, and the chains stay whole.</summary>
public sealed class PrivacyEraseTests : IDisposable
{
    private readonly PrivacyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task No_byte_of_an_erased_person_is_left_and_the_chain_still_verifies()
    {
        await LiveAsync(world);
        var anchor = world.Agent.Write("anchor.txt", (await world.RunAsync("audit", "verify")).Out);
        foreach (var trace in Ann.Traces)
        {
            world.FilesWith(trace).Should().NotBeEmpty("{0} must be there, or the search is worth nothing", trace);
        }

        var erased = await world.PrivacyAsync("erase", "--user", Ann.Upn, "--reports");

        erased.Code.Should().Be(0, erased.Error);
        erased.Out.Should().Contain("the personal data of 1 violation").And.Contain("Not reached: tickets, mails, backups").And.Contain("Kept: what was found");
        foreach (var trace in Ann.Traces)
        {
            world.FilesWith(trace).Should().BeEmpty("{0} is Ann's", trace);
        }

        foreach (var trace in Bob.Traces)
        {
            world.FilesWith(trace).Should().NotBeEmpty("{0} is Bob's", trace);
        }

        var verdict = await world.VerifyAsync("--against", anchor);
        verdict.Code.Should().Be(0, verdict.Out);
        (await world.RunAsync("audit", "list")).Out.Should().MatchRegex("The personal data of a person was erased: of 1 violations, of 9 decisions, 14 personal parts of events, 14 report files.");
        verdict.Out.Should().Contain("The chains are whole").And.MatchRegex("the personal part of [0-9]+ events was erased").And.Contain("The files agree at");
    }

    [Fact]
    public async Task What_is_erased_is_printed_as_erased_and_everything_else_as_before()
    {
        await world.EndAnnsAsync();
        (await world.PrivacyAsync("erase", "--user", Ann.Upn)).Code.Should().Be(0);

        (await world.RunAsync("report", "--output", world.Reports)).Code.Should().Be(0);

        var json = await LatestAsync(".json");
        var (csv, html) = (await LatestAsync("-violations.csv"), await LatestAsync(".html"));
        json.Should().Contain("\"name\": \"(erased)\"").And.Contain("\"user\": \"(erased)\"").And.Contain("\"serialNumber\": \"(erased)\"").And.Contain("\"erasedAt\": \"2026-01-12T").And.Contain(Ann.Device).And.Contain(Bob.Upn);
        csv.Should().Contain($"{Ann.Device},(erased),company,(erased),(erased),").And.Contain(Bob.Upn);
        html.Should().Contain("(erased)").And.Contain(Ann.Device).And.Contain(Bob.Upn);
    }

    [Fact]
    public async Task While_a_violation_is_open_a_hold_stands_or_an_exception_is_theirs_nothing_is_erased()
    {
        await world.EndAnnsAsync();
        var content = await world.ContentAsync();

        var open = await world.PrivacyAsync("erase", "--user", Bob.Upn.ToUpperInvariant());
        open.Code.Should().Be(2);
        open.Error.Should().Contain("is open: what is needed to follow it up is not erased").And.Contain("Nothing was erased.").And.NotContain(Bob.Name);
        (await world.ContentAsync()).Should().Be(content);

        (await world.PrivacyAsync("hold", "add", "--device", Ann.Device, "--reason", "Case 4711")).Code.Should().Be(0);
        var held = await world.PrivacyAsync("erase", "--user", Ann.Upn, "--dry-run");
        held.Code.Should().Be(2);
        held.Error.Should().Contain("Legal hold 1 of 2026-01-12 is on them or something of theirs");

        (await world.PrivacyAsync("hold", "end", "1", "--reason", "Settled")).Code.Should().Be(0);
        (await world.AsAsync("carl", "exceptions", "request", "ours", "--user", Ann.Mail, "--reason", "research", "--why", "Lab", "--until", "2026-02-01")).Code.Should().Be(0);
        var excused = await world.PrivacyAsync("erase", "--user", Ann.Upn);
        excused.Code.Should().Be(2);
        excused.Error.Should().Contain("Exception store:1 is for them until 2026-02-01: revoke or reject it first.");
        (await world.AsAsync("dora", "exceptions", "reject", "1", "--why", "Gone")).Code.Should().Be(0);
        (await world.PrivacyAsync("erase", "--user", Ann.Upn)).Code.Should().Be(0);
        (await world.RunAsync("exceptions", "list", "--all")).Out.Should().Contain("User (erased)").And.NotContain(Ann.Mail);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_figures_and_writes_nothing()
    {
        await LiveAsync(world);
        var content = await world.ContentAsync();

        var foreseen = await world.PrivacyAsync("erase", "--user", Ann.UserId, "--reports", "--dry-run");
        (await world.ContentAsync()).Should().Be(content);
        foreseen.Out.Should().Contain("Dry run: nothing was written.");
        var done = await world.PrivacyAsync("erase", "--user", Ann.UserId, "--reports");

        done.Out.Split('\n')[0].Should().Be(foreseen.Out.Split('\n')[0].Replace("Would be erased", "Erased", StringComparison.Ordinal));
        (await world.PrivacyAsync("erase", "--user", Ann.UserId)).Out.Should().Contain("the personal data of 0 violations");
    }

    [Fact]
    public async Task What_they_decided_about_others_is_kept_and_said()
    {
        await world.EndAnnsAsync();
        (await world.AsAsync("annelies", "exceptions", "request", "ours", "--device", Bob.Device, "--reason", "research", "--why", "Lab", "--until", "2026-02-01")).Code.Should().Be(0);

        var erased = await world.PrivacyAsync("erase", "--user", Ann.Upn, "--account", "annelies");

        erased.Code.Should().Be(0, erased.Error);
        erased.Out.Should().Contain("Kept as evidence of who decided, until retention takes it: 1 decision of theirs about others.");
        (await world.RunAsync("exceptions", "list")).Out.Should().Contain("annelies@pc-7");
    }

    [Fact]
    public async Task An_id_is_followed_to_every_name_they_had_and_a_name_given_to_two_is_refused()
    {
        await world.ScanAsync("TikTok", "TikTok");
        world.Pass(TimeSpan.FromDays(7));
        var married = Ann with { Upn = "annelies.maes@contoso.example", Mail = "a.maes@contoso.example" };
        await world.ScanAsync("TikTok", "Outlook", married);
        world.Pass(TimeSpan.FromDays(7));
        await world.ScanAsync("Outlook", "Outlook", married);

        (await world.ExportAsync(married.Upn)).GetProperty("violations").GetArrayLength().Should().Be(1);
        (await world.PrivacyAsync("erase", "--user", married.Upn, "--reports")).Code.Should().Be(0);
        world.FilesWith(married.Upn).Should().BeEmpty();
        (await world.ContentAsync()).Should().NotContain(Ann.Upn, "that was her name in earlier events");

        // The name goes to somebody else, with Bob's mail address.
        world.Pass(TimeSpan.FromDays(7));
        await world.ScanAsync("TikTok", "TikTok", Ann with { UserId = "cccccccc-0000-4000-8000-00000000000c", Mail = Bob.Mail });
        var two = await world.PrivacyAsync("erase", "--user", Bob.Mail);
        two.Code.Should().Be(2);
        two.Error.Should().Contain("stands in records of more than one person. Say which by user id:").And.Contain(Bob.UserId);
        (await world.PrivacyAsync("export", "--user", Bob.Mail)).Code.Should().Be(2);
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_app_is_recorded_again()
    {
        await world.EndAnnsAsync();
        (await world.PrivacyAsync("erase", "--user", Ann.Upn)).Code.Should().Be(0);
        (await world.ContentAsync()).Should().NotContain(Ann.Upn);

        world.Pass(TimeSpan.FromDays(7));
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);

        var violation = (await world.ExportAsync(Ann.Upn)).GetProperty("violations").EnumerateArray().Single();
        violation.GetProperty("state").GetString().Should().Be("open");
        violation.GetProperty("returnCount").GetInt32().Should().Be(1);
        (await LatestAsync("-violations.csv")).Should().Contain(Ann.Upn).And.NotContain("(erased)");
    }

    [Fact]
    public async Task Without_reports_the_files_that_name_them_are_named_and_no_other()
    {
        await world.EndAnnsAsync();
        world.Agent.Write("reports/notes.txt", Ann.Upn);

        var erased = await world.PrivacyAsync("erase", "--user", Ann.Upn);

        erased.Out.Should().Contain("Not erased, report file: ").And.Contain("compliance-local-latest.html").And.NotContain("notes.txt").And.NotContain("-coverage.csv");
        Directory.GetFiles(world.Reports, "*.html").Should().HaveCount(3);
    }

    /// <summary>A life with everything in it: sightings, an exception for Ann and its end, words of others about her, removals, reports.</summary>
    internal static async Task LiveAsync(PrivacyWorld world)
    {
        (await world.ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        foreach (var target in new[] { ("--user", Ann.Upn), ("--serial", Ann.Serial), ("--device", Bob.Device) })
        {
            (await world.AsAsync("carl", "exceptions", "request", "ours", target.Item1, target.Item2, "--reason", "research", "--why", $"Asked by {Ann.Name}", "--until", "2026-03-01", "--mitigation", $"Kept by {Ann.Mail}")).Code.Should().Be(0);
        }

        (await world.AsAsync("dora", "exceptions", "approve", "1", "--why", $"Seen with {Ann.Name}", "--role", "Head")).Code.Should().Be(0);
        world.Pass(TimeSpan.FromDays(1));
        (await world.AsAsync("dora", "exceptions", "revoke", "1", "--why", $"{Ann.Upn} has left")).Code.Should().Be(0);
        (await world.AsAsync("dora", "exceptions", "reject", "2", "--why", $"No: {Ann.DeviceName}")).Code.Should().Be(0);
        (await world.AsAsync("dora", "exceptions", "reject", "3", "--why", $"Not needed, says {Ann.Mail}.")).Code.Should().Be(0);
        (await world.PrivacyAsync("hold", "add", "--user", Ann.Upn, "--reason", $"Case of {Ann.Name}")).Code.Should().Be(0);
        (await world.PrivacyAsync("hold", "end", "1", "--reason", $"Case of {Ann.Name} closed")).Code.Should().Be(0);
        world.Pass(TimeSpan.FromDays(6));
        (await world.ScanAsync("Outlook", "TikTok")).Code.Should().Be(0);
        (await world.RunAsync("report", "--output", world.Reports)).Code.Should().Be(0);
    }

    private async Task<string> LatestAsync(string ending) =>
        await File.ReadAllTextAsync(Path.Combine(world.Reports, "compliance-local-latest" + ending), TestContext.Current.CancellationToken);
}
