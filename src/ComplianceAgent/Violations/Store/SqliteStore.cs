using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace ComplianceAgent.Violations.Store;

/// <summary>The tables in one SQLite file.</summary>
internal sealed class SqliteStore(DbContextOptions<SqliteStore> options, TenantScope scope) : StoreContext(options, scope)
{
    /// <summary>Options for a file.</summary>
    public static DbContextOptions<SqliteStore> OptionsFor(string path, int busySeconds, bool readOnly = false) =>
        new DbContextOptionsBuilder<SqliteStore>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = busySeconds }.ConnectionString)
            .AddInterceptors(readOnly ? Pragmas.ReadOnly : Pragmas.Instance)
            .ReplaceService<IMigrationsAssembly, NamedMigrations>()
            .Options;

    /// <inheritdoc/>
    public override async Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)Database.GetDbConnection();
        return (await Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), cancellationToken))!;
    }

    /// <inheritdoc/>
    public override int RowsAStatement => 1;

    /// <summary>A file has one writer at a time, whatever the tenant.</summary>
    public override Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        Scope.Tenant is null ? throw new InvalidOperationException("Nothing is written to every tenant at once.") : Database.BeginTransactionAsync(cancellationToken);

    /// <summary>What must hold on every connection; the journal mode is kept by the file.</summary>
    private sealed class Pragmas(string sql) : DbConnectionInterceptor
    {
        // FULL: a commit survives a power cut. secure_delete: what was erased is not left in free pages.
        private const string Sql = "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;";

        public static Pragmas Instance { get; } = new(Sql + " PRAGMA query_only=OFF;");

        public static Pragmas ReadOnly { get; } = new(Sql + " PRAGMA query_only=ON;");

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteStore --output-dir Violations/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteStoreFactory : IDesignTimeDbContextFactory<SqliteStore>
{
    /// <inheritdoc/>
    public SqliteStore CreateDbContext(string[] args) => new(SqliteStore.OptionsFor("design.db", 30), TenantScope.EveryTenant);
}
