using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Row security: with every filter of the program taken away the server still keeps tenants apart.</content>
public sealed partial class PostgresStoreTests
{
    private const string InsufficientPrivilege = "42501";

    [Fact]
    public async Task With_the_filters_removed_every_table_of_the_model_gives_no_row_of_another_tenant()
    {
        await AddOneOfEachAsync(Ours);
        await AddOneOfEachAsync(Theirs);
        await using var context = ContextOf(TenantScope.Of(Ours));
        await using var snapshot = await context.BeginSnapshotAsync(Cancel);
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            (await TenantsInAsync(context, entity, filtered: false)).Should().Equal([Ours], table);
            (await TenantsAsync(context, $"SELECT tenant FROM \"{table}\"")).Should().Equal([Ours], table);
            (await TenantsAsync(context, $"SELECT tenant FROM \"{table}\" WHERE tenant = '{Theirs}'")).Should().BeEmpty(table);
        }
    }

    [Fact]
    public async Task Nothing_is_written_for_another_tenant_and_nothing_of_it_changed_or_erased()
    {
        await AddOneOfEachAsync(Ours);
        await AddOneOfEachAsync(Theirs);
        await using var context = ContextOf(TenantScope.Of(Ours));
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = $"\"{entity.GetTableName()}\"";
            (await RefusalOfAsync(context, $"INSERT INTO {table} ({Columns(entity, "tenant")}) SELECT {Columns(entity, $"'{Theirs}'")} FROM {table}")).Should().Be(InsufficientPrivilege, table);
            (await RefusalOfAsync(context, $"UPDATE {table} SET tenant = '{Theirs}'")).Should().Be(InsufficientPrivilege, table);
            (await ChangedAsync(context, $"UPDATE {table} SET tenant = tenant WHERE tenant = '{Theirs}'")).Should().Be(0, table);
            (await ChangedAsync(context, $"DELETE FROM {table}")).Should().Be(1, "ours alone, in " + table);
        }
    }

    [Fact]
    public async Task Whoever_names_no_tenant_sees_nothing_and_whoever_names_all_only_reads()
    {
        await AddOneOfEachAsync(Ours);
        await AddOneOfEachAsync(Theirs);
        await using var context = ContextOf(TenantScope.EveryTenant);
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = $"\"{entity.GetTableName()}\"";
            (await TenantsAsync(context, $"SELECT tenant FROM {table}")).Should().BeEmpty("outside a transaction nobody said who speaks");
            await using var snapshot = await context.BeginSnapshotAsync(Cancel);
            (await TenantsAsync(context, $"SELECT tenant FROM {table}")).Should().Equal([Ours, Theirs], table);
        }

        await using var reading = await context.BeginSnapshotAsync(Cancel);
        (await context.Database.ExecuteSqlRawAsync("DELETE FROM tenants", Cancel)).Should().Be(0);
        await reading.RollbackAsync(Cancel);
    }

    [Fact]
    public async Task A_table_without_its_policies_gets_them_at_the_next_start_and_is_not_read_before()
    {
        await using var context = Context();
        (await PostgresRowSecurity.UnguardedAsync(context, Cancel)).Should().BeEmpty();
        foreach (var undone in new[] { "ALTER TABLE events NO FORCE ROW LEVEL SECURITY", "ALTER TABLE devices DISABLE ROW LEVEL SECURITY", "DROP POLICY compliance_agent_own ON scans" })
        {
            await context.Database.ExecuteSqlRawAsync(undone, Cancel);
            (await RefusalAsync(new StoreOpening { ReadOnly = true, MustExist = true })).Should().Contain("store migrate", undone);
            await using (await OpenAsync())
            {
                (await PostgresRowSecurity.UnguardedAsync(context, Cancel)).Should().BeEmpty(undone);
            }
        }
    }

    [Fact]
    public async Task A_migration_reaches_the_rows_of_every_tenant()
    {
        await AddOneOfEachAsync(Ours);
        await AddOneOfEachAsync(Theirs);
        await using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT set_config('{PostgresRowSecurity.EveryTenant}', '{PostgresRowSecurity.Migrating}', false)";
        await command.ExecuteNonQueryAsync(Cancel);
        command.CommandText = "UPDATE scans SET devices = 7";

        (await command.ExecuteNonQueryAsync(Cancel)).Should().Be(2);
    }

    [Fact]
    public async Task An_account_for_which_the_server_makes_no_rules_is_warned_of()
    {
        var log = new Lines();
        await using (await ViolationStore.OpenAsync(StoreConnection.Parse(Connection), new StoreOpening { Simulated = false }, logger: log, cancellationToken: Cancel))
        {
            log.All.Should().BeEmpty("the agent's own account owns the database and is no superuser");
        }

        await using (await ViolationStore.OpenAsync(StoreConnection.Parse(server.SuperuserConnectionTo(database)), new StoreOpening { Simulated = false }, logger: log, cancellationToken: Cancel))
        {
            log.All.Should().ContainSingle().Which.Should().Contain("superuser").And.Contain(database);
        }
    }

    private static string Columns(Microsoft.EntityFrameworkCore.Metadata.IEntityType entity, string tenant) =>
        string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName() == "tenant" ? tenant : $"\"{property.GetColumnName()}\""));

    private static Task<List<string>> TenantsAsync(StoreContext context, string sql) =>
#pragma warning disable EF1002 // The tests write the statement.
        context.Database.SqlQueryRaw<string>($"SELECT DISTINCT tenant AS \"Value\" FROM ({sql}) AS rows ORDER BY 1").ToListAsync(Cancel);
#pragma warning restore EF1002

    private static async Task<string?> RefusalOfAsync(StoreContext context, string sql) =>
        (await FluentActions.Awaiting(() => ChangedAsync(context, sql)).Should().ThrowAsync<PostgresException>(sql)).Which.SqlState;

    private static async Task<int> ChangedAsync(StoreContext context, string sql)
    {
        await using var transaction = await context.BeginWriteAsync(Cancel);
        return await context.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private sealed class Lines : ILogger<ViolationStore>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                All.Add(formatter(state, exception));
            }
        }
    }
}
