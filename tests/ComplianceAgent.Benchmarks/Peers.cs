using System.Globalization;
using CsvHelper;
using DuckDB.NET.Data;

namespace ComplianceAgent.Benchmarks;

/// <summary>The same question asked of others: which banned apps are there, on how many devices?</summary>
internal static class Peers
{
    /// <summary>Substrings, as the scripts that people share have them.</summary>
    private static readonly string[] Words =
    [
        "tiktok", "tik tok", "musically", "bytedance", "capcut", "lemon8", "douyin", "抖音", "jianying", "剪映", "toutiao", "今日头条", "xigua", "西瓜视频", "feishu", "飞书", "larksuite",
        "zhiliaoapp", "snssdk", "ugc.trill", "hypic", "vlognow", "fizzo", "resso", "gauthmath", "cici ai", "doubao", "豆包", "coze", "trae ide",
    ];

    /// <summary>DuckDB over a csv or csv.gz, one alternation without case, two threads.</summary>
    public static async Task<long> DuckDbAsync(string csv, CancellationToken cancellationToken)
    {
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SET threads = 2;
            SELECT count(*), coalesce(sum(n), 0)::BIGINT FROM (
                SELECT ApplicationName, ApplicationPublisher, ApplicationVersion, Platform, count(DISTINCT DeviceId) AS n
                FROM read_csv('{csv.Replace("'", "''", StringComparison.Ordinal)}', header = true, all_varchar = true)
                WHERE regexp_matches(ApplicationName, '{Alternation}', 'i') OR regexp_matches(ApplicationPublisher, '{Alternation}', 'i')
                GROUP BY ALL)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (!await reader.ReadAsync(cancellationToken) || reader.FieldCount < 2)
        {
            // The first statement has a result of its own.
            if (!await reader.NextResultAsync(cancellationToken))
            {
                throw new InvalidOperationException("DuckDB answered nothing.");
            }
        }

        return reader.GetInt64(1);
    }

    /// <summary>CsvHelper, an object a row, every rule tried on every row; the first so many rows.</summary>
    public static async Task<long> CsvHelperAsync(string csv, long rows, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(csv);
        using var reader = new CsvReader(text, CultureInfo.InvariantCulture);
        var (taken, found) = (0L, new Dictionary<string, HashSet<string>>(StringComparer.Ordinal));
        await foreach (var row in reader.GetRecordsAsync<Row>(cancellationToken))
        {
            if (++taken > rows)
            {
                break;
            }

            foreach (var word in Words)
            {
                if (row.ApplicationName.Contains(word, StringComparison.OrdinalIgnoreCase) || row.ApplicationPublisher.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    (found.TryGetValue(row.ApplicationName, out var devices) ? devices : found[row.ApplicationName] = []).Add(row.DeviceId);
                    break;
                }
            }
        }

        return found.Values.Sum(devices => (long)devices.Count);
    }

    private static string Alternation => string.Join('|', Words.Select(word => word.Replace(".", "\\.", StringComparison.Ordinal)));

    private sealed class Row
    {
        public string ApplicationName { get; set; } = "";

        public string ApplicationPublisher { get; set; } = "";

        public string ApplicationVersion { get; set; } = "";

        public string DeviceId { get; set; } = "";

        public string Platform { get; set; } = "";
    }
}
