namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// Tells by the first three characters that no key can begin here: most words of most names begin none, and need no look-up. It may
/// say yes wrongly, never no.
/// </summary>
internal sealed class KeyStarts
{
    private const int Rows = 4096;

    /// <summary>A row for the first two characters, a bit for the third.</summary>
    private readonly ulong[] thirds = new ulong[Rows];

    public KeyStarts(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (key.Length < 2)
            {
                Array.Fill(thirds, ulong.MaxValue);
                return;
            }

            thirds[Row(key)] |= key.Length == 2 ? ulong.MaxValue : Bit(key[2]);
        }
    }

    /// <summary>False when no key is at the beginning of the text.</summary>
    public bool MayStart(ReadOnlySpan<char> text) =>
        text.Length >= 2 ? (thirds[Row(text)] & (text.Length == 2 ? ulong.MaxValue : Bit(text[2]))) != 0 : thirds[0] == ulong.MaxValue;

    private static int Row(ReadOnlySpan<char> text) => ((text[0] * 61) + text[1]) & (Rows - 1);

    private static ulong Bit(char third) => 1UL << (third & 63);
}
