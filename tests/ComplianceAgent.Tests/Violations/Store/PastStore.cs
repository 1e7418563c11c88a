using System.Data.Common;
using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ComplianceAgent.Tests.Violations.Store;

/// <summary>
/// A store as an earlier version of this program left it, kept as SQL in <c>PastStores</c>. To add one when a release is made, build it and let it
/// <c>scan --inventory</c> <see cref="First"/> <c>--as-of 2026-10-05</c> and <see cref="Second"/> <c>--as-of 2026-10-12</c>, both with <see cref="Policies"/>, then
/// <c>reviews dismiss</c> the one case and <c>exceptions request us-federal-tiktok --device d2 --reason security-research --why TEXT --until 2026-12-31</c>; on both engines.
/// <c>sqlite3 FILE .dump</c> goes behind the three pragmas of the other files; of <c>pg_dump --inserts --no-owner --no-privileges</c> the comments and settings are left out.
/// </summary>
internal sealed class PastStore : IAsyncDisposable
{
    /// <summary>The oldest of each engine.</summary>
    public const string OldestFile = "2026-11-23-b48b9db.sqlite";
    public const string OldestDatabase = "2026-11-24-c0be498.postgres";

    /// <summary>The version before this one.</summary>
    public const string LastFile = "2026-11-28-8aba587.sqlite";
    public const string LastDatabase = "2026-11-28-8aba587.postgres";

    public const string First = Header + "d1,T1kTok,1.0,Acme,IOS\nd2,TikTok,1.0,TikTok Pte. Ltd.,IOS\nd3,TikTok,1.0,TikTok Pte. Ltd.,IOS\nd4,Outlook,1.0,Microsoft,IOS\n";

    public const string Second = Header + "d1,T1kTok,1.0,Acme,IOS\nd2,TikTok,1.0,TikTok Pte. Ltd.,IOS\nd3,Outlook,1.0,Microsoft,IOS\nd4,Outlook,1.0,Microsoft,IOS\nd5,TikTok,2.0,TikTok Pte. Ltd.,IOS\n";

    private const string Header = "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n";

    private readonly Func<DbConnection> connect;
    private readonly Func<Task> remove;

    private PastStore(string connection, Func<DbConnection> connect, Func<Task> remove) => (Connection, this.connect, this.remove) = (connection, connect, remove);

    /// <summary>Policies that were in force in each of them.</summary>
    public static IReadOnlyList<string> Policies { get; } = ["--policy", "be-federal-tiktok", "--policy", "us-federal-tiktok"];

    /// <summary>Every one that is kept.</summary>
    public static TheoryData<string> All { get; } = [.. Directory.EnumerateFiles(Folder, "*.sql").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Queries that count what no store may hold; an event of no violation is the tenant's own.</summary>
    public static IReadOnlyList<string> Broken { get; } =
    [
        "SELECT count(*) FROM events WHERE violation_id NOT IN (SELECT id FROM violations) AND violation_id <> '00000000-0000-0000-0000-000000000000'",
        "SELECT count(*) FROM violations WHERE id NOT IN (SELECT violation_id FROM events)",
        """
        SELECT count(*) FROM (
          SELECT violation_id FROM events WHERE violation_id <> '00000000-0000-0000-0000-000000000000' GROUP BY violation_id, kind, scan_number, parameters HAVING count(*) > 1) AS doubled
        """,
    ];

    /// <summary>What Store:Connection says of it.</summary>
    public string Connection { get; }

    private bool IsDatabase => Connection.Contains("Host=", StringComparison.Ordinal);

    private static string Folder => Repository.File("tests/ComplianceAgent.Tests/Violations/Store/PastStores");

    public static bool IsFile(string past) => past.EndsWith(".sqlite", StringComparison.Ordinal);

    /// <summary>A file, as it was left.</summary>
    public static async Task<PastStore> RestoreAsync(string past, string file)
    {
        var store = OfFile(file);
        SetMode(Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!).FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await store.ExecuteAsync(await ScriptAsync(past));
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return store;
    }

    /// <summary>A database of its own, as it was left, of the agent's account.</summary>
    public static async Task<PastStore> RestoreAsync(string past, PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        await using (var owner = new NpgsqlConnection(server.ConnectionTo(database) + ";Pooling=false"))
        {
            await owner.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(await ScriptAsync(past), owner);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        return OfDatabase(server, database);
    }

    /// <summary>A file that is there, of whatever version.</summary>
    public static PastStore OfFile(string file) => new(file, () => new SqliteConnection($"Data Source={file};Pooling=false"), () => Task.CompletedTask);

    /// <summary>A database that is there, of whatever version; it goes with this object.</summary>
    public static PastStore OfDatabase(PostgresServer server, string database) =>
        new(server.ConnectionTo(database), () => new NpgsqlConnection(server.SuperuserConnectionTo(database) + ";Pooling=false"), () => server.DropDatabaseAsync(database));

    /// <summary>Rows of a query, past the program.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var connection = connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await RowsAsync(connection, sql);
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        }

        return rows;
    }

    /// <summary>Runs statements, past the program.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tables with their columns, indexes and, of a server, its rules about rows.</summary>
    public Task<IReadOnlyList<string>> SchemaAsync() => RowsAsync(IsDatabase
        ? """
          SELECT table_name, concat_ws(' ', ordinal_position, column_name, data_type, is_nullable, column_default, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
          UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
          UNION ALL SELECT tablename, concat_ws(' ', policyname, cmd, qual, with_check) FROM pg_policies WHERE schemaname = 'public'
          UNION ALL SELECT relname, concat_ws(' ', relrowsecurity, relforcerowsecurity) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          ORDER BY 1, 2
          """
        : "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");

    /// <summary>Columns of every table, with their types.</summary>
    public Task<IReadOnlyList<string>> ColumnsAsync() => RowsAsync(IsDatabase
        ? "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        : "SELECT tables.name, columns.name, columns.type FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'");

    /// <summary>Every row of every table.</summary>
    public async Task<IReadOnlyList<string>> DataAsync()
    {
        await using var connection = connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        foreach (var table in await RowsAsync(connection, Tables))
        {
            rows.AddRange((await RowsAsync(connection, $"SELECT * FROM \"{table}\"")).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        }

        return rows;
    }

    public async ValueTask DisposeAsync() => await remove();

    // The lock that EF leaves behind when it is killed as it lets go of it is no data; whoever migrates next takes it away.
    private string Tables => IsDatabase
        ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        : "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '__EFMigrationsLock' ORDER BY 1";

    private static Task<string> ScriptAsync(string past) => System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(Folder, past + ".sql"), TestContext.Current.CancellationToken);

    // EF's own statements may have the line ends of another machine.
    private static string Text(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!.ReplaceLineEndings("\n");

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }
}
