using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Tests.Tickets.Text;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Tickets.Messages;

/// <summary>What becomes of a mail when the server, the recipient or the text is not as it should be. The real server is in <see cref="MailTests"/>.</summary>
public sealed class MailSenderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, TrackerFault, string> Failures => new()
    {
        { "GREETING", ScriptedSmtp.HangUp, TrackerFault.Unreachable, "cannot be reached" },
        { "GREETING", "421 too busy", TrackerFault.Unreachable, "asks to be tried later (status 421: too busy)" },
        { "GREETING", "554 go away", TrackerFault.Refused, "status 554: go away" },
        { "EHLO", ScriptedSmtp.HangUp, TrackerFault.Unreachable, "cannot be reached" },
        { "MAIL", "550 not you", TrackerFault.Refused, "refuses the mail (status 550: not you)" },
        { "MAIL", "530 sign in first", TrackerFault.Unauthorized, "refuses the credential (status 530" },
        { "MAIL", ScriptedSmtp.HangUp, TrackerFault.Unreachable, "cannot be reached" },
        { "RCPT", "550 no such mailbox", TrackerFault.Refused, "refuses the recipient (status 550: no such mailbox)" },
        { "RCPT", "451 greylisted", TrackerFault.Throttled, "asks to be tried later (status 451: greylisted)" },
        { "RCPT", ScriptedSmtp.HangUp, TrackerFault.Unreachable, "cannot be reached" },
        { "DATA", "451 disk full", TrackerFault.Throttled, "status 451" },
        { "TEXT", "552 too large", TrackerFault.Refused, "refuses the mail (status 552: too large)" },
        { "TEXT", "451 try later", TrackerFault.Throttled, "status 451" },
        { "TEXT", ScriptedSmtp.HangUp, TrackerFault.Uncertain, "may have been taken" },
        { "TEXT", "nonsense", TrackerFault.Uncertain, "may have been taken" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_told_by_what_may_have_happened(string at, string answer, TrackerFault fault, string says)
    {
        await using var server = new ScriptedSmtp(null, (at, answer));

        var send = () => Sender(server).SendAsync(Letter(), Cancel);

        var failed = (await send.Should().ThrowAsync<TrackerException>()).Which;
        failed.Fault.Should().Be(fault);
        failed.Message.Should().Contain(says);
    }

    [Theory]
    [InlineData("MAIL", TrackerFault.Unreachable)]
    [InlineData("TEXT", TrackerFault.Uncertain)]
    public async Task A_server_that_falls_silent_is_given_up_in_time(string at, TrackerFault fault)
    {
        await using var server = new ScriptedSmtp(null, (at, ScriptedSmtp.Silence));

        var sending = Sender(server).SendAsync(Letter(), Cancel);
        await server.Silent;
        clock.Advance(TimeSpan.FromSeconds(61));

        (await sending.Awaiting(task => task).Should().ThrowAsync<TrackerException>()).Which.Fault.Should().Be(fault);
    }

    [Fact]
    public async Task A_call_that_is_taken_back_is_no_failure_of_the_server()
    {
        await using var server = new ScriptedSmtp(null, ("MAIL", ScriptedSmtp.Silence));
        using var stop = new CancellationTokenSource();

        var sending = Sender(server).SendAsync(Letter(), stop.Token);
        await server.Silent;
        await stop.CancelAsync();

        await sending.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task How_the_farewell_goes_changes_nothing()
    {
        await using var server = new ScriptedSmtp(null, ("QUIT", ScriptedSmtp.HangUp));

        (await Sender(server).SendAsync(Letter(), Cancel)).Should().Be("kept as 4711");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public async Task A_hostile_name_makes_no_header_and_no_recipient(string name)
    {
        await using var server = new ScriptedSmtp();

        await Sender(server).SendAsync(Letter() with { Text = new NoticeText(name, new TextDocument([new ParagraphBlock([new TextSpan(name)])])) }, Cancel);

        server.Commands.Where(command => command.StartsWith("RCPT", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith("RCPT TO:<ann@contoso.example>");
        var mail = server.Mails.Should().ContainSingle().Which;
        mail.Headers.Select(header => header.Field).Should().BeEquivalentTo(["Subject", "Date", "Message-Id", "From", "To", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"]);
        mail.Headers["Auto-Submitted"].Should().Be("auto-generated");
        mail.To.Mailboxes.Should().ContainSingle().Which.Address.Should().Be("ann@contoso.example");
        (mail.Subject ?? "").Should().NotContainAny("\r", "\n");
        mail.HtmlBody.Should().NotContainAny("<script", "<img", "<at>", "<b>");
        (mail.TextBody!.ReplaceLineEndings("\n").Split('\n')[0] + "|").Should().Be(ComplianceAgent.Tickets.Text.Markup.PlainMarkup.Write(TextDocument.OfLine(name)) + "|");
    }

    [Theory]
    [InlineData("ann@contoso.example\r\nBcc: eve@evil.example")]
    [InlineData("ann@contoso.example, eve@evil.example")]
    [InlineData("ann@contoso.example;eve@evil.example")]
    [InlineData("Ann <ann@contoso.example>")]
    [InlineData("ann@contoso.example (eve@evil.example)")]
    [InlineData("<ann@contoso.example>")]
    [InlineData("@relay.example:ann@contoso.example")]
    [InlineData("everybody: ann@contoso.example, eve@evil.example;")]
    [InlineData("ann@contoso.example> SIZE=1")]
    [InlineData("ann")]
    [InlineData("ann@")]
    [InlineData("@contoso.example")]
    [InlineData("ann @contoso.example")]
    [InlineData("ann@contoso_example")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_address_that_is_not_exactly_one_mailbox_is_refused_before_anything_is_sent(string address)
    {
        await using var server = new ScriptedSmtp();

        var send = () => Sender(server).SendAsync(Letter() with { To = address }, Cancel);

        (await send.Should().ThrowAsync<TrackerException>()).Which.Fault.Should().Be(TrackerFault.Refused);
        server.Commands.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ann@bücher.example", "RCPT TO:<ann@xn--bcher-kva.example>")]
    [InlineData("\"ann b\"@contoso.example", null)]
    [InlineData("ann+tag@contoso.example", "RCPT TO:<ann+tag@contoso.example>")]
    [InlineData("ann@[127.0.0.1]", "RCPT TO:<ann@[127.0.0.1]>")]
    public async Task International_and_odd_addresses_are_written_as_the_server_takes_them(string address, string? command)
    {
        await using var server = new ScriptedSmtp();
        var send = () => Sender(server).SendAsync(Letter() with { To = address }, Cancel);

        if (command is null)
        {
            await send.Should().ThrowAsync<TrackerException>();
            return;
        }

        await send();
        server.Commands.Where(sent => sent.StartsWith("RCPT", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith(command);
    }

    [Fact]
    public async Task Letters_before_the_at_sign_that_the_server_does_not_take_are_told()
    {
        await using var server = new ScriptedSmtp();

        var send = () => Sender(server).SendAsync(Letter() with { To = "änn@contoso.example" }, Cancel);

        (await send.Should().ThrowAsync<TrackerException>()).Which.Message.Should().Contain("SMTPUTF8");
    }

    [Fact]
    public async Task The_same_letter_has_the_same_id_and_one_that_follows_names_the_first()
    {
        await using var server = new ScriptedSmtp();
        var sender = Sender(server, ("Messages:Smtp:ReplyTo", "Desk <desk@contoso.example>"), ("Messages:Smtp:EnvelopeFrom", "bounces@contoso.example"));

        await sender.SendAsync(Letter(), Cancel);
        await sender.SendAsync(Letter(), Cancel);
        await sender.SendAsync(Letter() with { Id = "CA-1.c-2", Follows = ["CA-1"], SaysAutomatic = false }, Cancel);

        var mails = server.Mails;
        mails.Select(mail => mail.MessageId).Should().Equal("CA-1@contoso.example", "CA-1@contoso.example", "CA-1.c-2@contoso.example");
        mails[2].InReplyTo.Should().Be("CA-1@contoso.example");
        mails[2].References.Should().Equal("CA-1@contoso.example");
        mails[2].Headers.Contains("Auto-Submitted").Should().BeFalse();
        mails[0].ReplyTo.Mailboxes.Single().Address.Should().Be("desk@contoso.example");
        mails[0].From.Mailboxes.Single().Should().Match<MimeKit.MailboxAddress>(from => from.Name == "Agent" && from.Address == "agent@contoso.example");
        server.Commands.Should().Contain(command => command.StartsWith("MAIL FROM:<bounces@contoso.example>"));
    }

    [Fact]
    public async Task A_text_without_ASCII_and_with_lines_of_dots_arrives_as_it_was()
    {
        await using var server = new ScriptedSmtp();
        var text = new NoticeText("Erinnerung: größte 👩‍👩‍👧 Übung", new TextDocument([new ParagraphBlock([new TextSpan(".")]), new ParagraphBlock([new TextSpan("Ünïcödé " + new string('x', 2000))]), new ParagraphBlock([new TextSpan("From me")])]));

        await Sender(server).SendAsync(Letter() with { Text = text }, Cancel);

        var mail = server.Mails.Single();
        mail.Subject.Should().Be(text.Title);
        mail.TextBody!.ReplaceLineEndings("\n").Split('\n').Should().StartWith([".", "", "Ünïcödé " + new string('x', 2000), "", "From me"]);
        server.Texts.Single().Split("\r\n").Should().OnlyContain(line => line.Length <= 998 && line.All(char.IsAscii));
    }

    [Fact]
    public async Task The_check_signs_in_and_asks_for_the_sender_and_sends_nothing()
    {
        await using var good = new ScriptedSmtp();
        (await Sender(good).CheckAsync(Cancel)).Should().BeEmpty();
        good.Commands.Select(command => command.Split(' ')[0]).Should().Equal("EHLO", "MAIL", "RSET", "QUIT");
        good.Mails.Should().BeEmpty();

        await using var strict = new ScriptedSmtp(null, ("MAIL", "550 this sender is not yours"));
        (await Sender(strict).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("status 550: this sender is not yours");

        await using var bare = new ScriptedSmtp();
        (await Sender(bare, ("Messages:Smtp:User", "agent"), ("Messages:Smtp:Password", "very-secret-word")).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString()
            .Should().Contain("lets nobody sign in").And.NotContain("very-secret-word");
    }

    [Theory]
    [InlineData("127.0.0.1", true, true, "")]
    [InlineData("other.example", true, true, "cannot be reached (TLS")]
    [InlineData("127.0.0.1", false, true, "cannot be reached (TLS")]
    [InlineData("127.0.0.1", true, false, "cannot be reached (TLS")]
    public async Task A_certificate_counts_when_its_authority_name_and_time_are_good(string name, bool isTrusted, bool isInTime, string says)
    {
        var folder = Directory.CreateTempSubdirectory("smtp-ca-").FullName;
        try
        {
            using var certificate = Certificate(name, isInTime);
            using var other = Certificate("127.0.0.1", isInTime: true);
            var file = Path.Combine(folder, "ca.pem");
            await File.WriteAllTextAsync(file, (isTrusted ? certificate : other).ExportCertificatePem(), Cancel);
            await using var server = new ScriptedSmtp(certificate);

            var faults = await Sender(server, ("Messages:Smtp:Security", "Tls"), ("Messages:Smtp:CaFile", file)).CheckAsync(Cancel);

            string.Join('\n', faults).Should().Contain(says);
            (faults.Count == 0).Should().Be(says.Length == 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Messages:Smtp:Security=None;Messages:Smtp:Host=smtp.example.org", "None is for a server on this machine")]
    [InlineData("Messages:Smtp:Host=smtp://x", "is no name of a server")]
    [InlineData("Messages:Smtp:Host=169.254.169.254", "link-local or metadata")]
    [InlineData("Messages:Smtp:Host=smtp.example.org;Messages:Smtp:From=", "Messages:Smtp:From is not set")]
    [InlineData("Messages:Smtp:Host=smtp.example.org;Messages:Smtp:From=a@b.example, c@d.example", "is not one mail address")]
    [InlineData("Messages:Smtp:Host=smtp.example.org;Messages:Smtp:User=agent", "Messages:Smtp:Password is not set")]
    [InlineData("Messages:Smtp:Host=smtp.example.org;Messages:Smtp:Password=env:X", "Messages:Smtp:User is not set")]
    [InlineData("Messages:Smtp:Host=;Messages:Users=true", "Messages:Smtp:Host is not set")]
    [InlineData("Messages:SendFrom=18:00;Messages:SendUntil=08:00", "must be later than")]
    [InlineData("Messages:TimeZone=Mars/Olympus", "there is no zone")]
    [InlineData("Messages:Desk:0=desk", "Messages:Desk:0: \"desk\" is not one mail address")]
    [InlineData("Tickets:Tracker=Mail;Messages:Smtp:Host=", "but Tickets:Tracker is Mail")]
    [InlineData("Messages:Teams:Url=http://example.org/?sig=very-secret-word", "is not an address that can be posted to")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_and_is_named(string settings, string says)
    {
        using var agent = new Infrastructure.AgentFixture();
        var outcome = await agent.RunAsync(["policy", "list", "--set", "Messages:Smtp:From=agent@contoso.example", .. settings.Split(';').SelectMany(setting => (string[])["--set", setting])]);

        outcome.Code.Should().Be(ComplianceAgent.Commands.ExitCodes.BadUsage);
        outcome.Error.Should().Contain(says).And.NotContain("very-secret-word");
    }

    private MailSender Sender(ScriptedSmtp server, params (string Key, string Value)[] more) => Services(server.Port, clock, more).GetRequiredService<MailSender>();

    internal static ServiceProvider Services(int port, TimeProvider clock, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Messages:Smtp:Host"] = "127.0.0.1", ["Messages:Smtp:Port"] = port.ToString(), ["Messages:Smtp:Security"] = "None", ["Messages:Smtp:From"] = "Agent <agent@contoso.example>",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddSingleton(clock).AddMessages().AddTrackers().BuildServiceProvider();
    }

    private static MailLetter Letter() => new() { Id = "CA-1", To = "ann@contoso.example", Text = new NoticeText("TikTok", TextDocument.OfLine("Please remove it.")) };

    private static X509Certificate2 Certificate(string name, bool isInTime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(name, out var ip))
        {
            names.AddIpAddress(ip);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var today = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(today.AddDays(-30), today.AddDays(isInTime ? 30 : -1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
