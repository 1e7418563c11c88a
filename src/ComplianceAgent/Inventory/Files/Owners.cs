using System.Text;

namespace ComplianceAgent.Inventory.Files;

/// <summary>Reads owner types as the reports write them: a word, or Intune's number for it.</summary>
internal static class Owners
{
    /// <summary>The owner, and whether the text is one that is known.</summary>
    public static (DeviceOwner Owner, bool IsKnown) Read(ReadOnlySpan<byte> text) => text switch
    {
        [] or [(byte)'0'] => (DeviceOwner.Unknown, true),
        [(byte)'1'] => (DeviceOwner.Company, true),
        [(byte)'2'] => (DeviceOwner.Personal, true),
        _ when Is(text, "company") || Is(text, "corporate") => (DeviceOwner.Company, true),
        _ when Is(text, "personal") => (DeviceOwner.Personal, true),
        _ => (DeviceOwner.Unknown, Is(text, "unknown")),
    };

    private static bool Is(ReadOnlySpan<byte> text, string word) => Ascii.EqualsIgnoreCase(text, word);
}
