using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Scanning.Reviews;

/// <summary>A suspected match from first sight to a person's decision and beyond, by scans and commands alone.</summary>
public sealed class ReviewScanTests
{
    private const string Reason = "A clock, by another maker";

    [Fact]
    public async Task A_suspected_match_waits_and_the_list_says_for_whom_and_why()
    {
        using var world = new ReviewWorld();
        var scan = await world.ScanAsync();

        var list = await world.ReviewsAsync("list");

        scan.Open.Should().Equal("d3 tiktok");
        scan.Coverage["underReview"].Should().Be(2);
        var id = await world.CaseAsync();
        scan.Json.GetProperty("violations").EnumerateArray().Where(violation => violation.GetProperty("state").GetString() == "review")
            .Select(violation => violation.GetProperty("reviewCase").GetString()).Should().Equal(id, id);
        list.Code.Should().Be(0, list.Error);
        list.Out.Should().Contain(id).And.MatchRegex("T1kTok +Acme +IOS +TikTok +2 +be-federal-tiktok +2026-10-02 +.*looks");
    }

    [Fact]
    public async Task What_was_dismissed_is_clean_from_then_on_in_every_version_on_every_device()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        var id = await world.CaseAsync();

        var dismissed = await world.ReviewsAsync("dismiss", id, "--reason", Reason);
        var again = await world.ScanAsync(ReviewWorld.Fleet + "d5,T1kTok,7.0,Acme\n");

