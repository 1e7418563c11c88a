using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Scanning.Excusing;

/// <summary>Somebody changes a file so that violations vanish: nothing moves until a second person agrees, and nothing moves in silence.</summary>
public sealed class FileActTests
{
    private static readonly string[] Before = ["d1 Open Violation", "d2 Open Violation", "d3 Open Violation"];

    [Theory]
    [InlineData("the policy only advises", "downgraded", "3/3", "d1 Open Advice, d2 Open Advice, d3 Open Advice")]
    [InlineData("the policy asks for a person", "downgraded", "3/3", "d1 Review Review, d2 Review Review, d3 Review Review")]
    [InlineData("the policy wants certainty", "downgraded", "3/3", "d1 Review Violation, d2 Review Violation, d3 Review Violation")]
    [InlineData("a rule only advises", "downgraded", "1/1", "d1 Open Violation, d2 Open Violation, d3 Open Advice")]
    [InlineData("the scope leaves the devices out", "scopeNarrowed", "3/3", "d1 Withdrawn Violation, d2 Withdrawn Violation, d3 Withdrawn Violation")]
    [InlineData("a rule is narrowed", "ruleNarrowed", "1/1", "d1 Open Violation, d2 Open Violation, d3 Withdrawn Violation")]
    [InlineData("a rule is removed", "ruleRemoved", "1/1", "d1 Open Violation, d2 Open Violation, d3 Withdrawn Violation")]
    [InlineData("the policy never flags it", "neverFlagged", "1/1", "d1 Open Violation, d2 Open Violation, d3 Withdrawn Violation")]
    [InlineData("the catalogue never flags it", "neverFlagged", "1/1", "d1 Open Violation, d2 Open Violation, d3 Withdrawn Violation")]
    [InlineData("the policy is taken out of use", "policyRemoved", "3/3", "d1 Withdrawn Violation, d2 Withdrawn Violation, d3 Withdrawn Violation")]
    [InlineData("the policy ends earlier", "validityShortened", "3/3", "d1 Withdrawn Violation, d2 Withdrawn Violation, d3 Withdrawn Violation")]
    public async Task It_waits_changes_nothing_and_counts_once_a_second_person_agreed(string what, string kind, string frees, string after)
    {
        using var world = new ExcusingWorld();
        (await world.ScanAsync()).Code.Should().Be(0);
        var policies = Do(world, what);

        var held = await world.ScanAsync(policies);

        held.Code.Should().Be(5, held.Error);
        held.Error.Should().Contain("excuses approve 1").And.Contain("Excusing:Persons to 1");
        held.Coverage.Should().Contain("violating", 3).And.Contain("clean", 1);
        (await world.StatesAsync()).Should().Equal(Before);
        (await world.ActsAsync()).Should().Equal($"1 {kind} pending {frees}");

        var again = await world.ScanAsync(policies);
        again.Code.Should().Be(5);
        (again.Written("violations"), again.Written("events"), again.Written("excusing_acts")).Should().Be((0, 0, 0), "it was told once");
        (await world.StatesAsync()).Should().Equal(Before);

        var approved = await world.AsAsync("bob@pc-8", "excuses", "approve", "1", "--reason", "Board of 2 October");
        approved.Out.Should().Contain("approved by bob@pc-8").And.Contain("The next scan");
        var freed = await world.ScanAsync(policies);

        freed.Code.Should().Be(0, freed.Error);
        (await world.StatesAsync()).Should().Equal(after.Split(", "));
        (await world.ActsAsync()).Should().Equal($"1 {kind} approved {frees}");
        var audit = await world.AsAsync("eve@pc-1", "audit", "list", "--last", "100");
        audit.Out.Should().Contain("Excuse 1 (").And.Contain("Proposed").And.Contain("Approved").And.Contain("bob@pc-8");
        (await world.AsAsync("eve@pc-1", "audit", "verify")).Code.Should().Be(0);
        (await world.ScanAsync(policies)).Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_refused_stays_and_every_scan_says_so_until_the_file_is_changed_back()
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();
        var policies = Do(world, "a rule is narrowed");
        await world.ScanAsync(policies);

        (await world.AsAsync("bob@pc-8", "excuses", "refuse", "1", "--reason", "The board said no")).Code.Should().Be(0);
        var held = await world.ScanAsync(policies);

        held.Code.Should().Be(5);
        held.Error.Should().Contain("were refused (numbers 1)").And.Contain("Change the files back");
        (await world.StatesAsync()).Should().Equal(Before);
        (await world.AsAsync("ann@pc-7", "excuses", "approve", "1")).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("refused already, by bob@pc-8"));

