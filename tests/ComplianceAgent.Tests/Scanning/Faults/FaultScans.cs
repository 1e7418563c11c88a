using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator.Faults;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>
/// The demand of every fault: a scan after a good one either recovers, or ends incomplete and closes nothing, or fails and leaves the
/// store as it was; and it says what happened. One class a stage, so that they run side by side.
/// </summary>
public abstract class FaultScans(GoodScan good)
{
    private static readonly string[] Closing = ["resolved", "withdrawn", "noLongerManaged"];

    /// <summary>The rows of a theory: every fault of a stage, in every scene and course that it has an expectation for.</summary>
    protected static TheoryData<SimulatorFault, FaultScene, FaultCourse> Of(params ReadOnlySpan<SimulatorFault> faults)
    {
        var rows = new TheoryData<SimulatorFault, FaultScene, FaultCourse>();
        foreach (var fault in faults)
        {
            foreach (var expectation in FaultExpectations.Of(fault))
            {
                rows.Add(fault, expectation.Scene, expectation.Course);
            }
        }

        return rows;
    }

    private protected async Task StrikeAsync(SimulatorFault fault, FaultScene scene, FaultCourse course)
    {
        var expected = FaultExpectations.Of(fault).Single(candidate => candidate.Scene == scene && candidate.Course == course);
        await using var bench = await FaultBench.StartAsync(good);
        if (fault is SimulatorFault.HangBeforeHeaders or SimulatorFault.HangAfterHeaders or SimulatorFault.DownloadHangs)
        {
            bench.WithLittlePatience(course);
        }

        var storeBefore = DumpStore(bench.Agent.StorePath);
        bench.Sim.Faults.Add(fault, course == FaultCourse.ForEver ? int.MaxValue : 1);
        var scan = await bench.ScanAsync(scene);

        bench.Sim.Faults.Struck(fault).Should().BePositive("a fault that does not strike proves nothing; the scan said: {0}", scan.Error);
        bench.NobodyWasLedAstray();
        switch (expected.Ending)
        {
            case FaultEnding.Recovers:
                Recovered(scan, bench.Before, expected);
                break;
            case FaultEnding.Incomplete:
                Incomplete(scan, bench.Before, expected.Code!);
                break;
            default:
                Failed(scan, expected.Code!);
                DumpStore(bench.Agent.StorePath).Should().Be(storeBefore, "a scan that could not read anything changes nothing");
                break;
        }
    }

    private static void Recovered(ScanOutcome scan, IReadOnlyList<string> before, FaultExpectation expected)
    {
        scan.Code.Should().Be(0, scan.Error);
        scan.Complete.Should().BeTrue();
        scan.FaultCodes.Should().BeEmpty();
        scan.Open.Should().Equal(before);
        NothingWasClosed(scan);
        var route = scan.Scan.GetProperty("route").GetString();
        route.Should().Be(expected.FallsBack || expected.Scene == FaultScene.DetectedApps ? "detectedApps" : "export");
        Codes(scan, "routeReasons").Contains("route-fell-back").Should().Be(expected.FallsBack);
        if (expected.Code is { } code)
        {
            Codes(scan, "routeReasons").Concat(Codes(scan, "notes")).Should().Contain(code);
        }
    }

    /// <summary>Exit 3, with a sentence on standard error, and every violation as it was.</summary>
    internal static void Incomplete(ScanOutcome scan, IReadOnlyList<string> before, string code)
    {
        scan.Code.Should().Be(3, scan.Error);
        scan.Complete.Should().BeFalse();
        scan.FaultCodes.Should().Contain(code);
        foreach (var sentence in Sentences(scan, "faults"))
        {
            sentence.Should().Contain(" ").And.NotContainAny("{", "}");
            scan.Error.Should().Contain(sentence);
        }

        scan.Open.Should().Equal(before, "what is not proved stays as it was");
        NothingWasClosed(scan);
    }

    private static void Failed(ScanOutcome scan, string code)
    {
        scan.Code.Should().Be(4, scan.Error);
        scan.Json.ValueKind.Should().Be(JsonValueKind.Undefined);
        var template = Reasons.Sentences.Say(Reasons.Reason.Of(code));
        var start = template[(template.LastIndexOf('}') + 1)..];
        scan.Error.Should().Contain(start).And.NotContain("Unexpected fault").And.NotContain("   at ");
    }

    internal static void NothingWasClosed(ScanOutcome scan) => scan.Changes.Keys.Should().NotContain(Closing);

    internal static IReadOnlyList<string> Codes(ScanOutcome scan, string list) =>
        [.. scan.Scan.GetProperty(list).EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!)];

    private static IEnumerable<string> Sentences(ScanOutcome scan, string list) =>
        scan.Scan.GetProperty(list).EnumerateArray().Select(reason => reason.GetProperty("text").GetString()!);

    /// <summary>Every row of every table but the fence, which each start of a scan moves on.</summary>
    internal static string DumpStore(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Rows(connection, "select name from sqlite_master where type = 'table' order by name").Select(row => row.Trim()).ToArray();
        return string.Join('\n', tables.Select(table => table + ":\n" + string.Join('\n', Rows(connection, $"select * from \"{table}\"", without: "last_scan"))));
    }

    private static List<string> Rows(SqliteConnection connection, string sql, string without = "")
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Table names come from the store itself.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Where(i => !string.Equals(reader.GetName(i), without, StringComparison.OrdinalIgnoreCase)).Select(i => Text(reader, i))));
        }

        return rows;
    }

    private static string Text(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
