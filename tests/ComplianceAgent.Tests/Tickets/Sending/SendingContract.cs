using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using static ComplianceAgent.Tests.Tickets.TicketSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets.Sending;

/// <summary>Tickets from the store to a tracker that fails, on each engine.</summary>
public abstract class SendingContract : IAsyncLifetime
{
    private readonly SkippingClock clock = new(Day(1));

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected SkippingClock Clock => clock;

    /// <summary>The connection of the engine's store, empty at first.</summary>
    protected abstract string Connection { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    private SendingWorld World(TimeSpan? lag = null, Action<TicketOptions>? set = null)
    {
        var options = new TicketOptions { Tracker = TrackerKind.Webhook, MaxPerMinute = 6000, TimeoutSeconds = 10, MaxOpenings = 100_000 };
        set?.Invoke(options);
        return new SendingWorld(Connection, clock, new FakeTracker(clock, lag ?? TimeSpan.Zero), options);
    }

    [Fact]
    public async Task A_ticket_lives_from_opening_to_closing_to_reopening_and_is_told_of_each_change_once()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        var violation = OnDevice("phone-1");
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, violation);
        (await world.SendAllAsync(agent)).Sent.Should().Be(1);

        await SendingWorld.ReleaseAsync(agent, "other");
        var second = OnDevice("phone-1", policy: "other");
        await world.ScanAsync(agent, second);
        await world.SendAllAsync(agent);
        await world.ScanAsync(agent, Ended(second, ViolationState.Resolved), Ended(violation, ViolationState.Resolved));
        await world.SendAllAsync(agent);
        await world.ScanAsync(agent, violation with { ReturnCount = 1 });
        await world.SendAllAsync(agent);

        var entry = world.Tracker.Entries.Should().ContainSingle().Subject;
        entry.Comments.Values.Should().OnlyContain(comments => comments.Length == 1);
        (await agent.TicketsAsync()).Single().Delivery.State.Should().Be(DeliveryState.Done);
        var kinds = (await agent.Store.TimelineAsync(Tenant, entry.Key, Cancel)).Select(happened => happened.Kind);
        kinds.Should().Equal(ViolationEventKind.TicketOpened, ViolationEventKind.TicketUpdated, ViolationEventKind.TicketClosed, ViolationEventKind.TicketReopened);
        entry.Moves.Should().Equal(TicketMove.Close, TicketMove.Reopen);
        entry.Comments.Should().HaveCount(3);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_release_and_everything_after_it()
    {
        var world = World(set: options => options.MaxOpenings = 10_000);
        await using var agent = await world.StartAsync();
        var violations = Enumerable.Range(0, 1000).Select(i => OnDevice($"phone-{i}")).ToArray();

        var result = await world.ScanAsync(agent, violations);
        await world.SendAllAsync(agent);

        world.Tracker.Entries.Should().BeEmpty();
        result.HeldChannels.Should().ContainSingle().Which.Count.Should().Be(1000);
        await SendingWorld.ReleaseAsync(agent);
        await agent.DecideAsync(world, clock);
        await world.SendAllAsync(agent);
        world.Tracker.Entries.Should().HaveCount(1000);
        world.Tracker.Entries.Select(entry => entry.Key).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_goes_out_keeps_to_the_pace()
    {
        var world = World(set: options => options.MaxPerMinute = 60);
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, [.. Enumerable.Range(0, 120).Select(i => OnDevice($"phone-{i}"))]);
        var before = clock.GetUtcNow();

        await agent.Dispatcher.SendTicketsAsync(world.Context(), 1000, Cancel);

        world.Tracker.Entries.Should().HaveCount(120);
        (clock.GetUtcNow() - before).Should().BeGreaterThan(TimeSpan.FromSeconds(117)).And.BeLessThan(TimeSpan.FromSeconds(125));
    }