        world.Policy(ExcusingWorld.House);
        (await world.ScanAsync()).Code.Should().Be(0);
        Do(world, "a rule is narrowed");
        (await world.ScanAsync()).Code.Should().Be(5);
        (await world.ActsAsync()).Should().Equal("1 ruleNarrowed refused 1/1", "4 ruleNarrowed pending 1/1");
    }

    [Fact]
    public async Task A_file_that_is_changed_back_takes_the_act_with_it_and_an_approval_is_used_once()
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();
        var gone = Do(world, "the policy is taken out of use");
        await world.ScanAsync(gone);
        (await world.ScanAsync()).Code.Should().Be(0);
        (await world.ActsAsync()).Should().Equal("1 policyRemoved superseded 3/3");
        (await world.StatesAsync()).Should().Equal(Before);

        await world.ScanAsync(gone);
        (await world.Agent.ApproveExcusesAsync()).Should().Be(1);
        await world.ScanAsync(gone);
        (await world.ScanAsync()).Changes.Should().Contain("reopened", 3);

        (await world.ScanAsync(gone)).Code.Should().Be(5, "what was agreed to was another day's");
        (await world.StatesAsync()).Should().Equal(Before);
    }

    [Fact]
    public async Task An_end_that_comes_nearer_day_by_day_is_no_end_that_the_policy_named()
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();
        world.Policy(ExcusingWorld.House.Replace("rules:", "validUntil: 2026-10-03\nrules:", StringComparison.Ordinal));
        (await world.ScanAsync()).Code.Should().Be(0, "it has not ended yet");
        (await world.ScanAsync("--policy", "other.yaml", "--set", "Policies:Use:0=" + Path.Combine(world.Agent.Folder, "house.yaml"))).Code.Should().Be(0, "a scan that leaves the policy out forgets nothing");

        (await world.ScanAsync()).Code.Should().Be(5);

        (await world.StatesAsync()).Should().Equal(Before);
        (await world.ActsAsync()).Should().Equal("1 validityShortened pending 3/3");
    }

    [Fact]
    public async Task What_frees_nothing_asks_nobody()
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();

        world.Policy(ExcusingWorld.House.Replace("House ban", "The house's ban", StringComparison.Ordinal) + "  - { id: also, name: \"Nobody Has This\" }\n");
        (await world.ScanAsync()).Code.Should().Be(0, "retitled and added to");
        world.Policy(ExcusingWorld.House);
        (await world.ScanAsync()).Code.Should().Be(0, "a rule that found nothing was taken out");
        (await world.ScanAsync("--policy", "house.yaml")).Code.Should().Be(0, "a policy that found nothing was taken out of use");

        (await world.ActsAsync()).Should().BeEmpty();
        (await world.StatesAsync()).Should().Equal(Before);
    }

    [Fact]
    public async Task A_device_whose_owner_changed_is_no_act_of_ours()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.AddClean(1);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();
        fleet["phone"].Record = fleet["phone"].Record with { OwnerType = "personal" };

        var scan = await world.NextDayAsync();

        scan.Code.Should().Be(0, scan.Error);
        (await world.ViolationOfAsync("phone")).Should().BeEquivalentTo(new { State = ViolationState.Withdrawn, StateReason = new { Code = "withdrawn-advice-only-counted" } });
    }

    [Fact]
    public async Task Where_one_person_is_enough_it_counts_at_once_and_the_reports_and_the_audit_say_so()
    {
        using var world = new ExcusingWorld(persons: 1);
        await world.ScanAsync();
        Do(world, "a rule is removed");

        var scan = await world.ScanAsync();

        scan.Code.Should().Be(0, scan.Error);
        scan.Written("excusing_acts").Should().Be(1);
        (await world.StatesAsync()).Should().Equal("d1 Open Violation", "d2 Open Violation", "d3 Withdrawn Violation");
        (await world.ReportAsync(".html")).Should().Contain("One person is enough here (Excusing:Persons is 1)").And.Contain("rule removed: 1 (1 violation, 1 by one person alone)");
        (await world.ReportAsync("-summary.csv")).Should().Contain("excusing,persons,1");

        world.Agent.Set("Excusing:Persons", "2");
        await world.ScanAsync();
        (await world.AsAsync("eve@pc-1", "audit", "list", "--last", "3")).Out.Should().Contain("Excusing:Persons changed from 1 to 2");
    }

    [Fact]
    public async Task The_first_page_of_every_report_tells_what_waits_and_what_counted()
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();
        (await world.ReportAsync(".html")).Should().Contain("Excused without removal").And.Contain("In the last 90 days nothing was. Exceptions in force: 0 enforced, 0 asserted.").And.NotContain("One person is enough");
        Do(world, "a rule is narrowed");
        await world.ScanAsync();

        var html = await world.ReportAsync(".html");
        html.IndexOf("id=\"excused\"", StringComparison.Ordinal).Should().BeLessThan(html.IndexOf("id=\"coverage", StringComparison.Ordinal), "it stands on the first page");
        html.Should().Contain("Waiting for a second person, violations unchanged: 1.").And.Contain("Rule or product narrowed, house, clocks, 1 violation on 1 device").And.Contain("house.yaml (");
        using var json = System.Text.Json.JsonDocument.Parse(await world.ReportAsync(".json"));
        var excusing = json.RootElement.GetProperty("excusing");
        excusing.GetProperty("persons").GetInt32().Should().Be(2);
        excusing.GetProperty("pending")[0].GetProperty("kind").GetString().Should().Be("ruleNarrowed");
        (await world.ReportAsync("-summary.csv")).Should().Contain("excusing,pending,1").And.Contain("excusing,counted ruleNarrowed,0");

        await world.Agent.ApproveExcusesAsync();
        await world.ScanAsync();
        (await world.ReportAsync(".html")).Should().Contain("In the last 90 days: rule or product narrowed: 1 (1 violation).");
    }

    /// <summary>Changes the files; returns the policies to scan by.</summary>
    private static string[] Do(ExcusingWorld world, string what)
    {
        var house = ExcusingWorld.House;
        switch (what)
        {
            case "the policy is taken out of use":
                return ["--policy", "other.yaml"];
            case "the catalogue never flags it":
                world.Agent.Write("catalogue/ours.catalog.yaml", "schema: 1\ncatalogue: ours\nneverFlag:\n  - 'Clock Radio'\n");
                return [];
            default:
                world.Policy(what switch
                {
                    "the policy only advises" => house.Replace("rules:", "scope: { owner: { company: advice } }\nrules:", StringComparison.Ordinal),
                    "the policy asks for a person" => house.Replace("rules:", "scope: { owner: { company: review } }\nrules:", StringComparison.Ordinal),
                    "the policy wants certainty" => house.Replace("rules:", "confidence: exact\nrules:", StringComparison.Ordinal),
                    "a rule only advises" => house.Replace("name: \"Clock*\"", "name: \"Clock*\"\n    severity: advice", StringComparison.Ordinal),
                    "the scope leaves the devices out" => house.Replace("rules:", "scope: { platforms: [android] }\nrules:", StringComparison.Ordinal),
                    "a rule is narrowed" => house.Replace("Clock*", "Clock Tower*", StringComparison.Ordinal),
                    "a rule is removed" => house[..house.IndexOf("  - id: clocks", StringComparison.Ordinal)],
                    "the policy never flags it" => house.Replace("rules:", "neverFlag: ['Clock Radio']\nrules:", StringComparison.Ordinal),
                    "the policy ends earlier" => house.Replace("rules:", "validUntil: 2026-09-01\nrules:", StringComparison.Ordinal),
                    _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such change"),
                });
                return [];
        }
    }
}
