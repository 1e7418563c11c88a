using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Violations.Store;

/// <summary>A connection string that was understood: for now always one SQLite file.</summary>
/// <param name="Path">Full path of the file.</param>
public sealed record StoreConnection(string Path)
{
    /// <summary>
    /// Reads <c>Data Source=PATH</c> or a path alone; a relative path counts from the current directory.
    /// </summary>
    /// <exception cref="StoreException">Empty, not SQLite, in memory, or with a keyword that this program sets itself.</exception>
    public static StoreConnection Parse(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var source = SourceOf(connection.Trim());
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

    private static string SourceOf(string connection) => connection.Contains('=', StringComparison.Ordinal) ? Keyword(connection) : connection;

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
        catch (ArgumentException notUnderstood)
        {
            throw new StoreException("Store:Connection is not understood. Write Data Source=PATH; other databases are not supported by this version.", notUnderstood);
        }
    }
}
