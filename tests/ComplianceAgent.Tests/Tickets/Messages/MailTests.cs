using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Tickets.Messages;

/// <summary>From the command line to a real mail server: messages to people, and tickets by mail.</summary>
public sealed class MailTests
{
    private const string Ban = "be-federal-tiktok";

    private const string Devices = """
        DeviceId,DeviceName,OwnerType,OS,LastContact,UserId,PrimaryUserUPN,PrimaryUserEmail,PrimaryUserDisplayName
        d1,"<script>alert(1)</script> {color:red}",1,iOS,2026-11-20,u1,ann@contoso.example,ann@contoso.example,Ann
        d2,kiosk,1,iOS,2026-11-20,,,,

        """;

    private const string Rows = """
        DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform
        d1,TikTok,1.0,TikTok Pte. Ltd.,IOS
        d2,TikTok,1.0,TikTok Pte. Ltd.,IOS

        """;

    private static AgentFixture Agent(SmtpServer server, params (string Key, string Value)[] more)
    {
        var agent = new AgentFixture();
        (string, string)[] all =
        [
            ("Messages:Smtp:Host", "127.0.0.1"), ("Messages:Smtp:Port", server.Port.ToString()), ("Messages:Smtp:From", "Compliance <agent@contoso.example>"), ("Messages:Smtp:CaFile", server.CaFile),
            ("Messages:Smtp:User", SmtpServer.User), ("Messages:Smtp:Password", SmtpServer.Password), ("Messages:SendFrom", "00:00"), ("Messages:SendUntil", "24:00"), ("Messages:WeekdaysOnly", "false"),
            ("Messages:DigestEvery", "Never"), ("Tickets:Contact", "the service desk, +32 2 555 01 23"), ("Tickets:MaxPerMinute", "6000"), ("Policies:Use:0", Ban), .. more,
        ];
        foreach (var (key, value) in all)
        {
            agent.Set(key, value);
        }

        agent.Write("rows.csv", Rows);
        agent.Write("devices.csv", Devices);
        return agent;
    }

    private static Task<AgentOutcome> ScanAsync(AgentFixture agent) =>
        agent.RunAsync("scan", "--inventory", "rows.csv", "--device-list", "devices.csv", "--as-of", "2026-11-21", "--store", agent.StorePath);

    private static Task<AgentOutcome> ReleaseAsync(AgentFixture agent, string channel) => agent.RunAsync("release", Ban, "--channel", channel, "--reason", "Read the preview", "--store", agent.StorePath);

    [Fact]
    public async Task Users_the_desk_and_managers_are_written_to_once_the_channel_is_released()
    {
        await using var server = await SmtpServer.StartAsync();
        using var agent = Agent(
            server, ("Messages:Users", "true"), ("Messages:Desk:0", "desk@contoso.example"), ("Messages:Managers:0", "boss@contoso.example"), ("Messages:Language", "nl+fr"));

        (await ScanAsync(agent)).Code.Should().Be(ExitCodes.Held);
        server.Mails().Should().BeEmpty();
        var preview = await agent.RunAsync("tickets", "preview", "--channel", "mail", "--store", agent.StorePath);
        preview.Out.Should().Contain("2 would be sent by mail").And.Contain("TikTok");
        agent.Set("Messages:DigestEvery", "Daily");
        (await ReleaseAsync(agent, "mail")).Should().Match<AgentOutcome>(outcome => outcome.Code == ExitCodes.Done && outcome.Out.Contains("3 sent"));

        var mails = server.Mails();
        mails.Select(mail => mail.Headers["X-To"]).Should().BeEquivalentTo(["ann@contoso.example", "desk@contoso.example", "boss@contoso.example"]);
        var toAnn = mails.Single(mail => mail.Headers["X-To"] == "ann@contoso.example");
        toAnn.Headers["Auto-Submitted"].Should().Be("auto-generated");
        toAnn.Headers["X-Auto-Response-Suppress"].Should().NotBeNullOrEmpty();
        toAnn.To.Mailboxes.Should().ContainSingle();
        toAnn.TextBody.Should().Contain("TikTok").And.Contain("<script>alert(1)</script>").And.Contain("+32 2 555 01 23");
        toAnn.HtmlBody.Should().NotContain("<script").And.Contain("&lt;script&gt;");
        toAnn.Subject.Should().Contain(" / ", "in both languages");

        (await ScanAsync(agent)).Code.Should().Be(ExitCodes.Done);
        server.Mails().Should().HaveCount(3, "nobody is written to twice");
        (await agent.RunAsync("tickets", "list", "--channel", "mail", "--all", "--store", agent.StorePath)).Out.Should().Contain("handed over");
        (await agent.RunAsync("audit", "list", "--store", agent.StorePath)).Out.Should().Contain("handed to the mail server").And.NotContain("ann@contoso.example");
    }

