using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.Http;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.Webhook;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Tickets.Trackers.Webhook;

/// <summary>The signed webhook against a receiver on loopback.</summary>
public sealed class WebhookTests
{
    private const string Secret = "a key that nobody knows, of 24 bytes and more";
    private const string Base64Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_says_what_is_to_become_of_the_ticket()
    {
        await using var receiver = LoopbackServer.Answering(200, "thank you");
        var tracker = Tracker(receiver);

        var made = await tracker.CreateAsync(Draft(), Cancel);

        made.Should().Match<RemoteTicket>(ticket => ticket.Id == "CA-1" && ticket.Key == "CA-1" && !ticket.IsClosed);
        var heard = receiver.Heard.Should().ContainSingle().Which;
        heard.Method.Should().Be("POST");
        heard.Path.Should().Be("/hook?for=compliance");
        heard.Headers["Content-Type"].Should().Be("application/cloudevents+json; charset=utf-8");
        var said = JsonNode.Parse(heard.Body)!;
        said["specversion"]!.ToString().Should().Be("1.0");
        said["type"]!.ToString().Should().Be("org.complianceagent.ticket.opened.v1");
        said["source"]!.ToString().Should().Be("urn:compliance-agent");
        said["subject"]!.ToString().Should().Be("CA-1");
        said["time"]!.ToString().Should().Be("2026-11-28T10:00:00.000Z");
        said["id"]!.ToString().Should().Be(heard.Headers["webhook-id"]);
        said["data"]!["ticket"]!.ToJsonString().Should().Be(JsonNode.Parse(
            """{"text":"Remove \u003Cb\u003Eit\u003C/b\u003E.","html":"\u003Cp\u003ERemove \u0026lt;b\u0026gt;it\u0026lt;/b\u0026gt;.\u003C/p\u003E","title":"TikTok on a phone","queue":"phones","priority":"high","dueAt":"2026-12-24T23:59:59\u002B01:00"}""")!.ToJsonString());
    }

    [Theory]
    [InlineData(TicketMove.None, false, "updated")]
    [InlineData(TicketMove.None, true, "commented")]
    [InlineData(TicketMove.Close, true, "closed")]
    [InlineData(TicketMove.Reopen, true, "reopened")]
    [InlineData(TicketMove.CloseAsDouble, false, "folded")]
    public async Task A_change_names_what_moves(TicketMove move, bool hasComment, string verb)
    {
        await using var receiver = LoopbackServer.Answering(204, "");
        var edit = new TicketEdit { Draft = Draft(), Comment = hasComment ? TextDocument.OfLine("Gone.") : null, CommentMark = hasComment ? "c-1" : "", Move = move, DoubleOf = move == TicketMove.CloseAsDouble ? "CA-0" : "" };

        var changed = await Tracker(receiver).ApplyAsync("CA-1", edit, Cancel);

        changed.IsClosed.Should().Be(move is TicketMove.Close or TicketMove.CloseAsDouble);
        var said = JsonNode.Parse(receiver.Heard.Single().Body)!;
        said["type"]!.ToString().Should().Be($"org.complianceagent.ticket.{verb}.v1");
        said["data"]!["comment"]?["mark"]?.ToString().Should().Be(hasComment ? "c-1" : null);
        said["data"]!["doubleOf"]?.ToString().Should().Be(move == TicketMove.CloseAsDouble ? "CA-0" : null);
    }

