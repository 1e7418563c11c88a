using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Benchmarks;

/// <summary>The files of one fleet: the same rows with all columns and with the fewest, packed and plain, and the device list.</summary>
internal sealed class BenchmarkData
{
    private const string Counts = "counts.txt";

    private BenchmarkData(string folder, long rows)
    {
        Folder = folder;
        Rows = rows;
    }

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <summary>App rows.</summary>
    public long Rows { get; }

    public string FullZip => Path.Combine(Folder, "full.zip");

    public string LeanZip => Path.Combine(Folder, "lean.zip");

    public string FullCsv => Path.Combine(Folder, "full.csv");

    public string FullGz => Path.Combine(Folder, "full.csv.gz");

    public string DeviceList => Path.Combine(Folder, "devices.csv");

    /// <summary>A policy of so many name rules, and TikTok.</summary>
    public string Policy(int rules) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"rules-{rules}.yaml"));

    /// <summary>Bytes of csv in the zip with all columns.</summary>
    public long FullBytes => UnpackedBytes(FullZip);

    /// <summary>Bytes of csv in the zip with the fewest.</summary>
    public long LeanBytes => UnpackedBytes(LeanZip);

    /// <summary>Makes what is not there yet.</summary>
    public static async Task<BenchmarkData> MakeAsync(string folder, SimulatorOptions fleet, bool forPeers, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var tenant = new GeneratedTenant(fleet);
        var lean = new ReportOptions { Columns = ReportColumns.LeanAppInventory, Compression = CompressionLevel.Optimal };
        var full = new ReportOptions { Compression = CompressionLevel.Optimal };
        var data = new BenchmarkData(folder, 0);
        long? rows = null;
        foreach (var (path, options) in new[] { (data.FullZip, full), (data.LeanZip, lean), (data.FullCsv, full), (data.FullGz, full), (data.DeviceList, full with { ReportName = ReportColumns.Devices }) })
        {
            if (!File.Exists(path) && (forPeers || path != data.FullGz))
            {
                var written = await ReportWriter.WriteFileAsync(path, tenant, fleet.Now, options, cancellationToken);
                rows = options.ReportName == ReportColumns.AppInventory ? written : rows;
            }
        }

        if (rows is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Counts), rows.Value.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        foreach (var rules in new[] { 20, 2_000 })
        {
            await File.WriteAllTextAsync(data.Policy(rules), PolicyOf(rules), cancellationToken);
        }

        return new BenchmarkData(folder, long.Parse(await File.ReadAllTextAsync(Path.Combine(folder, Counts), cancellationToken), CultureInfo.InvariantCulture));
    }

    private static string PolicyOf(int rules)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"schema: 1\npolicy: rules-{rules}\ntitle: {{ en: {rules} rules }}\nrules:\n  - product: tiktok\n    family: true\n");
        for (var i = 1; i < rules; i++)
        {
            // Words that no inventory has: only the number of rules differs between the two policies, not what they find.
            var glob = i % 4 == 0 ? "*" : "";
            text.Append(CultureInfo.InvariantCulture, $"  - id: rule-{i}\n    name: \"{Word(i)}{glob}\"\n");
        }

        return text.ToString();
    }

    private static string Word(int number)
    {
        const string Consonants = "bdfgklmnprstvz";
        const string Vowels = "aeiou";
        var word = new StringBuilder("Qu");
        for (var left = number + 3_000; left > 0; left /= Consonants.Length * Vowels.Length)
        {
            word.Append(Vowels[left % Vowels.Length]).Append(Consonants[left / Vowels.Length % Consonants.Length]);
        }

        return word.Append("ix app").ToString();
    }

    private static long UnpackedBytes(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries[0].Length;
    }
}
