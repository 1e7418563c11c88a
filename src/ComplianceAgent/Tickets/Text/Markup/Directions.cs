using System.Text;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// Keeps a name from turning the direction of what stands beside it: text with letters or marks that turn it is put between U+2068 and U+2069,
/// and marks that would reach beyond it are closed. Nothing is taken away that a reader could see: an override in a name is evidence.
/// </summary>
internal static class Directions
{
    /// <summary>First strong isolate.</summary>
    public const char Open = '\u2068';

    /// <summary>Pop directional isolate.</summary>
    public const char Close = '\u2069';

    /// <summary>Closed in where it has to be; the same instance where not.</summary>
    public static string Isolate(string text)
    {
        if (!HasTurning(text))
        {
            return text;
        }

        var balanced = Balance(text);
        return IsClosedIn(balanced) ? balanced : Open + balanced + Close;
    }

    /// <summary>True for a mark that opens an isolate.</summary>
    public static bool Opens(char c) => c is '\u2066' or '\u2067' or Open;

    private static bool HasTurning(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Turns(rune.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters written from right to left, and the marks of the bidirectional algorithm.</summary>
    private static bool Turns(int c) => c is (>= 0x0590 and <= 0x08FF) or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    private static string Balance(string text)
    {
        var balanced = new StringBuilder(text.Length + 2);
        var depth = 0;
        foreach (var c in text)
        {
            depth += Opens(c) ? 1 : c == Close ? -1 : 0;
            balanced.Append(depth < 0 ? '\uFFFD' : c);
            depth = Math.Max(depth, 0);
        }

        return balanced.Append(Close, depth).ToString();
    }

    /// <summary>True when everything that turns stands inside isolates already.</summary>
    private static bool IsClosedIn(string balanced)
    {
        var depth = 0;
        foreach (var rune in balanced.EnumerateRunes())
        {
            var c = rune.IsBmp ? (char)rune.Value : '\0';
            if (depth == 0 && c != Open && Turns(rune.Value))
            {
                return false;
            }

            depth += Opens(c) ? 1 : c == Close ? -1 : 0;
        }

        return true;
    }
}
