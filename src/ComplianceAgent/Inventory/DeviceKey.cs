using System.Buffers.Text;
using System.Text;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Device ids in one spelling. Intune's are GUIDs, but reports, Graph and files that went through a spreadsheet differ in case and
/// braces; a device must not become two of them, since violations are known by this id.
/// </summary>
internal static class DeviceKey
{
    /// <summary>Reads a GUID in the spellings met, with or without hyphens or braces.</summary>
    public static bool TryGuid(ReadOnlySpan<byte> id, out Guid guid)
    {
        var format = id.Length switch { 36 => 'D', 32 => 'N', 38 => 'B', _ => default };
        if (format != default && Utf8Parser.TryParse(id, out guid, out var used, format) && used == id.Length)
        {
            return true;
        }

        guid = default;
        return false;
    }

    /// <inheritdoc cref="TryGuid(ReadOnlySpan{byte}, out Guid)"/>
    public static bool TryGuid(string id, out Guid guid)
    {
        Span<byte> bytes = stackalloc byte[40];
        guid = default;
        return Encoding.UTF8.TryGetBytes(id.AsSpan().Trim(), bytes, out var length) && TryGuid(bytes[..length], out guid);
    }

    /// <summary>The spelling that is kept: a lower-case GUID with hyphens, else the cleaned text.</summary>
    public static string Canonical(ReadOnlySpan<byte> id) => TryGuid(id, out var guid) ? guid.ToString() : ForeignText.Clean(id);
}