    [Fact]
    public async Task A_second_try_bears_the_same_id_and_another_happening_another()
    {
        await using var receiver = LoopbackServer.Answering(200, "");
        var tracker = Tracker(receiver);
        var comment = new TicketEdit { Comment = TextDocument.OfLine("Gone."), CommentMark = "c-1" };

        await tracker.CreateAsync(Draft(), Cancel);
        clock.Advance(TimeSpan.FromHours(1));
        await tracker.CreateAsync(Draft(), Cancel);
        await tracker.ApplyAsync("CA-1", comment, Cancel);
        await tracker.ApplyAsync("CA-1", comment with { CommentMayExist = true, Comment = TextDocument.OfLine("Gone, as seen today.") }, Cancel);
        await tracker.ApplyAsync("CA-1", comment with { CommentMark = "c-2" }, Cancel);
        await tracker.ApplyAsync("CA-2", comment, Cancel);
        await tracker.ApplyAsync("CA-1", comment with { Move = TicketMove.Close }, Cancel);
        await tracker.ApplyAsync("CA-1", new TicketEdit { Draft = Draft() }, Cancel);
        await tracker.ApplyAsync("CA-1", new TicketEdit { Draft = Draft() with { Title = "other" } }, Cancel);

        var ids = receiver.Heard.Select(request => request.Headers["webhook-id"]).ToList();
        ids[1].Should().Be(ids[0]);
        ids[3].Should().Be(ids[2]);
        ids.Distinct().Should().HaveCount(7);
    }

    [Fact]
    public async Task The_shipped_verifier_takes_it_for_five_minutes_and_no_longer()
    {
        await using var receiver = LoopbackServer.Answering(200, "");
        await Tracker(receiver).CreateAsync(Draft(), Cancel);
        var heard = receiver.Heard.Single();
        var verifier = new WebhookVerifier(clock, Secret);

        Verdict(verifier, heard).Should().Be(WebhookVerdict.Good);
        clock.Advance(TimeSpan.FromMinutes(5));
        Verdict(verifier, heard).Should().Be(WebhookVerdict.Good);
        clock.Advance(TimeSpan.FromSeconds(1));
        Verdict(verifier, heard).Should().Be(WebhookVerdict.TooOld, "a replay at 5:01 is refused");
        var early = new FakeTimeProvider(Now - TimeSpan.FromSeconds(301));
        Verdict(new WebhookVerifier(early, Secret), heard).Should().Be(WebhookVerdict.TooNew);
    }

    [Fact]
    public async Task Whatever_is_changed_the_signature_does_not_fit()
    {
        await using var receiver = LoopbackServer.Answering(200, "");
        await Tracker(receiver).CreateAsync(Draft(), Cancel);
        var heard = receiver.Heard.Single();
        var verifier = new WebhookVerifier(clock, Secret);
        var (id, time, signature) = (heard.Headers["webhook-id"], heard.Headers["webhook-timestamp"], heard.Headers["webhook-signature"]);
        var later = (long.Parse(time) + 1).ToString();
        byte[] changed = [.. heard.Body[..^1], (byte)' '];

        verifier.Verify(id, time, signature, heard.Body).Should().Be(WebhookVerdict.Good);
        verifier.Verify(id + "0", time, signature, heard.Body).Should().Be(WebhookVerdict.WrongSignature);
        verifier.Verify(id, later, signature, heard.Body).Should().Be(WebhookVerdict.WrongSignature, "else a recording is made young");
        verifier.Verify(id, time, signature, changed).Should().Be(WebhookVerdict.WrongSignature);
        verifier.Verify(id, time, "v1a," + signature[3..], heard.Body).Should().Be(WebhookVerdict.WrongSignature);
        verifier.Verify(id, time, "v1,AAAA " + signature, heard.Body).Should().Be(WebhookVerdict.Good, "one of several is enough");
        new WebhookVerifier(clock, Secret + "0").Verify(id, time, signature, heard.Body).Should().Be(WebhookVerdict.WrongSignature);
        foreach (var bad in (string?[])["", null, "-1", "1e9", " 1", "99999999999999999999", "9999999999999999"])
        {
            verifier.Verify(id, bad, signature, heard.Body).Should().Be(WebhookVerdict.Malformed);
        }
    }

    [Fact]
    public async Task While_the_key_changes_old_and_new_receivers_both_take_it()
    {
        await using var receiver = LoopbackServer.Answering(200, "");
        await Tracker(receiver, ("Secret", Base64Secret), ("PreviousSecret", Secret)).CreateAsync(Draft(), Cancel);
        var heard = receiver.Heard.Single();

        heard.Headers["webhook-signature"].Split(' ').Should().HaveCount(2).And.OnlyContain(signature => signature.StartsWith("v1,"));
        Verdict(new WebhookVerifier(clock, Secret), heard).Should().Be(WebhookVerdict.Good);
        Verdict(new WebhookVerifier(clock, Base64Secret), heard).Should().Be(WebhookVerdict.Good);
        Verdict(new WebhookVerifier(clock, Base64Secret, Secret), heard).Should().Be(WebhookVerdict.Good);
    }

