using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Scanning.Figures;

/// <summary>Open violations of one policy.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="IsBan">False for apps that are only advised against.</param>
/// <param name="IsOverdue">Whether the deadline that counts has passed.</param>
/// <param name="Count">How many.</param>
internal sealed record OpenCount(string PolicyId, bool IsBan, bool IsOverdue, int Count);

/// <summary>How a tenant stands, in figures.</summary>
/// <param name="Tenant">Tenant key.</param>
internal sealed record TenantFigures(string Tenant)
{
    /// <summary>End of the last complete scan; null when there was none.</summary>
    public DateTimeOffset? LastComplete { get; init; }

    /// <summary>What health says of it.</summary>
    public bool IsReady { get; init; }

    /// <summary>Devices by coverage line; empty before the first scan.</summary>
    public IReadOnlyDictionary<CoverageClass, int> Devices { get; init; } = new Dictionary<CoverageClass, int>();

    /// <summary>Open violations.</summary>
    public ImmutableArray<OpenCount> Open { get; init; } = [];

    /// <summary>What gates hold, by kind.</summary>
    public IReadOnlyDictionary<string, int> Held { get; init; } = new Dictionary<string, int>();

    /// <summary>Tickets and messages.</summary>
    public OutboxFigures Outbox { get; init; } = new(0, 0, 0, null);

    /// <summary>When the certificate of its sign-in ends; null when it has none.</summary>
    public DateTimeOffset? CertificateEnd { get; init; }

    /// <summary>Devices of the whole fleet by line, zeros included. Pure.</summary>
    public static IReadOnlyDictionary<CoverageClass, int> DevicesOf(ScanResult? scan) => scan is null
        ? new Dictionary<CoverageClass, int>()
        : Enum.GetValues<CoverageClass>().ToDictionary(line => line, line => scan.Coverage.Where(count => count.PolicyId.Length == 0 && count.Class == line).Sum(count => count.Devices));

    /// <summary>Open violations by policy, zeros of the policies in force included, so that a figure that falls to nothing is seen to. Pure.</summary>
    public static ImmutableArray<OpenCount> OpenOf(ViolationCounts counts, IEnumerable<Policy> policies)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var zeros = policies.SelectMany(policy => (OpenCount[])[new(policy.Id, true, true, 0), new(policy.Id, true, false, 0)]);
        var found = counts.Parts.SelectMany(part => (OpenCount[])[new(part.PolicyId, part.IsBan, true, part.Overdue), new(part.PolicyId, part.IsBan, false, part.Violations - part.Overdue)]);
        return [.. zeros.Concat(found).GroupBy(count => (count.PolicyId, count.IsBan, count.IsOverdue))
            .Select(group => new OpenCount(group.Key.PolicyId, group.Key.IsBan, group.Key.IsOverdue, group.Sum(count => count.Count)))];
    }

    /// <summary>What gates hold, by kind, zeros included. Pure.</summary>
    public static IReadOnlyDictionary<string, int> HeldOf(ScanResult? scan, ChannelGate gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        var held = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["closings"] = scan?.HeldClosings.Sum(closings => closings.Count) ?? 0,
            ["excuses"] = scan?.HeldActs.Count ?? 0,
        };
        foreach (var channel in ChannelNames.All)
        {
            held[channel] = gate.Holds.Where(hold => hold.Channel == channel).Sum(hold => hold.Violations.Length);
        }

        return held;
    }
}
