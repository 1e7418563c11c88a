using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Violations.Store;

/// <summary>Stores of past versions, through the command line: brought up to date, nothing lost, nothing told twice, and an old copy put back goes forward again.</summary>
public sealed class PastStoreTests : IAsyncLifetime
{
    private const string Violations = "SELECT id, device_id, policy_id, subject, state, first_seen_at FROM violations ORDER BY id";

    // Events of violations alone: what a version tells of a tenant besides may grow.
    private const string Told = "SELECT count(*) FROM events WHERE violation_id IN (SELECT id FROM violations)";

    private readonly AgentFixture agent = new();
    private PastStore? store;

    private PastStore Store => store!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        agent.Dispose();
        await (store?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [MemberData(nameof(PastStore.All), MemberType = typeof(PastStore))]
    public async Task It_is_brought_up_to_date_with_everything_in_it_and_the_next_scans_go_on(string past)
    {
        await RestoreAsync(past);
        var (before, told) = (await Store.RowsAsync(Violations), await Store.RowsAsync(Told));
        before.Should().HaveCount(8, "two policies on four devices");

        var same = await ScanAsync(PastStore.Second, "2026-10-19");
        same.Code.Should().Be(ExitCodes.Done, same.Error);
        (await Store.SchemaAsync()).Should().Equal(await NewSchemaAsync(past));
        same.Open.Should().Equal(["d2 tiktok", "d2 tiktok", "d5 tiktok", "d5 tiktok"]);
        (await Store.RowsAsync(Violations)).Should().Equal(before, "the same apps are no news");
        (await Store.RowsAsync(Told)).Should().Equal(told);

        var removed = await ScanAsync(PastStore.Second.Replace("d2,TikTok,1.0,TikTok Pte. Ltd.", "d2,Outlook,1.0,Microsoft", StringComparison.Ordinal), "2026-10-26");
        removed.Code.Should().Be(ExitCodes.Done, removed.Error);
        removed.Open.Should().Equal(["d5 tiktok", "d5 tiktok"]);
        foreach (var broken in PastStore.Broken)
        {
            (await Store.RowsAsync(broken)).Should().Equal(["0"], broken);
        }

        await AuditHoldsAsync(past);
        var report = await RunAsync(["report", "--output", "reports", "--format", "json", .. PastStore.Policies]);
        var written = await File.ReadAllTextAsync(report.Out.Trim(), TestContext.Current.CancellationToken);
        written.Should().Contain("\"2026-10-12", "d5 was first seen then").And.Contain("\"d5\"");
    }

    [Fact]
    public async Task It_is_copied_as_it_is_before_it_is_brought_up_to_date_and_put_back_later_goes_forward_again()
    {
        await RestoreAsync(PastStore.LastFile);
        var (old, file, copy) = (await Store.SchemaAsync(), agent.StorePath, Path.Combine(agent.Folder, "old.db"));
        (await RunAsync("store", "backup", "--out", copy)).Out.Should().Contain("and checked");
        (await Store.SchemaAsync()).Should().Equal(old, "a copy brings nothing up to date");
        (await ScanAsync(PastStore.Second, "2026-10-19")).Scan.GetProperty("number").GetInt64().Should().Be(3);

        PutBack(copy, file);
        var refused = await ScanAsync(PastStore.Second, "2026-10-26");
        refused.Code.Should().Be(ExitCodes.Failed);
        refused.Error.Should().Contain("ends at scan 2 of ").And.Contain("store accept --reason");
        (await Store.SchemaAsync()).Should().Equal(old, "what is refused is left as it is");

        await RunAsync("store", "accept", "--reason", "Rolled back");
        (await Store.SchemaAsync()).Should().Equal(await NewSchemaAsync(PastStore.LastFile));
        var before = await Store.RowsAsync(Violations);
        var again = await ScanAsync(PastStore.Second, "2026-10-26");
        again.Code.Should().Be(ExitCodes.Done, again.Error);
        again.Scan.GetProperty("number").GetInt64().Should().Be(4, "a number that was known is not given again");
        (await Store.RowsAsync(Violations)).Should().Equal(before);
        (await RunAsync("audit", "verify")).Out.Should().Contain("ACCEPTED  On ").And.Contain("whole");
    }

    [Theory]
    [InlineData(PastStore.LastFile)]
    [InlineData(PastStore.LastDatabase)]
    public async Task What_the_version_before_reads_is_still_there_for_it_when_a_newer_one_has_come(string past)
    {
        await RestoreAsync(past);
        var before = await Store.ColumnsAsync();
        before.Should().HaveCountGreaterThan(100);

        await RunAsync("store", "migrate");

        (await Store.ColumnsAsync()).Should().Contain(before, "a release adds; what it uses no more, only the next one may take away (Violations/README.md)");
    }

    private async Task RestoreAsync(string past)
    {
        store = PastStore.IsFile(past)
            ? await PastStore.RestoreAsync(past, agent.StorePath)
            : await PastStore.RestoreAsync(past, await PostgresServer.GetAsync(TestContext.Current.CancellationToken));
        agent.StorePath = store.Connection;
    }

    /// <summary>The schema of a store that this version made itself, on the same engine.</summary>
    private async Task<IReadOnlyList<string>> NewSchemaAsync(string past)
    {
        if (PastStore.IsFile(past))
        {
            var file = Path.Combine(agent.Folder, "new", "new.db");
            (await agent.RunAsync("store", "migrate", "--store", file)).Code.Should().Be(ExitCodes.Done);
            return await PastStore.OfFile(file).SchemaAsync();
        }

        var server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        await using var made = PastStore.OfDatabase(server, await server.CreateDatabaseAsync());
        (await agent.RunAsync("store", "migrate", "--store", made.Connection)).Code.Should().Be(ExitCodes.Done);
        return await made.SchemaAsync();
    }

    /// <summary>The chains are whole; of the oldest store they begin with this version, and it says so.</summary>
    private async Task AuditHoldsAsync(string past)
    {
        var audit = await RunAsync("audit", "verify");
        audit.Out.Should().Contain("The chains are whole");
        audit.Out.Contains("12 events and scans are from before there was a chain", StringComparison.Ordinal).Should().Be(past == PastStore.OldestFile, audit.Out);
    }

    private async Task<AgentOutcome> RunAsync(params string[] args)
    {
        var outcome = await agent.RunAsync([.. args, "--store", agent.StorePath]);
        outcome.Code.Should().Be(ExitCodes.Done, outcome.Out + outcome.Error);
        return outcome;
    }

    private Task<ScanOutcome> ScanAsync(string apps, string asOf)
    {
        agent.Write("apps.csv", apps);
        return agent.ScanAsync(["--inventory", "apps.csv", "--as-of", asOf, .. PastStore.Policies]);
    }

    private static void PutBack(string copy, string file)
    {
        foreach (var end in new[] { "-wal", "-shm" })
        {
            File.Delete(file + end);
        }

        File.Copy(copy, file, overwrite: true);
    }
}
