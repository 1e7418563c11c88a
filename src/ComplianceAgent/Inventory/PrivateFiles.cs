using System.Security.Cryptography;
using ComplianceAgent.Hosting;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Temporary files that nobody else can read: an own folder (0700) and files created 0600, never widened and narrowed later. Where
/// the system can, a file is unlinked while it is open, so that not even a killed process leaves one; where it cannot, it goes with
/// its handle. What a crash left all the same is swept at start.
/// </summary>
public sealed class PrivateFiles
{
    private const string Suffix = ".private";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>Creates one for a folder of its own; the folder is made when it is first needed.</summary>
    public PrivateFiles(string folder) => Folder = Path.GetFullPath(folder);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The folder used when no setting names one: <c>private</c> in the state directory, beside the store.</summary>
    public static string DefaultFolder() => Path.Combine(StateDirectory.Default, "private");

    /// <summary>A new empty file, open for reading and writing; it is gone when closed.</summary>
    /// <exception cref="InventoryException">The folder is a link, or others may enter it.</exception>
    public FileStream Create()
    {
        EnsureFolder();
        var path = Path.Combine(Folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + Suffix);
        var file = new FileStream(path, Options());
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }

    /// <summary>Removes what an earlier run left behind; files still open elsewhere stay. Returns how many went.</summary>
    public int SweepLeftovers()
    {
        if (!Directory.Exists(Folder))
        {
            return 0;
        }

        EnsureFolder();
        return Directory.EnumerateFiles(Folder, "*" + Suffix).Count(TryDelete);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            // Unbuffered: a full disk shows where it is written to, not when it is closed.
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (OperatingSystem.IsWindows())
        {
            options.Options |= FileOptions.DeleteOnClose;
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Open in another process on Windows: its owner removes it.
            return false;
        }
    }

    private void EnsureFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            // The state directory's access list, the user's or the service's own, is inherited.
            Directory.CreateDirectory(Folder);
            return;
        }

        // The parent may be new as well, and what is made on the way must not be wider.
        Directory.CreateDirectory(Folder, OwnerOnly);
        var folder = new DirectoryInfo(Folder);
        if (folder.LinkTarget is not null || (folder.UnixFileMode & Others) != UnixFileMode.None)
        {
            throw new InventoryException(Reason.Of("private-folder-open-to-others", ("folder", Folder)));
        }
    }
}
