using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Scanning.Breadth;

/// <summary>A rule that fits everything stores nothing until two people have accepted it.</summary>
public sealed class RuleHoldTests
{
    [Theory]
    [InlineData("nameRegex: \".+\"")]
    [InlineData("nameRegex: \"[a-z].*\"")]
    [InlineData("name: \"*e*\"")]
    [InlineData("name: \"*z*\"")]
    [InlineData("publisher: \"*e*\"")]
    public async Task A_rule_that_fits_everything_stores_nothing_of_it(string rule)
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy(rule);

        var scan = await fleet.ScanAsync();

        scan.Code.Should().Be(0, scan.Error);
        fleet.NamesInStore().Should().BeEmpty();
        scan.Open.Should().Equal("device-0000 tiktok", "device-0001 tiktok", "device-0002 tiktok");
        var held = scan.Scan.GetProperty("held").EnumerateArray().Should().ContainSingle().Subject;
        held.GetProperty("ruleId").GetString().Should().Be("all");
        held.GetProperty("devices").GetInt32().Should().Be(30);
        held.GetProperty("apps").GetInt32().Should().BeGreaterThanOrEqualTo(200);
        scan.Error.Should().Contain("Rule all of policy ours would hit").And.Contain("compliance-agent policy accept ours all");
        scan.Coverage.Should().Equal(new Dictionary<string, int> { ["violating"] = 3, ["underReview"] = 27 }, "nobody is clean by a rule that waits");
    }

    [Theory]
    [InlineData("name: \"*\"")]
    [InlineData("name: \"*?*\"")]
    [InlineData("nameRegex: \".*\"")]
    [InlineData("publisher: \"*\"")]
    public async Task A_pattern_that_says_nothing_is_refused_before_anything_is_read(string rule)
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy(rule);

        (await fleet.ScanAsync()).Code.Should().Be(2);

        Directory.Exists(Path.GetDirectoryName(fleet.Agent.StorePath)).Should().BeFalse();
    }

    [Fact]
    public async Task A_small_inventory_is_no_way_round()
    {
        using var fleet = new BroadFleet().With(devices: 2, apps: 10);
        fleet.Policy("name: \"*e*\"");

        (await fleet.ScanAsync()).Scan.GetProperty("held").GetArrayLength().Should().Be(1);

        fleet.NamesInStore().Should().BeEmpty();
    }

    [Fact]
    public async Task Thousands_of_hit_apps_are_given_up_on_and_told_the_same_whatever_the_order_of_rows()
    {
        using var fleet = new BroadFleet().With(devices: 40, apps: 1500);
        fleet.Policy("name: \"*e*\"");

        var scan = await fleet.ScanAsync();

        var held = scan.Scan.GetProperty("held")[0];
        held.TryGetProperty("devices", out _).Should().BeFalse("rows that were not kept cannot be counted");
        held.GetProperty("apps").GetInt32().Should().Be(1500);
        fleet.NamesInStore().Should().BeEmpty();
        scan.Coverage.Should().Equal(new Dictionary<string, int> { ["violating"] = 3, ["underReview"] = 37 });
        scan.Open.Should().HaveCount(3, "the product rule beside it is applied");

        fleet.With(40, 1500, reversed: true);
        var reversed = await fleet.ScanAsync("--dry-run");
        reversed.Scan.GetProperty("held").GetRawText().Should().Be(scan.Scan.GetProperty("held").GetRawText());
        reversed.Coverage.Should().Equal(scan.Coverage);
        reversed.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_accounts_let_it_through_and_one_alone_does_not()
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy("name: \"Leisure*\"");
        await fleet.ScanAsync();

        var first = await fleet.AcceptAsync("alice@desk", "ours", "all");
        first.Code.Should().Be(0, first.Error);
        first.Out.Should().Contain("would hit 200 of 201 distinct apps, 30 of 30 devices").And.Contain("stays held until another account");
        (await fleet.ScanAsync()).Open.Should().HaveCount(3);
        fleet.NamesInStore().Should().BeEmpty();

        var again = await fleet.AcceptAsync("alice@laptop", "ours", "all");
        again.Code.Should().Be(2);
        again.Error.Should().Contain("has to come from another account");
        (await fleet.ScanAsync()).Open.Should().HaveCount(3);

        (await fleet.AcceptAsync("bob@desk", "ours", "all")).Out.Should().Contain("accepted by alice, bob; the next scan applies it");
        var scan = await fleet.ScanAsync();
        scan.Open.Should().HaveCount(3 + 30);
        scan.Scan.GetProperty("held").GetArrayLength().Should().Be(0);
        scan.Coverage.Should().Equal(new Dictionary<string, int> { ["violating"] = 30 });
        var list = await fleet.AcceptAsync("carol@desk", "--list");
        list.Out.Should().Contain("The last scan held no rule").And.Contain("alice@desk").And.Contain("bob@desk").And.NotContain("one more person");
    }

    [Theory]
    [InlineData("name: \"Leis*\"", "another pattern")]
    [InlineData("name: \"Leisure*\"\n    platform: ios", "another platform")]
    [InlineData("name: \"Leisure*\"\n    severity: advice", "another severity")]
    public async Task A_changed_rule_asks_both_again(string changed, string because)
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy("name: \"Leisure*\"");
        await fleet.ScanAsync();
        await fleet.AcceptAsync("alice@desk", "ours", "all");
        await fleet.AcceptAsync("bob@desk", "ours", "all");
        fleet.Policy(changed);

        (await fleet.ScanAsync()).Scan.GetProperty("held").GetArrayLength().Should().Be(1, because);

        fleet.NamesInStore().Should().BeEmpty();
        (await fleet.AcceptAsync("alice@desk", "ours", "all")).Code.Should().Be(0);
    }

    [Fact]
    public async Task What_a_rule_found_before_it_became_too_broad_stays_as_it_is()
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy("name: \"Leisure 00001*\"");
        var narrow = await fleet.ScanAsync();
        narrow.Open.Should().HaveCountGreaterThan(3);
        fleet.Policy("name: \"Leisure*\"");

        var broad = await fleet.ScanAsync();

        broad.Open.Should().Equal(narrow.Open);
        broad.Changes.Should().BeEmpty();
        broad.Scan.GetProperty("held").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_product_on_every_device_is_what_a_ban_is_for()
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Agent.Write("apps.csv", string.Concat(File.ReadLines(Path.Combine(fleet.Agent.Folder, "apps.csv")).Select(line => line.Replace("Leisure 0000", "TikTok 3.", StringComparison.Ordinal) + "\n")));
        fleet.Policy("name: Nothing of the sort");

        var scan = await fleet.ScanAsync();

        scan.Scan.GetProperty("held").GetArrayLength().Should().Be(0);
        scan.Open.Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_the_last_scan_did_not_hold_cannot_be_accepted()
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy("name: \"*e*\"");
        (await fleet.AcceptAsync("alice@desk", "ours", "all")).Error.Should().Contain("There is no store");
        await fleet.ScanAsync();

        var wrong = await fleet.AcceptAsync("alice@desk", "ours", "tiktok");

        wrong.Code.Should().Be(2);
        wrong.Error.Should().Contain("held no rule tiktok").And.Contain("It held: ours all");
        (await fleet.AcceptAsync("alice@desk", "ours")).Error.Should().Contain("Name the rule as well");
    }

    [Fact]
    public async Task Reports_say_it_once_and_their_lines_sum_to_the_fleet()
    {
        using var fleet = new BroadFleet().With(devices: 30, apps: 200);
        fleet.Policy("name: \"*e*\"");

        var scan = await fleet.ScanAsync("--output", Path.Combine(fleet.Agent.Folder, "reports"));

        scan.Code.Should().Be(0, scan.Error);
        var reports = Directory.EnumerateFiles(Path.Combine(fleet.Agent.Folder, "reports"), "*", SearchOption.AllDirectories).ToList();
        reports.Where(path => Path.GetExtension(path) is ".html" or ".json").Should().AllSatisfy(path => File.ReadAllText(path).Should().Contain("policy accept ours all"));
        reports.Should().AllSatisfy(path => File.ReadAllText(path).Should().NotContain("Leisure 0"));
        scan.Coverage.Values.Sum().Should().Be(scan.Devices);
    }
}