        dismissed.Code.Should().Be(0, dismissed.Error);
        dismissed.Out.Should().Contain("Frees 2 devices.").And.Contain("  - 'T1kTok'");
        again.Changes.Should().BeEmpty();
        again.Open.Should().Equal("d3 tiktok");
        again.Coverage.Should().Contain("clean", 4).And.NotContainKey("underReview");
        again.Scan.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString()).Should()
            .Contain("1 suspected apps on 3 devices are left out, because people dismissed them (reviews list --all).");
        (await world.StatesAsync()).Should().Equal("d1 Withdrawn review-dismissed", "d2 Withdrawn review-dismissed", "d3 Open seen-first");
        (await world.StateAsync()).LastScan!.LastReview.Should().Be(1);
        var list = await world.ReviewsAsync("list", "--all");
        list.Out.Should().Contain("no suspected match waits").And.MatchRegex($"{id} +dismissed +T1kTok .* 2 +.*@.*{Reason}");
    }

    [Fact]
    public async Task Removing_a_dismissed_app_is_not_a_removal()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", Reason);

        var later = await world.ScanAsync("d1,Outlook,1.0,Microsoft\nd2,Outlook,1.0,Microsoft\nd3,TikTok,1.0,TikTok Pte. Ltd.\nd4,Outlook,1.0,Microsoft\n");

        later.Changes.Should().BeEmpty();
        (await world.StateAsync()).Ended.Should().OnlyContain(violation => violation.State == ViolationState.Withdrawn);
    }

    [Fact]
    public async Task The_catalogue_that_learns_the_app_ends_the_dismissal()
    {
        using var world = new ReviewWorld();
        world.Agent.Set("Policies:Path", Path.Combine(world.Agent.Folder, "policies"));
        Directory.CreateDirectory(Path.Combine(world.Agent.Folder, "policies"));
        await world.ScanAsync();
        var id = await world.CaseAsync();
        await world.ReviewsAsync("dismiss", id, "--reason", Reason);
        world.Agent.Write("policies/ours.catalog.yaml", "catalogue: ours\nproducts: { tiktok: { names: [T1kTok] } }\n");

        var learned = await world.ScanAsync();
        var after = await world.ScanAsync();

        learned.Code.Should().Be(0, learned.Error);
        learned.Open.Should().Equal("d1 tiktok", "d2 tiktok", "d3 tiktok");
        learned.Changes.Should().Equal(new Dictionary<string, int> { ["reopened"] = 2 });
        after.Changes.Should().BeEmpty();
        (await world.StatesAsync()).Should().Equal("d1 Open review-superseded", "d2 Open review-superseded", "d3 Open seen-first");
        (await world.StateAsync()).Violations.Should().OnlyContain(violation => violation.FirstSeenAt.Day == 2, "the first sighting stays");
        (await world.ReviewsAsync("list", "--all")).Out.Should().MatchRegex($"{id} +superseded +T1kTok .*scan 2 ");
        (await world.StateAsync()).Reviews.History.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_never_flag_case_that_was_offered_makes_the_decision_idle()
    {
        using var world = new ReviewWorld();
        world.Agent.Set("Policies:Path", Path.Combine(world.Agent.Folder, "policies"));
        Directory.CreateDirectory(Path.Combine(world.Agent.Folder, "policies"));
        await world.ScanAsync();
        var id = await world.CaseAsync();
        var dismissed = await world.ReviewsAsync("dismiss", id, "--reason", Reason);
        world.Agent.Write("policies/our-never-flag.catalog.yaml", dismissed.Out[dismissed.Out.IndexOf("# A never-flag case", StringComparison.Ordinal)..]);
        await world.ReviewsAsync("undo", id, "--reason", "The catalogue says it now");

        var scan = await world.ScanAsync();

        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().Equal("d3 tiktok");
        scan.Coverage.Should().NotContainKey("underReview");
    }

    [Fact]
    public async Task What_was_confirmed_is_open_and_opens_at_once_where_it_turns_up_next()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();

        var confirmed = await world.ReviewsAsync("confirm", await world.CaseAsync(), "--reason", "Seen on the phone");
        (await world.StatesAsync()).Should().Equal("d1 Open review-confirmed", "d2 Open review-confirmed", "d3 Open seen-first");
        var again = await world.ScanAsync(ReviewWorld.Fleet + "d5,T1kTok,7.0,Acme\n");

        confirmed.Out.Should().Contain("2 devices concerned").And.NotContain("Frees");
        again.Open.Should().Equal("d1 tiktok", "d2 tiktok", "d3 tiktok", "d5 tiktok");
        again.Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1 });
        (await world.StateAsync()).Violations.Single(violation => violation.DeviceId == "d1").FirstSeenAt.Day.Should().Be(2);
    }

    [Fact]
    public async Task What_was_taken_back_waits_again_after_the_next_scan()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        var id = await world.CaseAsync();
        await world.ReviewsAsync("dismiss", id, "--reason", Reason);
        await world.ReviewsAsync("undo", id, "--reason", "The wrong one");
        await world.ScanAsync();
        (await world.StatesAsync()).Should().Equal("d1 Review review-undone", "d2 Review review-undone", "d3 Open seen-first");

        await world.ReviewsAsync("confirm", id, "--reason", "Seen on the phone");
        await world.ReviewsAsync("undo", id, "--reason", "The wrong one again");
        var back = await world.ScanAsync();

        back.Changes.Should().Equal(new Dictionary<string, int> { ["reclassified"] = 2 });
        (await world.StatesAsync()).Should().Equal("d1 Review review-needed", "d2 Review review-needed", "d3 Open seen-first");
        (await world.CaseAsync()).Should().Be(id);
    }

    [Fact]
    public async Task One_dismissal_holds_for_every_policy_and_hides_no_other_app()
    {
        using var world = new ReviewWorld();
        world.Agent.Write("lenient.yaml", "schema: 1\npolicy: lenient\nconfidence: suspected\ntitle: { en: Lenient }\nrules: [{ product: tiktok }]\n");
        string[] policies = ["--policy", ReviewWorld.Ban, "--policy", "lenient.yaml"];
        (await world.ScanAsync(ReviewWorld.Fleet, policies)).Open.Should().Equal("d1 tiktok", "d2 tiktok", "d3 tiktok", "d3 tiktok");

        var dismissed = await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", Reason);
        var again = await world.ScanAsync(ReviewWorld.Fleet + "d1,T1kT0k,1.0,Another\n", policies);

        dismissed.Out.Should().Contain("Frees 2 devices.");
        again.Open.Should().Equal("d1 tiktok", "d3 tiktok", "d3 tiktok");
        (await world.StateAsync()).Violations.Where(violation => violation.DeviceId == "d1").Select(violation => (violation.PolicyId, violation.State, violation.StateReason.Code)).Should().Equal(
            (ReviewWorld.Ban, ViolationState.Review, "review-other-app"), ("lenient", ViolationState.Open, "review-other-app"));
    }

    [Fact]
    public async Task A_policy_that_wants_certainty_sends_strong_matches_to_review()
    {
        using var world = new ReviewWorld();
        world.Agent.Write("strict.yaml", "schema: 1\npolicy: strict\nconfidence: exact\ntitle: { en: Strict }\nrules: [{ product: tiktok }]\n");

        var scan = await world.ScanAsync(ReviewWorld.Fleet, "--policy", "strict.yaml");

        scan.Error.Should().NotContain("not yet applied");
        scan.Open.Should().BeEmpty();
        scan.Coverage["underReview"].Should().Be(3);
    }

    [Fact]
    public async Task A_policy_that_asks_for_a_person_is_asked_for_itself()
    {
        using var world = new ReviewWorld();
        world.Agent.Write("asks.yaml", "schema: 1\npolicy: asks\ntitle: { en: Asks }\nscope: { owner: { unknown: review } }\nrules: [{ product: tiktok }]\n");
        string[] policies = ["--policy", "asks.yaml", "--policy", ReviewWorld.Ban];
        const string fleet = "d3,TikTok,1.0,TikTok Pte. Ltd.\nd4,Outlook,1.0,Microsoft\n";
        await world.ScanAsync(fleet, policies);

        await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "Private phones may");
        var passed = await world.ScanAsync(fleet, policies);
        (await world.StatesAsync()).Should().Equal("d3 Open seen-first", "d3 Withdrawn review-dismissed");

        await world.ReviewsAsync("confirm", (await world.ListAsync()).GetProperty("decisions")[0].GetProperty("case").GetString()!, "--reason", "They may not after all");
        var asked = await world.ScanAsync(fleet, policies);

        passed.Open.Should().Equal("d3 tiktok");
        asked.Open.Should().Equal("d3 tiktok", "d3 tiktok");
    }

    [Fact]
    public async Task A_dry_run_tells_and_writes_nothing()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        var id = await world.CaseAsync();

        var dry = await world.ReviewsAsync("dismiss", id, "--reason", Reason, "--dry-run");

        dry.Code.Should().Be(0, dry.Error);
        dry.Out.Should().Contain("Would free 2 devices.").And.Contain("nothing was written");
        (await world.CaseAsync()).Should().Be(id);
    }

    [Fact]
    public async Task Reports_name_the_case_and_say_that_decisions_came_after_the_scan()
    {
        using var world = new ReviewWorld();
        var reports = Path.Combine(world.Agent.Folder, "reports");
        await world.ScanAsync(ReviewWorld.Fleet, "--output", reports);
        var id = await world.CaseAsync();
        (await Read(reports, "*-latest-violations.csv")).Should().Contain("," + id);
        (await Read(reports, "*-latest.html")).Should().Contain($"Case {id}");
        (await Read(reports, "*-latest.json")).Should().Contain($"\"reviewCase\": \"{id}\"");

        await world.ReviewsAsync("dismiss", id, "--reason", Reason);
        await world.Agent.RunAsync("report", "--store", world.Agent.StorePath, "--output", reports);

        (await Read(reports, "*-latest.html")).Should().NotContain($"Case {id}").And.Contain("1 decisions about suspected matches were made after scan 1");
    }

    private static async Task<string> Read(string folder, string pattern) =>
        await File.ReadAllTextAsync(Directory.GetFiles(folder, pattern).Single(), TestContext.Current.CancellationToken);
}
