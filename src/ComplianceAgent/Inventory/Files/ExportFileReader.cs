using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Reads the app rows of one exported <c>AppInvRawData</c> report, zip, csv or json, into the collector.
/// <see cref="ReadAsync"/> is a <see cref="ReadExport"/>: the Graph route uses it for what it downloads, the file route for what it is given.
/// </summary>
public sealed class ExportFileReader(IOptions<ArchiveLimits> limits)
{
    /// <inheritdoc cref="ReadExport"/>
    public Task<ExportReadOutcome> ReadAsync(
        Stream content, string name, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(progress);
        return ReadWithFleetAsync(content, name, collector, fleet: null, progress, cancellationToken);
    }

    internal async Task<ExportReadOutcome> ReadWithFleetAsync(
        Stream content, string name, InventoryCollector collector, FleetFromRows? fleet, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var sink = new AppRowSink(name, collector, fleet);
        var outcome = await new TableReader(limits.Value).ReadAsync(
            content, name, sink, () => progress.Report(new InventoryProgress("app rows", sink.Taken)), cancellationToken);
        if (sink.Taken == 0)
        {
            // A file that was cut off before its first row says so; one that was understood and holds nothing says that.
            throw new InventoryException(outcome.FirstFault ?? sink.NothingTaken);
        }

        return new ExportReadOutcome(sink.Taken, outcome.Faults, [.. outcome.Notes, .. LackingNotes(name, sink)]);
    }

    private static IEnumerable<Reason> LackingNotes(string name, AppRowSink sink) =>
        sink.Lacking.Count == 0 ? [] : [Reason.Of("columns-lacking", ("file", name), ("columns", string.Join(", ", sink.Lacking)))];
}
