using System.Security.Cryptography;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Reviews;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Commands;

/// <summary>What a file outside the store remembers, and what becomes of a store that is not the one it remembers.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string Removed = "d1,Outlook,2.0,Microsoft\nd2,Outlook,2.0,Microsoft\nd3,Outlook,2.0,Microsoft\nd4,Outlook,2.0,Microsoft\n";

    private readonly ReviewWorld world = new();

    private AgentFixture Agent => world.Agent;

    private string Store => Agent.StorePath;

    private string Checkpoints => Agent.CheckpointPath;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Every_scan_and_every_decision_adds_a_line_that_only_the_agent_can_read()
    {
        await world.ScanAsync();
        await world.ScanAsync();
        (await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "A clock")).Code.Should().Be(0);
        (await world.ReviewsAsync("list")).Code.Should().Be(0);

        var lines = Lines();
        lines.Select(line => line.GetProperty("kind").GetString()).Should().Equal("scan", "scan", "decision");
        lines.Select(line => line.GetProperty("record").GetString()).Distinct().Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f]{32}$");
        lines[1].GetProperty("scans").GetString().Should().StartWith("audit-scans:local:2:");
        lines[2].GetProperty("events").GetString().Should().NotBe(lines[1].GetProperty("events").GetString());
        File.ReadAllText(Checkpoints).Should().NotContain("clock", "words of people cannot be erased there").And.NotContain(Store);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Checkpoints).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("missing", "holds nothing of tenant local")]
    [InlineData("empty file", "holds nothing of tenant local")]
    [InlineData("older copy", "ends at scan 2 of ")]
    [InlineData("end of events cut off", "ends at event ")]
    [InlineData("other store in its place", "another record stands in its place")]
    [InlineData("copies that went on apart", "two copies of the store went on apart")]
    public async Task A_store_that_is_not_the_one_known_is_no_first_run(string what, string said)
    {
        await LoseAsync(what);
        var (before, known) = (Bytes(Store), File.ReadAllText(Checkpoints));

        var refused = await world.ScanAsync(Removed);

        refused.Code.Should().Be(4, refused.Error);
        refused.Error.Should().Contain(said).And.Contain(Store).And.Contain(Checkpoints).And.Contain("knows").And.Contain("store accept --reason");
        refused.Error.Should().MatchRegex(@"of 20\d\d-\d\d-\d\d \d\d:\d\d UTC").And.NotContain("   at ");
        Bytes(Store).Should().Equal(before, "nothing was written, opened or closed");
        File.ReadAllText(Checkpoints).Should().Be(known);
    }

    [Theory]
    [InlineData("missing", 3)]
    [InlineData("empty file", 3)]
    [InlineData("older copy", 3)]
    [InlineData("other store in its place", 3)]
    [InlineData("copies that went on apart", 3)]
    public async Task What_is_lost_for_good_is_accepted_once_with_a_reason_and_the_numbers_go_on(string what, long last)
    {
        await LoseAsync(what);

        var accepted = await Agent.RunAsync("store", "accept", "--reason", "The disk died", "--store", Store);

        accepted.Code.Should().Be(0, accepted.Error);
        accepted.Out.Should().Contain("Tenant local: accepted by ").And.Contain(Checkpoints);
        var scan = await world.ScanAsync(Removed);
        scan.Code.Should().Be(0, scan.Error);
        scan.Scan.GetProperty("number").GetInt64().Should().BeGreaterThan(last, "no number that was known is given again");
        (await Agent.RunAsync("audit", "list", "--store", Store)).Out.Should().Contain("store accepted").And.Contain("The disk died").And.Contain("although scan 3 was known");
        var verdict = await Agent.RunAsync("audit", "verify", "--store", Store);
        verdict.Code.Should().Be(0, verdict.Out);
        verdict.Out.Should().Contain("ACCEPTED  On ").And.Contain("whole");
        (await Agent.RunAsync("store", "accept", "--reason", "Again", "--store", Store)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("Nothing stands against the store"));
    }

    [Fact]
    public async Task Nobody_decides_on_an_older_copy_and_whoever_looks_at_it_is_told()
    {
        await world.ScanAsync();
        var old = CopyStore();
        await world.ScanAsync();
        PutBack(old);
        var id = await world.CaseAsync();
        var before = Bytes(Store);

        (await world.ReviewsAsync("dismiss", id, "--reason", "A clock")).Should().Match<AgentOutcome>(o => o.Code == 4 && o.Error.Contains("ends at scan 1 of "));
        Bytes(Store).Should().Equal(before);
        var report = await Agent.RunAsync("report", "--output", "reports", "--store", Store);
        report.Code.Should().Be(0);
        report.Error.Should().Contain("WARNING: The store").And.Contain("ends at scan 1 of ");
        var verdict = await Agent.RunAsync("audit", "verify", "--store", Store);
        verdict.Code.Should().Be(1);
        verdict.Out.Should().Contain($"compared with the checkpoint file {Checkpoints}").And.Contain("an older copy of the store was restored");
    }

    [Fact]
    public async Task A_store_elsewhere_is_a_first_run_and_one_that_moved_is_the_same()
    {
        await world.ScanAsync();
        var moved = Path.Combine(Agent.Folder, "elsewhere", "moved.db");
        var home = Store;

        Agent.StorePath = Path.Combine(Agent.Folder, "second.db");
        (await world.ScanAsync()).Code.Should().Be(0, "two stores of one tenant name do not accuse each other");
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        File.Move(home, moved);
        Agent.StorePath = moved;
        (await world.ScanAsync()).Scan.GetProperty("number").GetInt64().Should().Be(2);
        var verdict = await Agent.RunAsync("audit", "verify", "--store", moved);
        verdict.Code.Should().Be(0, verdict.Out);
        verdict.Out.Should().Contain("1 more are of other stores");
    }

    [Fact]
    public async Task A_tenant_that_was_erased_is_no_missing_one()
    {
        await world.ScanAsync();
        (await Agent.RunAsync("tenants", "remove", "local", "--erase", "--store", Store)).Code.Should().Be(0);

        Lines()[^1].GetProperty("kind").GetString().Should().Be("removed");
        var again = await world.ScanAsync();
        again.Code.Should().Be(0, again.Error);
        File.Delete(Store);
        (await world.ScanAsync()).Code.Should().Be(4, "the new record counts from here on");
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_is_told_and_takes_no_scan_back()
    {
        var folder = Path.Combine(Agent.Folder, "not-mounted");
        Agent.CheckpointFile = "not-mounted/checkpoints.jsonl";
        var scan = await world.ScanAsync();

        scan.Code.Should().Be(1);
        scan.Error.Should().Contain("WARNING: No checkpoint of tenant local could be written to").And.Contain(folder).And.Contain("What was stored is stored");
        Directory.Exists(folder).Should().BeFalse("a folder made in place of a volume would hide that it is not there");
        (await world.StateAsync()).LastScan!.Number.Should().Be(1);
        Agent.CheckpointFile = Checkpoints;
        (await world.ScanAsync()).Code.Should().Be(0);
        Agent.CheckpointFile = "none";
        (await world.ScanAsync()).Code.Should().Be(0, "who wants none is not troubled");
        Lines().Should().ContainSingle();
    }

    [Fact]
    public async Task Signed_lines_convict_who_forges_one_takes_a_signature_away_or_puts_one_in()
    {
        var (key, pem) = await KeyAsync("key.pem");
        Agent.Set("Audit:SigningKeyFile", key);
        await world.ScanAsync();
        await world.ScanAsync(Removed);
        var whole = await File.ReadAllLinesAsync(Checkpoints, TestContext.Current.CancellationToken);

        var good = await VerifyAsync("--public-key", pem);
        good.Code.Should().Be(0, good.Out);
        good.Out.Should().Contain("Checkpoints of this store: 2, 2 of them with a good signature").And.Contain("The files agree at ");

        await TamperAsync([whole[0], whole[1].Replace("\"scan\"", "\"decision\"", StringComparison.Ordinal)], "1 checkpoints have a signature that the key did not make");
        await TamperAsync([whole[0], whole[1].Replace("audit-scans:local:2:", "audit-scans:local:3:", StringComparison.Ordinal)], "1 checkpoints have a signature that the key did not make");
        await TamperAsync([whole[0], whole[1][..whole[1].LastIndexOf(",\"signature\"", StringComparison.Ordinal)] + "}"], "1 checkpoints are unsigned, although others before them are signed");
        await TamperAsync([.. whole.Select(line => line[..line.LastIndexOf(",\"signature\"", StringComparison.Ordinal)] + "}")], "2 checkpoints are unsigned, and none is signed");
        var (_, other) = await KeyAsync("other.pem");
        await File.WriteAllLinesAsync(Checkpoints, whole, TestContext.Current.CancellationToken);
        (await VerifyAsync("--public-key", other)).Out.Should().Contain("2 checkpoints have a signature that the key did not make");
        (await VerifyAsync("--public-key", other, pem)).Code.Should().Be(0, "keys are changed now and then");

        async Task TamperAsync(string[] lines, string told)
        {
            await File.WriteAllLinesAsync(Checkpoints, lines, TestContext.Current.CancellationToken);
            (await VerifyAsync("--public-key", pem)).Should().Match<AgentOutcome>(o => o.Code == 1 && o.Out.Contains(told), told);
        }
    }

    [Fact]
    public async Task With_a_key_a_line_that_nobody_signed_accepts_nothing()
    {
        var (key, _) = await KeyAsync("key.pem");
        Agent.Set("Audit:SigningKeyFile", key);
        await world.ScanAsync();
        var old = CopyStore();
        await world.ScanAsync();
        PutBack(old);
        var first = (await File.ReadAllLinesAsync(Checkpoints, TestContext.Current.CancellationToken))[0];
        await File.AppendAllTextAsync(Checkpoints, first.Replace("\"kind\":\"scan\"", "\"kind\":\"accepted\"", StringComparison.Ordinal) + "\n", TestContext.Current.CancellationToken);

        (await world.ScanAsync()).Code.Should().Be(4);
    }

    [Theory]
    [InlineData("wide")]
    [InlineData("no key")]
    [InlineData("other curve")]
    [InlineData("public")]
    [InlineData("missing")]
    public async Task A_key_that_cannot_sign_is_a_bad_setting_and_nothing_is_scanned(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix's.");
        var (key, pem) = await KeyAsync("key.pem");
        using var wrong = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        switch (what)
        {
            case "wide" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(key, (UnixFileMode)0b110_100_000);
                break;
            case "missing":
                File.Delete(key);
                break;
            default:
                await File.WriteAllTextAsync(key, what == "no key" ? "nothing" : what == "public" ? await File.ReadAllTextAsync(pem, TestContext.Current.CancellationToken) : wrong.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
                break;
        }

        var refused = await world.ScanAsync(ReviewWorld.Fleet, "--set", $"Audit:SigningKeyFile={key}");

        refused.Code.Should().Be(2, refused.Error);
        refused.Error.Should().Contain($"Audit:SigningKeyFile '{key}' cannot be used").And.Contain("audit keygen").And.NotContain("   at ");
        File.Exists(Store).Should().BeFalse();
    }

    [Fact]
    public async Task A_key_is_made_once_private_and_its_public_half_is_printed()
    {
        var (key, pem) = await KeyAsync("key.pem");

        (await File.ReadAllTextAsync(pem, TestContext.Current.CancellationToken)).Should().StartWith("-----BEGIN PUBLIC KEY-----").And.NotContain("PRIVATE");
        (await Agent.RunAsync("audit", "keygen", "--out", key)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains(key));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(key).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_removed_link_is_found_although_the_rest_was_recomputed()
    {
        await world.ScanAsync();
        await world.ScanAsync();
        await world.ScanAsync();
        Change("DELETE FROM scans WHERE number = 2; UPDATE scans SET hash = '' WHERE number = 1; UPDATE scans SET hash = '' WHERE number = 3");

        var verdict = await Agent.RunAsync("audit", "verify", "--store", Store);

        verdict.Code.Should().Be(1);
        verdict.Out.Should().Contain("the store goes on without it").And.Contain("audit-scans:local:2:");
    }

    [Fact]
    public async Task Who_dismissed_the_checkpoint_file_itself_is_not_found_and_a_report_still_convicts()
    {
        await world.ScanAsync();
        var old = CopyStore();
        await world.ScanAsync(Removed, "--output", "reports");
        PutBack(old);
        File.Delete(Checkpoints);

        (await Agent.RunAsync("audit", "verify", "--store", Store)).Should().Match<AgentOutcome>(o => o.Code == 0 && o.Out.Contains("this cannot tell"), "that is why it belongs on another volume");
        var report = Directory.GetFiles(Path.Combine(Agent.Folder, "reports"), "*.json").First();
        (await Agent.RunAsync("audit", "verify", "--against", report, "--store", Store)).Code.Should().Be(1);
    }

    [Fact]
    public async Task A_demo_leaves_no_line()
    {
        (await Agent.RunAsync("demo", "--devices", "10", "--once", "--store", "demo.db", "--output", "out")).Code.Should().Be(0);

        File.Exists(Checkpoints).Should().BeFalse();
    }

    [Fact]
    public async Task A_database_that_lost_its_rows_is_no_first_run_either()
    {
        var server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        var database = await server.CreateDatabaseAsync();
        Agent.StorePath = server.ConnectionTo(database);
        (await world.ScanAsync()).Code.Should().Be(0);
        await server.ScalarAsync(database, "UPDATE tenants SET stored_scan = 0, last_scan = 0; DELETE FROM scans; DELETE FROM events; DELETE FROM violations; SELECT 1");
        var older = await world.ScanAsync();
        await server.DropDatabaseAsync(database);

        older.Code.Should().Be(4, older.Error);
        older.Error.Should().Contain("ends at scan 0 of never UTC").And.Contain("the database server lost its last commits").And.NotContain("Password");
        var gone = await world.ScanAsync();
        gone.Code.Should().Be(4, "the server no longer has the database");
        Lines().Should().ContainSingle();
    }

    private async Task LoseAsync(string what)
    {
        await world.ScanAsync();
        await world.ScanAsync();
        var old = CopyStore();
        if (what == "end of events cut off")
        {
            (await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "A clock")).Code.Should().Be(0);
        }
        else
        {
            await world.ScanAsync();
        }

        switch (what)
        {
            case "missing":
                Directory.GetFiles(Path.GetDirectoryName(Store)!, "compliance.db*").ToList().ForEach(File.Delete);
                break;
            case "empty file":
                File.WriteAllBytes(Store, []);
                break;
            case "other store in its place":
                var home = Store;
                Agent.StorePath = Path.Combine(Agent.Folder, "other.db");
                await ScanUnnoticedAsync(ReviewWorld.Fleet);
                Agent.StorePath = home;
                PutBack(Path.Combine(Agent.Folder, "other.db"));
                break;
            case "copies that went on apart":
                PutBack(old);
                await ScanUnnoticedAsync(Removed);
                break;
            default:
                PutBack(old);
                break;
        }

    }

    private async Task ScanUnnoticedAsync(string fleet)
    {
        Agent.CheckpointFile = "none";
        (await world.ScanAsync(fleet)).Code.Should().Be(0);
        Agent.CheckpointFile = Checkpoints;
    }

    private string CopyStore()
    {
        File.Copy(Store, Store + ".old");
        return Store + ".old";
    }

    private void PutBack(string copy)
    {
        File.Delete(Store + "-wal");
        File.Delete(Store + "-shm");
        File.Copy(copy, Store, overwrite: true);
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Store};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().Should().BePositive();
    }

    private async Task<(string Private, string Public)> KeyAsync(string name)
    {
        var path = Path.Combine(Agent.Folder, name);
        var made = await Agent.RunAsync("audit", "keygen", "--out", path);
        made.Code.Should().Be(0, made.Error);
        return (path, Agent.Write(name + ".pub", made.Out));
    }

    private Task<AgentOutcome> VerifyAsync(params string[] more) => Agent.RunAsync(["audit", "verify", "--against", Checkpoints, .. more, "--store", Store]);

    private List<JsonElement> Lines() => [.. File.ReadAllLines(Checkpoints).Select(line => JsonDocument.Parse(line).RootElement)];

    private static byte[] Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];
}
