using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using Markdig;

namespace ComplianceAgent.Tests.Tickets.Text.Markup;

public partial class MarkupTests
{
    private static readonly Uri Ours = new("https://policy.example.org/ban?id=1&x=(2)");

    [Theory]
    [InlineData("a.")]
    [InlineData("[ code ")]
    [InlineData("{{DATE(")]
    [InlineData("://")]
    [InlineData("ms-")]
    [InlineData("a1-")]
    [InlineData("x@x")]
    [InlineData("\\\\a")]
    public void Long_names_made_to_slow_the_patterns_are_written_in_time(string part)
    {
        var name = string.Concat(Enumerable.Repeat(part, 10_000 / part.Length));

        // Each pattern has two seconds at most and throws beyond them.
        foreach (var write in new Func<TextDocument, string>[] { PlainMarkup.Write, HtmlMarkup.Write, MarkdownMarkup.Write, JiraWikiMarkup.Write, TextileMarkup.Write, document => AdaptiveCardMarkup.Write(document).ToString()! })
        {
            write(Around(name)).Should().NotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_plain_text_a_name_stays_on_its_line_and_loses_nothing(string name)
    {
        var lines = PlainMarkup.Write(Around(name)).Split('\n');

        lines.Should().HaveCount(6, "headings, paragraphs, lists and empty lines between, and nothing that a name added");
        lines[2].Should().Be("Before " + Told(name).Replace("[code]", "[ code]").Replace("[/code]", "[ /code]").Replace("[CODE]", "[ CODE]").Replace("[/CODE]", "[ /CODE]") + " after");
        lines.Should().NotContain(line => AutoLinks().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_HTML_a_name_is_read_back_as_it_was_and_adds_no_element(string name)
    {
        var html = XDocument.Parse("<body>" + HtmlMarkup.Write(Around(name)) + "</body>");

        var elements = html.Root!.Elements().ToList();
        elements.Select(element => element.Name.LocalName).Should().Equal("h2", "p", "ul");
        Bare(elements[1].Value).Should().Be("Before " + Bare(Told(name)) + " after");
        html.Descendants().Select(element => element.Name.LocalName).Should().OnlyContain(tag => tag == "body" || tag == "h2" || tag == "p" || tag == "ul" || tag == "li" || tag == "strong" || tag == "bdi");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_Jiras_wiki_text_no_sign_of_its_own_is_left(string name)
    {
        var lines = JiraWikiMarkup.Write(Around(name)).Split('\n');

        lines.Should().HaveCount(6);
        Read(WebUtility.HtmlDecode(lines[2])).Should().Be(Read("Before " + Squeezed(name) + " after"));
        Read(WebUtility.HtmlDecode(lines[4])).Should().Be(Squeezed(name).Length == 0 ? "* A" : "* A {*}" + Squeezed(name) + "{*}");
        var marks = lines[2].Replace("&#", "", StringComparison.Ordinal);
        marks.Should().NotContainAny("{", "}", "[", "]", "|", "!", "*", "_", "~", "^", "+", "?", "\\", "@", "(", ")", "<", ">", "#");
        IssueKeys().IsMatch(lines[2]).Should().BeFalse("Jira makes links of keys of issues");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_Textile_nothing_is_left_that_Redmine_would_link(string name)
    {
        var text = TextileMarkup.Write(Around(name)).Split('\n');

        text.Should().HaveCount(6);
        Read(WebUtility.HtmlDecode(text[2])).Should().Be(Read("Before " + Squeezed(name) + " after"));
        RedmineLinks().IsMatch(text[2]).Should().BeFalse();
        text[2].Replace("&#", "", StringComparison.Ordinal).Should().NotContainAny("{", "}", "[", "]", "|", "!", "*", "_", "~", "^", "+", "?", "\\", "@", "(", ")", "<", ">", "#", "\"", "%", "=", "`");
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_Markdown_a_name_is_read_back_as_it_was_and_nothing_is_left_that_a_tracker_would_link(string name)
    {
        var markdown = MarkdownMarkup.Write(Around(name));
        var html = XDocument.Parse("<body>" + Markdown.ToHtml(markdown, WithEverything) + "</body>");

        var blocks = html.Root!.Elements().ToList();
        blocks.Select(block => block.Name.LocalName).Should().Equal("h2", "p", "ul");
        Read(blocks[1].Value).Should().Be(Read("Before " + Squeezed(name) + " after"));
        html.Descendants().Select(element => element.Name.LocalName).Should().NotContain(["a", "img", "script", "em", "table", "del", "sup", "sub", "ins", "mark", "input", "math"]);

        foreach (var code in html.Descendants("code").ToList())
        {
            code.Remove();
        }

        RedmineLinks().IsMatch(html.Root!.Elements().ElementAt(1).Value).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void At_the_start_of_a_line_a_name_opens_no_block(string name)
    {
        var document = new TextDocument([new ParagraphBlock([new TextSpan(name), new TextSpan(" after")])]);

        Read(WebUtility.HtmlDecode(TextileMarkup.Write(document))).Should().Be(Read(Squeezed(name) + " after"));
        JiraWikiMarkup.Write(document).Should().NotMatchRegex(@"^((h\d|bq|bc)\.|[#*|>-])").And.NotStartWith("----");
        TextileMarkup.Write(document).Should().NotMatchRegex(@"^(h\d|bq|p|fn\d|table|bc|pre|notextile)[^\s&;]*\.").And.NotMatchRegex(@"^[#*>|=\-]");
        var html = XDocument.Parse("<body>" + Markdown.ToHtml(MarkdownMarkup.Write(document), WithEverything) + "</body>");
        html.Root!.Elements().Select(block => block.Name.LocalName).Should().Equal("p");
        Read(html.Root.Value).Should().Be(Read(Squeezed(name) + " after"));
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Data), MemberType = typeof(HostileTexts))]
    public void In_trees_a_name_is_the_value_of_one_text(string name)
    {
        var adf = AdfMarkup.Write(Around(name));
        Texts(adf["content"]![1]!).Should().Equal(name.Length == 0 ? ["Before ", " after"] : ["Before ", Told(name), " after"]);

        var card = AdaptiveCardMarkup.Write(Around(name));
        Texts(card["body"]![1]!).Should().Equal(name.Length == 0 ? ["Before ", " after"] : ["Before ", Told(name).Replace("{{DATE(", "{ {DATE("), " after"]);
        card.ToJsonString().Should().NotContain("\"TextBlock\"", "a text block reads Markdown").And.NotContain("entities");
    }

    [Fact]
    public void Links_and_bold_text_of_ours_are_written_in_every_target()
    {
        var document = new TextDocument([new ParagraphBlock([new TextSpan("See "), new TextSpan("the ban", Link: Ours), new TextSpan(", "), new TextSpan("now", Bold: true), new TextSpan(".")]), new RuleBlock(), new ListBlock([[new TextSpan("one")], [new TextSpan("two")]], Numbered: true)]);

        PlainMarkup.Write(document).Should().Be($"See the ban ({Ours}), now.\n\n{new string('-', 40)}\n\n1. one\n2. two");
        HtmlMarkup.Write(document).Should().Be("<p>See <a href=\"https://policy.example.org/ban?id=1&amp;x=(2)\" rel=\"noopener noreferrer\">the ban</a>, <strong>now</strong>.</p>\n<hr/>\n<ol><li>one</li><li>two</li></ol>");
        JiraWikiMarkup.Write(document).Should().Be($"See [the ban|{Ours}], {{*}}now{{*}}.\n\n----\n\n# one\n# two");
        TextileMarkup.Write(document).Should().Be("See \"the ban\":https://policy.example.org/ban?id=1&x=%282%29 , *now*.\n\n---\n\n# one\n# two");
        Markdown.ToHtml(MarkdownMarkup.Write(document)).Should().Be("<p>See <a href=\"https://policy.example.org/ban?id=1&amp;x=(2)\">the ban</a>, <strong>now</strong>.</p>\n<hr />\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n");
        JsonNode.DeepEquals(AdfMarkup.Write(document)["content"]![0]!["content"]![1], JsonNode.Parse($$$"""{"type":"text","text":"the ban","marks":[{"type":"link","attrs":{"href":"{{{Ours}}}"}}]}""")).Should().BeTrue();
        JsonNode.DeepEquals(AdaptiveCardMarkup.Write(document)["body"]![0]!["inlines"]![1], JsonNode.Parse($$$"""{"type":"TextRun","text":"the ban","selectAction":{"type":"Action.OpenUrl","url":"{{{Ours}}}"}}""")).Should().BeTrue();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html,x")]
    public void A_link_of_another_scheme_is_not_written(string address)
    {
        var document = new TextDocument([new ParagraphBlock([new TextSpan("x", Link: new Uri(address))])]);

        PlainMarkup.Write(document).Should().Be("x");
        HtmlMarkup.Write(document).Should().Be("<p>x</p>");
        JiraWikiMarkup.Write(document).Should().Be("x");
        TextileMarkup.Write(document).Should().Be("x");
        MarkdownMarkup.Write(document).Should().Be("x");
        AdfMarkup.Write(document).ToJsonString().Should().NotContain("link");
        AdaptiveCardMarkup.Write(document).ToJsonString().Should().NotContain("selectAction");
    }

    [Fact]
    public void A_document_of_nothing_is_valid_everywhere()
    {
        var empty = new TextDocument([new ParagraphBlock([]), new ListBlock([]), new HeadingBlock(1, [new TextSpan("")])]);

        JsonSerializer.Serialize(AdfMarkup.Write(empty)).Should().NotContain("\"text\":\"\"");
        AdaptiveCardMarkup.Write(empty)["body"]!.AsArray().Should().BeEmpty();
        PlainMarkup.Write(empty).Should().BeEmpty();
    }

    private static readonly MarkdownPipeline WithEverything = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley().Build();

    private static TextDocument Around(string name) => new(
    [
        new HeadingBlock(1, [new TextSpan("Title")]),
        new ParagraphBlock([new TextSpan("Before "), new TextSpan(name), new TextSpan(" after")]),
        new ListBlock([[new TextSpan("A "), new TextSpan(name, Bold: true)], [new TextSpan("B")]]),
    ]);

    private static string Told(string name) => SpanText.Of(new TextSpan(name));

    /// <summary>As it is told where runs of blanks have no meaning.</summary>
    private static string Squeezed(string text) => Blanks().Replace(Told(text), " ").Trim();

    private static string Read(string text) => Blanks().Replace(text, " ").Trim();

    private static string Bare(string text) => text.Replace("\u2068", "").Replace("\u2069", "");

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonObject member => member.SelectMany(pair => pair.Key == "text" && pair.Value is JsonValue value ? [value.GetValue<string>()] : pair.Value is null ? [] : Texts(pair.Value)),
        JsonArray array => array.SelectMany(item => Texts(item!)),
        _ => [],
    };

    [GeneratedRegex(@"\w://|\bwww\.|[^\s@\[]@[^\s@\]]|\bevil\.(com|example)\b|mailto:", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AutoLinks();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]+-\d", RegexOptions.NonBacktracking)]
    private static partial Regex IssueKeys();

    /// <summary>What Redmine looks for in the finished page: its manual's list, written down here anew.</summary>
    [GeneratedRegex(@"(^|[\s(,\-\[>])!?([a-z0-9_-]+:)?(((attachment|document|version|forum|news|message|project|commit|source|export|user|wiki)?#\d+|(attachment|document|version|forum|news|message|project|commit|source|export|user):[^\s<>])|(\w+\|)?r\d+|@[A-Za-z0-9_.-]+)|\{\{\w|\[\[[^\n|]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RedmineLinks();
}
