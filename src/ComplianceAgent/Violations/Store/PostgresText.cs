using System.Buffers;
using System.Text;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// What PostgreSQL can hold as text: anything but NUL and halves of a surrogate pair. Names are cleaned of both when they are read; this is for
/// what comes another way, such as a policy's title, so that one character never stops a tenant's scan.
/// </summary>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Suspects = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code), '\0']);

    /// <summary>The text, with U+FFFD for what cannot be held.</summary>
    public static string Storable(string text) => text.AsSpan().IndexOfAny(Suspects) < 0 ? text : Replaced(text);

    private static string Replaced(string text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone half comes out of the enumeration as U+FFFD already.
            replaced.Append(rune.Value == 0 ? new Rune(Replacement) : rune);
        }

        return replaced.ToString();
    }
}
