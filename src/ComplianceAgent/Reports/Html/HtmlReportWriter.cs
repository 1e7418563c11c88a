using System.Text;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Html;

/// <summary>
/// The HTML format: one self-contained page that needs no script and loads nothing. Its own content security policy forbids both, so
/// that even a name that slipped through the encoding could do nothing.
/// </summary>
internal sealed class HtmlReportWriter : IReportWriter
{
    /// <summary>Violations shown; a browser stays quick with these, and CSV and JSON hold them all.</summary>
    public const int MaxRows = 2000;

    /// <summary>Rows shown of each other list.</summary>
    public const int MaxSmallRows = 200;

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public string Format => ReportFormats.Html;

    public string FileEnding => ".html";

    public async Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
    {
        var unjudged = await model.Unjudged(cancellationToken).Take(MaxSmallRows).ToListAsync(cancellationToken);
        await using var writer = new StreamWriter(output, Utf8, bufferSize: 64 * 1024, leaveOpen: true);
        await writer.WriteAsync(Page(model, unjudged).AsMemory(), cancellationToken);
    }

    private static string Page(ReportModel model, IReadOnlyList<UnjudgedDevice> unjudged)
    {
        var html = new HtmlMarkup(Wording.Of(model.Language));
        using (html.In("html", ("lang", model.Language.Code()), ("dir", "ltr")))
        {
            Head(html, model);
            using (html.In("body"))
            {
                html.Leaf("a", html.Words["Skip to the report"], ("class", "skip"), ("href", "#main")).Line();
                HtmlHeader.Write(html, model);
                using (html.In("main", ("id", "main")))
                {
                    HtmlHeader.Banners(html, model);
                    HtmlGlance.Write(html, model);
                    HtmlCharts.Write(html, model);
                    HtmlCoverage.Write(html, model);
                    HtmlViolations.Write(html, model);
                    HtmlExceptions.Write(html, model);
                    HtmlBreakdowns.Write(html, model);
                    HtmlBlindSpots.Write(html, model, unjudged);
                    HtmlEnded.Write(html, model);
                    HtmlEvidence.Write(html, model);
                }

                HtmlHeader.Footer(html, model);
            }
        }

        return html.Line().ToString();
    }

    private static void Head(HtmlMarkup html, ReportModel model)
    {
        using (html.Line().In("head"))
        {
            html.Line().Void("meta", ("charset", "utf-8")).Line();
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy)).Line();
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
            html.Void("meta", ("name", "referrer"), ("content", "no-referrer")).Line();
            html.Void("meta", ("name", "robots"), ("content", "noindex")).Line();
            html.Void("meta", ("name", "generator"), ("content", "Compliance Agent " + model.ProductVersion)).Line();

            // Without an icon of its own a browser would ask the server for one.
            html.Void("link", ("rel", "icon"), ("href", "data:,")).Line();
            html.Leaf("title", $"{(model.Simulated ? "SIMULATED · " : "")}{html.Words["Banned apps"]} · {model.Tenant} · {ReportWords.Day(model.Now)}").Line();
            html.Style(HtmlStyle.Sheet);
            html.Style(Charts.ChartStyle.Sheet);
            if (model.Simulated)
            {
                html.Style(HtmlStyle.Simulated);
            }
        }

        html.Line();
    }
}
