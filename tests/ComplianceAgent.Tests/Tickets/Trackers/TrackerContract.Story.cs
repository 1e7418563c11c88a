using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Tickets.Trackers;

/// <content>The life of tickets from the command line to the tracker and back, with people who work in it.</content>
public abstract partial class TrackerContract
{
    private const string Ban = "be-federal-tiktok";
    private const string TikTok = "d1,TikTok,1.0,TikTok Pte. Ltd.,IOS";
    private const string Clean = "d1,Outlook,1.0,Microsoft,IOS";

    [Fact]
    public async Task A_ticket_is_opened_kept_true_closed_on_proof_and_opened_again()
    {
        using var story = await StoryAsync();
        (await story.ScanAsync(TikTok)).Code.Should().Be(ExitCodes.Held, "a tracker that is set up is not a release");
        (await story.TicketsAsync()).Should().BeEmpty();
        (await story.Agent.RunAsync(["tickets", "preview", "--policy", Ban, "--store", story.Agent.StorePath], Cancel)).Out.Should().Contain("1 would be sent by tickets").And.Contain("TikTok");

        await story.ReleaseAsync();
        var id = await story.IdAsync();
        (await story.SeeAsync(id)).Title.Should().Contain("TikTok");

        (await story.ScanAsync(TikTok + "\nd1,DeepSeek - AI Assistant,1.0,DeepSeek,IOS", days: 1, "--policy", "be-federal-deepseek")).Code.Should().Be(ExitCodes.Held, "another policy waits for a release of its own");
        await story.ReleaseAsync("be-federal-deepseek");
        var seen = await story.SeeAsync(id);
        seen.Comments.Should().ContainSingle().Which.Should().Contain("DeepSeek");

        (await story.ScanAsync(TikTok + "\nd1,DeepSeek - AI Assistant,1.1,DeepSeek,IOS", days: 1, "--policy", "be-federal-deepseek")).Code.Should().Be(ExitCodes.Done);
        (await story.SeeAsync(id)).Comments.Should().HaveCount(1, "nothing a person would do differs");

        await story.ScanAsync(Clean, days: 1, "--policy", "be-federal-deepseek");
        (await story.ReadAsync(id))!.IsClosed.Should().BeTrue();
        (await story.SeeAsync(id)).Comments.Should().HaveCount(2);

        await story.ScanAsync(TikTok, days: 1);
        (await story.ReadAsync(id))!.IsClosed.Should().BeFalse();
        (await story.TicketsAsync()).Should().ContainSingle("the same ticket, opened again");
    }

    [Fact]
    public async Task Closed_on_Tuesday_by_a_person_and_gone_on_Monday_is_one_closing_and_no_reopening()
    {
        using var story = await StoryAsync();
        await story.ScanAsync(TikTok);
        await story.ReleaseAsync();
        var id = await story.IdAsync();
        await story.World.CloseAsync(id, Cancel);

        for (var day = 0; day < 5; day++)
        {
            (await story.ScanAsync(TikTok, days: 1)).Code.Should().Be(ExitCodes.Done);
            (await story.ReadAsync(id))!.IsClosed.Should().BeTrue("Intune has not looked again");
        }

        (await story.TicketsAsync())[0].GetProperty("wanted").GetString().Should().Be("awaitingRefresh");
        await story.ScanAsync(Clean, days: 1);

        (await story.ReadAsync(id))!.IsClosed.Should().BeTrue();
        (await story.SeeAsync(id)).Comments.Should().BeEmpty("there is nothing to say to somebody who was right");
        var codes = await story.TimelineAsync();
        codes.Should().ContainSingle(code => code == "ticket-heard-closed").And.NotContain("ticket-sent-reopened").And.NotContain("ticket-sent-closed");
    }

    [Fact]
    public async Task Closed_by_a_person_and_still_there_in_a_newer_inventory_is_opened_again_with_its_date()
    {
        using var story = await StoryAsync();
        await story.ScanAsync(TikTok);
        await story.ReleaseAsync();
        var id = await story.IdAsync();
        await story.World.CloseAsync(id, Cancel);
        await story.ScanAsync(TikTok, days: 1);

        await story.ScanAsync(TikTok + "\nd1,Maps,1.0,Apple,IOS", days: 2);

        (await story.ReadAsync(id))!.IsClosed.Should().BeFalse();
        (await story.SeeAsync(id)).Comments.Should().ContainSingle();
        await story.ScanAsync(TikTok + "\nd1,Maps,1.0,Apple,IOS", days: 1);
        (await story.SeeAsync(id)).Comments.Should().ContainSingle("once");
    }

