using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Reviews;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Commands;

/// <summary>A disk or a copy changes bytes in the pages of a real store: no report counts wrongly without a word, and no new store begins.</summary>
public sealed class CorruptStoreTests : IDisposable
{
    private const int Pages = 100;
    private const int PageSize = 4096;

    private readonly ReviewWorld world = new();
    private readonly int seed = Random.Shared.Next();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Bytes_changed_in_a_hundred_pages_are_refused_or_change_no_figure()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}");
        await LiveAsync();
        var whole = await File.ReadAllBytesAsync(world.Agent.StorePath, TestContext.Current.CancellationToken);
        var (code, figures) = await ReportAsync("whole");
        code.Should().Be(0);
        var random = new Random(seed);
        var (refused, same) = (0, 0);
        for (var i = 0; i < Pages; i++)
        {
            var (what, bytes) = Changed(whole, random);
            Put(bytes);

            var (end, told) = await ReportAsync(i.ToString(CultureInfo.InvariantCulture));

            if (end == 0)
            {
                told.Should().Be(figures, $"seed {seed}, {what}");
                same++;
            }
            else
            {
                end.Should().Be(4, $"seed {seed}, {what}: {told}");
                told.Should().MatchRegex("backup|another program|newer version", $"seed {seed}, {what}").And.NotContain("   at ", $"seed {seed}, {what}");
                File.ReadAllBytes(world.Agent.StorePath).Should().Equal(bytes, $"seed {seed}, {what}: the file is left as it is");
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {same} with the same figures");
        refused.Should().BePositive("else the bytes hit nothing");
    }

    [Fact]
    public async Task An_index_that_says_something_else_than_its_rows_is_refused_by_report_and_scan_and_found_by_the_check()
    {
        await LiveAsync();
        var bytes = await File.ReadAllBytesAsync(world.Agent.StorePath, TestContext.Current.CancellationToken);
        // Twice in each row's index; where it stands behind the tenant and the device, another letter makes another policy of it.
        var key = Encoding.ASCII.GetBytes("localphone-100" + ReviewWorld.Ban + "tiktok");
        var at = bytes.AsSpan().IndexOf(key);
        at.Should().BePositive("a page of the index holds it");
        bytes[at + key.Length - 8] ^= 1;
        Put(bytes);

        var (code, told) = await ReportAsync("r");

        code.Should().Be(4, told);
        told.Should().Contain("an index of its violations does not fit its rows").And.Contain("backup");
        (await world.ScanAsync()).Should().Match<ScanOutcome>(scan => scan.Code == 4 && scan.Error.Contains("does not fit its rows"));
        (await world.Agent.RunAsync("store", "check", "--store", world.Agent.StorePath)).Code.Should().Be(1);
        File.ReadAllBytes(world.Agent.StorePath).Should().Equal(bytes);
    }

    [Theory]
    [InlineData("UPDATE violations SET state = 3 WHERE state = 0", "violations closed")]
    [InlineData("DELETE FROM violations WHERE state = 0", "violations removed")]
    [InlineData("UPDATE violations SET severity = 1 WHERE state = 0", "violations called advice")]
    [InlineData("UPDATE violations SET app_name = 'Outlook' WHERE state = 0", "another app's name")]
    [InlineData("UPDATE violations SET first_seen_at = first_seen_at + 10000000", "another first sighting")]
    public async Task A_violation_that_is_not_what_its_last_event_says_is_found(string sql, string what)
    {
        await LiveAsync();
        using (var connection = new SqliteConnection($"Data Source={world.Agent.StorePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery().Should().BePositive(what);
        }

        foreach (var verb in new[] { new[] { "audit", "verify" }, ["store", "check"] })
        {
            var end = await world.Agent.RunAsync([.. verb, "--store", world.Agent.StorePath]);
            end.Code.Should().Be(1, what + end.Out + end.Error);
            end.Out.Should().Contain("BROKEN").And.Contain("not what its last event says", what);
        }

        var (report, told) = await ReportAsync("r");
        report.Should().Be(4, what);
        told.Should().Contain("not what its last event says").And.Contain("backup");
    }

    /// <summary>Some hundred violations, a decision and removals: a few hundred pages.</summary>
    private async Task LiveAsync()
    {
        await world.ScanAsync(Fleet(1, 300, "1.0"));
        (await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "A clock")).Code.Should().Be(0);
        await world.ScanAsync(Fleet(1, 280, "1.1"));
    }

    private static string Fleet(int first, int last, string version) =>
        ReviewWorld.Fleet + string.Concat(Enumerable.Range(first, last).Select(i => string.Create(CultureInfo.InvariantCulture, $"phone-{i:000},{(i % 3 == 0 ? "Outlook" : "TikTok")},{version},{(i % 3 == 0 ? "Microsoft" : "TikTok Pte. Ltd.")}\n")));

    private static (string What, byte[] Bytes) Changed(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        var page = random.Next(bytes.Length / PageSize);
        var count = random.Next(1, 9);
        var at = (page * PageSize) + random.Next(PageSize - count);
        for (var i = 0; i < count; i++)
        {
            bytes[at + i] ^= (byte)random.Next(1, 256);
        }

        return ($"{count} bytes at {at} in page {page + 1}", bytes);
    }

    private void Put(byte[] bytes)
    {
        File.Delete(world.Agent.StorePath + "-wal");
        File.Delete(world.Agent.StorePath + "-shm");
        File.WriteAllBytes(world.Agent.StorePath, bytes);
    }

    /// <summary>The figures of a report, all that counts in them; what was said when there is none.</summary>
    private async Task<(int Code, string Told)> ReportAsync(string folder)
    {
        var end = await world.Agent.RunAsync("report", "--format", "json", "--output", folder, "--policy", ReviewWorld.Ban, "--store", world.Agent.StorePath);
        if (end.Code != 0)
        {
            return (end.Code, end.Error);
        }

        var report = JsonNode.Parse(await File.ReadAllTextAsync(end.Out.Split('\n')[0].Trim(), TestContext.Current.CancellationToken))!.AsObject();
        var counted = new JsonObject();
        foreach (var part in new[] { "headline", "coverage", "breakdowns" })
        {
            counted[part] = report[part]?.DeepClone();
        }

        counted["violations"] = report["violations"]!.AsArray().Count;
        counted["states"] = string.Join(',', report["violations"]!.AsArray().Select(row => row!["state"]!.ToString()).Order(StringComparer.Ordinal));
        return (0, counted.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
