namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Files and folders that only their owner can read: made so in one step, never widened for a moment, and refused when somebody
/// widened them since. On Windows the folder's access list rules.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder and those above it, where missing. One that others may write to is refused: they could put another file in place.</summary>
    public static void EnsureFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerFolder);
        var mode = File.GetUnixFileMode(folder);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None && !mode.HasFlag(UnixFileMode.StickyBit))
        {
            throw new StoreException($"The folder '{folder}' can be written by other accounts, who could replace the store in it. Run: chmod go-w '{folder}'.");
        }
    }

    /// <summary>Makes an empty file unless it exists; refuses one that others can read.</summary>
    public static void EnsureFile(string path)
    {
        Make(path);
        RefuseWide(path);
    }

    /// <summary>Makes an empty file unless it exists; one that others can read is left as it is.</summary>
    public static void Make(string path)
    {
        if (!File.Exists(path))
        {
            try
            {
                using var made = Open(path, FileMode.CreateNew);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another agent made it at the same moment.
            }
        }
    }

    /// <summary>Makes an empty file; one that is there already is refused.</summary>
    /// <exception cref="IOException">It is there, or cannot be made.</exception>
    public static void MakeNew(string path)
    {
        using var made = Open(path, FileMode.CreateNew);
    }

    /// <summary>Opens a file for this process alone, making it if need be.</summary>
    public static FileStream Lock(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Refuses a file that other accounts can read.</summary>
    /// <param name="path">Path.</param>
    /// <param name="content">What is in it.</param>
    public static void RefuseWide(string path, string content = "names of people")
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
        {
            throw new StoreException($"'{path}' can be opened by other accounts, and it holds {content}. Run: chmod 600 '{path}'.");
        }
    }

    /// <summary>
    /// Refuses a secret that other accounts can read. One that root owns may be readable by its group too: so clusters and systemd's credentials hand
    /// secrets to an account that is not root, and that account could not tighten it.
    /// </summary>
    /// <param name="path">Path.</param>
    /// <param name="content">What is in it.</param>
    public static void RefuseWideSecret(string path, string content)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || !IsHandedOut(File.GetUnixFileMode(path), FileOwner.IsRoot(path), Environment.IsPrivilegedProcess))
        {
            RefuseWide(path, content);
        }
    }

    /// <summary>True for a file that root wrote for a group, and that nobody else can open or change.</summary>
    internal static bool IsHandedOut(UnixFileMode mode, bool isRoots, bool weAreRoot) =>
        isRoots && !weAreRoot && (mode & Others) == UnixFileMode.GroupRead;

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }
}