    [Fact]
    public async Task A_thousand_groups_with_ten_poisoned_ones_are_delivered_but_for_those()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, [.. Enumerable.Range(0, 1000).Select(i => OnDevice($"phone-{i}"))]);
        var poisoned = (await agent.TicketsAsync()).Select(ticket => ticket.Key).Where((_, index) => index % 100 == 7).ToHashSet();
        world.Tracker.Mind = (call, key) => call == "create" && poisoned.Contains(key) ? Mood.Refuses : Mood.Well;

        var report = await world.SendAllAsync(agent);

        world.Tracker.Entries.Should().HaveCount(990);
        report.Dead.Should().Be(10);
        (await agent.TicketsAsync()).Where(ticket => ticket.Delivery.State == DeliveryState.Dead).Select(ticket => ticket.Key).Should().BeEquivalentTo(poisoned);
        world.Tracker.Mind = (_, _) => Mood.Well;
        (await agent.Store.RetryAsync(Tenant, [], Cancel)).Should().Be(10);
        await world.SendAllAsync(agent);
        world.Tracker.Entries.Should().HaveCount(1000);
    }

    [Fact]
    public async Task A_refused_credential_is_tried_twice_and_then_rests()
    {
        var world = World();
        var calls = 0;
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, [.. Enumerable.Range(0, 20).Select(i => OnDevice($"phone-{i}"))]);
        world.Tracker.Mind = (_, _) => { calls++; throw new TrackerException(TrackerFault.Unauthorized, Reason.Of("test-unauthorized")); };

        for (var minute = 0; minute < 50; minute++)
        {
            await agent.Dispatcher.SendTicketsAsync(world.Context(), 100, Cancel);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        calls.Should().Be(2, "one more might lock the account");
        (await agent.TicketsAsync()).Should().OnlyContain(ticket => ticket.Delivery.Attempts == 0, "it was no ticket's fault");
        (await agent.Store.ChannelsAsync(Tenant, Cancel)).Single().PausedUntil.Should().NotBeNull();
    }

    [Fact]
    public async Task A_target_that_refuses_everything_rests_before_it_has_buried_everything()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, [.. Enumerable.Range(0, 50).Select(i => OnDevice($"phone-{i}"))]);
        world.Tracker.Mind = (call, _) => call == "create" ? Mood.Refuses : Mood.Well;

        var report = await agent.Dispatcher.SendTicketsAsync(world.Context(), 100, Cancel);

        report.Dead.Should().Be(Backoff.RefusalsToPause);
        report.PausedUntil.Should().NotBeNull();
    }

    [Theory]
    [InlineData(0, 200, 10)]
    [InlineData(15, 1000, 50)]
    [InlineData(60, 200, 10)]
    public async Task Each_group_has_one_ticket_whatever_the_tracker_does_and_however_often_the_agent_dies(int lagSeconds, int groups, int mostDeaths)
    {
        var world = World(TimeSpan.FromSeconds(lagSeconds), options => options.MaxTries = 100);
        var random = new Random(lagSeconds + 1);
        var deaths = 0;
        world.Tracker.Mind = (call, _) => random.Next(100) switch
        {
            < 3 when deaths < mostDeaths => Mood.Crash,
            < 8 => Mood.LostReply,
            < 10 => Mood.Unreachable,
            < 11 => Mood.Throttles,
            _ => Mood.Well,
        };
        await using (var first = await world.StartAsync())
        {
            await SendingWorld.ReleaseAsync(first);
            await world.ScanAsync(first, [.. Enumerable.Range(0, groups).Select(i => OnDevice($"phone-{i}"))]);
        }

        for (var start = 0; start < 2000; start++)
        {
            await using var agent = await world.StartAsync();
            try
            {
                for (var turn = 0; turn < 40 && !await agent.IsQuietAsync(); turn++)
                {
                    await agent.Dispatcher.SendTicketsAsync(world.Context(), 200, Cancel);
                    clock.Advance(TimeSpan.FromMinutes(random.Next(1, 4)));
                }

                if (await agent.IsQuietAsync())
                {
                    break;
                }
            }
            catch (AgentDied)
            {
                deaths++;
                clock.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
            }
        }

        deaths.Should().BeGreaterThanOrEqualTo(mostDeaths / 2);
        world.Tracker.Entries.Select(entry => entry.Key).Should().OnlyHaveUniqueItems("none is doubled");
        world.Tracker.Entries.Should().HaveCount(groups, "none is missing");
        await using var last = await world.StartAsync();
        (await last.TicketsAsync()).Should().OnlyContain(ticket => ticket.IsRemote && ticket.Delivery.State == DeliveryState.Done);
    }

    [Fact]
    public async Task A_comment_whose_reply_was_lost_is_there_once()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        var violation = OnDevice("phone-1");
        await world.ScanAsync(agent, violation);
        await world.SendAllAsync(agent);
        var lost = 0;
        world.Tracker.Mind = (call, _) => call == "apply" && lost++ < 3 ? Mood.LostReply : Mood.Well;

        await world.ScanAsync(agent, Ended(violation, ViolationState.Resolved));
        await world.SendAllAsync(agent);

        lost.Should().Be(4);
        world.Tracker.Entries.Single().Comments.Should().ContainSingle().Which.Value.Should().ContainSingle();
        world.Tracker.Entries.Single().Moves.Should().Equal([TicketMove.Close], "it is closed once");
        world.Tracker.Entries.Single().IsClosed.Should().BeTrue();
    }

    [Fact]
    public async Task Two_agents_never_send_the_same_and_a_frozen_one_that_wakes_notes_nothing()
    {
        var world = World();
        await using var one = await world.StartAsync();
        await using var two = await world.StartAsync();
        await SendingWorld.ReleaseAsync(one);
        await world.ScanAsync(one, [.. Enumerable.Range(0, 40).Select(i => OnDevice($"phone-{i}"))]);
        var frozen = (await one.Store.TakeLeaseAsync(Tenant, "desk", "frozen", TimeSpan.FromMinutes(1), Cancel))!;

        (await two.Dispatcher.SendTicketsAsync(world.Context(), 100, Cancel)).IsElsewhere.Should().BeTrue();
        clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(one.Dispatcher.SendTicketsAsync(world.Context(), 100, Cancel), two.Dispatcher.SendTicketsAsync(world.Context(), 100, Cancel));
        await world.SendAllAsync(two);

        world.Tracker.Entries.Should().HaveCount(40);
        world.Tracker.Entries.Select(entry => entry.Key).Should().OnlyHaveUniqueItems();
        var key = world.Tracker.Entries[0].Key;
        await FluentActions.Awaiting(() => one.Store.NoteTicketAsync(frozen, key, ticket => ticket with { RemoteId = "stolen" }, cancellationToken: Cancel))
            .Should().ThrowAsync<ComplianceAgent.Violations.Store.SendLeaseLostException>();
        (await one.TicketsAsync()).Should().NotContain(ticket => ticket.RemoteId == "stolen");
    }

    [Fact]
    public async Task What_people_do_is_heard_heeded_and_never_written_over()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        var violations = Enumerable.Range(0, 4).Select(i => OnDevice($"phone-{i}") with { InventoryAt = Day(1) }).ToArray();
        await world.ScanAsync(agent, violations);
        await world.SendAllAsync(agent);
        clock.Advance(TimeSpan.FromHours(1));
        var keyOf = (await agent.TicketsAsync()).ToDictionary(ticket => ticket.Wanted.Items.Single().Violation, ticket => ticket.Key);
        var entries = violations.Select(violation => world.Tracker.Of(keyOf[violation.Id])).ToArray();
        (entries[0].Status, entries[0].ChangedAt) = ("done", clock.GetUtcNow());
        (entries[1].Assignee, entries[1].ChangedAt) = ("bob", clock.GetUtcNow());
        world.Tracker.Delete(entries[2].Id);
        (entries[3].Status, entries[3].Resolution, entries[3].ChangedAt) = ("done", "Won't do", clock.GetUtcNow());

        var report = await agent.Sync.RunAsync(world.Context(), acceptMany: false, Cancel);

        report.Heard.Should().Be(4);
        var tickets = (await agent.TicketsAsync()).ToDictionary(ticket => ticket.Key);
        tickets[entries[0].Key].Wanted.State.Should().Be(TicketState.AwaitingRefresh);
        tickets[entries[1].Key].Wanted.State.Should().Be(TicketState.Open);
        tickets[entries[2].Key].Should().Match<Ticket>(ticket => ticket.Heard == TicketMeaning.Deleted && ticket.Wanted.State == TicketState.Left);
        tickets[entries[3].Key].Heard.Should().Be(TicketMeaning.ProposeException);
        (await agent.Store.TimelineAsync(Tenant, entries[1].Key, Cancel)).Should().Contain(happened => happened.Reason.Code == "ticket-heard-reassigned");
        await world.ScanAsync(agent);
        await world.SendAllAsync(agent);
        world.Tracker.Entries.Should().HaveCount(3, "the deleted one is not made again");
        world.Tracker.Entries.SelectMany(entry => entry.Moves).Should().OnlyContain(move => move == TicketMove.Reopen, "only what no policy allows is opened again");
    }

    [Fact]
    public async Task A_thousand_wont_fixes_at_once_wait_for_a_person()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, [.. Enumerable.Range(0, 1000).Select(i => OnDevice($"phone-{i}"))]);
        await world.SendAllAsync(agent);
        clock.Advance(TimeSpan.FromHours(1));
        foreach (var entry in world.Tracker.Entries)
        {
            (entry.Status, entry.Resolution, entry.ChangedAt) = ("done", "Won't do", clock.GetUtcNow());
        }

        (await agent.Sync.RunAsync(world.Context(), acceptMany: false, Cancel)).Should().Match<ComplianceAgent.Tickets.Hearing.SyncReport>(report => report.Held == 1000 && report.Proposed == 0);
        (await agent.TicketsAsync()).Should().OnlyContain(ticket => ticket.Heard == TicketMeaning.Open);
        (await agent.Store.ExceptionsAsync(Tenant, Cancel)).History.Should().BeEmpty();
    }

    [Fact]
    public async Task Doubles_that_came_late_are_folded_by_the_sweep()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        await world.ScanAsync(agent, OnDevice("phone-1"));
        await world.SendAllAsync(agent);
        var first = world.Tracker.Entries.Single();
        await world.Tracker.CreateAsync(new TicketDraft { Key = first.Key, Title = "late", Body = ComplianceAgent.Tickets.Text.TextDocument.OfLine("late") }, Cancel);

        (await agent.Sync.RunAsync(world.Context(), acceptMany: false, Cancel)).Folded.Should().Be(1);

        world.Tracker.Entries.Single(entry => entry.Id != first.Id).Moves.Should().Equal(TicketMove.CloseAsDouble);
        first.Moves.Should().BeEmpty();
    }

    [Fact]
    public async Task A_ticket_closed_for_good_has_a_successor()
    {
        var world = World();
        await using var agent = await world.StartAsync();
        await SendingWorld.ReleaseAsync(agent);
        var violation = OnDevice("phone-1");
        await world.ScanAsync(agent, violation);
        await world.SendAllAsync(agent);
        await world.ScanAsync(agent, Ended(violation, ViolationState.Resolved));
        await world.SendAllAsync(agent);
        world.Tracker.Entries.Single().IsFinal = true;

        await world.ScanAsync(agent, violation with { ReturnCount = 1 });
        await world.SendAllAsync(agent);

        world.Tracker.Entries.Should().HaveCount(2);
        world.Tracker.Entries[1].Key.Should().Be(world.Tracker.Entries[0].Key + "-2");
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteSendingTests : SendingContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("sending-").FullName;

    protected override string Connection => Path.Combine(folder, "state", "compliance.db");

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresSendingTests : SendingContract
{
    private PostgresServer server = null!;
    private string database = "";

    protected override string Connection => server.ConnectionTo(database);

    public override async ValueTask InitializeAsync()
    {
        server = await PostgresServer.GetAsync(Cancel);
        database = await server.CreateDatabaseAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (database.Length > 0)
        {
            await server.DropDatabaseAsync(database);
        }
    }
}
