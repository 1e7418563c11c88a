using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.WhatIf;

/// <summary>What a new or changed policy would do, asked of a live inventory before it is in force.</summary>
public sealed class WhatIfTests
{
    private const string House = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        rules:
          - id: tiktok-anything
            name: "TikTok*"
          - id: look-again
            name: "Signal"
            platform: android

        """;

    [Fact]
    public async Task A_changed_policy_says_what_it_would_open_withdraw_and_keep_and_the_scan_then_does_it()
    {
        var fleet = Fleet();
        await using var world = (await World.StartAsync(fleet.Tenant)).Use("house-ban");
        Directory.CreateDirectory(Path.Combine(world.Agent.Folder, "bans"));
        world.Agent.Set("Policies:Path", Path.Combine(world.Agent.Folder, "bans"));
        world.Agent.Write("bans/house.yaml", House);
        (await world.ScanAsync()).Open.Should().Equal("lite tiktok-anything", "phone tiktok-anything");
        var changed = world.Agent.Write("changed.yaml", House.Replace("TikTok*", "TikTok Lite*", StringComparison.Ordinal)
            .Replace("platform: android", "platform: ios", StringComparison.Ordinal));
        var before = Files(world);

        var scan = await world.NextDayAsync("--dry-run", "--policy", changed);

        scan.Code.Should().Be(5, "what it would withdraw takes a second person");
        Total(scan, "open").Should().Be((4, 4), "every phone has Signal");
        Total(scan, "keep").Should().Be((1, 1));
        Total(scan, "withdraw").Should().Be((1, 1));
        Total(scan, "end").Should().Be((0, 0));
        Subjects(scan).Should().Equal("house-ban look-again: open 4", "house-ban tiktok-anything: keep 1, withdraw 1");
        WhatIf(scan).GetProperty("apps")[0].GetProperty("name").GetString().Should().Be("Signal");
        WhatIf(scan).GetProperty("confidence").GetProperty("strong").GetInt32().Should().Be(5);
        scan.Error.Should().Contain("takes the place of").And.Contain("house.yaml").And.Contain("changed.yaml").And.Contain("These policies would").And.Contain("withdraw");
        Files(world).Should().Equal(before, "a dry run writes nothing");

        world.Agent.Write("bans/house.yaml", await File.ReadAllTextAsync(changed, TestContext.Current.CancellationToken));
        (await world.ScanAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 4 });
        (await world.Agent.ApproveExcusesAsync()).Should().Be(1);
        (await world.ScanAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["withdrawn"] = 1 });
        (await world.ScanAsync("--dry-run")).Json.GetProperty("whatIf").GetProperty("totals").GetProperty("keep").GetProperty("violations").GetInt32().Should().Be(5);
    }

    [Fact]
    public async Task A_first_policy_is_answered_without_a_store()
    {
        await using var world = await World.StartAsync(Fleet().Tenant);
        var file = world.Agent.Write("house.yaml", House);

        var scan = await world.ScanAsync("--dry-run", "--policy", file);

        Total(scan, "open").Should().Be((2, 2));
        Total(scan, "withdraw").Should().Be((0, 0));
        File.Exists(world.Agent.StorePath).Should().BeFalse();
        (await world.ScanAsync("--policy", file)).Json.TryGetProperty("whatIf", out _).Should().BeFalse("a scan that stores says what it did");
    }

    [Fact]
    public async Task A_file_may_stand_in_for_a_pack_on_trial_only()
    {
        await using var world = await World.StartAsync(Fleet().Tenant);
        var file = world.Agent.Write("mine.yaml", House.Replace("house-ban", World.Ban, StringComparison.Ordinal));

        var trial = await world.ScanAsync("--dry-run", "--policy", file);
        trial.Code.Should().Be(0, trial.Error);
        trial.Error.Should().Contain($"takes the place of pack:{World.Ban}");

        var real = await world.ScanAsync("--policy", file);
        real.Code.Should().Be(2);
        real.Error.Should().Contain(World.Ban);
        File.Exists(world.Agent.StorePath).Should().BeFalse();
    }

    [Fact]
    public async Task Policies_that_are_not_on_trial_stay_out_of_the_figures()
    {
        await using var world = (await World.StartAsync(Fleet().Tenant)).Use(World.Ban, "us-federal-tiktok");
        await world.ScanAsync();

        var scan = await world.ScanAsync("--dry-run", "--policy", World.Ban);

        Total(scan, "keep").Should().Be((2, 2));
        Total(scan, "withdraw").Should().Be((0, 0));
        Subjects(scan).Should().OnlyContain(line => line.StartsWith(World.Ban, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suspected_matches_and_advice_are_counted_apart()
    {
        var fleet = Fleet();
        fleet.Add(World.Phone("odd").Install("T1kTok"));
        fleet.Add(World.Phone("private").Install("TikTok"));
        fleet["private"].Record = fleet["private"].Record with { OwnerType = "personal" };
        await using var world = await World.StartAsync(fleet.Tenant);
        var file = world.Agent.Write("ours.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules:\n  - product: tiktok\n");

        var scan = await world.ScanAsync("--dry-run", "--policy", file);

        Total(scan, "open").Should().Be((1, 1));
        Total(scan, "review").Should().Be((1, 1));
        WhatIf(scan).GetProperty("adviceOnlyCounted").GetProperty("ours").GetInt32().Should().Be(1);
        scan.Error.Should().Contain("ours: 1 personal devices have an app that is advised against");
    }

    [Fact]
    public async Task A_dry_run_leaves_an_old_store_old()
    {
        await using var world = await World.StartAsync(Fleet().Tenant);
        await world.ScanAsync();
        MakeOld(world.Agent.StorePath);
        var before = Files(world);

        var scan = await world.ScanAsync("--dry-run");

        scan.Code.Should().Be(4);
        scan.Error.Should().Contain("nothing is brought up to date by looking at it").And.Contain("without --dry-run");
        Files(world).Should().Equal(before);
    }

    private static void MakeOld(string store)
    {
        using var connection = new SqliteConnection($"Data Source={store};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory); DROP TABLE rule_acceptances; DROP TABLE review_decisions;";
        command.ExecuteNonQuery();
    }

    /// <summary>The files of the store by name and content.</summary>
    private static IReadOnlyList<string> Files(World world)
    {
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(world.Agent.StorePath)!).Order(StringComparer.Ordinal)
            .Select(path => Path.GetFileName(path) + " " + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))))];
    }

    private static JsonElement WhatIf(ScanOutcome scan) => scan.Json.GetProperty("whatIf");

    private static (int, int) Total(ScanOutcome scan, string fate)
    {
        var count = WhatIf(scan).GetProperty("totals").GetProperty(fate);
        return (count.GetProperty("violations").GetInt32(), count.GetProperty("devices").GetInt32());
    }

    private static IEnumerable<string> Subjects(ScanOutcome scan) => WhatIf(scan).GetProperty("subjects").EnumerateArray().Select(subject =>
        $"{subject.GetProperty("policy").GetString()} {subject.GetProperty("subject").GetString()}: "
        + string.Join(", ", new[] { "open", "review", "advice", "keep", "withdraw", "end" }.Where(fate => subject.GetProperty(fate).GetInt32() > 0).Select(fate => $"{fate} {subject.GetProperty(fate).GetInt32()}")));

    private static Fleet Fleet()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.Add(World.Phone("lite").Install("TikTok Lite"));
        fleet.AddClean(2);
        return fleet;
    }
}
