using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Reads the app rows of one exported report (zip, csv or json, told by content) into the collector. This is the seam between the
/// Graph route, which downloads the file, and the file route, which is handed one.
/// </summary>
/// <param name="content">The file, seekable, at its start.</param>
/// <param name="name">Its name for messages; never a url.</param>
/// <param name="collector">Takes the rows.</param>
/// <param name="progress">Told how many rows were read.</param>
/// <param name="cancellationToken">Ends the read promptly.</param>
/// <returns>Faults make the read incomplete (short file, broken row at its end, wrong CRC); the rows before them were taken.</returns>
/// <exception cref="InventoryException">The file as a whole is not what was asked for: another report, columns missing, encrypted, too large.</exception>
public delegate Task<ExportReadOutcome> ReadExport(
    Stream content, string name, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken);

/// <summary>What reading one exported file was like.</summary>
/// <param name="Rows">Rows taken.</param>
/// <param name="Faults">What makes it incomplete.</param>
/// <param name="Notes">Worth telling.</param>
public sealed record ExportReadOutcome(long Rows, IReadOnlyList<Reason> Faults, IReadOnlyList<Reason> Notes);
