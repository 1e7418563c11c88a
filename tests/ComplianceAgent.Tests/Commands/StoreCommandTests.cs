using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Store;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Commands;

/// <summary>An operator looks after the store, on either engine.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private const string Rows = "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\nd1,TikTok,1.0,TikTok Pte. Ltd.,IOS\nd2,Outlook,1.0,Microsoft,IOS\n";

    private readonly AgentFixture agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_backup_made_beside_a_writer_is_whole_private_and_works_in_the_stores_place()
    {
        await ScanAsync(agent.StorePath);
        var copy = Path.Combine(agent.Folder, "copy.db");
        AgentOutcome backup;
        await using (var other = new SqliteConnection($"Data Source={agent.StorePath};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var writing = other.BeginTransaction(deferred: false);
            backup = await StoreAsync("backup", "--out", "copy.db");
        }

        backup.Code.Should().Be(0, backup.Error);
        backup.Out.Should().Contain(copy).And.Contain("checked");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(copy).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(Path.GetDirectoryName(agent.StorePath)!, Path.GetFileName(agent.StorePath) + "*").ToList().ForEach(File.Delete);
        File.Copy(copy, agent.StorePath);
        (await StoreAsync("check")).Code.Should().Be(0);
        await ScanAsync(agent.StorePath, "2026-10-02");
        (await agent.RunAsync("audit", "verify", "--store", agent.StorePath)).Out.Should().Contain("2 scans").And.Contain("whole");
    }

    [Fact]
    public async Task A_backup_over_an_existing_file_is_refused_and_leaves_it()
    {
        await ScanAsync(agent.StorePath);
        var mine = agent.Write("mine.db", "mine");

        var refused = await StoreAsync("backup", "--out", mine);

        refused.Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("--out " + mine));
        (await File.ReadAllTextAsync(mine, TestContext.Current.CancellationToken)).Should().Be("mine");
    }

    [Fact]
    public async Task Checking_counts_every_table_and_names_what_was_tampered_with()
    {
        await ScanAsync(agent.StorePath);

        var whole = await StoreAsync("check");
        whole.Code.Should().Be(0, whole.Out);
        whole.Out.Should().MatchRegex(@"local\s+devices\s+2\b").And.MatchRegex(@"local\s+violations\s+1\b").And.Contain("Nothing is broken");

        await using (var connection = new SqliteConnection($"Data Source={agent.StorePath};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE events SET reason_code = 'absent-inventory-changed'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await StoreAsync("check")).Should().Match<AgentOutcome>(o => o.Code == 1 && o.Out.Contains("BROKEN  tenant local: Event 1 does not fit its link"));
    }

    [Fact]
    public async Task Migrating_makes_the_store_once_and_says_so()
    {
        (await StoreAsync("check")).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("There is no store at"));
        File.Exists(agent.StorePath).Should().BeFalse();

        (await StoreAsync("migrate")).Should().Match<AgentOutcome>(o => o.Code == 0 && o.Out.Contains("The store was made"));
        (await StoreAsync("migrate")).Should().Match<AgentOutcome>(o => o.Code == 0 && o.Out.Contains("already"));
    }

    [Fact]
    public async Task A_PostgreSQL_store_serves_from_the_first_scan_to_the_proof()
    {
        var server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        var database = await server.CreateDatabaseAsync();
        try
        {
            var file = agent.Write("password", server.Password + "\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            var store = server.ConnectionTo(database, withPassword: false);
            string[] on = ["--store", store, "--set", "Store:PasswordFile=" + file];

            (await agent.RunAsync(["store", "migrate", .. on])).Should().Match<AgentOutcome>(o => o.Code == 0 && o.Out.Contains("The store was made"));
            await ScanAsync(store, "2026-10-01", on[2..]);
            var check = await agent.RunAsync(["store", "check", .. on]);
            check.Code.Should().Be(0, check.Out + check.Error);
            check.Out.Should().MatchRegex(@"local\s+devices\s+2\b").And.MatchRegex(@"local\s+violations\s+1\b");
            (await agent.RunAsync(["audit", "verify", .. on])).Code.Should().Be(0);
            (await agent.RunAsync(["audit", "export", .. on])).Out.Should().Contain("\"opened\"").And.Contain("\"end\":\"audit-scans:local:1:");
            var backup = await agent.RunAsync(["store", "backup", "--out", "all.dump", .. on]);
            backup.Code.Should().Be(2);
            backup.Error.Should().Contain("pg_dump --enable-row-security --format=custom --file=" + Path.Combine(agent.Folder, "all.dump")).And.Contain(database);
            foreach (var said in new[] { check, backup })
            {
                (said.Out + said.Error).Should().NotContain(server.Password);
            }
        }
        finally
        {
            await server.DropDatabaseAsync(database);
        }
    }

    [Theory]
    [InlineData("Host=db.example;Database=compliance;Username=agent", "PGOPTIONS='-c compliance_agent.every_tenant=read' pg_dump --enable-row-security --format=custom --file=/b/x.dump --host=db.example --port=5432 --username=agent compliance")]
    [InlineData("Host=/run/postgresql;Port=5433;Database=\"it's; mine\"", "PGOPTIONS='-c compliance_agent.every_tenant=read' pg_dump --enable-row-security --format=custom --file=/b/x.dump --host=/run/postgresql --port=5433 'it'\\''s; mine'")]
    public void What_to_run_stands_in_a_shell_as_it_is(string connection, string command) =>
        StoreConnection.Parse(connection).DumpCommand("/b/x.dump").Should().Be(command);

    private Task<AgentOutcome> StoreAsync(params string[] args) => agent.RunAsync(["store", .. args, "--store", agent.StorePath]);

    private async Task ScanAsync(string store, string asOf = "2026-10-01", params string[] more)
    {
        agent.Write("rows.csv", Rows);
        var scan = await agent.RunAsync(["scan", "--inventory", "rows.csv", "--as-of", asOf, "--policy", "be-federal-tiktok", "--store", store, .. more]);
        scan.Code.Should().Be(0, scan.Error);
    }
}
