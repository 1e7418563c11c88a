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

/// <summary>Reads a zip, csv or json file, told by content, into a sink. Every kind ends up as blocks of UTF-8 and then as rows.</summary>
internal sealed class TableReader(ArchiveLimits limits)
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="InventoryException">The file as a whole is not what was asked for.</exception>
    public async Task<TableOutcome> ReadAsync(Stream content, string name, IRowSink sink, Action onBlock, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var (input, kind) = await Utf8Input.OpenAsync(content, cancellationToken);
        if (kind != FileKind.Zip)
        {
            return await ReadTextAsync(input, kind, name, sink, onBlock, cancellationToken);
        }

        content.Position = start;
        using var zip = await ZipExport.OpenAsync(content, name, limits, cancellationToken);
        var inner = await Utf8Input.OpenAsync(zip.Content, cancellationToken);
        if (inner.Kind is FileKind.Zip or FileKind.OtherArchive)
        {
            throw new InventoryException(Reason.Of("zip-nested", ("file", name), ("entry", ForeignText.Clean(zip.Entry))));
        }

        var outcome = await ReadTextAsync(inner.Input, inner.Kind, name, sink, onBlock, cancellationToken);
        await zip.Content.FinishAsync(cancellationToken);
        return zip.Content.Fault is { } fault ? outcome with { Faults = [fault, .. outcome.Faults] } : outcome;
    }

    private static async Task<TableOutcome> ReadTextAsync(
        Utf8Input input, FileKind kind, string name, IRowSink sink, Action onBlock, CancellationToken cancellationToken)
    {
        var first = await input.NextAsync(cancellationToken);
        kind = kind == FileKind.Csv ? FileKinds.OfText(first.Span) : kind;
        var outcome = kind switch
        {
            FileKind.Csv => await ReadCsvAsync(input, first, name, sink, onBlock, cancellationToken),
            FileKind.Json => await ReadJsonAsync(input, first, name, sink, onBlock, cancellationToken),
            _ => throw new InventoryException(Reason.Of(RefusalOf(kind), ("file", name))),
        };
        return input.EndsInsideCharacter ? outcome with { Faults = [Reason.Of("text-ends-short", ("file", name)), .. outcome.Faults] } : outcome;
    }

    private static string RefusalOf(FileKind kind) => kind switch
    {
        FileKind.Empty => "file-empty",
        FileKind.Markup => "file-markup",
        FileKind.OtherArchive => "file-other-archive",
        _ => "file-document",
    };

    private static async Task<TableOutcome> ReadCsvAsync(
        Utf8Input input, ReadOnlyMemory<byte> block, string name, IRowSink sink, Action onBlock, CancellationToken cancellationToken)
    {
        var dialect = CsvDialect.Detect(block.Span);
        var scanner = new CsvScanner(dialect.Delimiter, name, sink);
        for (block = block[dialect.Skip..]; !block.IsEmpty; block = await input.NextAsync(cancellationToken))
        {
            scanner.Feed(block.Span);
            onBlock();
        }

        return new TableOutcome(Present(scanner.Swallowed, scanner.End()), Notes(input, name, scanner.CutFields));
    }

    private static async Task<TableOutcome> ReadJsonAsync(
        Utf8Input input, ReadOnlyMemory<byte> block, string name, IRowSink sink, Action onBlock, CancellationToken cancellationToken)
    {
        var table = new JsonTable(name, sink);
        for (; !block.IsEmpty && table.Feed(block.Span); block = await input.NextAsync(cancellationToken))
        {
            onBlock();
        }

        return new TableOutcome(Present(table.End()), Notes(input, name, table.CutStrings));
    }

    private static List<Reason> Present(params ReadOnlySpan<Reason?> reasons)
    {
        var present = new List<Reason>();
        foreach (var reason in reasons)
        {
            if (reason is not null)
            {
                present.Add(reason);
            }
        }

        return present;
    }

    private static List<Reason> Notes(Utf8Input input, string name, long cut) => Present(
        input.MendedBytes > 0 ? Reason.Of("text-windows-1252", ("file", name), ("bytes", Text(input.MendedBytes))) : null,
        cut > 0 ? Reason.Of("fields-cut", ("file", name), ("fields", Text(cut)), ("most", Text(CsvScanner.MaxField))) : null);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
