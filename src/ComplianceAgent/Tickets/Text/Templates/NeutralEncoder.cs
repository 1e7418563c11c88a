using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>
/// Writes a value into a template's text: on one line, with a backslash before every sign of ASCII, so that whatever a name holds is read back
/// by <see cref="NeutralMarkup"/> as the same characters.
/// </summary>
internal sealed class NeutralEncoder : TextEncoder
{
    /// <summary>For bodies.</summary>
    public static readonly NeutralEncoder Body = new(escapes: true);

    /// <summary>For titles, which know no markup.</summary>
    public static readonly NeutralEncoder Title = new(escapes: false);

    private readonly bool _escapes;

    private NeutralEncoder(bool escapes) => _escapes = escapes;

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 2;

    /// <inheritdoc/>
    public override string Encode(string value) => Escape(Directions.Isolate(SpanText.OneLine(value)));

    /// <inheritdoc/>
    public override void Encode(TextWriter output, string value, int startIndex, int characterCount)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(value);
        output.Write(Encode(value.Substring(startIndex, characterCount)));
    }

    /// <inheritdoc/>
    public override void Encode(TextWriter output, char[] value, int startIndex, int characterCount)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Encode(new string(value, startIndex, characterCount)));
    }

    /// <inheritdoc/>
    public override OperationStatus Encode(ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true)
    {
        var encoded = Encode(source.ToString());
        (charsConsumed, charsWritten) = encoded.TryCopyTo(destination) ? (source.Length, encoded.Length) : (0, 0);
        return charsConsumed == source.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
    }

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var encoded = Encode(new Rune(unicodeScalar).ToString());
        numberOfCharactersWritten = encoded.Length <= bufferLength ? encoded.Length : 0;
        return encoded.TryCopyTo(new Span<char>(buffer, bufferLength));
    }

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar < ' ' || (_escapes && unicodeScalar < 0x80 && IsSign((char)unicodeScalar)) || unicodeScalar > 0x7E;

    /// <summary>True for a sign of ASCII that is neither letter, digit nor blank.</summary>
    public static bool IsSign(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    private string Escape(string text)
    {
        if (!_escapes)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            escaped.Append(IsSign(c) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }
}
