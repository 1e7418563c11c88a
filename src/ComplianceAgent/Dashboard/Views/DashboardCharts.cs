using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Charts;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>The charts of the overview, drawn by the same hand as those of reports from figures counted in the store.</summary>
public static class DashboardCharts
{
    /// <summary>How open violations develop, and where they are.</summary>
    public static IReadOnlyList<Chart> Of(Wording words, TenantView view, ViolationCounts counts, IReadOnlyList<ScanSummary> scans)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(scans);
        TrendPoint[] trend = [.. scans.Where(scan => !scan.OlderThanKnown).Select(scan => new TrendPoint(scan.InventoryAsOf, scan.OpenViolations, scan.DevicesInViolation, scan.Devices, scan.Complete))];
        return
        [
            TrendChart.Draw("trend", trend, words),
            PartsChart.Draw("by-policy-chart", words["Open violations by policy"], By(counts, part => (part.PolicyId, view.TitleOf(part.PolicyId, words.Language.Code()))), words),
            PartsChart.Draw("by-platform-chart", words["Open violations by platform"], By(counts, part => (ReportWords.Code(part.Platform), words[ReportWords.Say(part.Platform)])), words),
        ];
    }

    private static IReadOnlyList<Breakdown> By(ViolationCounts counts, Func<ViolationCount, (string Key, string Name)> key) =>
        [.. counts.Parts.GroupBy(key).Select(group => Part(group.Key, [.. group])).Where(part => part.Open > 0).OrderByDescending(part => part.Open).ThenBy(part => part.Name, StringComparer.Ordinal)];

    private static Breakdown Part((string Key, string Name) name, ViolationCount[] parts) => new(
        name.Key,
        name.Name,
        0,
        parts.Where(ViolationCounts.IsOpen).Sum(part => part.Violations),
        parts.Where(ViolationCounts.IsOpen).Sum(part => part.Overdue),
        parts.Where(ViolationCounts.IsOpen).Sum(part => part.Soon),
        parts.Where(part => part.State == ViolationState.Review).Sum(part => part.Violations),
        parts.Where(part => part.State == ViolationState.Excepted).Sum(part => part.Violations),
        parts.Where(part => part.State == ViolationState.Resolved).Sum(part => part.Violations));
}
