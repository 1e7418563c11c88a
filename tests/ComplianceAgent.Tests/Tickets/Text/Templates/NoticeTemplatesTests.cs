using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Tickets.Text.Templates;

namespace ComplianceAgent.Tests.Tickets.Text.Templates;

public sealed partial class NoticeTemplatesTests
{
    private static readonly NoticeTemplates Shipped = new();

    public static TheoryData<NoticeKind, string> Every => [.. Enum.GetValues<NoticeKind>().SelectMany(kind => NoticeWords.Languages.Select(language => (kind, language)))];

    [Fact]
    public void The_shipped_templates_are_all_good() => Shipped.Check().Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_text_is_whole_in_its_language(NoticeKind kind, string language)
    {
        foreach (var notice in new[] { SampleNotices.Of(kind), SampleNotices.Bare(kind) })
        {
            var text = Shipped.Write(notice, language);
            var whole = text.Title + "\n" + PlainMarkup.Write(text.Body);

            text.Title.Should().NotBeNullOrWhiteSpace().And.NotContain("\n");
            text.Body.Blocks.Should().NotBeEmpty();
            whole.Should().NotContainAny("{{", "}}", "{%", "%}", "**", "##").And.NotContain("\\").And.NotMatchRegex(@"(?m)^[-#] *$").And.NotMatchRegex(@" ,|\(\)|\.\.");
            if (language != "en")
            {
                English().Matches(whole).Should().BeEmpty();
            }
        }
    }

    [Fact]
    public void No_two_languages_share_a_sentence()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var sentences = NoticeWords.Languages.SelectMany(language => PlainMarkup.Write(Shipped.Write(SampleNotices.Of(kind), language).Body).Split('\n').Where(line => line.Count(c => c == ' ') > 5).Distinct()).ToList();
            sentences.Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void Every_language_has_the_same_words_and_words_for_every_change()
    {
        var english = NoticeWords.Of("en");
        foreach (var words in NoticeWords.Languages.Select(NoticeWords.Of))
        {
            words.Names.Should().BeEquivalentTo(english.Names);
            words.ChangeCodes.Should().BeEquivalentTo(ChangeCodes);
            foreach (var code in ChangeCodes)
            {
                words.Change(Reason.Of(code, ("app", "TikTok"), ("policy", "P"), ("date", "2026-12-01"), ("key", "CA-1"))).Should().NotContainAny("{", "[", "…", "ticket-").And.NotContain("2026-12-01");
                words.Change(Reason.Of(code)).Should().NotContainAny("{", "[", "ticket-");
            }
        }
    }

    [Fact]
    public void A_ticket_says_what_the_service_desk_needs()
    {
        var text = Shipped.Write(SampleNotices.Of(NoticeKind.Ticket), "en");
        var body = PlainMarkup.Write(text.Body);

        text.Title.Should().Be("[CA-SAMPLE-1] TikTok on 2 devices");
        body.Should().ContainAll(
            "PHONE-12", "iPhone or iPad, iPhone 15", "Serial number: C02SAMPLE", "Category: Sample unit", "User: Ann Sample (ann[@]example[.]org)", "Last contact with Intune: 27 November 2026, 13:30", "Found as: TikTok 37.1.0, published by TikTok Ltd.",
            "Banned by: Sample ban of TikTok (Sample authority, 1 March 2026)", "There since: 25 November 2026", "To be removed by: 5 December 2026, in 7 days", "Date in the ban: 5 December 2026", "Date by our own grace period: 30 November 2026",
            "The identifier \"com.zhiliaoapp.musically\" belongs to TikTok.", "Source: https://policy.example.org/ban", "closes by itself", "Intune looks again by 6 December 2026", "servicedesk@example.org", "Installed apps", "Delete App");
        text.Body.Blocks.OfType<ListBlock>().SelectMany(list => list.Items).SelectMany(item => item).Where(span => span.Link is not null).Select(span => span.Link!.AbsoluteUri)
            .Should().Contain("https://policy.example.org/ban").And.Contain("mailto:servicedesk@example.org");
    }

