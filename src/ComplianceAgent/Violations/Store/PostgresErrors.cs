using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ComplianceAgent.Violations.Store;

/// <summary>Turns what PostgreSQL and its driver say into one sentence that names the database and the remedy; never a password.</summary>
internal static class PostgresErrors
{
    /// <summary>What went wrong with the database; null when it is none of its business.</summary>
    public static StoreException? Explain(Exception failure, string name) => failure switch
    {
        PostgresException error => Translate(error, name),
        NpgsqlException or SocketException or TimeoutException or IOException => Lost(failure, name),
        DbUpdateException { InnerException: { } inner } => Explain(inner, name),
        // The driver says so of a session that broke in an earlier statement.
        InvalidOperationException { Source: "Npgsql" } => Lost(failure, name),
        // EF says so of what the driver calls transient, around its own exception or the driver's.
        InvalidOperationException { InnerException: NpgsqlException or DbUpdateException } => Explain(failure.InnerException!, name),
        _ => null,
    };

    private static StoreException Translate(PostgresException error, string name) => IsLoss(error) ? Lost(error, name) : new StoreException(Sentence(error, name), error);

    private static bool IsLoss(PostgresException error) =>
        error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("08", StringComparison.Ordinal) || error.SqlState == "25P03";

    private static string Sentence(PostgresException error, string name) => error.SqlState switch
    {
        "28P01" or "28000" => $"The store '{name}' refuses this account or its password. Check Username and Store:PasswordFile, or pg_hba.conf on the server.",
        "3D000" => $"The store '{name}': there is no such database. Make it (createdb --encoding=UTF8 NAME), owned by the account the agent uses.",
        "42501" => $"The store '{name}': the account lacks a right ({error.MessageText}). Let it own the database, or grant it the right.",
        "55P03" => $"The store '{name}' is held by another program. Wait for it, then try again; nothing was written.",
        "53100" or "53200" => $"The server of the store '{name}' has no room left ({error.MessageText}). Make room and scan again; nothing was written.",
        "53300" => $"The server of the store '{name}' takes no more connections. Raise its max_connections, or set 'Maximum Pool Size' in Store:Connection.",
        "25006" => $"The store '{name}' is read-only (a standby server?). Name the primary server in Store:Connection; nothing was written.",
        "XX001" or "XX002" => $"The store '{name}' is damaged ({error.MessageText}). Restore it from a backup.",
        "40001" or "40P01" => $"The store '{name}' could not serve this and another program at once. Try again; nothing was written.",
        _ => $"The store '{name}' failed ({error.SqlState}: {error.MessageText}); nothing was written.",
    };

    private static StoreConnectionLostException Lost(Exception failure, string name) => new(
        $"The store '{name}' cannot be reached, or the connection to it broke ({Innermost(failure)}). Check server and network; what was not confirmed was not written, unless the connection broke in the moment of the commit.",
        failure);

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.TrimEnd('.');
}
