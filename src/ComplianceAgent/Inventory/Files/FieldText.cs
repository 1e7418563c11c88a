using System.Runtime.CompilerServices;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// The text of a field. Outer blanks never count, and this is what lets quotes be taken off without a copy: a text with doubled quotes is
/// put together in its own place, with blanks around it, so that it reads the same the next time.
/// </summary>
internal static class FieldText
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Takes quotes and blanks off a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Of(Span<byte> field) =>
        field.IsEmpty || (field[0] is > (byte)' ' and not (byte)'"' && field[^1] > ' ') ? field : Plain(field).Trim(Blanks);

    /// <summary>Takes off quotes and line break, not blanks.</summary>
    public static Span<byte> Plain(Span<byte> field)
    {
        if (field is [.., (byte)'\r'])
        {
            field = field[..^1];
        }

        return field is [(byte)'"', ..] ? Unquote(field) : field;
    }

    /// <summary>Blanks out what is longer than may be kept; true when something was.</summary>
    public static bool Cut(Span<byte> field, int most)
    {
        var text = Plain(field);
        if (text.Length <= most)
        {
            return false;
        }

        text[most..].Fill((byte)' ');
        if (field[0] == '"')
        {
            field[0] = (byte)' ';
            field[^1] = (byte)' ';
        }

        return true;
    }

    private static Span<byte> Unquote(Span<byte> field)
    {
        var end = field[1..].IndexOf((byte)'"') + 1;
        return end > 0 && end == field.Length - 1 ? field[1..end] : Rewrite(field, end);
    }

    /// <summary>Doubled quotes become one; letters after the closing quote are against the rules and stay as they stand.</summary>
    private static Span<byte> Rewrite(Span<byte> field, int from)
    {
        var (to, isOpen) = (Math.Max(1, from), from > 0);
        field[0] = (byte)' ';
        for (from = to; from < field.Length; from++)
        {
            if (field[from] == '"' && isOpen)
            {
                isOpen = from + 1 < field.Length && field[from + 1] == '"';
                if (!isOpen)
                {
                    continue;
                }

                from++;
            }

            field[to++] = field[from];
        }

        field[to..].Fill((byte)' ');
        return field[1..to];
    }
}