    [Fact]
    public async Task Tickets_by_mail_keep_their_key_and_thread()
    {
        await using var server = await SmtpServer.StartAsync();
        using var agent = Agent(server, ("Tickets:Tracker", "Mail"), ("Tickets:Mail:To", "tickets@desk.example"));
        await ScanAsync(agent);
        (await ReleaseAsync(agent, "tickets")).Out.Should().Contain("2 sent");
        agent.Write("rows.csv", Rows.Replace("TikTok,1.0,TikTok Pte. Ltd.", "Outlook,1.0,Microsoft", StringComparison.Ordinal));
        var closed = await agent.RunAsync("scan", "--inventory", "rows.csv", "--device-list", "devices.csv", "--as-of", "2026-11-22", "--store", agent.StorePath);

        closed.Code.Should().Be(ExitCodes.Done, closed.Error + closed.Out);
        var mails = server.Mails();
        mails.Should().HaveCount(4).And.OnlyContain(mail => mail.Headers["X-To"] == "tickets@desk.example" && mail.Subject!.StartsWith("[CA-"));
        foreach (var ticket in mails.GroupBy(mail => mail.Subject![..21]))
        {
            var opened = ticket.Single(mail => mail.InReplyTo is null);
            ticket.Single(mail => mail.InReplyTo is not null).InReplyTo.Should().Be(opened.MessageId);
        }
    }

    [Fact]
    public async Task A_mail_of_the_same_message_has_the_same_id_so_that_a_double_can_be_dropped()
    {
        await using var server = await SmtpServer.StartAsync();
        using var agent = Agent(server, ("Messages:Users", "true"));
        await ScanAsync(agent);
        await ReleaseAsync(agent, "mail");
        var first = server.Mails().Single().MessageId;
        server.Empty();
        var id = (await agent.RunAsync("tickets", "list", "--channel", "mail", "--all", "--json", "--store", agent.StorePath)).Out;

        first.Should().EndWith("@contoso.example").And.Contain("mail-user-");
        id.Should().Contain("mail-user-");
    }

    [Theory]
    [InlineData("Messages:Smtp:Password=wrong", "refuses the credential")]
    [InlineData("Messages:Smtp:CaFile=", "cannot be reached (TLS")]
    [InlineData("Messages:Smtp:Port=9", "cannot be reached (TCP")]
    [InlineData("Messages:Smtp:Host=", "neither mail nor Teams is set", false)]
    public async Task Doctor_says_what_is_wrong_with_the_mail_server_and_no_scan_is_lost(string set, string says, bool isFault = true)
    {
        await using var server = await SmtpServer.StartAsync();
        using var agent = Agent(server, ("Messages:Desk:0", "desk@contoso.example"));
        var parts = set.Split('=', 2);
        agent.Set(parts[0], parts[1]);

        var doctor = await agent.RunAsync("doctor", "--store", agent.StorePath);
        doctor.Code.Should().Be(isFault ? ExitCodes.NotInOrder : ExitCodes.Done, doctor.Out + doctor.Error);
        doctor.Out.Should().Contain(says).And.NotContain(SmtpServer.Password);

        (await ScanAsync(agent)).Code.Should().BeOneOf(ExitCodes.Held, ExitCodes.Done);
        (await agent.RunAsync("report", "--format", "json", "--output", "out", "--store", agent.StorePath)).Code.Should().Be(ExitCodes.Done);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_nothing()
    {
        await using var server = await SmtpServer.StartAsync(secured: false);
        using var agent = Agent(server, ("Messages:Users", "true"), ("Messages:Smtp:User", ""), ("Messages:Smtp:Password", ""));
        await ScanAsync(agent);

        var released = await ReleaseAsync(agent, "mail");

        released.Code.Should().Be(ExitCodes.NotInOrder);
        released.Out.Should().Contain("does not offer STARTTLS");
        server.Mails().Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_recipient_is_set_aside_and_the_others_are_written_to()
    {
        await using var server = await SmtpServer.StartAsync();
        using var agent = Agent(server, ("Messages:Users", "true"), ("Messages:Desk:0", "desk@contoso.example"));
        agent.Write("devices.csv", Devices.Replace("ann@contoso.example,ann@contoso.example", "refused@contoso.example,refused@contoso.example", StringComparison.Ordinal));
        await ScanAsync(agent);

        var released = await ReleaseAsync(agent, "mail");

        released.Code.Should().Be(ExitCodes.NotInOrder, released.Out);
        server.Mails().Should().ContainSingle().Which.Headers["X-To"].Should().Be("desk@contoso.example");
        (await agent.RunAsync("tickets", "list", "--channel", "mail", "--store", agent.StorePath)).Should().Match<AgentOutcome>(list => list.Code == ExitCodes.NotInOrder && list.Out.Contains("set aside") && list.Out.Contains("refuses the recipient"));
    }
}