    [Fact]
    public async Task Wont_fix_proposes_an_exception_and_its_refusal_opens_the_ticket_again()
    {
        using var story = await StoryAsync();
        var policy = story.Agent.Write("ours.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nexceptions: { reasons: [law-enforcement] }\nrules:\n  - product: tiktok\n");
        await story.ScanAsync(TikTok, 0, "--policy", policy, "--set", "Policies:Use:0=" + policy);
        story.Policies = policy;
        await story.ReleaseAsync("ours");
        var id = await story.IdAsync();
        await story.World.CloseAsync(id, Cancel);
        await story.MeansAsync(id, "propose-exception");

        await story.ScanAsync(TikTok, days: 1);

        var exceptions = await story.RunAsync("exceptions", "list", "--all", "--json");
        exceptions.Out.Should().Contain("store:1").And.Contain("law-enforcement").And.Contain(id);
        (await story.ReadAsync(id))!.IsClosed.Should().BeTrue("a person said so, and nobody has decided");
        (await story.TimelineAsync()).Should().Contain("ticket-proposed-exception");

        (await story.RunAsync("exceptions", "reject", "store:1", "--why", "No such case")).Code.Should().Be(ExitCodes.Done);
        await story.ScanAsync(TikTok, days: 1);
        (await story.ReadAsync(id))!.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task Not_the_app_frees_every_device_once_a_second_person_agrees()
    {
        using var story = await StoryAsync();
        const string two = TikTok + "\nd2,TikTok,1.0,TikTok Pte. Ltd.,IOS";
        await story.ScanAsync(two);
        await story.ReleaseAsync();
        var tickets = await story.TicketsAsync();
        tickets.Should().HaveCount(2);
        var ids = tickets.Select(ticket => ticket.GetProperty("remoteId").GetString()!).ToArray();
        await story.World.CloseAsync(ids[0], Cancel);
        await story.MeansAsync(ids[0], "propose-dismissal");

        await story.ScanAsync(two, days: 1);
        (await story.ReadAsync(ids[1]))!.IsClosed.Should().BeFalse("one person has said so");
        (await story.TimelineAsync()).Should().Contain("ticket-proposed-dismissal");

        (await story.Agent.ApproveExcusesAsync()).Should().Be(1);
        await story.ScanAsync(two, days: 1);
        (await story.ReadAsync(ids[1]))!.IsClosed.Should().BeTrue();
        (await story.SeeAsync(ids[1])).Comments.Should().ContainSingle().Which.Should().Contain("We were wrong").And.NotContain("As this stands");
    }

    [Fact]
    public async Task A_deleted_ticket_is_noted_and_not_made_again()
    {
        using var story = await StoryAsync();
        await story.ScanAsync(TikTok);
        await story.ReleaseAsync();
        var id = await story.IdAsync();
        await story.World.DeleteAsync(id, Cancel);

        await story.ScanAsync(TikTok, days: 1.1);
        await story.ScanAsync(TikTok, days: 1.1);

        (await story.TimelineAsync()).Should().ContainSingle(code => code == "ticket-heard-deleted");
        (await story.TicketsAsync()).Should().ContainSingle().Which.GetProperty("wanted").GetString().Should().Be("left");
        (await story.World.Tracker.FindAsync((await story.TicketsAsync())[0].GetProperty("key").GetString()!, Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Another_grouping_doubles_nothing()
    {
        using var story = await StoryAsync();
        await story.ScanAsync(TikTok);
        await story.ReleaseAsync();
        var id = await story.IdAsync();
        story.Agent.Set("Tickets:GroupBy", "User");

        await story.ScanAsync(TikTok, days: 1);
        await story.ScanAsync(TikTok + "\nd2,TikTok,1.0,TikTok Pte. Ltd.,IOS", days: 1);

        (await story.TicketsAsync()).Should().HaveCount(2);
        (await story.TicketsAsync()).Should().ContainSingle(ticket => ticket.GetProperty("remoteId").GetString() == id);
    }

    private async Task<TicketStory> StoryAsync() => new(await WorldAsync());

    /// <summary>A fleet in files, scanned as days pass, with tickets going to the tracker of a world.</summary>
    private sealed class TicketStory : IDisposable
    {
        private readonly MovedClock clock;

        public TicketStory(TrackerWorld world)
        {
            World = world;
            clock = new MovedClock(world.Clock);
            Agent.Clock = clock;
            Agent.Account = new Author("ann@pc-1", Author.OsAccount);
            Agent.Set("Tickets:Tracker", world.Kind.ToString()).Set("Tickets:MaxPerMinute", "6000");
            foreach (var (key, value) in world.Settings)
            {
                Agent.Set(key, value);
            }

            // Each story has a tenant of its own: keys are made of it, and the tracker is shared.
            Tenant = "t" + Guid.NewGuid().ToString("N")[..12];
        }

        public AgentFixture Agent { get; } = new();

        public TrackerWorld World { get; }

        public string Tenant { get; }

        /// <summary>Policy that later scans go by; empty for the shipped one.</summary>
        public string Policies { get; set; } = Ban;

        public async Task<AgentOutcome> ScanAsync(string rows, double days = 0, params string[] more)
        {
            clock.Move(TimeSpan.FromDays(days));
            Agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + rows + "\n");
            await World.SettleAsync();
            string[] policies = more.Contains(Policies) ? [] : ["--policy", Policies];
            var outcome = await Agent.RunAsync(["scan", "--tenant", Tenant, "--inventory", "rows.csv", "--as-of", clock.GetUtcNow().ToString("O"), .. policies, .. more, "--store", Agent.StorePath], Cancel);
            outcome.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.Held], outcome.Error + outcome.Out);
            await World.SettleAsync();
            return outcome;
        }

        public async Task ReleaseAsync(string policy = Ban)
        {
            var outcome = await RunAsync("release", policy, "--channel", "tickets", "--reason", "Looked at the preview");
            outcome.Code.Should().Be(ExitCodes.Done, outcome.Error + outcome.Out);
            await World.SettleAsync();
        }

        public Task<AgentOutcome> RunAsync(params string[] args) => Agent.RunAsync([.. args, "--tenant", Tenant, "--store", Agent.StorePath, "--set", "Policies:Use:0=" + Policies], Cancel);

        public async Task<IReadOnlyList<JsonElement>> TicketsAsync()
        {
            var list = await RunAsync("tickets", "list", "--all", "--json");
            list.Code.Should().Be(ExitCodes.Done, list.Error + list.Out);
            return [.. JsonDocument.Parse(list.Out).RootElement.GetProperty("tickets").EnumerateArray()];
        }

        public async Task<string> IdAsync() => (await TicketsAsync()).Single().GetProperty("remoteId").GetString()!;

        public Task<SeenTicket> SeeAsync(string id) => World.SeeAsync(id, Cancel);

        public Task<RemoteTicket?> ReadAsync(string id) => World.Tracker.ReadAsync(id, Cancel);

        /// <summary>What the state that a ticket is in now means from here on.</summary>
        public async Task MeansAsync(string id, string meaning)
        {
            var remote = (await ReadAsync(id))!;
            Agent.Set("Tickets:Meanings:0", $"{remote.Status}/*={meaning}");
        }

        public async Task<IReadOnlyList<string>> TimelineAsync()
        {
            var codes = new List<string>();
            foreach (var ticket in await TicketsAsync())
            {
                var shown = await RunAsync("tickets", "show", ticket.GetProperty("key").GetString()!, "--json");
                codes.AddRange(JsonDocument.Parse(shown.Out).RootElement.GetProperty("timeline").EnumerateArray().Select(line => line.GetProperty("code").GetString()!));
            }

            return codes;
        }

        public void Dispose() => Agent.Dispose();
    }

    /// <summary>A clock that runs on, days ahead.</summary>
    private sealed class MovedClock(TimeProvider of) : TimeProvider
    {
        private TimeSpan ahead;

        public void Move(TimeSpan by) => ahead += by;

        public override DateTimeOffset GetUtcNow() => of.GetUtcNow() + ahead;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => of.CreateTimer(callback, state, dueTime, period);
    }
}
