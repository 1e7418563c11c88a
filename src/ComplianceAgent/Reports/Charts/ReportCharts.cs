using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Charts;

/// <summary>The charts of a report.</summary>
public static class ReportCharts
{
    /// <summary>Policies whose way down to the deadline is drawn; a page with more is not read.</summary>
    public const int MaxBurnDowns = 6;

    /// <summary>All of them, in reading order.</summary>
    /// <param name="model">The report.</param>
    /// <param name="words">Language.</param>
    public static ImmutableArray<Chart> Of(ReportModel model, Wording words)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(words);
        return
        [
            TrendChart.Draw("chart-trend", model.Trend, words),
            .. model.BurnDowns.Take(MaxBurnDowns).Select((burnDown, i) => BurnDownChart.Draw(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"chart-down-{i + 1}"), burnDown with { Title = model.TitleOf(burnDown.PolicyId, burnDown.Title) }, words)),
            PartsChart.Draw("chart-policy", words["Open violations by policy"], [.. model.ByPolicy.Select(part => part with { Name = model.TitleOf(part.Key, part.Name) })], words),
            PartsChart.Draw("chart-platform", words["Open violations by platform"], [.. model.ByPlatform.Select(part => part with { Name = words[part.Name] })], words),
        ];
    }
}
