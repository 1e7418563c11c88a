using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Turns what SQLite and the file system say into one sentence that names the file and the remedy.</summary>
internal static class SqliteErrors
{
    /// <summary>What went wrong with the file, as a sentence; null when it is none of the file's business.</summary>
    public static StoreException? Explain(Exception failure, string path) => failure switch
    {
        SqliteException error => Translate(error, path),
        DbUpdateException { InnerException: SqliteException inner } => Translate(inner, path),
        UnauthorizedAccessException =>
            new StoreException($"The store '{path}' may not be opened by this account. Give the account the file and its folder, or set Store:Connection elsewhere.", failure),
        IOException => new StoreException($"The store '{path}' cannot be reached ({failure.Message}). Check the disk and the path in Store:Connection.", failure),
        _ => null,
    };

    /// <summary>The sentence for an error of SQLite, by its primary code.</summary>
    public static StoreException Translate(SqliteException error, string path) => new(
        error.SqliteErrorCode switch
        {
            5 or 6 => $"The store '{path}' is held by another program. Stop the other agent or wait for it, then try again; nothing was written.",
            3 or 23 => $"The store '{path}' may not be opened by this account. Give the account the file and its folder.",
            8 => $"The store '{path}' is read-only. Make the file and its folder writable for this account; nothing was written.",
            10 => $"The disk of the store '{path}' reported an error ({error.Message}). Check the disk before the next start; nothing was written.",
            11 => $"The store '{path}' is damaged. Restore it from a backup; the file was left as it is.",
            13 => $"The disk of the store '{path}' (or of the temporary folder) is full. Make room and scan again; nothing was written.",
            14 => $"The store '{path}' cannot be opened. Check that the path exists and that its folder is writable.",
            26 => $"'{path}' is not a database of this program. Set Store:Connection to another file; this one was left as it is.",
            _ => $"The store '{path}' failed ({error.Message}); nothing was written. If it says so again, run 'compliance-agent store check', and restore the last backup that checks well.",
        },
        error);
}
