using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>What reading one file was like.</summary>
/// <param name="Faults">What makes it incomplete.</param>
/// <param name="Notes">Worth telling.</param>
internal sealed record TableOutcome(IReadOnlyList<Reason> Faults, IReadOnlyList<Reason> Notes)
{
    /// <summary>The first fault, if any.</summary>
    public Reason? FirstFault => Faults.Count > 0 ? Faults[0] : null;
}

/// <summary>
/// Reads a zip, csv or json file, told by content, into a sink. Every kind ends up as blocks of UTF-8 and then as rows; reading and
/// inflating, finding rows, and taking them go on side by side. The sink is called by one thread at a time, not always the same.
/// </summary>
internal sealed class TableReader(ArchiveLimits limits, int blockSize = BlockPipeline.BlockSize)
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="InventoryException">The file as a whole is not what was asked for.</exception>
    public async Task<TableOutcome> ReadAsync(Stream content, string name, IRowSink sink, Action onBlock, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var head = new byte[4];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        content.Position = start;
        var file = new OneFile(name, sink);
        if (FileKinds.OfRaw(head.AsSpan(0, length)) != FileKind.Zip)
        {
            await ReadAsync(content, file, _ => { }, onBlock, cancellationToken);
            return file.Outcome(null);
        }

        using var zip = await ZipExport.OpenAsync(content, name, limits, cancellationToken);
        file.Entry = zip.Entry;
        await ReadAsync(zip.Content, file, block => zip.Content.Sum(block.Raw), onBlock, cancellationToken);
        return file.Outcome(zip.Content.Judge());
    }

    private async Task ReadAsync(Stream source, OneFile file, Action<TextBlock> sum, Action onBlock, CancellationToken cancellationToken)
    {
        using var pipeline = new BlockPipeline(
            block =>
            {
                block.Fill(source, cancellationToken);
                return !block.IsLast;
            },
            block =>
            {
                sum(block);
                file.Prepare(block);
            },
            block =>
            {
                file.Take(block);
                onBlock();
            },
            blockSize);
        await pipeline.RunAsync(cancellationToken);
    }

    /// <summary>The file under way: its encoding and kind are told by its first block.</summary>
    private sealed class OneFile(string name, IRowSink sink)
    {
        private Utf8Text? text;
        private ITable? table;

        /// <summary>Its name in an archive; null when it lies in none.</summary>
        public string? Entry { get; set; }

        public void Prepare(TextBlock block)
        {
            if (text is null && FileKinds.OfRaw(block.Raw) is FileKind.Zip or FileKind.OtherArchive && Entry is not null)
            {
                throw new InventoryException(Reason.Of("zip-nested", ("file", name), ("entry", ForeignText.Clean(Entry))));
            }

            text ??= new Utf8Text(block.Raw);
            text.Decode(block);
            table ??= Begin(block);
            table.Prepare(block);
        }

        public void Take(TextBlock block) => table!.Take(block);

        public TableOutcome Outcome(Reason? archive)
        {
            var cutShort = text!.EndsInsideCharacter ? Reason.Of("text-ends-short", ("file", name)) : null;
            return new TableOutcome([.. Present(archive, cutShort), .. table!.Faults], [.. Present(Mended(), Cut())]);
        }

        private ITable Begin(TextBlock block)
        {
            var kind = FileKinds.OfRaw(block.Raw);
            switch (kind == FileKind.Csv ? FileKinds.OfText(block.Text) : kind)
            {
                case FileKind.Csv:
                    var dialect = CsvDialect.Detect(block.Text);
                    block.Skip(dialect.Skip);
                    return new CsvTable(dialect.Delimiter, name, sink);
                case FileKind.Json:
                    return new JsonTable(name, sink);
                case var other:
                    throw new InventoryException(Reason.Of(RefusalOf(other), ("file", name)));
            }
        }

        private static string RefusalOf(FileKind kind) => kind switch
        {
            FileKind.Empty => "file-empty",
            FileKind.Markup => "file-markup",
            FileKind.OtherArchive => "file-other-archive",
            _ => "file-document",
        };

        private Reason? Mended() => text!.MendedBytes > 0 ? Reason.Of("text-windows-1252", ("file", name), ("bytes", Text(text.MendedBytes))) : null;

        private Reason? Cut() =>
            table!.CutFields > 0 ? Reason.Of("fields-cut", ("file", name), ("fields", Text(table.CutFields)), ("most", Text(CsvTable.MaxField))) : null;

        private static IEnumerable<Reason> Present(params IEnumerable<Reason?> reasons) => reasons.OfType<Reason>();

        private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
