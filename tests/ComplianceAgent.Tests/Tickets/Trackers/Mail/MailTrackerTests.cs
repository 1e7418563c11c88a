using ComplianceAgent.Tests.Tickets.Messages;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.Mail;

/// <summary>Tickets in a system that knows us only by mail: what it is written, and by what it can tell tickets apart.</summary>
public sealed class MailTrackerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mail_bears_the_key_once_and_later_ones_answer_the_first()
    {
        await using var server = new ScriptedSmtp();
        var tracker = Tracker(server);

        var made = await tracker.CreateAsync(Draft() with { Title = "[CA-1] TikTok on PHONE-12" }, Cancel);
        await tracker.ApplyAsync(made.Id, new TicketEdit { Comment = TextDocument.OfLine("WeChat is new."), CommentMark = "c-1" }, Cancel);
        var closed = await tracker.ApplyAsync(made.Id, new TicketEdit { Draft = Draft() with { Title = "[CA-1] TikTok on PHONE-12" }, Move = TicketMove.Close, Comment = TextDocument.OfLine("Gone."), CommentMark = "c-2" }, Cancel);

        (made.Id, made.Key, closed.IsClosed).Should().Be(("CA-1", "CA-1", true));
        var mails = server.Mails;
        mails.Select(mail => mail.Subject).Should().Equal("[CA-1] TikTok on PHONE-12", "[CA-1]", "[CA-1] closed: TikTok on PHONE-12");
        mails.Select(mail => mail.MessageId).Should().Equal("CA-1@contoso.example", "CA-1.c-1@contoso.example", "CA-1.c-2@contoso.example");
        mails.Skip(1).Should().OnlyContain(mail => mail.InReplyTo == "CA-1@contoso.example" && mail.References.Single() == "CA-1@contoso.example");
        mails[1].TextBody.Should().StartWith("WeChat is new.").And.Contain("[c-1]");
        mails[2].TextBody!.ReplaceLineEndings("\n").Should().StartWith("This ticket is closed on our side: please close it.\n\nGone.").And.Contain("-----").And.Contain("Remove it.");
    }

    [Theory]
    [InlineData(TicketMove.Close, "[CA-1] gesloten / clos", "Dit ticket is bij ons gesloten")]
    [InlineData(TicketMove.Reopen, "[CA-1] weer open / rouvert", "Dit ticket staat bij ons weer open")]
    [InlineData(TicketMove.CloseAsDouble, "[CA-1] dubbel / doublon", "Dit ticket is een dubbel van een ander: wilt u het sluiten? / Ce ticket est le doublon d'un autre : veuillez le fermer. (CA-0)")]
    public async Task A_move_is_said_in_the_subject_and_in_words_of_the_language(TicketMove move, string subject, string begins)
    {
        await using var server = new ScriptedSmtp();

        await Tracker(server, ("Tickets:Language", "nl+fr")).ApplyAsync("CA-1", new TicketEdit { Move = move, DoubleOf = move == TicketMove.CloseAsDouble ? "CA-0" : "" }, Cancel);

        var mail = server.Mails.Should().ContainSingle().Which;
        mail.Subject.Should().Be(subject);
        mail.TextBody.Should().StartWith(begins);
    }

    [Fact]
    public async Task A_change_sent_again_is_the_same_mail_and_another_change_another()
    {
        await using var server = new ScriptedSmtp();
        var tracker = Tracker(server);
        var edit = new TicketEdit { Draft = Draft() };

        await tracker.ApplyAsync("CA-1", edit, Cancel);
        await tracker.ApplyAsync("CA-1", edit, Cancel);
        await tracker.ApplyAsync("CA-1", new TicketEdit { Draft = Draft() with { Title = "Another" } }, Cancel);
        await tracker.ApplyAsync("CA-1", new TicketEdit(), Cancel);

        var ids = server.Mails.Select(mail => mail.MessageId).ToList();
        ids.Should().HaveCount(3, "nothing to say, nothing sent");
        ids[0].Should().Be(ids[1]).And.NotBe(ids[2]);
    }

    [Fact]
    public async Task A_queue_with_an_address_of_its_own_has_all_its_mails_there()
    {
        await using var server = new ScriptedSmtp();
        var tracker = Tracker(server, ("Tickets:Mail:Queues:0", "Brussels=brussels@desk.example"), ("Tickets:Mail:UpdateTo", "updates@desk.example"));

        var mapped = await tracker.CreateAsync(Draft() with { Queue = "brussels" }, Cancel);
        await tracker.ApplyAsync(mapped.Id, new TicketEdit { Move = TicketMove.Close }, Cancel);
        var general = await tracker.CreateAsync(Draft() with { Key = "CA-2", Queue = "Ghent" }, Cancel);
        await tracker.ApplyAsync(general.Id, new TicketEdit { Move = TicketMove.Close }, Cancel);

        server.Mails.Select(mail => mail.To.Mailboxes.Single().Address).Should().Equal("brussels@desk.example", "brussels@desk.example", "tickets@desk.example", "updates@desk.example");
        (mapped.Id, mapped.Key, general.Id).Should().Be(("CA-1/brussels", "CA-1", "CA-2"));
        (await tracker.ReadAsync(mapped.Id, Cancel))!.Key.Should().Be("CA-1");
    }

    [Fact]
    public async Task Headers_that_a_system_drops_mail_for_can_be_left_out()
    {
        await using var server = new ScriptedSmtp();

        await Tracker(server).CreateAsync(Draft(), Cancel);
        await Tracker(server, ("Tickets:Mail:SaysAutomatic", "false")).CreateAsync(Draft(), Cancel);

        server.Mails.Select(mail => mail.Headers.Contains("Auto-Submitted")).Should().Equal(true, false);
    }

    [Fact]
    public async Task Nothing_is_searched_for_or_read_back()
    {
        await using var server = new ScriptedSmtp();
        var tracker = Tracker(server);

        tracker.Traits.Should().Be(new TrackerTraits("mail", IsReadable: false, TimeSpan.Zero));
        (await tracker.FindAsync("CA-1", Cancel)).Should().BeEmpty();
        (await tracker.ChangedSinceAsync(DateTimeOffset.UnixEpoch, Cancel).ToListAsync(Cancel)).Should().BeEmpty();
        (await tracker.CheckAsync(Cancel)).Should().BeEmpty();
        server.Mails.Should().BeEmpty();
    }

    [Theory]
    [InlineData("CA-1\r\nBcc: x")]
    [InlineData("CA 1")]
    [InlineData("")]
    public async Task A_key_that_is_none_gets_into_no_mail(string key)
    {
        await using var server = new ScriptedSmtp();

        var create = () => Tracker(server).CreateAsync(Draft() with { Key = key }, Cancel);

        await create.Should().ThrowAsync<ArgumentException>();
        server.Commands.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Tickets:Mail:To=", "Tickets:Mail:To is not set.")]
    [InlineData("Tickets:Mail:To=a@b.example, c@d.example", "Tickets:Mail:To: \"a@b.example, c@d.example\" is not one mail address.")]
    [InlineData("Tickets:Mail:Queues:0=Brussels", "Tickets:Mail:Queues:0: \"Brussels\" is not QUEUE=ADDRESS.")]
    [InlineData("Tickets:Mail:Queues:0=Brussels=nobody", "Tickets:Mail:Queues:0: \"nobody\" is not one mail address.")]
    public async Task A_bad_setting_stops_the_start_and_is_named(string setting, string says)
    {
        using var agent = new Infrastructure.AgentFixture();
        string[] sets = ["Tickets:Tracker=Mail", "Tickets:Mail:To=tickets@desk.example", "Messages:Smtp:Host=smtp.example.org", "Messages:Smtp:From=agent@contoso.example", setting];

        var outcome = await agent.RunAsync(["policy", "list", .. sets.SelectMany(set => (string[])["--set", set])]);

        outcome.Code.Should().Be(ComplianceAgent.Commands.ExitCodes.BadUsage);
        outcome.Error.Should().Contain(says);
    }

    private static ITracker Tracker(ScriptedSmtp server, params (string Key, string Value)[] more) =>
        MailSenderTests.Services(server.Port, TimeProvider.System, [("Tickets:Tracker", "Mail"), ("Tickets:Mail:To", "tickets@desk.example"), .. more]).GetRequiredKeyedService<ITracker>(TrackerKind.Mail);

    private static TicketDraft Draft() => new() { Key = "CA-1", Title = "TikTok", Body = TextDocument.OfLine("Remove it.") };
}
