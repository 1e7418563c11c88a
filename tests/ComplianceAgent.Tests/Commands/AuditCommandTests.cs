using System.Globalization;
using System.Text.RegularExpressions;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Reviews;
using ComplianceAgent.Violations.Audit;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Commands;

/// <summary>Somebody who can write the store tampers with it, and <c>audit verify</c> tells.</summary>
public sealed partial class AuditCommandTests : IDisposable
{
    private readonly ReviewWorld world = new();

    public AuditCommandTests()
    {
        // What the checkpoint file adds has tests of its own.
        world.Agent.CheckpointFile = "none";
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task An_untouched_store_is_whole_and_says_what_it_cannot_prove()
    {
        await LiveAsync();

        var alone = await AuditAsync("verify");
        var against = await AuditAsync(["verify", "--against", .. await FilesAsync()]);

        alone.Code.Should().Be(0);
        alone.Out.Should().Contain("The chains are whole").And.Contain("this cannot tell. Give a report or an export").And.MatchRegex("audit-scans:local:3:[0-9a-f]{64} audit-events:local:");
        against.Code.Should().Be(0, against.Out);
        against.Out.Should().Contain("The files agree at ").And.Contain("up to audit-scans:local:3:");
    }

    [Theory]
    [InlineData("an event edited", "UPDATE events SET reason_code = 'absent-inventory-changed' WHERE sequence = 2", "Event 2 does not fit its link")]
    [InlineData("a moment edited", "UPDATE events SET at = at + 10000000 WHERE sequence = 3", "Event 3 does not fit its link")]
    [InlineData("an event removed", "DELETE FROM events WHERE sequence = 2", "Event 2 is missing; the next one is 3.")]
    [InlineData("removed, and the rest renumbered", "DELETE FROM events WHERE sequence = 2; UPDATE events SET sequence = sequence - 1 WHERE sequence > 2", "Event 2 does not fit its link")]
    [InlineData("two events swapped", "UPDATE events SET sequence = -1 WHERE sequence = 2; UPDATE events SET sequence = 2 WHERE sequence = 3; UPDATE events SET sequence = 3 WHERE sequence = -1", "Event 2 does not fit its link")]
    [InlineData("one put in", "INSERT INTO events SELECT tenant, (SELECT max(sequence) + 1 FROM events), scan_number, at, kind, violation_id, reason_code, parameters, hash, person_hash, state_hash FROM events WHERE sequence = 1", "does not fit its link")]
    [InlineData("the end cut off", "DELETE FROM events WHERE sequence >= 3", "the end was cut off")]
    [InlineData("links blanked", "UPDATE events SET hash = '' WHERE sequence <= 2", "Event 3 does not fit its link")]
    [InlineData("all links blanked", "UPDATE events SET hash = ''", "the events were rewritten")]
    [InlineData("a scan edited", "UPDATE scans SET result = replace(result, '\"complete\":true', '\"complete\":false') WHERE number = 2", "Scan 2 does not fit its link")]
    [InlineData("a scan removed", "DELETE FROM scans WHERE number = 2", "Scan 3 does not fit its link")]
    [InlineData("a violation of a past day changed", "UPDATE event_states SET content = replace(content, 'TikTok', 'TikTak') WHERE sequence = 2", "The violation kept with event 2")]
    [InlineData("a name changed", "UPDATE event_people SET content = replace(content, 'A clock', 'A phone')", "The personal part of event")]
    public async Task Tampering_is_found(string what, string sql, string told)
    {
        await LiveAsync();
        Change(sql);

        var verdict = await AuditAsync("verify");

        verdict.Code.Should().Be(1, what);
        verdict.Out.Should().Contain("BROKEN").And.Contain(told, what).And.NotContain("The chains are whole");
    }

    [Fact]
    public async Task A_name_that_was_erased_leaves_the_chain_whole()
    {
        await LiveAsync();
        Change("DELETE FROM event_people");

        var verdict = await AuditAsync("verify");

        verdict.Code.Should().Be(0, verdict.Out);
        verdict.Out.Should().MatchRegex("the personal part of [1-9] events was erased");
        (await AuditAsync("list")).Out.Should().Contain("(erased)");
    }

    [Fact]
    public async Task A_recomputed_chain_looks_whole_and_a_file_from_outside_convicts_it()
    {
        await LiveAsync();
        var files = await FilesAsync();
        Recompute();

        (await AuditAsync("verify")).Code.Should().Be(0, "whoever can write the store can write a chain that fits");
        foreach (var file in files)
        {
            var verdict = await AuditAsync("verify", "--against", file);
            verdict.Code.Should().Be(1, file);
            verdict.Out.Should().Contain("the chain was recomputed, or the file is of another store", file);
        }
    }

    [Fact]
    public async Task An_older_copy_put_back_looks_whole_and_a_file_from_outside_convicts_it()
    {
        await LiveAsync(scans: 2);
        File.Copy(world.Agent.StorePath, world.Agent.StorePath + ".old");
        await world.ScanAsync("d1,Outlook,2.0,Microsoft\nd2,Outlook,2.0,Microsoft\nd3,Outlook,2.0,Microsoft\nd4,Outlook,2.0,Microsoft\n");
        var files = await FilesAsync();
        File.Copy(world.Agent.StorePath + ".old", world.Agent.StorePath, overwrite: true);

        (await AuditAsync("verify")).Code.Should().Be(0);
        var verdict = await AuditAsync(["verify", "--against", .. files]);

        verdict.Code.Should().Be(1);
        verdict.Out.Should().Contain("but the store ends at").And.Contain("an older copy of the store was restored");
    }

    [Fact]
    public async Task The_trail_says_who_decided_what_and_why()
    {
        await LiveAsync();

        var list = await AuditAsync("list");
        var export = await AuditAsync("export");

        list.Out.Should().Contain("review decided").And.Contain("A clock, by another maker").And.Contain("opened");
        export.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().AllSatisfy(line => System.Text.Json.JsonDocument.Parse(line));
        export.Out.Should().Contain("\"words\":\"A clock, by another maker\"").And.Contain("\"end\":\"audit-scans:local:3:");
    }

    [Fact]
    public async Task A_file_that_says_nothing_of_the_tenant_and_one_that_is_there_are_refused()
    {
        await LiveAsync(scans: 1);
        var mine = world.Agent.Write("mine.txt", "nothing\n");

        (await AuditAsync("verify", "--against", mine)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("holds no link of tenant local's chains"));
        (await AuditAsync("verify", "--against", "none.html")).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("there is no such file"));
        (await AuditAsync("export", "--out", mine)).Code.Should().Be(2);
        (await File.ReadAllTextAsync(mine, TestContext.Current.CancellationToken)).Should().Be("nothing\n");
    }

