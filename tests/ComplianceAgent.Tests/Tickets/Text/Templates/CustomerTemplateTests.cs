using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Tickets.Text.Templates;

namespace ComplianceAgent.Tests.Tickets.Text.Templates;

public sealed class CustomerTemplateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_takes_the_place_of_the_shipped_one_and_a_change_is_seen_at_once()
    {
        var texts = new NoticeTemplates(_folder);
        Title(texts).Should().StartWith("Please remove");

        Put("User.en.liquid", "Off with {{ apps }}!\n---\nDear {{ person }}");
        Title(texts).Should().Be("Off with TikTok!");

        Put("User.en.liquid", "Now {{ count_items }}\n---\nDear {{ person }}, and more");
        Title(texts).Should().Be("Now 2");
        texts.Write(SampleNotices.Of(NoticeKind.User), "de").Title.Should().StartWith("Bitte entfernen Sie", "other languages keep the shipped one");
    }

    [Theory]
    [InlineData("T\n---\na {{ person }\n", 3, "'}}' was expected")]
    [InlineData("T\n---\nok\n\n  {% if contact %}\n", 5, "endif")]
    [InlineData("T\n---\n\nHello {{ persn }}", 4, "did you mean \"person\"")]
    [InlineData("T\n---\n{% for d in devices %}\n{{ d.nmae }}{% endfor %}", 4, "A device has no \"nmae\"; did you mean \"name\"")]
    [InlineData("{{ kay }}\n---\nx", 1, "did you mean \"key\"")]
    [InlineData("T\n---\n{{ person | raw }}", 3, "raw")]
    [InlineData("T\n---\n{{ person | escape }}", 3, "escape")]
    [InlineData("T\n---\n{% include 'x' %}", 1, "cannot include")]
    [InlineData("T\n---\n\n{% for i in (1..100000000) %}x{% endfor %}", 4, "a range such as")]
    [InlineData("T\n---\n{% assign n = 100000000 %}{% if person %}{% for i in (1..n) reversed %}x{% endfor %}{% endif %}", 3, "a range such as")]
    [InlineData("T\n---\n{% for a in figs %}{% endfor %}{% assign s = 'xxxxxxxxxxxxxxxxxxxx' | split: '' %}{% for a in s %}x{% endfor %}", 3, "figs")]
    [InlineData("T\n---\n{% assign s = 'xxxxxxxxxxxxxxxxxxxx' | split: '' %}{% for a in s %}{% for b in s %}{% for c in s %}{% for d in s %}{% for e in s %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}", 1, "too many steps")]
    [InlineData("only a title", 1, "the first line must be the title")]
    [InlineData("", 1, "the first line must be the title")]
    public void A_broken_template_is_told_with_file_line_and_what_to_do(string template, int line, string problem)
    {
        Put("User.en.liquid", template);
        var texts = new NoticeTemplates(_folder);

        var write = () => texts.Write(SampleNotices.Of(NoticeKind.User), "en");

        write.Should().Throw<TemplateException>().Which.Message.Should().StartWith(Path.Combine(_folder, "User.en.liquid") + $", line {line}, column ").And.Contain(problem).And.EndWith("use the shipped one.");
        texts.Check().Should().ContainSingle().Which.Should().Contain(problem);
    }

    [Theory]
    [InlineData("{% assign s = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' | split: '' %}{% assign x = 'aaaaaaaaaa' %}{% for i in s %}{% assign x = x | append: x %}{% endfor %}{{ x }}")]
    [InlineData("{% assign s = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' | split: '' %}{% for i in s %}{% for j in s %}{% for k in s %}aaaaaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}{% endfor %}")]
    public void A_template_cannot_fill_the_memory(string body)
    {
        Put("User.en.liquid", "T\n---\n" + body);

        var write = () => new NoticeTemplates(_folder).Write(SampleNotices.Of(NoticeKind.User), "en");

        write.Should().Throw<TemplateException>().WithMessage("*characters*");
    }

    [Theory]
    [InlineData("{% capture c %}{{ person }}{% endcapture %}{{ c }}")]
    [InlineData("{% capture c %}x{% endcapture %}{{ c | append: person }}")]
    [InlineData("{% capture c %}x{% endcapture %}{{ c | prepend: person }}")]
    [InlineData("{% capture c %}x{% endcapture %}{{ c | replace: 'x', person }}")]
    [InlineData("{{ contact | append: person }}")]
    [InlineData("{{ contact | replace: 'servicedesk', person }}")]
    [InlineData("{{ person | upcase | downcase | strip | default: 'x' }}")]
    [InlineData("{{ person | split: ' ' | join: ' ' }}")]
    [InlineData("{{ devices | map: 'name' | join: person }}")]
    [InlineData("{{ person | slice: 0, 200 }}{{ person | truncate: 200 }}")]
    [InlineData("{% assign a = person %}{% echo a %}{% liquid echo person %}")]
    [InlineData("{% case person %}{% when 'x' %}{% else %}{{ person }}{% endcase %}")]
    public void No_filter_or_tag_lets_a_name_become_markup(string body)
    {
        Put("User.en.liquid", "T\n---\n" + body);
        var notice = SampleNotices.Of(NoticeKind.User) with { Person = "**bold** [x](https://policy.example.org/ban)\n# head\n- item" };

        var text = new NoticeTemplates(_folder).Write(notice, "en").Body;

        text.Blocks.Should().AllBeOfType<ParagraphBlock>();
        text.Blocks.Cast<ParagraphBlock>().SelectMany(block => block.Spans).Should().NotContain(span => span.Bold || (span.Link != null && span.Link.Scheme == "https"));
        PlainMarkup.Write(text).Should().ContainEquivalentOf("bold");
    }

    [Fact]
    public void A_link_that_is_not_ours_stays_text()
    {
        Put("User.en.liquid", "T\n---\n[click](https://evil.example/) and **[ours](https://policy.example.org/ban)** and {{ devices[0].items[0].sources[0] }}");

        var spans = new NoticeTemplates(_folder).Write(SampleNotices.Of(NoticeKind.User), "en").Body.Blocks.Cast<ParagraphBlock>().Single().Spans;

        spans.Where(span => span.Link is not null).Select(span => (span.Text, span.Bold)).Should().Equal(("ours", true), ("https://policy.example.org/ban", false));
        spans[0].Text.Should().Be("[click](https://evil.example/) and ");
    }

    [Fact]
    public void A_file_of_no_known_name_and_a_missing_folder_are_told()
    {
        Put("user.english.liquid", "T\n---\nx");

        new NoticeTemplates(_folder).Check().Should().ContainSingle().Which.Should().Contain("no text has this name").And.Contain("Ticket");
        new NoticeTemplates(Path.Combine(_folder, "nowhere")).Check().Should().ContainSingle().Which.Should().StartWith("Tickets:TemplatePath: the folder ");
    }

    [Fact]
    public void The_README_names_every_value_a_template_is_given()
    {
        var readme = File.ReadAllText(Repository.File("src/ComplianceAgent/Tickets/Text/README.md"));

        foreach (var name in new NoticeModel(SampleNotices.Of(NoticeKind.Ticket), "en").Members.Keys)
        {
            readme.Should().Contain($"`{name}`");
        }

        readme.Should().ContainAll(TemplateFilters.Names.Select(filter => $"`{filter}`"));
    }

    private static string Title(NoticeTemplates texts) => texts.Write(SampleNotices.Of(NoticeKind.User), "en").Title;

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
