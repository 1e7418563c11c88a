using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Reads a plain list of apps without devices, with the columns <c>platform,name,publisher,version,identifier</c> (only the name is
/// needed), in every spelling that exports are read in.
/// </summary>
public sealed class AppListReader(IOptions<ArchiveLimits> limits)
{
    /// <summary>Reads the list; the action is called for each data row, in order.</summary>
    /// <param name="content">The file, seekable, at its start.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="onRow">Row number from 1, and the app; null for a row that cannot be used, with the code why.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What makes the file incomplete; empty when it was read to its end.</returns>
    /// <exception cref="InventoryException">It is no such list.</exception>
    public async Task<IReadOnlyList<Reason>> ReadAsync(Stream content, string name, Action<long, DistinctApp?, string?> onRow, CancellationToken cancellationToken)
    {
        var outcome = await new TableReader(limits.Value).ReadAsync(content, name, new Sink(name, onRow), () => { }, cancellationToken);
        return outcome.Faults;
    }

    private sealed class Sink(string file, Action<long, DistinctApp?, string?> onRow) : IRowSink
    {
        private int platform;
        private int name;
        private int publisher;
        private int version;
        private int identifier;
        private long row;

        public long Taken { get; private set; }

        public void Columns(IReadOnlyList<string> names, bool mayGrow)
        {
            var map = new ColumnMap(names);
            platform = map.Find("platform");
            name = map.Find("name", "ApplicationName", "displayName");
            publisher = map.Find("publisher", "ApplicationPublisher");
            version = map.Find("version", "ApplicationVersion");
            identifier = map.Find("identifier");
            if (name < 0)
            {
                throw new InventoryException(Reason.Of("app-list-columns", ("file", file), ("columns", string.Join(", ", names.Select(ForeignText.Clean)))));
            }
        }

        public void Take(in RowBatch rows)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                Take(rows[i]);
            }
        }

        public void SetAside(string code, long number) => onRow(++row, null, code);

        private void Take(in RowFields fields)
        {
            Taken++;
            onRow(
                ++row,
                new DistinctApp(
                    Platforms.Parse(fields[platform]), ForeignText.Clean(fields[name]), ForeignText.Clean(fields[publisher]),
                    ForeignText.Clean(fields[version]), ForeignText.Clean(fields[identifier])),
                null);
        }
    }
}
