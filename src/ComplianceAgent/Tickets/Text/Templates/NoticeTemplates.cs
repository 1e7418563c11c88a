using System.Collections.Immutable;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>Makes texts of Liquid templates: the shipped ones, or those of the customer's folder.</summary>
public sealed class NoticeTemplates : INoticeWriter
{
    private const string Simulated = "SIMULATED";

    private readonly TemplateShelf _shelf;

    /// <summary>Texts from a folder of templates.</summary>
    /// <param name="folder">Folder whose templates take the place of the shipped; empty for none.</param>
    public NoticeTemplates(string folder = "") => _shelf = new TemplateShelf(folder);

    /// <inheritdoc/>
    public NoticeText Write(Notice notice, string language)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(language);
        var texts = language.Split('+').Distinct(StringComparer.Ordinal).Select(one => WriteOne(notice, one)).ToList();
        return texts.Count == 1 ? texts[0] : Join(texts);
    }

    /// <summary>Every template that cannot be used, with file, line, column and what to do; empty when all are good. Each is tried with a sample.</summary>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>(_shelf.Strangers());
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            foreach (var language in NoticeWords.Languages)
            {
                try
                {
                    _ = WriteOne(SampleNotices.Of(kind), language);
                    _ = WriteOne(SampleNotices.Bare(kind), language);
                }
                catch (TemplateException refused)
                {
                    faults.Add(refused.Message);
                }
            }
        }

        return [.. faults.Distinct(StringComparer.Ordinal)];
    }

    private NoticeText WriteOne(Notice notice, string language)
    {
        var model = new NoticeModel(notice, language);
        var template = _shelf.Get(notice.Kind, language);
        var title = template.Title(model.Context());
        var body = NeutralMarkup.Parse(template.Body(model.Context()), model.Links);

        // Not left to the template: no text about made-up devices may pass for a real one.
        return notice.Simulated
            ? new NoticeText($"{Simulated}: {title}", new TextDocument([new ParagraphBlock([new TextSpan(NoticeWords.Of(language)["simulated"], Bold: true)]), .. body.Blocks]))
            : new NoticeText(title, body);
    }

    private static NoticeText Join(IReadOnlyList<NoticeText> texts)
    {
        var blocks = ImmutableArray.CreateBuilder<TextBlock>();
        foreach (var text in texts)
        {
            if (blocks.Count > 0)
            {
                blocks.Add(new RuleBlock());
            }

            blocks.AddRange(text.Body.Blocks);
        }

        return new NoticeText(string.Join(" / ", texts.Select(text => text.Title).Distinct(StringComparer.Ordinal)), new TextDocument(blocks.ToImmutable()));
    }
}
