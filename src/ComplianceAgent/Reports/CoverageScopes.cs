using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports;

/// <summary>Turns a scan's coverage counts into the lines of the report, and refuses lines that do not sum to the fleet.</summary>
internal static class CoverageScopes
{
    private static readonly ImmutableArray<CoverageClass> Classes = [.. Enum.GetValues<CoverageClass>().Order()];

    /// <summary>
    /// An incomplete scan divides only the part of the fleet it read, and one of an older inventory divides the fleet of then; the last
    /// complete scan is the better ground, and the report says whose lines it prints.
    /// </summary>
    public static ScanResult? ScanToShow(ScanResult? last, ScanResult? lastComplete) =>
        last is { Complete: true, OlderThanKnown: false } ? last : lastComplete ?? last;

    public static ImmutableArray<CoverageScope> Build(ScanResult? scan)
    {
        if (scan is null)
        {
            return [];
        }

        var counts = scan.Coverage.ToLookup(count => count.PolicyId, StringComparer.Ordinal);
        var policies = scan.Policies.Where(policy => policy.Id.Length > 0).Select(policy => (policy.Id, policy.Title));
        return [.. policies.Prepend(("", "")).Select(scope => Scope(scan, scope.Item1, scope.Item2, counts[scope.Item1]))];
    }

    public static ImmutableArray<BlindSpot> BlindSpots(ScanResult? scan) =>
        scan is null ? [] :
        [.. scan.Coverage.Where(count => count.PolicyId.Length == 0 && count.Devices > 0 && CoverageLines.Blind.Contains(count.Class))
            .GroupBy(count => (count.Class, count.ReasonCode, count.Platform, count.Owner))
            .Select(group => new BlindSpot(group.Key.Class, Reason.Of(group.Key.ReasonCode), group.Key.Platform, group.Key.Owner, group.Sum(count => count.Devices)))
            .OrderBy(spot => spot.Class).ThenBy(spot => spot.Reason.Code, StringComparer.Ordinal).ThenByDescending(spot => spot.Devices)
            .ThenBy(spot => spot.Platform).ThenBy(spot => spot.Owner)];

    private static CoverageScope Scope(ScanResult scan, string policyId, string title, IEnumerable<CoverageCount> counts)
    {
        var devices = counts.GroupBy(count => count.Class).ToDictionary(group => group.Key, group => group.Sum(count => count.Devices));
        var lines = Classes.Select(coverage => Line(scan, coverage, devices.GetValueOrDefault(coverage))).ToImmutableArray();
        var sum = lines.Sum(line => line.Devices);
        return sum == scan.Devices
            ? new CoverageScope(policyId, title, scan.Devices, lines)
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The coverage lines of scan {scan.Number} ({(policyId.Length == 0 ? "whole fleet" : "policy " + policyId)}) sum to {sum}, but the fleet has {scan.Devices} devices. No report was made."));
    }

    private static CoverageLine Line(ScanResult scan, CoverageClass coverage, int devices) =>
        new(coverage, devices, scan.Devices == 0 ? 0 : (double)devices / scan.Devices, !scan.CannotTell.Contains(coverage));
}
