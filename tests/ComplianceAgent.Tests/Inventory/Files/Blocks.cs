using System.Text;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>Gives a table its text in blocks of a size, as the pipeline would.</summary>
internal static class Blocks
{
    public static IReadOnlyList<Reason> Feed(ITable table, byte[] content, int size)
    {
        using var source = new MemoryStream(content);
        for (var isLast = false; !isLast;)
        {
            var block = new TextBlock(size);
            block.Fill(source, CancellationToken.None);
            isLast = block.IsLast;
            table.Prepare(block);
            table.Take(block);
        }

        return table.Faults;
    }
}

/// <summary>Keeps all it is told.</summary>
internal sealed class Rows : IRowSink
{
    public IReadOnlyList<string> Names { get; private set; } = [];

    public List<string[]> Taken { get; } = [];

    public List<(string Code, long Number)> Aside { get; } = [];

    public List<long> Numbers { get; } = [];

    long IRowSink.Taken => Taken.Count;

    public void Columns(IReadOnlyList<string> names, bool mayGrow) => Names = [.. names];

    public void Take(in RowBatch rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var fields = new string[Names.Count];
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i] = Encoding.UTF8.GetString(rows[row][i]);
            }

            Taken.Add(fields);
            Numbers.Add(rows[row].Number);
        }
    }

    public void SetAside(string code, long number) => Aside.Add((code, number));
}
