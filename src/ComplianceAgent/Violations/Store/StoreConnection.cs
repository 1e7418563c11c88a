using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Violations.Store;

/// <summary>A connection string that was understood: one SQLite file, or a database on a PostgreSQL server.</summary>
/// <param name="Path">Full path of the file, or the server and database without any secret: what people are told.</param>
public sealed record StoreConnection(string Path)
{
    // In seconds. What stands in the schedule is written in milliseconds; who waits longer waits for a dead session.
    private const int LongestWaitOfSchedule = 10;

    /// <summary>The whole connection string of a PostgreSQL database; null for a file. It may hold a password: never print it.</summary>
    internal string? Postgres { get; init; }

    /// <summary>The password, when it stands in a file of its own, which may change; null when it stands in the string, or nowhere.</summary>
    internal StorePassword? Password { get; init; }

    /// <summary>True when several agents may work on the store together.</summary>
    public bool IsShared => Postgres is not null;

    /// <summary>
    /// Reads <c>Data Source=PATH</c> or a path alone, where a relative path counts from the current directory, or a connection string of PostgreSQL.
    /// </summary>
    /// <exception cref="StoreException">Empty, not understood, in memory, or with a keyword that this program sets itself.</exception>
    public static StoreConnection Parse(string connection, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection = connection.Trim();
        return NamesServer(connection) ? PostgresConnection.Parse(connection, password) : File(connection);
    }

    /// <summary>The connection string with which several agents share their schedule; null for a file, which one agent alone uses. It may hold a password: never print it.</summary>
    internal string? ForSchedule() => Postgres is null ? null : PostgresConnection.Complete(Postgres, LongestWaitOfSchedule, readOnly: false);

    /// <summary>What opens the sessions of the schedule, each with the password as it is then.</summary>
    internal DbDataSource ScheduleSource() => PostgresConnection.Source(ForSchedule()!, Password);

    /// <summary>What copies a PostgreSQL database into a file; null for a SQLite file. The password is asked for, or comes from <c>PGPASSFILE</c>.</summary>
    public string? DumpCommand(string file) => Postgres is null ? null : PostgresConnection.DumpCommand(Postgres, file);

    /// <inheritdoc/>
    public override string ToString() => Path;

    private static StoreConnection File(string connection)
    {
        var source = connection.Contains('=', StringComparison.Ordinal) ? Keyword(connection) : connection;
        if (source.Length == 0)
        {
            throw new StoreException("Store:Connection names no file. Write Data Source=PATH.");
        }

        if (source.Equals(":memory:", StringComparison.OrdinalIgnoreCase) || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new StoreException($"Store:Connection '{source}' is no plain file. Violations must outlive the program: write Data Source=PATH.");
        }

        return new(System.IO.Path.GetFullPath(source));
    }

    private static bool NamesServer(string connection)
    {
        if (connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            throw NotUnderstood();
        }

        if (!connection.Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            var keywords = new DbConnectionStringBuilder { ConnectionString = connection };
            return keywords.ContainsKey("Host") || keywords.ContainsKey("Server");
        }
        catch (ArgumentException)
        {
            // What the parser says may quote a piece of a password.
            throw NotUnderstood();
        }
    }

    private static string Keyword(string connection)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connection);
            var given = new SqliteConnectionStringBuilder { DataSource = builder.DataSource };
            if (builder.DataSource.Length > 0 && builder.ConnectionString != given.ConnectionString)
            {
                throw new StoreException("Store:Connection may hold Data Source=PATH and nothing else; the program sets the rest itself.");
            }

            return builder.DataSource.Trim();
        }
        catch (ArgumentException)
        {
            throw NotUnderstood();
        }
    }

    private static StoreException NotUnderstood() =>
        new("Store:Connection is not understood. Write Data Source=PATH for a SQLite file, or Host=SERVER;Database=NAME;Username=ACCOUNT for PostgreSQL (a value with ';' or '=' in it stands in quotes).");
}
