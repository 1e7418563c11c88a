using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A policy comes, changes and goes: what that does to violations is our change, never a removal.</summary>
public sealed class PolicyLifeTests
{
    private const string House = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        rules:
          - id: tiktok-anything
            name: "TikTok*"
            platform: ios

        """;

    [Fact]
    public async Task A_new_title_moves_nothing()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House);
        (await world.ScanAsync("--policy", file)).Open.Should().Equal("lite tiktok-anything", "phone tiktok-anything");
        world.Agent.Write("house.yaml", House.Replace("House ban", "The house's ban of 2026", StringComparison.Ordinal));

        var again = await world.ScanAsync("--policy", file);

        again.Changes.Should().BeEmpty();
        (again.Written("violations"), again.Written("events"), again.Written("devices")).Should().Be((0, 1, 0), "the audit dates the new version of the policy, and that is all");
        again.Scan.GetProperty("policies")[0].GetProperty("title").GetString().Should().Be("The house's ban of 2026");
    }

    [Fact]
    public async Task A_narrowed_rule_withdraws_what_it_covers_no_longer_and_a_widened_one_reopens_it()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House);
        await world.ScanAsync("--policy", file);
        world.Agent.Write("house.yaml", House.Replace("TikTok*", "TikTok Lite*", StringComparison.Ordinal));

        await world.NextDayAsync("--policy", file);
        (await world.ViolationOfAsync("phone")).State.Should().Be(ViolationState.Open, "nobody has agreed yet");
        await world.Agent.ApproveExcusesAsync();
        var narrowed = await world.ScanAsync("--policy", file);
        narrowed.Open.Should().Equal("lite tiktok-anything");
        narrowed.Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 1 });
        (await world.ViolationOfAsync("phone")).Should().BeEquivalentTo(new { State = ViolationState.Withdrawn, ReturnCount = 0 });

        world.Agent.Write("house.yaml", House);
        (await world.NextDayAsync("--policy", file)).Changes.Should().Equal(new Dictionary<string, int> { ["reopened"] = 1 });
        (await world.HistoryAsync()).Where(e => e.Contains(" phone ", StringComparison.Ordinal)).Should().Equal(
            "11-02 phone Opened seen-first", "11-03 phone Withdrawn withdrawn-rule-narrowed", "11-04 phone Reopened seen-in-force-again");
        (await world.ViolationOfAsync("phone")).Should().BeEquivalentTo(new { State = ViolationState.Open, ReturnCount = 0, FirstSeenAt = World.Monday });
    }

    [Fact]
    public async Task A_rule_taken_out_withdraws_and_an_app_removed_on_the_same_day_is_not_called_removed()
    {
        var fleet = Fleet();
        await using var world = await World.StartAsync(fleet.Tenant);
        var file = world.Agent.Write("house.yaml", House);
        await world.ScanAsync("--policy", file);
        fleet["phone"].Change(phone => phone.RefreshDay = null).Uninstall("TikTok");
        world.Agent.Write("house.yaml", House.Replace("tiktok-anything", "another", StringComparison.Ordinal).Replace("TikTok*", "Another*", StringComparison.Ordinal));

        await world.NextDayAsync("--policy", file);
        await world.Agent.ApproveExcusesAsync();
        (await world.ScanAsync("--policy", file)).Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 2 });
        (await world.HistoryAsync()).Should().EndWith(["11-03 lite Withdrawn withdrawn-rule-removed", "11-03 phone NotConfirmed unknown-excuse-waits", "11-03 phone Withdrawn withdrawn-rule-removed"]);
    }

    [Fact]
    public async Task A_policy_taken_out_of_use_withdraws_its_violations_and_only_them()
    {
        await using var world = await StartAsync();
        (await world.ScanAsync("--policy", World.Ban, "--policy", "us-federal-tiktok")).Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 4 });

        (await world.NextDayAsync("--policy", World.Ban)).Changes.Should().BeEmpty("nobody has agreed yet");
        await world.Agent.ApproveExcusesAsync();
        (await world.ScanAsync("--policy", World.Ban)).Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 2 });

        (await world.ViolationsAsync()).Should().AllSatisfy(violation =>
            violation.State.Should().Be(violation.PolicyId == World.Ban ? ViolationState.Open : ViolationState.Withdrawn));
        (await world.HistoryAsync()).Should().Contain("11-03 phone Withdrawn withdrawn-policy-not-in-force");
    }

    [Fact]
    public async Task Two_policies_on_the_same_app_are_two_violations_with_a_life_each()
    {
        var fleet = Fleet();
        fleet.Add(World.Phone("private").Install("TikTok"));
        fleet["private"].Record = fleet["private"].Record with { OwnerType = "personal" };
        await using var world = await World.StartAsync(fleet.Tenant);
        var strict = world.Agent.Write("strict.yaml", """
            schema: 1
            policy: strict
            title: { en: Strict }
            scope: { owner: { company: violation, personal: violation, unknown: violation } }
            rules:
              - product: tiktok

