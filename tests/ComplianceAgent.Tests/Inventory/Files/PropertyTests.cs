using System.Text;
using ComplianceAgent.Inventory.Files;
using CsCheck;
using Microsoft.VisualBasic.FileIO;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>Random tables, written by a plain writer and read back by ours and by an independent parser.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> Field = Gen.OneOf(
        Pick("", "a", "TikTok", "a,b", "a;b", "a\tb", "\"", "\"\"", "a\"b", "日本語", "😀", "x\ny", "x\r\ny", "=1", "é"),
        Gen.String[Gen.Char[' ', '~'], 0, 12]).Select(text => text.Trim());

    private static readonly Gen<string[][]> Tables = Gen.Int[2, 8].SelectMany(columns => Field.Array[columns].Array[1, 30]);

    [Fact]
    public void Csv_read_back_equals_what_was_written() =>
        Gen.Select(Tables, Pick(',', ';', '\t'), Pick("\n", "\r\n"), Gen.Int[1, 64]).Sample(
            (table, separator, newLine, bite) =>
            {
                var named = Named(table);
                var text = OracleCsv.Write(named, separator, newLine);
                var sink = new Rows();
                return Blocks.Feed(new CsvTable((byte)separator, "t", sink), Encoding.UTF8.GetBytes(text), bite).Count == 0 && sink.Names.SequenceEqual(named[0]) && Same(sink.Taken, Filled(table));
            },
            iter: 2000);

    [Fact]
    public void An_independent_parser_reads_the_same_rows() =>
        Tables.Sample(
            table =>
            {
                var text = OracleCsv.Write(Named(table), ',', "\r\n");
                using var parser = new TextFieldParser(new StringReader(text)) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
                var expected = new List<string[]>();
                while (!parser.EndOfData)
                {
                    expected.Add(parser.ReadFields()!);
                }

                var sink = new Rows();
                var faults = Blocks.Feed(new CsvTable((byte)',', "t", sink), Encoding.UTF8.GetBytes(text), 1 << 20);
                // The other parser turns every line break within quotes into CRLF or LF as it likes.
                return faults.Count == 0 && Same(Unbroken(sink.Taken), Unbroken(expected.Skip(1).Where(row => row.Any(field => field.Length > 0))));
            },
            iter: 500);

    [Fact]
    public void Json_read_back_equals_what_was_written() =>
        Gen.Select(Tables, Gen.Bool, Gen.Int[1, 64]).Sample(
            (table, asLists, bite) =>
            {
                var named = Named(table);
                object content = asLists
                    ? new { Schema = named[0], Values = table }
                    : new { values = table.Select(row => named[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second)) };
                var sink = new Rows();
                return Blocks.Feed(new JsonTable("t", sink), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(content), bite).Count == 0 && sink.Names.SequenceEqual(named[0]) && Same(sink.Taken, table);
            },
            iter: 1000);

    [Fact]
    public void No_bytes_whatever_make_the_scanners_throw() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 9]).Sample(
            (bytes, bite) =>
            {
                byte[] text = [.. "a,b\n"u8, .. bytes];
                byte[] list = [.. "[{\"a\":\""u8, .. bytes];
                Blocks.Feed(new CsvTable((byte)',', "t", new Rows()), text, bite);
                Blocks.Feed(new JsonTable("t", new Rows()), list, bite);
            },
            iter: 5000);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(n => values[n]);

    private static string[][] Named(string[][] table) => [[.. Enumerable.Range(0, table[0].Length).Select(n => $"column{n}")], .. table];

    // A row of empty fields alone is a blank line.
    private static IEnumerable<string[]> Filled(string[][] table) => table.Where(row => row.Any(field => field.Length > 0));

    private static IEnumerable<string[]> Unbroken(IEnumerable<string[]> rows) =>
        rows.Select(row => row.Select(field => field.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim()).ToArray());

    private static bool Same(IEnumerable<string[]> one, IEnumerable<string[]> other) => one.Select(row => string.Join('\u0001', row)).SequenceEqual(other.Select(row => string.Join('\u0001', row)));
}
