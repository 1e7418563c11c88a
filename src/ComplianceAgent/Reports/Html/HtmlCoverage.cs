using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>The partition of the fleet: a bar, its lines, and the same for each policy.</summary>
internal static class HtmlCoverage
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "coverage"), ("aria-labelledby", "coverage-h")))
        {
            html.Leaf("h2", html.Words["Coverage"], ("id", "coverage-h"));
            if (model.Coverage.IsEmpty)
            {
                html.Leaf("p", html.Words["There is no scan to take the lines from."], ("class", "empty"));
                return;
            }

            html.Leaf("p", html.Words["Every device stands in exactly one line, the first that fits, so the lines sum to the fleet. Only assessed devices are called clean."]);
            Bar(html, model.Coverage[0]);
            Fleet(html, model.Coverage[0]);
            Policies(html, model);
        }

        html.Line();
    }

    private static void Bar(HtmlMarkup html, CoverageScope fleet)
    {
        const double width = 1000;
        using (html.Line().In("svg", ("class", "bar"), ("viewBox", "0 0 1000 24"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", Alternative(html.Words, fleet))))
        {
            var left = 0.0;
            foreach (var line in fleet.Lines.Where(line => line.Devices > 0))
            {
                var part = line.Share * width;
                html.Void("rect", ("class", Swatch(line.Class)), ("x", Invariant(left)), ("y", "0"), ("width", Invariant(Math.Max(part - 2, 1))), ("height", "24"));
                left += part;
            }
        }
    }

    private static string Alternative(Wording words, CoverageScope fleet) => fleet.Fleet == 0
        ? words["Coverage of the fleet: no devices"]
        : words.Say("Coverage of the fleet: {0}", string.Join(", ", fleet.Lines.Where(line => line.Devices > 0).Select(line => $"{words.Say(line.Class)} {words.Percent(line.Share)}")));

    private static void Fleet(HtmlMarkup html, CoverageScope fleet)
    {
        var words = html.Words;
        using (html.Line().In("div", ("class", "frame"), ("role", "region"), ("aria-label", words["Coverage of the fleet"]), ("tabindex", "0")))
        {
            using (html.In("table", ("id", "coverage-fleet")))
            {
                html.Leaf("caption", words["Coverage of the fleet"]);
                Heading(html, (words["Line"], false), (words["Devices"], true), (words["Share"], true), (words["Meaning"], false));
                Body(html, fleet.Lines.Where(line => !line.IsBeneath));
                using (html.In("tbody", ("class", "sum")))
                {
                    Sum(html, words["In scope"], fleet.InScope, fleet.Fleet);
                }

                Body(html, fleet.Lines.Where(line => line.IsBeneath));
                using (html.In("tbody", ("class", "sum")))
                {
                    Sum(html, words["Fleet"], fleet.Fleet, fleet.Fleet);
                }
            }
        }
    }

    private static void Body(HtmlMarkup html, IEnumerable<CoverageLine> lines)
    {
        var words = html.Words;
        using (html.In("tbody"))
        {
            foreach (var line in lines)
            {
                using (html.Line().In("tr", ("data-class", ReportWords.Code(line.Class)), ("class", line.Devices == 0 ? "zero" : "some")))
                {
                    using (html.In("th", ("scope", "row"), ("class", "text")))
                    {
                        Mark(html, line.Class);
                        html.Say(words.Say(line.Class));
                    }

                    html.Leaf("td", words.Number(line.Devices), ("class", "num"));
                    html.Leaf("td", words.Percent(line.Share), ("class", "num"));
                    html.Leaf("td", line.IsTold ? words.Explain(line.Class) : words.Say("{0} (the route of this scan cannot tell)", words.Explain(line.Class)), ("class", "text soft"));
                }
            }
        }
    }

    private static void Sum(HtmlMarkup html, string name, int devices, int fleet)
    {
        using (html.Line().In("tr"))
        {
            html.Leaf("th", name, ("scope", "row"), ("class", "text"));
            html.Leaf("td", html.Words.Number(devices), ("class", "num"));
            html.Leaf("td", html.Words.Percent(fleet == 0 ? 0 : (double)devices / fleet), ("class", "num"));
            html.Leaf("td", "", ("class", "text"));
        }
    }

    private static void Policies(HtmlMarkup html, ReportModel model)
    {
        var words = html.Words;
        var scopes = model.Coverage.Skip(1).ToList();
        if (scopes.Count == 0)
        {
            return;
        }

        using (html.Line().In("div", ("class", "frame"), ("role", "region"), ("aria-label", words["Coverage by policy"]), ("tabindex", "0")))
        {
            using (html.In("table", ("id", "coverage-policies"), ("class", "matrix")))
            {
                html.Leaf("caption", words["Coverage by policy, in devices; each row sums to the fleet"]);
                Heading(html, [(words["Policy"], false), .. scopes[0].Lines.Select(line => (words.Say(line.Class), true)), (words["Fleet"], true)]);
                using (html.In("tbody"))
                {
                    foreach (var scope in scopes)
                    {
                        Policy(html, model, scope);
                    }
                }
            }
        }
    }

    private static void Policy(HtmlMarkup html, ReportModel model, CoverageScope scope)
    {
        using (html.Line().In("tr"))
        {
            using (html.In("th", ("scope", "row"), ("class", "text")))
            {
                html.Foreign(model.TitleOf(scope.PolicyId, scope.Title));
            }

            foreach (var line in scope.Lines)
            {
                html.Leaf("td", html.Words.Number(line.Devices), ("class", line.Devices == 0 ? "num zero" : "num"));
            }

            html.Leaf("td", html.Words.Number(scope.Fleet), ("class", "num total"));
        }
    }

    private static void Heading(HtmlMarkup html, params ReadOnlySpan<(string Name, bool IsNumber)> columns)
    {
        using (html.In("thead"))
        {
            using (html.In("tr"))
            {
                foreach (var (name, isNumber) in columns)
                {
                    html.Leaf("th", name, ("scope", "col"), ("class", isNumber ? "num" : "text"));
                }
            }
        }
    }

    private static void Mark(HtmlMarkup html, CoverageClass coverage)
    {
        using (html.In("svg", ("class", "mark"), ("viewBox", "0 0 10 10"), ("aria-hidden", "true")))
        {
            html.Void("rect", ("class", Swatch(coverage)), ("width", "10"), ("height", "10"), ("rx", "2"));
        }
    }

    private static string Swatch(CoverageClass coverage) => "c-" + ReportWords.Code(coverage);

    private static string Invariant(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
