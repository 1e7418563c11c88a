using System.Collections.Immutable;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;

namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>What ServiceNow is known to do to those who call it.</summary>
public sealed class ServiceNowQuirkTests
{
    private const string Key = "CA-7Q2M4K9XAB3D5FGH";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TicketDraft Draft => new() { Key = Key, Title = "TikTok on a phone", Body = TextDocument.OfLine("Remove it."), DueAt = new DateTimeOffset(2026, 12, 24, 22, 59, 59, TimeSpan.Zero) };

    [Fact]
    public async Task A_429_makes_nothing_and_says_when_to_come_back()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        world.Server.Faults.Next(ServerFault.Throttled, "POST", "/incident");

        var failed = await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel));

        failed.Should().Match<TrackerException>(one => one.Fault == TrackerFault.Throttled && one.RetryAfter == TimeSpan.FromSeconds(7));
        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_ends()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(28));
        await world.Tracker.ReadAsync(made.Id, Cancel);
        world.Server.Tokens.Should().Be(1);

        world.Server.Clock.Advance(TimeSpan.FromMinutes(1.5));
        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().NotBeNull();

        world.Server.Tokens.Should().Be(2);
        world.Server.Requests.Where(request => request.Path == "/oauth_token.do").Should().OnlyContain(request => request.Query.Count == 0, "a secret in an address would stand in logs");
    }

    [Fact]
    public async Task A_token_that_is_refused_before_its_time_is_renewed_once()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);

        world.Server.EndTokens();
        (await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = TextDocument.OfLine("Still there."), CommentMark = "m-1" }, Cancel)).Id.Should().Be(made.Id);
        world.Server.Tokens.Should().Be(2);
        (await world.SeeAsync(made.Id, Cancel)).Comments.Should().ContainSingle();

        world.Server.EndTokens();
        world.Server.TokenLasts = TimeSpan.Zero;
        (await FailAsync(() => world.Tracker.ReadAsync(made.Id, Cancel))).Fault.Should().Be(TrackerFault.Unauthorized);
        world.Server.Tokens.Should().Be(3, "one more try might lock an account");
    }

    [Fact]
    public async Task A_refused_client_is_told_without_its_secret_and_a_lost_token_does_nothing()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: true);

        var refused = await FailAsync(() => world.With(world.BadCredential).FindAsync(Key, Cancel));
        refused.Fault.Should().Be(TrackerFault.Unauthorized);
        refused.Message.Should().Contain("invalid_client").And.NotContain(world.BadCredential.Value);

        for (var i = 0; i < 3; i++)
        {
            world.Server.Faults.Next(ServerFault.CutAfter, "POST", "/oauth_token.do");
        }

        (await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel))).Fault.Should().Be(TrackerFault.Unreachable, "no ticket can have been made without a token");
    }

    [Theory]
    [InlineData(nameof(ServerFault.CutAfter))]
    [InlineData(nameof(ServerFault.FailsAfter))]
    [InlineData(nameof(ServerFault.PageAfter))]
    public async Task A_reply_lost_after_the_create_is_uncertain_and_the_ticket_is_found(string fault)
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        world.Server.Faults.Next(Enum.Parse<ServerFault>(fault), "POST", "/incident");

        (await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel))).Fault.Should().Be(TrackerFault.Uncertain);

        (await world.Tracker.FindAsync(Key, Cancel)).Should().ContainSingle();
        world.Server.Requests.Should().ContainSingle(request => request.Method == "POST");
    }

    [Fact]
    public async Task Fields_comment_and_state_go_in_one_call()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);

        var closed = await world.Tracker.ApplyAsync(
            made.Id, new TicketEdit { Draft = Draft with { Title = "Gone", Priority = TicketPriority.High }, Comment = TextDocument.OfLine("It is gone."), CommentMark = "m-1", Move = TicketMove.Close }, Cancel);

        closed.Should().Match<RemoteTicket>(ticket => ticket.IsClosed && ticket.Status == "Resolved" && ticket.Resolution == "Solution provided" && ticket.Queue == "Mobile desk");
        world.Server.Requests.Should().ContainSingle(request => request.Method == "PATCH");
        var row = world.Row(made.Id);
        (row["short_description"], row["urgency"], row["close_notes"], row["due_date"]).Should().Be(("Gone", "2", "Closed by the Compliance Agent.", "2026-12-24 22:59:59"));
        row.Journal.Should().ContainSingle().Which.Field.Should().Be("work_notes");
        world.Server.Tables.Display("incident", row, "caller_id").Should().Be("Desk Caller");
    }

    [Fact]
    public async Task What_a_data_policy_asks_for_is_told_by_name()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);

        var failed = await FailAsync(() => world.With(("Tickets:ServiceNow:CloseCodeField", "")).ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel));

        failed.Fault.Should().Be(TrackerFault.Refused);
        failed.Message.Should().Contain("mandatory: Resolution code");
    }

    [Fact]
    public async Task A_closed_incident_is_not_opened_again_and_nobody_tries()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        await world.ChangeAsync(made.Id, ("state", "7"));

        var failed = await FailAsync(() => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Reopen }, Cancel));

        failed.Fault.Should().Be(TrackerFault.MoveNotAllowed);
        failed.Message.Should().Contain(made.Id).And.Contain("Closed");
        world.Server.Requests.Should().NotContain(request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_state_that_a_rule_puts_back_is_a_move_not_allowed()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        world.Server.KeepsStates = true;

        (await FailAsync(() => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel))).Fault.Should().Be(TrackerFault.MoveNotAllowed);
    }

    [Fact]
    public async Task A_key_that_was_left_out_without_a_word_is_noticed()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        world.Server.WriteProtected.Add("correlation_id");

        var failed = await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel));

        failed.Fault.Should().Be(TrackerFault.Refused);
        failed.Message.Should().Contain("correlation_id").And.Contain("INC00");
    }

    [Fact]
    public async Task Records_that_nobody_asked_for_are_not_taken_for_ours()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var fields = world.Server.Tables.Fields["incident"];
        fields.RemoveAll(field => field.Name is "correlation_id" or "correlation_display");

        var failed = await FailAsync(() => world.Tracker.FindAsync(Key, Cancel));
        failed.Fault.Should().Be(TrackerFault.Refused, "a condition on a field that is not there is left out, and every record comes");
        failed.Message.Should().Contain("correlation_id");
        (await FailAsync(async () => await world.Tracker.ChangedSinceAsync(DateTimeOffset.UnixEpoch, Cancel).ToListAsync(Cancel))).Message.Should().Contain("correlation_display");
        (await world.Tracker.CheckAsync(Cancel)).Should().HaveCount(2).And.Contain(fault => fault.ToString().Contains("\"correlation_id\""));
    }

    [Fact]
    public async Task A_double_names_the_ticket_that_stays()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var (stays, twin) = (await world.Tracker.CreateAsync(Draft, Cancel), await world.Tracker.CreateAsync(Draft, Cancel));

        (await world.Tracker.ApplyAsync(twin.Id, new TicketEdit { Move = TicketMove.CloseAsDouble, DoubleOf = stays.Id }, Cancel)).Resolution.Should().Be("Duplicate");

        world.Row(twin.Id)["parent_incident"].Should().Be(world.Row(stays.Id).SysId);
        world.Row(twin.Id)["close_notes"].Should().EndWith(stays.Id);
    }

    [Fact]
    public async Task Nothing_but_a_key_a_number_or_a_name_gets_into_a_query()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);

        await ((Func<Task>)(() => world.Tracker.FindAsync("x^ORstate=1", Cancel))).Should().ThrowAsync<ArgumentException>();
        (await FailAsync(() => world.Tracker.ReadAsync("INC1^ORnumber=INC2", Cancel))).Fault.Should().Be(TrackerFault.Refused);
        (await FailAsync(() => world.Tracker.CreateAsync(Draft with { Queue = "x^NQname=Mobile desk" }, Cancel))).Fault.Should().Be(TrackerFault.Refused);
        world.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_text_longer_than_the_field_is_cut_between_lines_by_the_agent_and_not_by_the_field()
    {
        var world = await ServiceNowWorld.OwnAsync(usesOAuth: false);
        var body = new TextDocument([new ListBlock([.. Enumerable.Range(1, 500).Select(i => ImmutableArray.Create(new TextSpan($"App {i} of somebody")))])]);

        var made = await world.Tracker.CreateAsync(Draft with { Body = body }, Cancel);
        await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = body, CommentMark = "m-1" }, Cancel);
        await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = body, CommentMark = "m-1", CommentMayExist = true }, Cancel);

        world.Row(made.Id)["description"].Should().EndWith("somebody\n\n…");
        (await world.SeeAsync(made.Id, Cancel)).Comments.Should().ContainSingle().Which.Should().EndWith("[m-1]").And.Match(text => text.Length <= 4000);
    }

    private static async Task<TrackerException> FailAsync(Func<Task> act) => (await act.Should().ThrowAsync<TrackerException>()).Which;
}
