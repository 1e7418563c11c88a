using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Reads the groups that exceptions in force name, each once in a scan however often it is judged. What cannot be read is a note, not an incomplete
/// inventory: the exception goes on with what it excuses and takes nothing new.
/// </summary>
internal sealed class GroupReading(IInventorySource source, bool isAllowed)
{
    private readonly Dictionary<string, GroupRead> reads = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who is in them, and what is to be told of those that could not be read.</summary>
    public async Task<(GroupMembership Groups, IReadOnlyList<Reason> Notes)> ReadAsync(WaiverRules rules, CancellationToken cancellationToken)
    {
        Waiver[] named = [.. rules.All.Where(waiver => waiver.Ask.Target.Kind == WaiverTargetKind.Group && rules.StatusOf(waiver) == WaiverStatus.InForce)];
        foreach (var group in named.Select(GroupOf))
        {
            if (!reads.ContainsKey(group))
            {
                reads.Add(group, isAllowed ? await source.ReadGroupAsync(group, cancellationToken) : GroupRead.Failed(Reason.Of("group-reading-off")));
            }
        }

        return (
            GroupMembership.Of(reads.Where(read => read.Value.Fault is null).ToDictionary(read => read.Key, read => read.Value.Members)),
            [.. named.Where(waiver => reads[GroupOf(waiver)].Fault is not null).Select(waiver => Told(waiver, reads[GroupOf(waiver)].Fault!))]);
    }

    private static string GroupOf(Waiver waiver) => waiver.Ask.Target.Value.Trim();

    private static Reason Told(Waiver waiver, Reason fault) => Reason.Of("exception-group-unread", ("exception", waiver.Reference), ("group", GroupOf(waiver)))
        .And(fault.Code, [.. fault.Parameters.Select(pair => (pair.Key, pair.Value))]);
}
