namespace ComplianceAgent.Violations.Store;

/// <summary>
/// The password of a PostgreSQL account as its file says now: every new session of the store and of the schedule asks, so that a changed one needs no
/// restart. While the file cannot be read, or is empty, the last good one counts: whoever writes it anew may be in the middle of it.
/// </summary>
internal sealed class StorePassword
{
    private readonly string path;
    private volatile string last;

    private StorePassword(string path, string first) => (this.path, last) = (path, first);

    /// <summary>The password.</summary>
    public string Current
    {
        get
        {
            try
            {
                last = ReadFile(path) is { Length: > 0 } now ? now : last;
            }
            catch (Exception unreadable) when (unreadable is StoreException or IOException or UnauthorizedAccessException)
            {
                // What this means is told by the server, when the last one does not do any more.
            }

            return last;
        }
    }

    /// <summary>Reads a file for the first time.</summary>
    /// <exception cref="StoreException">It cannot be read, or others may read it.</exception>
    public static StorePassword Read(string path)
    {
        try
        {
            return new StorePassword(path, ReadFile(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"Store:PasswordFile '{path}' cannot be read ({unreadable.Message}).", unreadable);
        }
    }

    private static string ReadFile(string path)
    {
        PrivateFile.RefuseWideSecret(path, "a password");
        return File.ReadAllText(path).TrimEnd('\r', '\n');
    }
}
