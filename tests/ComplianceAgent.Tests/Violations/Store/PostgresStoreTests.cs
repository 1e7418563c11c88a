using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <summary>The contract on a real PostgreSQL server, and what is of PostgreSQL alone.</summary>
public sealed partial class PostgresStoreTests : StoreContract
{
    private readonly List<string> databases = [];
    private PostgresServer server = null!;
    private string database = null!;

    private string Connection => server.ConnectionTo(database);

    public override async ValueTask InitializeAsync()
    {
        server = await PostgresServer.GetAsync(Cancel);
        database = await NewDatabaseAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (database is null)
        {
            return;
        }

        await base.DisposeAsync();
        foreach (var made in databases)
        {
            await server.DropDatabaseAsync(made);
        }
    }

    protected override Task<ViolationStore> OpenAsync() => OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 5 });

    private Task<ViolationStore> OpenAsync(StoreOpening opening, string? connection = null) =>
        ViolationStore.OpenAsync(StoreConnection.Parse(connection ?? Connection), opening, cancellationToken: Cancel);

    private PostgresStore Context() => new(PostgresStore.OptionsFor(Connection), TenantScope.EveryTenant);

    private protected override StoreContext ContextOf(TenantScope scope) => new PostgresStore(PostgresStore.OptionsFor(Connection), scope);

    private async Task<string> NewDatabaseAsync(string encoding = "UTF8")
    {
        var name = await server.CreateDatabaseAsync(encoding);
        databases.Add(name);
        return name;
    }

    private async Task<string> RefusalAsync(StoreOpening? opening = null, string? connection = null) =>
        (await FluentActions.Awaiting(() => OpenAsync(opening ?? new StoreOpening { Simulated = false, BusySeconds = 1 }, connection)).Should().ThrowAsync<StoreException>()).Which.Message;

    [Fact]
    public async Task The_migrations_match_the_model()
    {
        await using var context = Context();

        context.Database.HasPendingModelChanges().Should().BeFalse();
    }

    [Fact]
    public Task A_nul_which_it_cannot_hold_is_replaced_and_stops_nothing() => RoundTripAsync("nul\0inside", "nul\uFFFDinside");

    [Fact]
    public async Task Devices_are_ordered_by_code_point_whatever_the_databases_locale()
    {
        string[] ids = ["a", "B", "_c", "\u00e9", "\uffee", "\U0001F600", "A-1", "a 1"];
        await ScanAsync(Day(1), devices: ids.Select(id => Device(id)));

        var again = await ScanAsync(Day(2), devices: ids.Select(id => Device(id)));

        again.RowsWritten["devices"].Should().Be(0);
    }

    [Fact]
    public async Task Dates_come_back_to_the_tick()
    {
        var at = Day(1).AddTicks(1_234_567);
        await ScanAsync(at, [Opened(Known() with { FirstSeenAt = at, StateSince = at })]);

        (await Store.LoadAsync(Tenant, Cancel)).Violations.Single().StateSince.Should().Be(at);
    }

    [Fact]
    public async Task Nodes_that_start_together_make_one_store()
    {
        var fresh = server.ConnectionTo(await NewDatabaseAsync());

        await Parallel.ForEachAsync(Enumerable.Range(0, 4), Cancel, async (i, cancel) =>
        {
            await using var store = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 30 }, fresh);
            await store.BeginScanAsync($"tenant-{i}", cancel);
        });

        await using var whole = await OpenAsync(new StoreOpening { MustExist = true }, fresh);
        (await whole.TenantsAsync(Cancel)).Should().HaveCount(4);
    }

    [Fact]
    public async Task Whoever_migrates_keeps_others_out_and_says_so()
    {
        var fresh = await NewDatabaseAsync();
        await using var other = new NpgsqlConnection(server.ConnectionTo(fresh) + ";Pooling=false");
        await other.OpenAsync(Cancel);
        await using (var command = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresDatabase.MigrationLock})", other))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        (await RefusalAsync(connection: server.ConnectionTo(fresh))).Should().Contain("updating the store").And.Contain(fresh);
    }

    [Fact]
    public async Task A_migration_that_was_killed_leaves_nothing_that_blocks_the_next_start()
    {
        var fresh = await NewDatabaseAsync();
        await using (var dying = new NpgsqlConnection(server.ConnectionTo(fresh) + ";Pooling=false"))
        {
            // As a process leaves it that dies with tables made and its lock held: the server hears the connection end.
            await dying.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresDatabase.MigrationLock}); BEGIN; CREATE TABLE {PostgresStore.HistoryTable} (half text); CREATE TABLE tenants (half text)", dying);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var again = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 10 }, server.ConnectionTo(fresh));

        (await again.BeginScanAsync(Tenant, Cancel)).Number.Should().Be(1);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        await server.ExecuteAsync(database, $"INSERT INTO {PostgresStore.HistoryTable} VALUES ('29991231000000_Later', '99.0')");

        (await RefusalAsync()).Should().Contain(database).And.Contain("newer version").And.Contain("29991231000000_Later");
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        var theirs = await NewDatabaseAsync();
        await server.ExecuteAsync(theirs, "CREATE TABLE devices (id int)");

        (await RefusalAsync(connection: server.ConnectionTo(theirs))).Should().Contain("another program").And.Contain("'devices'");
        (await server.ScalarAsync(theirs, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")).Should().Be(1L);
    }

    [Fact]
    public async Task A_missing_store_is_refused_by_those_who_only_read_and_nothing_is_made()
    {
        var empty = await NewDatabaseAsync();
        var connection = StoreConnection.Parse(server.ConnectionTo(empty));

        (await ViolationStore.ExistsAsync(connection, 1, Cancel)).Should().BeFalse();
        (await ViolationStore.ExistsAsync(StoreConnection.Parse(Connection), 1, Cancel)).Should().BeTrue();
        (await RefusalAsync(new StoreOpening { MustExist = true }, server.ConnectionTo(empty))).Should().Contain(empty).And.Contain("no store");
        (await server.ScalarAsync(empty, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")).Should().Be(0L);
    }

    [Fact]
    public async Task Looking_writes_nothing_and_brings_nothing_up_to_date()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await using var looking = await OpenAsync(new StoreOpening { Simulated = false, MustExist = true, ReadOnly = true });
        (await looking.LoadAsync(Tenant, Cancel)).Violations.Should().ContainSingle();
        (await FluentActions.Awaiting(() => looking.BeginScanAsync(Tenant, Cancel)).Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("read-only");

        await server.ExecuteAsync(database, $"DELETE FROM {PostgresStore.HistoryTable}");
        (await RefusalAsync(new StoreOpening { MustExist = true, ReadOnly = true })).Should().Contain("earlier version").And.Contain("store migrate");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_demo_and_real_tenants_never_share_a_store(bool demo)
    {
        var other = server.ConnectionTo(await NewDatabaseAsync());
        await using (var first = await OpenAsync(new StoreOpening { Simulated = demo }, other))
        {
            await first.BeginScanAsync(Tenant, Cancel);
        }

        (await RefusalAsync(new StoreOpening { Simulated = !demo }, other)).Should().Contain("demo").And.Contain("--store");
    }

    [Fact]
    public async Task What_is_wrong_with_server_account_or_database_is_said_in_one_sentence_without_a_secret()
    {
        var latin = await NewDatabaseAsync("LATIN1");
        (await RefusalAsync(connection: server.ConnectionTo(latin))).Should().Contain("LATIN1").And.Contain("--encoding=UTF8");
        (await RefusalAsync(connection: server.ConnectionTo("nowhere"))).Should().Contain("no such database").And.Contain("createdb");
        (await RefusalAsync(connection: server.ConnectionTo(database, withPassword: false) + ";Password=wrong-secret"))
            .Should().Contain("refuses this account").And.NotContain("wrong-secret").And.NotContain(server.Password);
        (await RefusalAsync(connection: "Host=127.0.0.1;Port=1;Database=agent;Username=agent;Password=wrong-secret"))
            .Should().Contain("cannot be reached").And.Contain("127.0.0.1").And.NotContain("wrong-secret");
        Store.Path.Should().Contain(database).And.NotContain(server.Password);
    }
}