    private Task<AgentOutcome> AuditAsync(params string[] args) => world.Agent.RunAsync(["audit", .. args, "--store", world.Agent.StorePath]);

    /// <summary>Sightings, a decision, and removals.</summary>
    private async Task LiveAsync(int scans = 3)
    {
        await world.ScanAsync();
        if (scans > 1)
        {
            (await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "A clock, by another maker")).Code.Should().Be(0);
            await world.ScanAsync("d1,Outlook,1.0,Microsoft\nd2,Outlook,1.0,Microsoft\nd3,TikTok,1.1,TikTok Pte. Ltd.\nd4,TikTok,1.0,TikTok Pte. Ltd.\n");
        }

        if (scans > 2)
        {
            await world.ScanAsync("d1,Outlook,1.1,Microsoft\nd2,Outlook,1.1,Microsoft\nd3,Outlook,1.1,Microsoft\nd4,TikTok,1.0,TikTok Pte. Ltd.\n");
        }
    }

    /// <summary>A report in each format and an export, made now.</summary>
    private async Task<string[]> FilesAsync()
    {
        var reports = await world.Agent.RunAsync("report", "--output", "reports", "--store", world.Agent.StorePath);
        reports.Code.Should().Be(0, reports.Error);
        var export = Path.Combine(world.Agent.Folder, "trail.jsonl");
        (await AuditAsync("export", "--out", export)).Code.Should().Be(0);
        var kinds = Directory.GetFiles(Path.Combine(world.Agent.Folder, "reports")).Where(path => !path.Contains("latest", StringComparison.Ordinal) && Printed().IsMatch(path)).ToArray();
        kinds.Should().HaveCount(3);
        return [.. kinds, export];
    }

    [GeneratedRegex(@"(\.html|\.json|-summary\.csv)$", RegexOptions.NonBacktracking)]
    private static partial Regex Printed();

    private void Change(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().Should().BePositive();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={world.Agent.StorePath};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>What an insider would do: change the first reason and write every link anew.</summary>
    private void Recompute()
    {
        using var connection = Open();
        Change("UPDATE events SET reason_code = 'seen-again' WHERE sequence = 1");
        var (hash, ends) = ("", new Dictionary<long, string>());
        foreach (var row in Rows(connection, "SELECT tenant, sequence, scan_number, at, kind, violation_id, reason_code, parameters, person_hash, state_hash FROM events ORDER BY sequence"))
        {
            hash = AuditLinks.Of(hash, new EventContent(
                (string)row[0], (long)row[1], (long)row[2], new DateTimeOffset((long)row[3], TimeSpan.Zero), (ComplianceAgent.Violations.ViolationEventKind)(long)row[4], Guid.Parse((string)row[5]), (string)row[6], (string)row[7], (string)row[8], (string)row[9]));
            ends[(long)row[1]] = hash;
            Run(connection, "UPDATE events SET hash = $hash WHERE sequence = $number", hash, (long)row[1]);
        }

        hash = "";
        foreach (var row in Rows(connection, "SELECT tenant, number, result, events_sequence FROM scans ORDER BY number"))
        {
            hash = AuditLinks.Of(hash, new ScanContent((string)row[0], (long)row[1], (string)row[2], (long)row[3], ends[(long)row[3]]));
            Run(connection, "UPDATE scans SET events_hash = (SELECT hash FROM events WHERE sequence = events_sequence), hash = $hash WHERE number = $number", hash, (long)row[1]);
        }
    }

    private static List<object[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static void Run(SqliteConnection connection, string sql, string hash, long number)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$hash", hash);
        command.Parameters.AddWithValue("$number", number);
        command.ExecuteNonQuery().Should().Be(1, number.ToString(CultureInfo.InvariantCulture));
    }
}