            """);

        var scan = await world.ScanAsync("--policy", World.Ban, "--policy", strict);

        // The pack bans the family, the house only the app itself; personal devices are a matter of the house alone.
        var found = scan.Json.GetProperty("violations").EnumerateArray()
            .Select(violation => $"{violation.GetProperty("deviceId").GetString()} {violation.GetProperty("policy").GetString()} {violation.GetProperty("product").GetString()}");
        found.Order(StringComparer.Ordinal).Should().Equal(
            "lite be-federal-tiktok tiktok_lite", "phone be-federal-tiktok tiktok", "phone strict tiktok", "private strict tiktok");
        scan.Coverage.Should().Contain("violating", 3);

        fleet["phone"].Change(phone => phone.RefreshDay = null).Uninstall("TikTok");
        (await world.NextDayAsync("--policy", World.Ban, "--policy", strict)).Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 2 });
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("vanished")]
    [InlineData("emptied")]
    public async Task A_policy_file_that_cannot_be_used_ends_with_2_and_moves_nothing(string how)
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House);
        await world.ScanAsync("--policy", file);
        var before = await world.HistoryAsync();
        if (how == "vanished")
        {
            File.Delete(file);
        }
        else
        {
            world.Agent.Write("house.yaml", how == "emptied" ? "" : House.Replace("rules:", "rulez:", StringComparison.Ordinal));
        }

        var scan = await world.NextDayAsync("--policy", file);

        scan.Code.Should().Be(2, scan.Error);
        scan.Error.Should().Contain("house.yaml");
        (await world.HistoryAsync()).Should().Equal(before);
        (await world.ViolationsAsync()).Should().OnlyContain(violation => violation.State == ViolationState.Open);
    }

    [Fact]
    public async Task A_policy_whose_validity_has_passed_withdraws_its_violations_and_speaks_of_no_device_any_more()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House.Replace("rules:", "validUntil: 2026-11-03\nrules:", StringComparison.Ordinal));
        await world.ScanAsync("--policy", file);

        (await world.NextDayAsync("--policy", file)).Changes.Should().BeEmpty("the last day counts");
        var after = await world.NextDayAsync("--policy", file);

        after.Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 2 });
        (await world.HistoryAsync()).Should().Contain("11-04 phone Withdrawn withdrawn-policy-ended");
        after.Coverage.Should().Equal(new Dictionary<string, int> { ["outOfScope"] = 4 }, "no device with the app may be called clean");
        (await world.NextDayAsync("--policy", file)).Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_renewed_policy_stays_in_force_past_its_first_end()
    {
        await using var world = await StartAsync();
        var ends = House.Replace("rules:", "validUntil: 2026-11-03\nrules:", StringComparison.Ordinal);
        var file = world.Agent.Write("house.yaml", ends);
        await world.ScanAsync("--policy", file);
        world.Agent.Write("house.yaml", ends.Replace("rules:", "renewals: [{ on: 2026-11-01, until: 2026-11-05, source: https://example.org/renewal }]\nrules:", StringComparison.Ordinal));

        (await world.NextDayAsync("--policy", file)).Changes.Should().BeEmpty();
        (await world.NextDayAsync("--policy", file)).Changes.Should().BeEmpty("the renewal holds after the first end");
        await world.NextDayAsync("--policy", file);
        (await world.NextDayAsync("--policy", file)).Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 2 });
        (await world.HistoryAsync()).Should().Contain("11-06 phone Withdrawn withdrawn-policy-ended");
    }

    [Fact]
    public async Task A_rule_added_later_has_its_own_date_and_leaves_the_others_theirs()
    {
        await using var world = await StartAsync();
        var dated = House.Replace("rules:", "timeZone: Europe/Brussels\nremoveBy: 2026-11-10\nrules:", StringComparison.Ordinal).Replace("TikTok*", "TikTok Lite*", StringComparison.Ordinal);
        var file = world.Agent.Write("house.yaml", dated);
        await world.ScanAsync("--policy", file);
        world.Agent.Write("house.yaml", dated + "  - id: also-tiktok\n    name: \"TikTok\"\n    platform: ios\n    removeBy: 2026-12-15\n");

        var added = await world.NextDayAsync("--policy", file);

        added.Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1 });
        Due(added, "lite").Should().Be(DateTimeOffset.Parse("2026-11-11T00:00:00+01:00", System.Globalization.CultureInfo.InvariantCulture));
        Due(added, "phone").Should().Be(DateTimeOffset.Parse("2026-12-16T00:00:00+01:00", System.Globalization.CultureInfo.InvariantCulture));

        static DateTimeOffset Due(ScanOutcome scan, string device) =>
            scan.Json.GetProperty("violations").EnumerateArray().Single(violation => violation.GetProperty("deviceId").GetString() == device).GetProperty("headlineDeadline").GetDateTimeOffset();
    }

    [Fact]
    public async Task What_is_installed_while_the_ban_is_in_effect_has_no_time_until_the_removal_date_and_what_was_there_has()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("old").Install("TikTok"));
        fleet.Add(World.Phone("new"));
        fleet.Add(World.Phone("lite").Install("TikTok Lite"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        var ban = House.Replace("rules:", "effective: 2026-11-02\nremoveBy: 2026-12-15\nrules:", StringComparison.Ordinal).Replace("TikTok*", "TikTok", StringComparison.Ordinal);
        var file = world.Agent.Write("house.yaml", ban);
        await world.ScanAsync("--policy", file);
        await world.NextDayAsync("--policy", file);
        fleet["new"].Install("TikTok");
        world.Simulator.Advance(TimeSpan.FromDays(6));
        await world.ScanAsync("--policy", file);
        world.Agent.Write("house.yaml", ban.Replace("\"TikTok\"", "\"TikTok*\"", StringComparison.Ordinal));
        fleet["lite"].Install("Calculator");
        world.Simulator.Advance(TimeSpan.FromDays(7));

        var scan = await world.ScanAsync("--policy", file);

        scan.Open.Should().Equal("lite tiktok-anything", "new tiktok-anything", "old tiktok-anything");
        (await world.ViolationOfAsync("new")).AbsentAt.Should().Be(World.Monday, "its inventory of that day did not have the app");
        (await world.ViolationOfAsync("old")).AbsentAt.Should().BeNull();
        (await world.ViolationOfAsync("lite")).AbsentAt.Should().BeNull("the rule came later than the app: nothing proves it new");
        var deadlines = scan.Json.GetProperty("violations").EnumerateArray().ToDictionary(violation => violation.GetProperty("deviceId").GetString()!, violation => violation.GetProperty("headlineDeadline").GetDateTimeOffset());
        deadlines["new"].Should().Be(World.Monday.AddDays(7 + 5), "the house's grace from first sight is all it has");
        deadlines["old"].Should().Be(DateTimeOffset.Parse("2026-12-16T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        deadlines["lite"].Should().Be(deadlines["old"]);
    }

    [Fact]
    public async Task A_policy_and_a_rule_that_were_renamed_take_their_violations_with_them()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House);
        await world.ScanAsync("--policy", file);
        var before = await world.ViolationOfAsync("phone");
        world.Agent.Write("house.yaml", """
            schema: 1
            policy: board-ban
            formerly: [house-ban]
            title: { en: House ban }
            rules:
              - product: tiktok
                formerly: [tiktok-anything]