    [Fact]
    public void The_signature_is_that_of_the_published_example()
    {
        // The example of the Standard Webhooks specification.
        var key = WebhookSignature.Key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        WebhookSignature.Sign(key!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}"))
            .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Theory]
    [InlineData(401, TrackerFault.Unauthorized)]
    [InlineData(403, TrackerFault.Refused)]
    [InlineData(410, TrackerFault.Refused)]
    [InlineData(429, TrackerFault.Throttled)]
    [InlineData(500, TrackerFault.Uncertain)]
    [InlineData(302, TrackerFault.Refused)]
    public async Task What_the_receiver_answers_is_told(int status, TrackerFault fault)
    {
        await using var receiver = LoopbackServer.Answering(status, "<html>no</html>", "Location: http://127.0.0.1:1/");

        var act = () => Tracker(receiver).CreateAsync(Draft(), Cancel);

        (await act.Should().ThrowAsync<TrackerException>()).Which.Fault.Should().Be(fault);
        receiver.Heard.Should().ContainSingle();
    }

    [Fact]
    public async Task The_check_sends_no_event_and_tells_what_is_wrong()
    {
        await using var receiver = LoopbackServer.Answering(405, "");
        (await Tracker(receiver).CheckAsync(Cancel)).Should().BeEmpty();
        receiver.Heard.Should().OnlyContain(request => request.Method == "OPTIONS");

        (await Tracker(receiver, ("Secret", "too short")).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("24 bytes").And.NotContain("too short");
        (await Tracker(receiver, ("Secret", "env:NO_SUCH_VARIABLE")).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("NO_SUCH_VARIABLE");
        (await Tracker(receiver, ("Url", "http://127.0.0.1:1/")).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("TCP");
        await using var moved = LoopbackServer.Answering(308, "", "Location: https://elsewhere.example/");
        (await Tracker(moved).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("Tickets:Webhook:Url");
    }

    [Fact]
    public async Task Nothing_is_read_back()
    {
        await using var receiver = LoopbackServer.Answering(200, "");
        var tracker = Tracker(receiver);

        tracker.Traits.IsReadable.Should().BeFalse();
        (await tracker.FindAsync("CA-1", Cancel)).Should().BeEmpty();
        (await tracker.ReadAsync("CA-1", Cancel)).Should().BeNull();
        (await tracker.ChangedSinceAsync(Now, Cancel).ToListAsync(Cancel)).Should().BeEmpty();
        receiver.Heard.Should().BeEmpty();
    }

    private static WebhookVerdict Verdict(WebhookVerifier verifier, HeardRequest heard) =>
        verifier.Verify(heard.Headers["webhook-id"], heard.Headers["webhook-timestamp"], heard.Headers["webhook-signature"], heard.Body);

    private static TicketDraft Draft() => new()
    {
        Key = "CA-1", Title = "TikTok on\na phone", Body = TextDocument.OfLine("Remove <b>it</b>."), Queue = "phones", Priority = TicketPriority.High,
        DueAt = new DateTimeOffset(2026, 12, 24, 23, 59, 59, TimeSpan.FromHours(1)),
    };

    private ITracker Tracker(LoopbackServer receiver, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Tickets:Tracker"] = "Webhook", ["Tickets:Webhook:Url"] = receiver.Url + "/hook?for=compliance", ["Tickets:Webhook:Secret"] = Secret,
        };
        foreach (var (name, value) in settings)
        {
            all["Tickets:Webhook:" + name] = value;
        }

        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .AddSingleton<TimeProvider>(clock)
            .AddTrackers()
            .BuildServiceProvider().GetRequiredKeyedService<ITracker>(TrackerKind.Webhook);
    }
}
