using System.Runtime.InteropServices;

namespace ComplianceAgent.Violations.Store;

/// <summary>Whom a file belongs to; .NET does not say.</summary>
internal static partial class FileOwner
{
    // AT_FDCWD, STATX_UID, and where stx_uid lies: the same on every processor, which is what statx was made for.
    private const int FromHere = -100;
    private const uint Owner = 8;
    private const int OwnerAt = 20;
    private const int Length = 256;

    /// <summary>True when root owns the file that a path, followed to its end, leads to. False where that cannot be asked.</summary>
    public static bool IsRoot(string path)
    {
        Span<byte> answer = stackalloc byte[Length];
        try
        {
            return OperatingSystem.IsLinux()
                && Statx(FromHere, path, 0, Owner, ref MemoryMarshal.GetReference(answer)) == 0
                && (MemoryMarshal.Read<uint>(answer) & Owner) != 0
                && MemoryMarshal.Read<uint>(answer[OwnerAt..]) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A libc from before 2018.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte answer);
}