    [Theory]
    [InlineData("fr", "5 décembre 2026")]
    [InlineData("nl", "5 december 2026")]
    [InlineData("de", "5. Dezember 2026")]
    [InlineData("en", "5 December 2026")]
    public void A_date_is_told_in_the_language(string language, string date) => PlainMarkup.Write(Shipped.Write(SampleNotices.Of(NoticeKind.User), language).Body).Should().Contain(date);

    [Fact]
    public void A_deadline_at_midnight_is_the_day_before_in_the_zone_of_the_ban()
    {
        var brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");
        var notice = SampleNotices.Of(NoticeKind.User);
        var policy = notice.Devices[0].Items[0].Policy! with { TimeZone = brussels };
        var item = notice.Devices[0].Items[0] with { Policy = policy, Deadline = ComplianceAgent.Violations.ViolationDeadlines.Of(notice.Devices[0].Items[0].Violation, policy) };
        item.Deadline!.Value.Headline.Should().Be(new DateTimeOffset(2026, 12, 5, 23, 0, 0, TimeSpan.Zero));

        var text = Shipped.Write(notice with { Devices = [notice.Devices[0] with { Items = [item] }] }, "en");

        PlainMarkup.Write(text.Body).Should().Contain("by 5 December 2026 at the latest");
    }

