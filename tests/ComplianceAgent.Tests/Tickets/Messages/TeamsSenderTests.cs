using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.Http;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Messages.Teams;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Templates;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Tickets.Messages;

/// <summary>Posting to Teams, whose address is a secret.</summary>
public sealed class TeamsSenderTests
{
    private const string Signature = "sig=very-secret-word";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_posted_as_a_card_in_a_message()
    {
        await using var teams = LoopbackServer.Answering(202, "");

        await Sender(teams).SendAsync(new NoticeTemplates().Write(SampleNotices.Of(NoticeKind.Digest), "en"), "en", Cancel);

        var heard = teams.Heard.Should().ContainSingle().Which;
        (heard.Method, heard.Path).Should().Be(("POST", "/workflows/1?api-version=2016-06-01&" + Signature));
        var message = JsonNode.Parse(heard.Body)!;
        message["type"]!.ToString().Should().Be("message");
        var card = message["attachments"]!.AsArray().Should().ContainSingle().Which!;
        card["contentType"]!.ToString().Should().Be("application/vnd.microsoft.card.adaptive");
        card["content"]!["type"]!.ToString().Should().Be("AdaptiveCard");
        card["content"]!["version"]!.ToString().Should().Be("1.4");
        card["content"]!["body"]![0]!["inlines"]![0]!["text"]!.ToString().Should().Be("Banned apps: 14 open, 3 overdue");
    }

    [Theory]
    [InlineData(400, TrackerFault.Refused)]
    [InlineData(404, TrackerFault.Refused)]
    [InlineData(413, TrackerFault.Refused)]
    [InlineData(302, TrackerFault.Refused)]
    [InlineData(401, TrackerFault.Unauthorized)]
    [InlineData(403, TrackerFault.Unauthorized)]
    [InlineData(429, TrackerFault.Throttled)]
    [InlineData(503, TrackerFault.Throttled)]
    [InlineData(500, TrackerFault.Uncertain)]
    [InlineData(504, TrackerFault.Uncertain)]
    public async Task A_refusal_is_told_by_what_may_have_happened_and_never_with_the_address(int status, TrackerFault fault)
    {
        await using var elsewhere = LoopbackServer.Answering(200, "");
        await using var teams = LoopbackServer.Answering(status, Signature, $"Location: {elsewhere.Url}/\r\nRetry-After: 7");

        var failed = await FailedAsync(Sender(teams));

        failed.Fault.Should().Be(fault);
        failed.RetryAfter.Should().Be(fault == TrackerFault.Throttled ? TimeSpan.FromSeconds(7) : null);
        failed.ToString().Should().NotContain("very-secret-word").And.NotContain("127.0.0.1");
        elsewhere.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task A_reply_that_never_comes_leaves_it_uncertain_and_a_closed_port_does_not()
    {
        var heard = new TaskCompletionSource();
        await using var teams = new LoopbackServer(async (_, _, token) =>
        {
            heard.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var sending = Sender(teams).SendAsync(Short(), "en", Cancel);
        await heard.Task;
        clock.Advance(TimeSpan.FromSeconds(31));
        (await sending.Awaiting(task => task).Should().ThrowAsync<TrackerException>()).Which.Fault.Should().Be(TrackerFault.Uncertain);

        var closed = await FailedAsync(Sender("http://127.0.0.1:1/workflows/1?" + Signature));
        closed.Fault.Should().Be(TrackerFault.Unreachable);
        closed.ToString().Should().NotContain("very-secret-word");
    }

    [Fact]
    public async Task The_address_may_stand_in_a_file_and_is_judged_where_it_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("teams-").FullName;
        try
        {
            await using var teams = LoopbackServer.Answering(202, "");
            var file = Path.Combine(folder, "url");
            await File.WriteAllTextAsync(file, $"{teams.Url}/workflows/1?{Signature}\n", Cancel);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            var sender = Sender("file:" + file);
            await sender.SendAsync(Short(), "en", Cancel);
            teams.Heard.Should().ContainSingle();
            (await sender.CheckAsync(Cancel)).Should().BeEmpty();
            teams.Heard.Should().ContainSingle("a check posts nothing");

            await File.WriteAllTextAsync(file, $"http://evil.example/?{Signature}", Cancel);
            (await sender.CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Be("Messages:Teams:Url is not an https address that can be posted to.");
            (await FailedAsync(sender)).Fault.Should().Be(TrackerFault.Refused);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("en", "… and ", " more; the report lists them all.")]
    [InlineData("nl+fr", "… en nog ", "de plus ; le rapport les énumère tous.")]
    public void A_text_too_long_for_Teams_ends_with_how_many_are_missing(string language, string begins, string ends)
    {
        var notice = SampleNotices.Of(NoticeKind.Desk);
        var text = new NoticeTemplates().Write(notice with { Devices = [.. Enumerable.Repeat(notice.Devices[0], 300)] }, "en");

        var body = TeamsCard.Write(text, language);

        Encoding.UTF8.GetByteCount(body).Should().BeInRange(TeamsCard.MaxBytes - 2000, TeamsCard.MaxBytes);
        var last = JsonNode.Parse(body)!["attachments"]![0]!["content"]!["body"]!.AsArray()[^1]!["inlines"]![0]!["text"]!.ToString();
        last.Should().StartWith(begins).And.EndWith(ends);
    }

    [Fact]
    public void Even_one_line_that_is_too_long_fits()
    {
        var text = new NoticeText(new string('t', 40_000), TextDocument.OfLine(new string('ü', 40_000)));

        Encoding.UTF8.GetByteCount(TeamsCard.Write(text, "en")).Should().BeLessThanOrEqualTo(TeamsCard.MaxBytes);
    }

    private static NoticeText Short() => new("Title", TextDocument.OfLine("Text"));

    private static async Task<TrackerException> FailedAsync(TeamsSender sender)
    {
        var send = () => sender.SendAsync(Short(), "en", Cancel);
        return (await send.Should().ThrowAsync<TrackerException>()).Which;
    }

    private TeamsSender Sender(LoopbackServer server) => Sender($"{server.Url}/workflows/1?api-version=2016-06-01&{Signature}");

    private TeamsSender Sender(string url)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Messages:Teams:Url", (string?)url)]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(settings).AddSingleton<TimeProvider>(clock).AddMessages().AddTrackers().BuildServiceProvider().GetRequiredService<TeamsSender>();
    }
}
