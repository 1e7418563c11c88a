using System.Runtime.InteropServices;

namespace ComplianceAgent.Hosting;

/// <summary>Whatever the process creates is its owner's alone: store, journals, reports, logs, private files, in whatever library they are made.</summary>
internal static partial class FilePrivacy
{
    /// <summary>Sets the process's umask to 077 on Unix. On Windows the user's profile and the service's folder are private by their ACL.</summary>
    public static void MakePrivateByDefault()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Umask(0b000_111_111);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Umask(uint mask);
}