    [Fact]
    public void Two_languages_stand_one_beneath_the_other()
    {
        var text = Shipped.Write(SampleNotices.Of(NoticeKind.User), "nl+fr");

        text.Title.Should().Be("Verwijder alstublieft TikTok van 2 toestellen / Veuillez supprimer TikTok de 2 appareils");
        var body = PlainMarkup.Write(text.Body);
        body.IndexOf("Wilt u die verwijderen", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(body.IndexOf("Veuillez la supprimer", StringComparison.Ordinal));
        text.Body.Blocks.OfType<RuleBlock>().Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_text_about_a_simulated_tenant_says_so(NoticeKind kind, string language)
    {
        var text = Shipped.Write(SampleNotices.Of(kind) with { Simulated = true }, language);

        text.Title.Should().StartWith("SIMULATED: ");
        PlainMarkup.Write(text.Body).Should().StartWith("SIMULATED");
    }

    [Fact]
    public void A_digest_begins_with_the_last_complete_scan_and_cries_when_there_is_none()
    {
        var text = Shipped.Write(SampleNotices.Of(NoticeKind.Digest), "en");
        PlainMarkup.Write(text.Body).Should().StartWith("Last complete scan: 28 November 2026, 04:30").And.NotContain("ALARM");

        var alarmed = Shipped.Write(SampleNotices.Bare(NoticeKind.Digest), "en");
        alarmed.Title.Should().StartWith("ALARM: ");
        PlainMarkup.Write(alarmed.Body).Should().StartWith("Last complete scan: none so far").And.Contain("ALARM: no complete scan");
    }

    [Fact]
    public void A_reminder_counts_the_days_left_or_over()
    {
        var notice = SampleNotices.Of(NoticeKind.Reminder);
        PlainMarkup.Write(Shipped.Write(notice, "en").Body).Should().Contain("7 days left");
        PlainMarkup.Write(Shipped.Write(notice with { DaysLeft = 0 }, "en").Body).Should().Contain("that is today");
        PlainMarkup.Write(Shipped.Write(notice with { DaysLeft = -1 }, "en").Body).Should().Contain("that was 1 day ago");
        PlainMarkup.Write(Shipped.Write(notice with { DaysLeft = 1 }, "de").Body).Should().Contain("noch 1 Tag.");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void Hostile_names_in_every_field_stay_text_in_every_target(string name)
    {
        foreach (var kind in new[] { NoticeKind.Ticket, NoticeKind.Comment, NoticeKind.User, NoticeKind.Desk })
        {
            var harmless = Shipped.Write(Everywhere(SampleNotices.Of(kind), "Harmless"), "en");
            var hostile = Shipped.Write(Everywhere(SampleNotices.Of(kind), name), "en");

            hostile.Title.Should().NotContainAny("\n", "\r", "\0");
            if (name.Trim().Length > 0)
            {
                Shapes(hostile.Body).Should().Equal(Shapes(harmless.Body), "no name makes or breaks a block, a link or a bold text");
                AllText(hostile.Body).Should().Contain(Directions.Isolate(SpanText.OneLine(name)).Trim());
            }

            var html = XDocument.Parse("<body>" + HtmlMarkup.Write(hostile.Body) + "</body>");
            html.Descendants().Select(element => element.Name.LocalName).Should().BeSubsetOf(["body", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "a", "bdi", "hr"]);
            WebUtility.HtmlDecode(TextileMarkup.Write(hostile.Body)).Split('\n').Should().HaveCount(TextileMarkup.Write(hostile.Body).Split('\n').Length);
            _ = AdfMarkup.Write(hostile.Body).ToJsonString();
            _ = AdaptiveCardMarkup.Write(hostile.Body).ToJsonString();
            _ = JiraWikiMarkup.Write(hostile.Body) + MarkdownMarkup.Write(hostile.Body);
        }
    }

    [Fact]
    public void Only_the_first_hundred_devices_are_told_one_by_one()
    {
        var notice = SampleNotices.Of(NoticeKind.Desk);
        var many = Shipped.Write(notice with { Devices = [.. Enumerable.Repeat(notice.Devices[0], 10_000)] }, "en");

        many.Title.Should().StartWith("10000 devices");
        PlainMarkup.Write(many.Body).Should().Contain("And 9900 more devices").And.Subject.Length.Should().BeLessThan(60_000);
    }

    private static readonly string[] ChangeCodes =
    [
        "ticket-item-added", "ticket-item-removed", "ticket-item-excepted", "ticket-overdue", "ticket-due-changed", "ticket-reopened-seen-after-claim", "ticket-reopened-returned",
        "ticket-closed-resolved", "ticket-closed-withdrawn", "ticket-closed-dismissed", "ticket-closed-excepted", "ticket-closed-gone", "ticket-double",
    ];

    private static Notice Everywhere(Notice notice, string name) => notice with
    {
        Person = name,
        Tenant = name,
        Devices = [.. notice.Devices.Select(device => device with { Device = Everywhere(device.Device, name), Items = [.. device.Items.Select(item => Everywhere(item, name))] })],
        Changes = [.. notice.Changes.Select(change => Reason.Of(change.Code, ("app", name), ("policy", name), ("device", name)))],
    };

    private static ManagedDevice Everywhere(ManagedDevice device, string name) => device with { Name = name, Model = name, SerialNumber = name, Category = name, UserDisplayName = name, UserPrincipalName = name, Email = name };

    private static NoticeItem Everywhere(NoticeItem item, string name) => item with
    {
        Violation = item.Violation with { SubjectName = name, App = new DistinctApp(Platform.IOS, name, name, name, name), Evidence = Reason.Of("identifier-known", ("identifier", name), ("product", name)) },
        Policy = item.Policy! with { Title = item.Policy.Title.SetItem("en", name), Authority = name },
    };

    private static IEnumerable<string> Shapes(TextDocument document) => document.Blocks.Select(block => block switch
    {
        HeadingBlock heading => "h" + heading.Level + Shape(heading.Spans),
        ParagraphBlock paragraph => "p" + Shape(paragraph.Spans),
        ListBlock list => (list.Numbered ? "1" : "-") + string.Join('|', list.Items.Select(item => Shape(item))),
        _ => "hr",
    });

    private static string Shape(IEnumerable<TextSpan> spans) => string.Concat(spans.Select(span => span.Link is { } link ? "L" + link : span.Bold ? "B" : "t"));

    private static string AllText(TextDocument document) => string.Join('\n', document.Blocks.Select(block => block switch
    {
        HeadingBlock heading => string.Concat(heading.Spans.Select(span => span.Text)),
        ParagraphBlock paragraph => string.Concat(paragraph.Spans.Select(span => span.Text)),
        ListBlock list => string.Join('\n', list.Items.Select(item => string.Concat(item.Select(span => span.Text)))),
        _ => "",
    }));

    [GeneratedRegex(@"\b(the|and|please|with|this|your|from|removed?|until|days?|found|device|user|since|scan complete|overdue|closed|wrong)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex English();
}
