using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Turns what SQLite and the file system say into one sentence that names the file and the remedy.</summary>
internal static class SqliteErrors
{
    /// <summary>Runs work against a file; what goes wrong with the file comes out as <see cref="StoreException"/>.</summary>
    public static async Task<T> GuardAsync<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException error)
        {
            throw Translate(error, path);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException inner)
        {
            throw Translate(inner, path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StoreException($"The store '{path}' may not be opened by this account. Give the account the file and its folder, or set Store:Connection elsewhere.", error);
        }
        catch (IOException error)
        {
            throw new StoreException($"The store '{path}' cannot be reached ({error.Message}). Check the disk and the path in Store:Connection.", error);
        }
    }

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
            _ => $"The store '{path}' failed ({error.Message}); nothing was written.",
        },
        error);
}
