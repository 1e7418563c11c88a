using System.Diagnostics;
using System.Text.Unicode;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Inventory.Files.Csv;
namespace ComplianceAgent.Benchmarks;
internal static class ReaderProbe
{
    public static void Run(string path)
    {
        var data = new byte[(32 << 20) + 64];
        using (var f = File.OpenRead(path)) _ = f.ReadAtLeast(data, 32 << 20);
        var blocks = new List<(int, int)>();
        for (var at = 0; at + (1 << 20) < (32 << 20);) { var e = data.AsSpan(at, 1 << 20).LastIndexOf((byte)'\n') + 1; blocks.Add((at, e)); at += e; }
        var index = new CsvIndex();
        long rows = 0; double total = 0;
        double Best(Action<int, int> work)
        {
            total = 0; double sum = 0;
            foreach (var (a, l) in blocks) { var b = 9.0; for (var r = 0; r < 15; r++) { var t = Stopwatch.GetTimestamp(); work(a, l); b = Math.Min(b, Stopwatch.GetElapsedTime(t).TotalSeconds); } sum += b; total += l; }
            return total / sum / 1e9;
        }
        var v = Best((a, l) => Utf8.IsValid(data.AsSpan(a, l)));
        var i = Best((a, l) => { var keep = data.AsSpan(a + l, 64).ToArray(); index.Build(data.AsSpan(a, l + 64), l, (byte)',', false); keep.CopyTo(data.AsSpan(a + l)); rows += index.Rows; });
        var lean = path.Contains("lean"); var spell = new AppSpellings(lean ? new[] { 0, 1, 2, 4 } : new[] { 1, 2, 4, 10 }); var apps = new int[64]; var rowsum = rows; rows = 0; var n = 0;
        var j = Best((a, l) => { var keep = data.AsSpan(a + l, 64).ToArray(); index.Build(data.AsSpan(a, l + 64), l, (byte)',', false); keep.CopyTo(data.AsSpan(a + l)); var b = new RowBatch(data.AsSpan(a, l), index.Ends, index.Starts[..index.Rows], lean ? 5 : 13, 1);
            for (var f = 0; f + 64 <= b.Count; f += 64) { spell.Find(b, f, apps); for (var q = 0; q < 64; q++) if (apps[q] < 0) spell.Add(q, n++); } rows += index.Rows; });
        Console.WriteLine($"index+find {j:N2} GB/s find {total / j / (rows / 15.0) - total / i / (rowsum / 15.0):N1} ns/row {n}"); rows = rowsum;
        var c = Best((a, l) => { var crc = new System.IO.Hashing.Crc32(); crc.Append(data.AsSpan(a, l)); });
        Console.WriteLine($"valid {v:N2} GB/s  index {i:N2} GB/s ({total / i / (rows / 15.0):N1} ns/row)  crc {c:N2} GB/s");
    }
}
