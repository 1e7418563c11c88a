using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.WholeProcess;
using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Nodes that die while they bring an old store up to date, and those that write meanwhile.</content>
public sealed partial class PostgresStoreTests
{
    [Fact]
    public async Task A_node_that_dies_at_any_migration_leaves_what_the_next_start_goes_on_with()
    {
        var (undisturbed, dying) = (await RestoreAsync(), await RestoreAsync());
        await (await OpenAsync(new StoreOpening { Simulated = false }, undisturbed.Connection)).DisposeAsync();
        await using var context = Context();
        var migrations = context.Database.GetMigrations().Skip(1).ToList();
        migrations.Should().HaveCountGreaterThan(6);
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(dying.Connection).Port);
        var cut = new NpgsqlConnectionStringBuilder(dying.Connection) { Port = proxy.Port, SslMode = SslMode.Disable, Pooling = false }.ConnectionString;

        // Each as its row is written, then what follows them; every start but the first goes on where one died.
        foreach (var (step, done) in migrations.Append("ENABLE ROW LEVEL SECURITY").Append("pg_advisory_unlock").Select((step, index) => (step, Math.Min(index, migrations.Count) + 1)))
        {
            proxy.AtText = step;
            await FluentActions.Awaiting(() => OpenAsync(new StoreOpening { Simulated = false }, cut)).Should().ThrowAsync<StoreConnectionLostException>(step);
            proxy.AtText.Should().BeNull(step);
            (await dying.RowsAsync($"SELECT count(*) FROM {PostgresStore.HistoryTable}")).Should().Equal([done.ToString(CultureInfo.InvariantCulture)], step);
        }

        await (await OpenAsync(new StoreOpening { Simulated = false }, dying.Connection)).DisposeAsync();
        (await dying.SchemaAsync()).Should().Equal(await undisturbed.SchemaAsync());
        (await dying.DataAsync()).Should().Equal(await undisturbed.DataAsync());
    }

    [Fact]
    public async Task Of_nodes_that_start_at_once_on_an_old_store_one_brings_it_up_to_date_and_all_work()
    {
        var old = await RestoreAsync();
        await using var writer = new PostgresStore(PostgresStore.OptionsFor(old.Connection), TenantScope.Of(Tenant));
        await using var writing = await writer.BeginWriteAsync(Cancel);
        var opening = Enumerable.Range(0, 3).Select(_ => OpenAsync(new StoreOpening { Simulated = false }, old.Connection)).ToList();
        await WaitForLocksAsync(old, opening.Count);
        (await old.RowsAsync($"SELECT count(*) FROM {PostgresStore.HistoryTable}")).Should().Equal(["1"], "whoever writes is waited for");
        await writing.CommitAsync(Cancel);

        var nodes = await Task.WhenAll(opening);

        nodes.Where(node => node.Applied.Count > 0).Should().ContainSingle();
        var runs = await Task.WhenAll(nodes.Select(node => node.BeginScanAsync(Tenant, Cancel)));
        runs.Select(run => run.Number).Should().BeEquivalentTo([1L, 2L, 3L]);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_would_write_waits_for_a_newer_program_that_brings_the_store_up_to_date_and_then_writes_nothing()
    {
        var mine = PastStore.OfDatabase(server, database);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        await using var newer = new NpgsqlConnection(Connection + ";Pooling=false");
        await newer.OpenAsync(Cancel);
        await using var migrates = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresDatabase.MigrationLock})", newer);
        await migrates.ExecuteNonQueryAsync(Cancel);

        var committing = Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known())], Devices = [Device("phone-1")] }, Cancel);
        await WaitForLocksAsync(mine, 1);
        await BecomeNewerAsync();
        await newer.CloseAsync();

        await FluentActions.Awaiting(() => committing).Should().ThrowAsync<StoreNewerException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();
    }

    private async Task<PastStore> RestoreAsync()
    {
        var restored = await PastStore.RestoreAsync(PastStore.OldestDatabase, server);
        databases.Add(new NpgsqlConnectionStringBuilder(restored.Connection).Database!);
        return restored;
    }

    /// <summary>Until so many sessions wait for a lock.</summary>
    private static async Task WaitForLocksAsync(PastStore store, int sessions)
    {
        const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (await store.RowsAsync(Waiting) is not [var waiting] || waiting != sessions.ToString(CultureInfo.InvariantCulture))
        {
            await AgentProcess.Pause(250);
        }
    }
}
