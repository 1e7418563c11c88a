using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.Data.Sqlite;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>What a process that dies at a statement leaves on the disk, and what a machine does that loses power within a write.</content>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task A_process_that_dies_before_any_statement_of_a_commit_leaves_all_of_a_scan_or_nothing()
    {
        await ScanAsync(Day(1), Openings(1, 6), Fleet(6));
        var copies = new List<string>();
        using (new StatementWatch(File, _ => copies.Add(CrashCopy(copies.Count))))
        {
            await ScanAsync(Day(2), Openings(7, 6), Fleet(12));
        }

        copies.Add(CrashCopy(copies.Count));
        copies.Count.Should().BeGreaterThan(30, "every row is a statement");
        var ends = new List<long>();
        foreach (var copy in copies)
        {
            ends.Add(await WholeScansAsync(copy));
        }

        ends.Should().BeInAscendingOrder().And.StartWith(1L).And.EndWith(2L);
    }

    [Fact]
    public async Task A_machine_that_loses_power_within_a_write_leaves_all_of_a_scan_or_nothing()
    {
        // Whoever still reads an earlier state keeps what is written after it in the log.
        await using var reader = new SqliteConnection($"Data Source={File};Pooling=false");
        await reader.OpenAsync(Cancel);
        await using var reading = reader.BeginTransaction(deferred: true);
        await using var count = reader.CreateCommand();
        count.CommandText = "SELECT count(*) FROM scans";
        (await count.ExecuteScalarAsync(Cancel)).Should().Be(0L);
        await ScanAsync(Day(1), Openings(1, 6), Fleet(6));
        await ScanAsync(Day(2), Openings(7, 6), Fleet(12));
        var log = await System.IO.File.ReadAllBytesAsync(File + "-wal", Cancel);
        var ends = new List<long>();

        // The log of a file holds frames of a page and 24 bytes; the disk may have got any part of them.
        for (var length = log.Length; length > log.Length / 2; length -= 1500)
        {
            var copy = CrashCopy(length);
            await System.IO.File.WriteAllBytesAsync(copy + "-wal", log[..length], Cancel);
            ends.Add(await WholeScansAsync(copy));
        }

        ends.Should().BeInDescendingOrder().And.StartWith(2L);
        ends.Distinct().Should().HaveCount(2, "half of the log cannot hold both scans");
    }

    private static List<ViolationChange> Openings(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => Opened(Known(Phone(Name(i)))))];

    private static IEnumerable<DeviceState> Fleet(int count) => Enumerable.Range(1, count).Select(i => Device(Name(i)));

    private static string Name(int i) => "phone-" + i.ToString("00", CultureInfo.InvariantCulture);

    private string CrashCopy(int number)
    {
        var copy = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(folder, "crash-" + number.ToString(CultureInfo.InvariantCulture))).FullName, "compliance.db");
        foreach (var suffix in new[] { "", "-wal" })
        {
            System.IO.File.Copy(File + suffix, copy + suffix);
            SetMode(copy + suffix, "600");
        }

        return copy;
    }

    /// <summary>How many scans the copy holds; it must hold them whole, once, and go on from there.</summary>
    private async Task<long> WholeScansAsync(string copy)
    {
        await using var store = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 1 }, copy);
        (await store.FaultsAsync(Cancel)).Should().BeEmpty();
        var verdict = await store.VerifyAuditAsync(Tenant, [], Cancel);
        verdict.Faults.Should().BeEmpty();
        var state = (await store.ReadAsync(Tenant, Cancel))!;
        verdict.Events.Should().Be(verdict.Scans * 6);
        state.Violations.Should().HaveCount((int)verdict.Scans * 6);
        (await store.DevicesAsync(Tenant, [.. Enumerable.Range(1, 12).Select(Name)], Cancel)).Should().HaveCount((int)verdict.Scans * 6);

        var next = await store.BeginScanAsync(Tenant, Cancel);
        await store.CommitAsync(new() { Run = next, Result = Result(next, Day(3)), Devices = Fleet(12) }, Cancel);
        (await store.VerifyAuditAsync(Tenant, [], Cancel)).Faults.Should().BeEmpty();
        await store.DisposeAsync();
        return verdict.Scans;
    }
}
