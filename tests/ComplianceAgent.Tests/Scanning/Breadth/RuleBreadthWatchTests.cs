using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Scanning.Breadth;

/// <summary>The count beside the collector: bounds memory early, and never lets the order of apps decide.</summary>
public sealed class RuleBreadthWatchTests : IDisposable
{
    private readonly AgentFixture agent = new();

    [Fact]
    public void A_rule_that_fits_everything_is_given_up_on_after_some_hundred_apps()
    {
        var watch = Watch(Set("name: \"*e*\""));

        Enumerable.Range(0, 20_000).Count(n => watch.IsWanted(App("Leisure", n))).Should().BeLessThan(RuleBreadth.EarlyFloor);

        watch.Reached.Single().Should().Be(new ReachedRule(new RuleKey("ours", "all"), RuleReachKind.Pattern, 20_000, IsGivenUp: true));
        watch.GaveUpTooSoon.Should().BeFalse();
    }

    [Fact]
    public void What_another_rule_asks_for_is_kept_all_the_same()
    {
        var watch = Watch(Set("name: \"*e*\""));
        Enumerable.Range(0, 2000).Count(n => watch.IsWanted(App("Leisure", n))).Should().BePositive();

        watch.IsWanted(new DistinctApp(Platform.IOS, "TikTok", "", "1", "")).Should().BeTrue();
    }

    [Fact]
    public void Giving_up_on_what_only_came_first_is_noticed()
    {
        var watch = Watch(Set("name: \"Zzz*\""));
        var apps = Enumerable.Range(0, 600).Select(n => App("Zzz", n)).Concat(Enumerable.Range(0, 59_400).Select(n => App("Leisure", n)));

        apps.Count(watch.IsWanted).Should().BeLessThan(600);

        watch.GaveUpTooSoon.Should().BeTrue("in the whole it is one in a hundred");
    }

    [Fact]
    public void An_accepted_rule_may_hit_as_much_as_it_likes()
    {
        var set = Set("name: \"*e*\"");
        var accepted = RuleMeaning.In(set, new HashSet<string> { RuleMeaning.Of(set.Policies[0], "all", set.Catalogue) });
        var watch = new RuleBreadthWatch(PolicyMatcher.Compile(set), set.Policies, accepted, new ScanOptions());

        Enumerable.Range(0, 2000).Should().AllSatisfy(n => watch.IsWanted(App("Leisure", n)).Should().BeTrue());

        watch.Reached.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rule_that_hit_much_at_first_and_little_in_the_whole_is_applied_whatever_the_order()
    {
        // 600 of 40,000 apps are 1.5 %: not too broad, though the first rows look as if it were.
        var rows = Enumerable.Range(0, 40_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"d{n % 100},{(n < 600 ? "Zzz" : "Leisure")} {n:D5},1,IOS\n")).ToArray();
        agent.Write("ours.yaml", Policy("name: \"Zzz*\""));
        var open = new List<string>();
        foreach (var order in new[] { rows, [.. rows.Reverse()] })
        {
            agent.Write("apps.csv", "DeviceId,ApplicationName,ApplicationVersion,Platform\n" + string.Concat(order));
            var scan = await agent.ScanAsync("--dry-run", "--inventory", "apps.csv", "--policy", "ours.yaml", "--set", "Scan:MaxRuleShareOfDevices=1");
            scan.Scan.GetProperty("held").GetArrayLength().Should().Be(0);
            scan.Scan.GetProperty("appRows").GetInt32().Should().Be(40_000, "the second read counts alone");
            open.Add(string.Join(' ', scan.Open));
            scan.Open.Should().HaveCount(100);
        }

        open[0].Should().Be(open[1]);
    }

    public void Dispose() => agent.Dispose();

    private static DistinctApp App(string name, int number) =>
        new(Platform.IOS, name + number.ToString(" 00000", CultureInfo.InvariantCulture), "", "1", "");

    private static RuleBreadthWatch Watch(PolicySet set) => new(PolicyMatcher.Compile(set), set.Policies, new HashSet<RuleKey>(), new ScanOptions());

    private static string Policy(string rule) => $"schema: 1\npolicy: ours\ntitle: {{ en: Ours }}\nrules:\n  - product: tiktok\n  - id: all\n    {rule}\n";

    private PolicySet Set(string rule)
    {
        var file = agent.Write("watched.yaml", Policy(rule));
        return PolicyLibrary.Load(null, [file]).Select([file]);
    }
}
