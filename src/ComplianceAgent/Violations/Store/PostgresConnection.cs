using System.Data.Common;
using System.Globalization;
using System.Net;
using Npgsql;

namespace ComplianceAgent.Violations.Store;

/// <summary>Connection strings of PostgreSQL: what may stand in Store:Connection, and what the program adds to it.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// An agent that was frozen or cut off in mid-transaction keeps nobody waiting for longer: the server ends its session, and nothing of it is
    /// written. Between two statements of a commit lie milliseconds.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Reads a connection string that names a server.</summary>
    /// <param name="connection">As it stands in the settings.</param>
    /// <param name="password">The password from a file of its own; null takes that of the string, or none.</param>
    public static StoreConnection Parse(string connection, string? password)
    {
        var builder = Read(connection);
        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
        {
            throw new StoreException("Store:Connection must name server and database: Host=SERVER;Database=NAME;Username=ACCOUNT.");
        }

        if (password is not null && builder.Password is not null)
        {
            throw new StoreException("The password of the store stands in Store:Connection and in Store:PasswordFile; take one of them out.");
        }

        builder.Password = password ?? builder.Password;
        if (!Says(builder, "SSL Mode") && !IsThisMachine(builder.Host))
        {
            // Whoever says nothing gets the whole check: what is stored names people.
            builder.SslMode = SslMode.VerifyFull;
        }

        return new StoreConnection(Shown(builder)) { Postgres = builder.ConnectionString };
    }

    /// <summary>The connection string with what every session needs.</summary>
    public static string Complete(string connection, int busySeconds, bool readOnly)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "compliance-agent", IncludeErrorDetail = false, PersistSecurityInfo = false };
        if (!Says(builder, "Keepalive"))
        {
            builder.KeepAlive = 10;
        }

        builder.CommandTimeout = Math.Max(builder.CommandTimeout, busySeconds + 30);
        builder.Options = Settings(busySeconds, readOnly) + " " + builder.Options;
        return builder.ConnectionString;
    }

    /// <summary>The same connection string with the password as it is now.</summary>
    public static string With(string connection, StorePassword? password) =>
        password is null ? connection : new NpgsqlConnectionStringBuilder(connection) { Password = password.Current }.ConnectionString;

    /// <summary>Sessions that ask for the password anew, each when it begins.</summary>
    public static DbDataSource Source(string connection, StorePassword? password)
    {
        if (password is null)
        {
            return NpgsqlDataSource.Create(connection);
        }

        var source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connection) { Password = null }.ConnectionString);
        return source.UsePasswordProvider(_ => password.Current, (_, _) => ValueTask.FromResult(password.Current)).Build();
    }

    /// <summary>
    /// What copies the database into a file, for a shell. The account is under row security as everybody: it says that it reads every tenant, or the
    /// server would give it nothing.
    /// </summary>
    public static string DumpCommand(string connection, string file)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        var account = string.IsNullOrEmpty(builder.Username) ? "" : $" --username={Word(builder.Username)}";
        return string.Create(CultureInfo.InvariantCulture, $"PGOPTIONS='-c {PostgresRowSecurity.EveryTenant}={PostgresRowSecurity.Reading}' pg_dump --enable-row-security --format=custom --file={Word(file)} --host={Word(builder.Host!)} --port={builder.Port}{account} {Word(builder.Database!)}");
    }

    private static string Word(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,:@+".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>One of the server's settings for every session; those of the connection string come behind and win.</summary>
    private static string Settings(int busySeconds, bool readOnly) => string.Create(
        CultureInfo.InvariantCulture,
        $"-c lock_timeout={busySeconds * 1000} -c idle_in_transaction_session_timeout={LongestSilence.TotalMilliseconds:0} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2{(readOnly ? " -c default_transaction_read_only=on" : "")}");

    private static NpgsqlConnectionStringBuilder Read(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            // What the parser says may quote a piece of a password.
            throw new StoreException("Store:Connection names a server, but not all of it is understood by PostgreSQL's driver. Write Host=SERVER;Port=5432;Database=NAME;Username=ACCOUNT (a value with ';' or '=' in it stands in quotes).");
        }
    }

    private static string Shown(NpgsqlConnectionStringBuilder builder)
    {
        var shown = new NpgsqlConnectionStringBuilder { Host = builder.Host, Database = builder.Database };
        if (Says(builder, "Port"))
        {
            shown.Port = builder.Port;
        }

        if (builder.Username is not null)
        {
            shown.Username = builder.Username;
        }

        return shown.ConnectionString;
    }

    /// <summary>True when a keyword was given. The driver's own builder answers for every keyword it knows, and knows each by several names.</summary>
    private static bool Says(NpgsqlConnectionStringBuilder builder, string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = builder.ConnectionString }.ContainsKey(keyword);

    private static bool IsThisMachine(string hosts) => hosts.Split(',').All(host =>
        host.StartsWith('/') || host.StartsWith('@') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));
}
