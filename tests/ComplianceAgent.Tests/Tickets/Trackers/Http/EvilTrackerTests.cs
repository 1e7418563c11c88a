using System.Text.Json;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.Redmine;
using ComplianceAgent.Tickets.Trackers.RequestTracker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.Http;

/// <summary>A tracker in the wrong hands: whatever it answers, nothing is asked elsewhere, nobody's ticket is taken for ours, and its text is only text.</summary>
public sealed class EvilTrackerTests
{
    private const string Key = "CA-0123-K";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CA-9999-K")]
    [InlineData("ca-0123-k")]
    [InlineData("CA-0123-K ")]
    [InlineData("<b>CA-0123-K</b>")]
    [InlineData("")]
    public async Task Another_ones_ticket_in_a_search_of_Request_Tracker_is_not_ours(string key)
    {
        await using var evil = Rt(_ => Page(RtRow("7", key)));

        (await RtTracker(evil).FindAsync(Key, Cancel)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("CA-9999-K", true)]
    [InlineData("", true)]
    [InlineData("ca-0123-k", false)]
    public async Task Another_ones_issue_in_a_search_of_Redmine_is_not_ours(string key, bool isFault)
    {
        await using var evil = Redmine(_ => Json(new { issues = (object[])[Issue(7, key)] }));

        if (isFault)
        {
            var act = () => RedmineTracker(evil).FindAsync(Key, Cancel);
            (await act.Should().ThrowAsync<TrackerException>()).Which.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Refused && failed.Message.Contains("Used as a filter"));
        }
        else
        {
            (await RedmineTracker(evil).FindAsync(Key, Cancel)).Should().BeEmpty("letter by letter");
        }
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("../../admin")]
    [InlineData("7?x=http://evil.example")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task An_id_that_is_none_is_not_asked_for(string id)
    {
        await using var rt = Rt(request => request.Method == "POST" ? Json(new { id }) : Page(RtRow(id, Key)));
        await using var redmine = Redmine(request => request.Method == "POST" ? Json(new { issue = Issue(id, Key) }) : Json(new { issues = (object[])[Issue(id, Key)] }));

        foreach (var (server, tracker) in ((LoopbackServer, ITracker)[])[(rt, RtTracker(rt)), (redmine, RedmineTracker(redmine))])
        {
            (await FailedAsync(() => tracker.FindAsync(Key, Cancel))).Reason.Code.Should().Be("tracker-reply-unusable");
            (await FailedAsync(() => tracker.CreateAsync(Draft(), Cancel))).Fault.Should().Be(TrackerFault.Uncertain, "it may have been made all the same");
            (await FailedAsync(() => tracker.ReadAsync(id, Cancel))).Fault.Should().Be(TrackerFault.Refused);
            server.Heard.Should().NotContain(request => request.Path.Contains("admin") || request.Path.Contains("evil") || request.Path.Contains("script"));
        }
    }

    [Fact]
    public async Task A_new_ticket_that_bears_another_key_is_not_taken_for_ours()
    {
        await using var rt = Rt(request => request.Method == "POST" ? Json(new { id = "7" }) : RtRow("7", "CA-9999-K"));
        await using var redmine = Redmine(_ => Json(new { issue = Issue(7, "CA-9999-K") }));

        (await FailedAsync(() => RtTracker(rt).CreateAsync(Draft(), Cancel))).Reason.Code.Should().Be("rt-key-not-kept");
        (await FailedAsync(() => RedmineTracker(redmine).CreateAsync(Draft(), Cancel))).Reason.Code.Should().Be("redmine-key-not-kept");
    }

    [Fact]
    public async Task Links_in_answers_are_neither_followed_nor_shown()
    {
        await using var elsewhere = LoopbackServer.Answering(200, "{}");
        await using var rt = Rt(request => request.Path.Contains("/tickets?", StringComparison.Ordinal) && !request.Path.Contains("__Inactive__", StringComparison.Ordinal)
            ? (200, $$"""{"next_page":"{{elsewhere.Url}}/next","pages":9,"total":900,"items":[{{RtRow("7", Key, elsewhere.Url).Body}}]}""", "Link: <" + elsewhere.Url + ">; rel=next")
            : Json(new { items = Array.Empty<object>() }));

        var found = (await RtTracker(rt).FindAsync(Key, Cancel)).Should().ContainSingle().Which;

        found.Page!.AbsoluteUri.Should().Be(rt.Url + "/Ticket/Display.html?id=7");
        elsewhere.Heard.Should().BeEmpty();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_inside_is_not_followed(int status)
    {
        await using var elsewhere = LoopbackServer.Answering(200, "{}");
        await using var evil = LoopbackServer.Answering(status, "", $"Location: {elsewhere.Url}/take-the-token");

        foreach (var tracker in (ITracker[])[RtTracker(evil), RedmineTracker(evil)])
        {
            (await FailedAsync(() => tracker.FindAsync(Key, Cancel))).Message.Should().Contain("redirect").And.Contain(":Url");
            (await FailedAsync(() => tracker.CreateAsync(Draft(), Cancel))).Fault.Should().Be(TrackerFault.Refused);
        }

        elsewhere.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task Text_of_the_tracker_is_cleaned()
    {
        await using var evil = Redmine(_ => Json(new { issue = Issue(7, Key, "<img src=x>\u001b]52;c;x\u0007\r\nFORGED") }));

        var read = await RedmineTracker(evil).ReadAsync("7", Cancel);

        read!.Assignee.Should().StartWith("<img src=x>").And.NotContainAny("\u001b", "\u0007", "\r", "\n");
        read.Status.Should().NotContainAny("\u001b", "\n");
    }

    [Fact]
    public async Task A_list_without_end_is_left()
    {
        await using var rt = Rt(_ => Page(RtRow("7", "CA-9999-K"), RtRow("8", "CA-9999-K")));

        (await FailedAsync(() => RtTracker(rt).FindAsync(Key, Cancel))).Reason.Code.Should().Be("tracker-list-endless");
        rt.Heard.Should().HaveCount(TrackerHttp.MaxPages);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("""{"items":7,"issues":{},"issue":[],"user":null}""")]
    [InlineData("""{"items":[null,7,"x",[]],"issues":[null,7]}""")]
    public async Task A_reply_of_another_shape_is_a_fault_of_the_tracker_and_no_crash(string body)
    {
        await using var evil = LoopbackServer.Answering(200, body);

        foreach (var tracker in (ITracker[])[RtTracker(evil), RedmineTracker(evil)])
        {
            await OnlyTrackerFaultsAsync(() => tracker.FindAsync(Key, Cancel));
            await OnlyTrackerFaultsAsync(() => tracker.ReadAsync("7", Cancel));
            await OnlyTrackerFaultsAsync(() => tracker.CreateAsync(Draft(), Cancel));
            await OnlyTrackerFaultsAsync(() => tracker.ApplyAsync("7", new TicketEdit { Draft = Draft(), Move = TicketMove.Close }, Cancel));
            await OnlyTrackerFaultsAsync(async () => await tracker.ChangedSinceAsync(DateTimeOffset.UnixEpoch.AddYears(50), Cancel).ToListAsync(Cancel));
            await tracker.CheckAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_key_that_would_change_a_query_is_not_sent()
    {
        await using var evil = LoopbackServer.Answering(200, "{}");

        foreach (var tracker in (ITracker[])[RtTracker(evil), RedmineTracker(evil)])
        {
            var act = () => tracker.FindAsync("x' OR id > 0 OR Subject = '", Cancel);
            await act.Should().ThrowAsync<ArgumentException>();
        }

        evil.Heard.Should().NotContain(request => request.Path.Contains("OR"));
    }

    private static async Task OnlyTrackerFaultsAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (TrackerException failed)
        {
            failed.Message.Should().NotBeEmpty();
        }
    }

    private static async Task<TrackerException> FailedAsync(Func<Task> act) => (await act.Should().ThrowAsync<TrackerException>()).Which;

    private static (int, string Body, string) Json(object answer) => (200, JsonSerializer.Serialize(answer), "");

    private static (int, string, string) Page(params (int, string Body, string)[] rows) => (200, $$"""{"items":[{{string.Join(",", rows.Select(row => row.Body))}}]}""", "");

    private static (int, string Body, string) RtRow(string id, string key, string link = "") => Json(new
    {
        id, _url = link, Status = "new", Queue = new { id = "3", _url = link }, Owner = new { id = "Nobody" }, LastUpdated = "2026-11-28T05:17:52Z",
        CustomFields = (object[])[new { name = "ComplianceKey", values = (string[])[key] }],
    });

    private static object Issue(object id, string key, string name = "Anna") => new
    {
        id, subject = "x", status = new { id = 1, name, is_closed = false }, project = new { id = 1, name = "P" }, assigned_to = new { id = 2, name },
        custom_fields = (object[])[new { id = 4, value = key }], updated_on = "2026-11-28T05:17:52Z",
    };

    /// <summary>Answers queues as a good one would, and everything else as the test says.</summary>
    private static LoopbackServer Rt(Func<HeardRequest, (int, string, string)> answer) => LoopbackServer.Answering(request => request.Path.Contains("/queue/", StringComparison.Ordinal)
        ? Json(new { id = 3, Name = "Q", TicketCustomFields = (object[])[new { name = "ComplianceKey" }] })
        : answer(request));

    private static LoopbackServer Redmine(Func<HeardRequest, (int, string, string)> answer) => LoopbackServer.Answering(request =>
        request.Path.Contains("/projects/", StringComparison.Ordinal)
            ? Json(new { project = new { id = 1, identifier = "p", trackers = (object[])[new { id = 3, name = "Bug" }], issue_custom_fields = (object[])[new { id = 4, name = "ComplianceKey" }] } })
            : request.Path.Contains("priorities", StringComparison.Ordinal) ? Json(new { issue_priorities = (object[])[new { id = 2, name = "Normal", is_default = true }] })
            : request.Path.Contains("/users/", StringComparison.Ordinal) ? Json(new { user = new { id = 5 } })
            : answer(request));

    private static ITracker RtTracker(LoopbackServer server) => Tracker(TrackerKind.RequestTracker, services => services.Configure<RtOptions>(options => options.PageSize = 2), new()
    {
        ["Tickets:RequestTracker:Url"] = server.Url, ["Tickets:RequestTracker:Token"] = "1-2-3", ["Tickets:RequestTracker:Queue"] = "Q",
    });

    private static ITracker RedmineTracker(LoopbackServer server) => Tracker(TrackerKind.Redmine, services => services.Configure<RedmineOptions>(options => options.PageSize = 2), new()
    {
        ["Tickets:Redmine:Url"] = server.Url, ["Tickets:Redmine:ApiKey"] = "0123456789", ["Tickets:Redmine:Project"] = "p",
    });

    private static ITracker Tracker(TrackerKind kind, Action<IServiceCollection> configure, Dictionary<string, string?> settings)
    {
        settings["Tickets:Tracker"] = kind.ToString();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddTrackers();
        configure(services);
        return services.BuildServiceProvider().GetRequiredKeyedService<ITracker>(kind);
    }

    private static TicketDraft Draft() => new() { Key = Key, Title = "x", Body = TextDocument.OfLine("y") };
}
