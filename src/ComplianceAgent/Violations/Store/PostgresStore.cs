using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ComplianceAgent.Violations.Store;

/// <summary>The tables in a PostgreSQL database.</summary>
internal sealed class PostgresStore(DbContextOptions<PostgresStore> options, TenantScope scope) : StoreContext(options, scope)
{
    /// <summary>Table of the migrations that were applied; of our own name, so that no other program's is taken for it.</summary>
    public const string HistoryTable = "compliance_agent_migrations";

    // First half of the advisory locks of tenants; the second is the tenant's hash.
    private const int WriteLocks = 0x43_41_67_31;

    /// <summary>Options for a database.</summary>
    public static DbContextOptions<PostgresStore> OptionsFor(string connection) =>
        new DbContextOptionsBuilder<PostgresStore>()
            .UseNpgsql(connection, postgres => postgres.MigrationsHistoryTable(HistoryTable))
            .ReplaceService<IMigrationsAssembly, NamedMigrations>()
            .Options;

    /// <inheritdoc/>
    public override int RowsAStatement => 1_000;

    /// <inheritdoc/>
    public override async Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await PostgresRowSecurity.SpeakAsync(this, cancellationToken);
        return transaction;
    }

    /// <summary>
    /// The locks are the transaction's: a server that lost its client lets them go only when the transaction has ended, one way or the other. That of
    /// migrations is shared with every writer, and comes first: whoever held a tenant's and then waited for it, behind a node that migrates, would wait for good.
    /// </summary>
    public override async Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var tenant = Scope.Tenant ?? throw new InvalidOperationException("Nothing is written to every tenant at once.");
        var transaction = await Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock_shared({PostgresDatabase.MigrationLock}); SELECT pg_advisory_xact_lock({WriteLocks}, hashtext({tenant})), set_config({PostgresRowSecurity.OwnTenant}, {tenant}, true), set_config({PostgresRowSecurity.EveryTenant}, '', true)",
            cancellationToken);
        return transaction;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // "C" orders by code point, as SQLite and DeviceOrder do, whatever the locale of the database.
        configurationBuilder.Properties<string>().HaveConversion<Storable>().UseCollation("C");
    }

    private sealed class Storable() : ValueConverter<string, string>(text => PostgresText.Storable(text), text => text);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresStore --output-dir Violations/Migrations/Postgres</c>.</summary>
internal sealed class PostgresStoreFactory : IDesignTimeDbContextFactory<PostgresStore>
{
    /// <inheritdoc/>
    public PostgresStore CreateDbContext(string[] args) => new(PostgresStore.OptionsFor("Host=localhost;Database=design"), TenantScope.EveryTenant);
}
