namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Copies json with its blanks dropped and every string cut after <see cref="MaxString"/> bytes, so that whatever a name holds, a token
/// fits the reader's buffer. It only knows strings and escapes; judging the text is the reader's business.
/// </summary>
internal struct JsonCutter
{
    /// <summary>Bytes kept of one string, as escaped in the file.</summary>
    public const int MaxString = 64 * 1024;

    private bool inString;
    private int escape;
    private int kept;

    /// <summary>Strings of which the end was dropped.</summary>
    public long CutStrings { get; private set; }

    /// <summary>Copies what fits; tells how much was read and written.</summary>
    public (int Read, int Written) Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var (read, written) = (0, 0);
        while (read < from.Length && written < to.Length)
        {
            if (inString && escape == 0)
            {
                CopyText(from[read..], to[written..], ref read, ref written);
                continue;
            }

            var letter = from[read++];
            if (inString)
            {
                EndEscape(letter);
            }
            else if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }
            else if (letter == '"')
            {
                (inString, kept) = (true, 0);
            }

            // An escape is kept or dropped as a whole: it is only begun when there is room for all of it.
            if (!inString || kept <= MaxString)
            {
                to[written++] = letter;
            }
        }

        return (read, written);
    }

    private void CopyText(ReadOnlySpan<byte> from, Span<byte> to, ref int read, ref int written)
    {
        var end = from.IndexOfAny((byte)'"', (byte)'\\');
        var text = end < 0 ? from : from[..end];
        if (text.IsEmpty)
        {
            TakeMark(from[0], to, ref read, ref written);
            return;
        }

        if (kept >= MaxString)
        {
            NoteCut();
            read += text.Length;
            return;
        }

        var length = Math.Min(Math.Min(text.Length, to.Length), MaxString - kept);
        text[..length].CopyTo(to);
        MendControls(to[..length]);
        kept += length;
        read += length;
        written += length;
    }

    private void TakeMark(byte mark, Span<byte> to, ref int read, ref int written)
    {
        read++;
        if (mark == '"')
        {
            inString = false;
            to[0] = mark;
            written++;
            return;
        }

        escape = 1;
        if (kept >= MaxString)
        {
            NoteCut();
            return;
        }

        // Six bytes at most; counted at once so that none of them is cut off.
        kept = Math.Min(kept + 6, MaxString);
        to[0] = mark;
        written++;
    }

    private void EndEscape(byte letter) => escape = escape == 1 && letter == 'u' ? 4 : escape == 1 ? 0 : escape - 1;

    // Raw control characters are no json, but one name that holds some must not end the file: they become DEL, which cleaning marks.
    private static void MendControls(Span<byte> text)
    {
        for (int at; (at = text.IndexOfAnyInRange((byte)0, (byte)0x1F)) >= 0; text = text[(at + 1)..])
        {
            text[at] = text[at] is (byte)'\t' or (byte)'\r' or (byte)'\n' ? (byte)' ' : (byte)0x7F;
        }
    }

    private void NoteCut()
    {
        CutStrings += kept == MaxString ? 1 : 0;
        kept = MaxString + 1;
    }
}
