using ComplianceAgent.Tests.Tickets.Trackers.StandIns;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>What Jira is known to do to those who call it.</summary>
public sealed class JiraQuirkTests
{
    private const string Key = "CA-7Q2M4K9XAB3D5FGH";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TicketDraft Draft => new() { Key = Key, Title = "TikTok on a phone", Body = TextDocument.OfLine("Remove it."), DueAt = new DateTimeOffset(2026, 12, 25, 0, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_429_makes_nothing_and_says_when_to_come_back(bool isCloud)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        world.Server.Faults.Next(ServerFault.Throttled, "POST", "/issue");

        var failed = await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel));

        failed.Fault.Should().Be(TrackerFault.Throttled);
        failed.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        world.Server.Desk.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task An_expired_token_is_a_refused_credential_also_where_Jira_answers_as_to_a_stranger(bool isCloud, bool answersStrangers)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        await world.SettleAsync();
        (world.Server.TokenEnded, world.Server.AnswersStrangers) = (true, answersStrangers);

        (await FailAsync(() => world.Tracker.FindAsync(Key, Cancel))).Fault.Should().Be(TrackerFault.Unauthorized, "an empty list would open the ticket again");
        (await FailAsync(() => world.Tracker.ReadAsync(made.Id, Cancel))).Fault.Should().Be(TrackerFault.Unauthorized, "else it would be taken for deleted");
        (await FailAsync(() => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel))).Fault.Should().Be(TrackerFault.Unauthorized);
        (await FailAsync(async () => await world.Tracker.ChangedSinceAsync(DateTimeOffset.UnixEpoch, Cancel).ToListAsync(Cancel))).Fault.Should().Be(TrackerFault.Unauthorized);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_400_with_errors_of_fields_is_told_with_their_names(bool isCloud)
    {
        var world = await JiraWorld.OwnAsync(isCloud);

        var failed = await FailAsync(() => world.With(("Tickets:Jira:Project", "STRICT"), ("Tickets:Jira:PriorityNormal", "Odd")).CreateAsync(Draft, Cancel));

        failed.Fault.Should().Be(TrackerFault.Refused);
        failed.Message.Should().Contain("customfield_10010: Owning team is required.").And.Contain("priority: Priority name 'Odd' is not valid");
    }

    [Fact]
    public async Task Labels_that_are_not_on_the_screen_are_told_by_the_check_and_by_the_first_ticket()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var tracker = world.With(("Tickets:Jira:Project", "BARE"));

        (await tracker.CheckAsync(Cancel)).Select(fault => fault.ToString()).Should().HaveCount(2).And.Contain(fault => fault.Contains("\"labels\"")).And.Contain(fault => fault.Contains("\"duedate\""));
        (await FailAsync(() => tracker.CreateAsync(Draft, Cancel))).Message.Should().Contain("labels: Field 'labels' cannot be set.");
    }

    [Theory]
    [InlineData(true, "To Do")]
    [InlineData(false, "Start Progress")]
    public async Task A_workflow_without_a_way_to_done_names_the_ways_it_has(bool isCloud, string offered)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        world.Server.Desk.Withheld.UnionWith(["Done", "Decline", "Resolve Issue", "Close Issue"]);
        await world.ChangeAsync(made.Id, issue => world.Server.Desk.Move(issue, isCloud ? "In Progress" : "Reopened", ""));

        var failed = await FailAsync(() => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel));

        failed.Fault.Should().Be(TrackerFault.MoveNotAllowed);
        failed.Message.Should().Contain(offered).And.Contain("Tickets:Jira:CloseTransitions");
    }

    [Fact]
    public async Task A_transition_that_the_settings_name_is_taken_and_none_is_guessed_when_it_is_not_offered()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        var tracker = world.With(("Tickets:Jira:CloseTransitions:0", "nowhere"), ("Tickets:Jira:CloseTransitions:1", "DECLINE"));

        (await tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel)).Status.Should().Be("Declined");
        await world.ChangeAsync(made.Id, issue => world.Server.Desk.Move(issue, "To Do", ""));
        world.Server.Desk.Withheld.Add("Decline");
        (await FailAsync(() => tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel))).Fault.Should().Be(TrackerFault.MoveNotAllowed);
    }

    [Fact]
    public async Task A_search_shows_a_new_ticket_only_when_the_index_has_it()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);

        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().NotBeNull();
        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty();
        world.Server.Clock.Advance(TimeSpan.FromSeconds(90));
        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty("the index lags by two minutes");
        world.Server.Clock.Advance(TimeSpan.FromSeconds(31));
        (await world.Tracker.FindAsync(Key, Cancel)).Should().ContainSingle();
        world.Tracker.Traits.Settles.Should().BeGreaterThan(TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task What_the_index_still_shows_of_a_deleted_ticket_is_not_found()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        await world.SettleAsync();

        await world.DeleteAsync(made.Id, Cancel);

        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, nameof(ServerFault.CutAfter))]
    [InlineData(false, nameof(ServerFault.CutAfter))]
    [InlineData(true, nameof(ServerFault.FailsAfter))]
    [InlineData(true, nameof(ServerFault.PageAfter))]
    public async Task A_reply_lost_after_the_create_is_uncertain_and_the_ticket_is_found_once_the_index_has_it(bool isCloud, string fault)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        world.Server.Faults.Next(Enum.Parse<ServerFault>(fault), "POST", "/issue");

        (await FailAsync(() => world.Tracker.CreateAsync(Draft, Cancel))).Fault.Should().Be(TrackerFault.Uncertain);

        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty("the index lags");
        world.Server.Clock.Advance(world.Tracker.Traits.Settles);
        (await world.Tracker.FindAsync(Key, Cancel)).Should().ContainSingle();
        world.Server.Requests.Should().ContainSingle(request => request.Method == "POST", "what makes something is tried once");
    }

    [Fact]
    public async Task A_reply_that_does_not_come_in_time_is_uncertain()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var clock = new FakeTimeProvider(world.Server.Clock.GetUtcNow());
        var tracker = world.With(services => services.AddSingleton<TimeProvider>(clock));
        world.Server.Faults.Next(ServerFault.HangsAfter, "POST", "/issue");
        var hanging = world.Server.Hanging.Task;

        var create = tracker.CreateAsync(Draft, Cancel);
        await hanging.WaitAsync(Cancel);
        clock.Advance(TimeSpan.FromSeconds(31));

        var failed = await FailAsync(() => create);
        failed.Fault.Should().Be(TrackerFault.Uncertain);
        failed.Message.Should().Contain("Tickets:TimeoutSeconds");
        world.Server.Desk.All.Should().ContainSingle();
    }

    [Fact]
    public async Task A_ticket_that_people_moved_comes_under_its_new_key()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        made.Id.Should().Be("MDM-1");
        await world.MoveAsync(made.Id, Cancel);
        await world.SettleAsync();

        (await world.Tracker.ReadAsync("MDM-1", Cancel)).Should().Match<RemoteTicket>(ticket => ticket.Id == "OPS-1" && ticket.Queue == "OPS" && ticket.Page!.AbsoluteUri.EndsWith("/browse/OPS-1"));
        (await world.Tracker.FindAsync(Key, Cancel)).Should().ContainSingle().Which.Id.Should().Be("OPS-1");

        var same = await world.Tracker.ApplyAsync("OPS-1", new TicketEdit { Move = TicketMove.CloseAsDouble, DoubleOf = "MDM-1" }, Cancel);
        same.IsClosed.Should().BeFalse("it is no double of itself");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_bears_a_link_to_the_ticket_that_stays_once(bool isCloud)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        var (stays, twin) = (await world.Tracker.CreateAsync(Draft, Cancel), await world.Tracker.CreateAsync(Draft, Cancel));
        var edit = new TicketEdit { Move = TicketMove.CloseAsDouble, DoubleOf = stays.Id };

        await world.Tracker.ApplyAsync(twin.Id, edit, Cancel);
        await world.ChangeAsync(twin.Id, issue => world.Server.Desk.Move(issue, isCloud ? "To Do" : "Reopened", ""));
        await world.Tracker.ApplyAsync(twin.Id, edit, Cancel);

        world.State(twin.Id).Links.Should().Equal(("Duplicate", stays.Id));
        world.State(twin.Id).Resolution.Should().Be(isCloud ? "Done" : "Duplicate", "only a Data Center's transition asks for it here");
        world.Server.Requests.Should().ContainSingle(request => request.Path.EndsWith("/issueLink"));
    }

    [Fact]
    public async Task A_closed_ticket_that_nobody_may_edit_is_opened_before_it_is_changed()
    {
        var world = await JiraWorld.OwnAsync(isCloud: false);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        await world.ChangeAsync(made.Id, issue => world.Server.Desk.Move(issue, "Closed", "Fixed"));

        (await FailAsync(() => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Draft = Draft with { Title = "Other" } }, Cancel))).Message.Should().Contain("summary: Field 'summary' cannot be set.");
        var opened = await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Draft = Draft with { Title = "Other" }, Move = TicketMove.Reopen }, Cancel);

        opened.IsClosed.Should().BeFalse();
        ((string?)world.State(made.Id).Field("summary")).Should().Be("Other");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fields_of_the_customer_go_in_the_shape_of_their_kind(bool isCloud)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        var tracker = world.With(
            ("Tickets:Jira:Project", "STRICT"), ("Tickets:Jira:Fields:0", "owning TEAM=Blue"), ("Tickets:Jira:Fields:1", "customfield_10013=2.5"), ("Tickets:Jira:Fields:2", "Remarks=See the ban"),
            ("Tickets:Jira:Fields:3", "components=Phones, Desktops"), ("Tickets:Jira:Fields:4", "Cost centre=4711"), ("Tickets:Jira:Labels:0", "mdm"));

        (await tracker.CheckAsync(Cancel)).Should().BeEmpty();
        var made = await tracker.CreateAsync(Draft, Cancel);

        var issue = world.State(made.Id);
        issue.Fields["customfield_10010"].Should().Be("""{"value":"Blue"}""");
        issue.Fields["customfield_10013"].Should().Be("2.5");
        issue.Fields["components"].Should().Be("""[{"name":"Phones"},{"name":"Desktops"}]""");
        issue.Fields["customfield_10011"].Should().Be("\"4711\"");
        (isCloud ? Adf.Text(issue.Field("customfield_10012")).Trim() : (string?)issue.Field("customfield_10012")).Should().Be("See the ban");
        issue.Labels.Should().BeEquivalentTo(["mdm", "compliance-agent", "compliance-agent-" + Key]);
        ((string?)issue.Field("duedate")).Should().Be("2026-12-24", "a deadline at midnight is of the day that ends");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_longer_than_Jira_takes_is_cut_between_lines_and_a_comment_keeps_its_mark(bool isCloud)
    {
        var world = await JiraWorld.OwnAsync(isCloud);
        var body = new TextDocument([new ParagraphBlock([new TextSpan("Apps:")]), new ListBlock([.. Enumerable.Range(1, 3000).Select(i => System.Collections.Immutable.ImmutableArray.Create(new TextSpan($"App {i} (*) of somebody")))])]);

        var made = await world.Tracker.CreateAsync(Draft with { Body = body }, Cancel);
        var edit = new TicketEdit { Comment = body, CommentMark = "mark-1" };
        await world.Tracker.ApplyAsync(made.Id, edit, Cancel);
        await world.Tracker.ApplyAsync(made.Id, edit with { CommentMayExist = true }, Cancel);

        var seen = await world.SeeAsync(made.Id, Cancel);
        seen.Body.Trim().Should().StartWith("Apps:").And.Contain("App 1 (*) of somebody").And.EndWith("…");
        seen.Comments.Should().ContainSingle().Which.Trim().Should().EndWith("[mark-1]");
    }

    [Fact]
    public async Task Nothing_but_a_key_gets_into_a_query_or_a_path()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);

        await ((Func<Task>)(() => world.Tracker.FindAsync("x\" OR labels = \"y", Cancel))).Should().ThrowAsync<ArgumentException>();
        (await FailAsync(() => world.Tracker.ReadAsync("../../admin", Cancel))).Fault.Should().Be(TrackerFault.Refused);
        (await FailAsync(() => world.Tracker.CreateAsync(Draft with { Queue = "MDM?x=1" }, Cancel))).Fault.Should().Be(TrackerFault.Refused);
        world.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_label_that_differs_in_capitals_alone_is_anothers()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        var made = await world.Tracker.CreateAsync(Draft, Cancel);
        await world.ChangeAsync(made.Id, issue => world.Server.Desk.Change(issue, state => state with { Labels = [.. state.Labels.Select(label => label.ToLowerInvariant())] }));
        await world.SettleAsync();

        world.Server.Desk.Search(Jql.Parse($"labels = \"compliance-agent-{Key}\"")).Should().ContainSingle("Jira's own search does not tell them apart");
        (await world.Tracker.FindAsync(Key, Cancel)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("labels = \"a\" OR labels = \"b\"")]
    [InlineData("labels ~ \"a*\"")]
    [InlineData("label = \"a\"")]
    [InlineData("updated >= \"yesterday\"")]
    [InlineData("labels = \"a\" ORDER BY colour")]
    [InlineData("labels = \"a\" ORDER BY created ASC,")]
    [InlineData("labels = \"a")]
    public void The_server_of_these_tests_leaves_nothing_of_a_query_out(string jql)
    {
        FluentActions.Invoking(() => Jql.Parse(jql)).Should().Throw<JqlException>();
    }

    private static async Task<TrackerException> FailAsync(Func<Task> act) => (await act.Should().ThrowAsync<TrackerException>()).Which;
}