            """);

        var renamed = await world.NextDayAsync("--policy", file);

        renamed.Open.Should().Contain("phone tiktok");
        var after = await world.ViolationOfAsync("phone");
        after.Should().BeEquivalentTo(new { before.Id, before.FirstSeenAt, before.StateSince, State = ViolationState.Open, PolicyId = "board-ban", Subject = "tiktok", RuleId = "tiktok", ReturnCount = 0 });
        (await world.HistoryAsync()).Where(e => e.Contains(" phone ", StringComparison.Ordinal)).Should().StartWith(["11-02 phone Opened seen-first", "11-03 phone Renamed renamed"]);
        (await world.NextDayAsync("--policy", file)).Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_former_id_that_is_in_use_is_refused_with_its_place()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House.Replace("    platform: ios", "    formerly: [tiktok-anything]", StringComparison.Ordinal).Replace("title:", "formerly: [house-ban]\ntitle:", StringComparison.Ordinal));

        var refused = await world.Agent.RunAsync("policy", "validate", file);

        refused.Code.Should().Be(2);
        refused.Out.Should().Contain("house.yaml(3,12)").And.Contain("house-ban is in use in this policy").And.Contain("(8,16)").And.Contain("tiktok-anything is in use");
    }

    [Fact]
    public async Task A_scan_of_some_of_the_policies_in_force_leaves_the_others_as_they_are_and_hides_no_proof_from_them()
    {
        var fleet = Fleet();
        await using var world = (await World.StartAsync(fleet.Tenant)).Use(World.Ban, "us-federal-tiktok");
        await world.ScanAsync();
        fleet["phone"].Change(phone => phone.RefreshDay = null).Uninstall("TikTok");

        (await world.NextDayAsync("--policy", "us-federal-tiktok")).Changes.Should().Contain("resolved", 1).And.NotContainKey("withdrawn");
        (await world.ViolationsAsync()).Single(violation => violation is { DeviceId: "phone", PolicyId: World.Ban }).State.Should().Be(ViolationState.Open);

        (await world.NextDayAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1 });
        (await world.NextDayAsync()).Changes.Should().BeEmpty();
    }

    private static async Task<World> StartAsync() => await World.StartAsync(Fleet().Tenant);

    private static Fleet Fleet()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.Add(World.Phone("lite").Install("TikTok Lite"));
        fleet.AddClean(2);
        return fleet;
    }
}
