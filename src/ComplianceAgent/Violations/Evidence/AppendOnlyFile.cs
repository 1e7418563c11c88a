using System.Runtime.InteropServices;
using System.Text;
using ComplianceAgent.Violations.Store;
using Microsoft.Win32.SafeHandles;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>
/// A file that lines are added to and that is never written in any other way: opened to append only, so that the system itself puts each line
/// behind the last one, whoever else appends, and a file that may only grow (<c>chattr +a</c>, a WORM share) will do. Private to this account when made.
/// </summary>
internal static partial class AppendOnlyFile
{
    // O_WRONLY | O_APPEND | O_CLOEXEC.
    private const int LinuxAppend = 0x1 | 0x400 | 0x8_0000;
    private const int MacAppend = 0x1 | 0x8 | 0x100_0000;

    /// <summary>Adds a line in one write and has it on the disk before it returns.</summary>
    /// <exception cref="IOException">It could not be written, or not whole; what is there of it is no line.</exception>
    public static void Append(string path, string line)
    {
        // What a full disk cut off stands alone: the next line must not be glued to it.
        var bytes = Encoding.UTF8.GetBytes((EndsTorn(path) ? "\n" : "") + line + "\n");
        if (OperatingSystem.IsWindows())
        {
            AppendOnWindows(path, bytes);
            return;
        }

        using var file = Opened(path);
        var written = Write(file, bytes, bytes.Length);
        if (written != bytes.Length)
        {
            throw Failed(path, written < 0 ? Marshal.GetLastPInvokeErrorMessage() : "only a part of the line could be written");
        }

        if (Sync(file) != 0)
        {
            throw Failed(path, Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static SafeFileHandle Opened(string path)
    {
        PrivateFile.Make(path);
        var handle = Open(path, OperatingSystem.IsMacOS() ? MacAppend : LinuxAppend);
        return handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : throw Failed(path, Marshal.GetLastPInvokeErrorMessage());
    }

    private static void AppendOnWindows(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static bool EndsTorn(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static IOException Failed(string path, string why) => new($"{path}: {why}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(SafeFileHandle file, [In] byte[] bytes, nint length);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle file);
}
