namespace ComplianceAgent.Violations.Store;

/// <summary>Tells disks of this machine from shares of others.</summary>
internal static class FileSystems
{
    private static readonly HashSet<string> Network = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs", "nfs4", "nfsd", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "coda", "ncp", "ncpfs", "lustre", "ceph", "gfs2", "ocfs2", "glusterfs", "beegfs", "davfs", "sshfs", "webdav",
    };

    /// <summary>The kind of network file system that a file would lie on; null for a local disk, or when the system does not tell.</summary>
    public static string? NetworkKind(string path)
    {
        if (OperatingSystem.IsWindows() && path.StartsWith(@"\\", StringComparison.Ordinal) && !path.StartsWith(@"\\?\", StringComparison.Ordinal) && !path.StartsWith(@"\\.\", StringComparison.Ordinal))
        {
            return "a share";
        }

        try
        {
            return NetworkKind(new DriveInfo(NearestFolder(path)));
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True for formats that are served over a network.</summary>
    public static bool IsNetwork(string format) => Network.Contains(format) || (format.StartsWith("fuse.", StringComparison.OrdinalIgnoreCase) && Network.Contains(format[5..]));

    private static string? NetworkKind(DriveInfo drive) => OperatingSystem.IsWindows()
        ? drive.DriveType == DriveType.Network ? "a mapped drive" : null
        : IsNetwork(drive.DriveFormat) ? drive.DriveFormat : null;

    /// <summary>The folder of the file, or the one above it that is there already.</summary>
    private static string NearestFolder(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? path;
    }
}
