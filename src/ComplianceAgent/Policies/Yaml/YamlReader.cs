using System.Globalization;
using System.Text;
using YamlDotNet.Core;

namespace ComplianceAgent.Policies.Yaml;

/// <summary>
/// Reads one YAML file into a tree with marks. Bytes are judged before text and text before nodes, each within bounds, because
/// policy files may come from strangers: strict UTF-8, no control characters, one document, bounded size and depth, and none of
/// YAML's anchors, tags and merge keys, which nothing here needs and every YAML attack is made of.
/// </summary>
internal static class YamlReader
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Reads a file's bytes; what cannot be read is in the faults, what could be read in the document.</summary>
    public static YamlDocument Read(string file, ReadOnlySpan<byte> bytes, FaultList faults)
    {
        if (bytes.Length > MaxBytes)
        {
            faults.Add(new Mark(file, 0, 0), "policy-file-too-big", ("limit", MaxBytes.ToString(CultureInfo.InvariantCulture)));
            return new YamlDocument(null, IsComplete: false);
        }

        return Decode(file, bytes, faults) is { } text ? Parse(file, text, faults) : new YamlDocument(null, IsComplete: false);
    }

    /// <summary>True for a character that may not stand in a policy, raw or escaped: controls, line separators, direction overrides.</summary>
    internal static bool IsForbidden(char c) =>
        c is < ' ' and not ('\t' or '\n' or '\r') or >= '\u007F' and <= '\u009F' or '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF'
            or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';

    private static string? Decode(string file, ReadOnlySpan<byte> bytes, FaultList faults)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var (line, column) = (1, 1);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) != System.Buffers.OperationStatus.Done)
            {
                faults.Add(new Mark(file, line, column), "policy-not-utf8");
                return null;
            }

            bytes = bytes[used..];
            Append(text, rune, new Mark(file, line, column), faults);
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
        }

        return text.ToString();
    }

    /// <summary>A forbidden character is named and replaced, so that the rest of the file is still judged.</summary>
    private static void Append(StringBuilder text, Rune rune, Mark mark, FaultList faults)
    {
        if (rune.IsBmp && IsForbidden((char)rune.Value))
        {
            faults.Add(mark, "policy-control-character", ("code", rune.Value.ToString("X4", CultureInfo.InvariantCulture)));
            text.Append('\uFFFD');
            return;
        }

        Span<char> units = stackalloc char[2];
        text.Append(units[..rune.EncodeToUtf16(units)]);
    }

    private static YamlDocument Parse(string file, string text, FaultList faults)
    {
        var builder = new YamlTreeBuilder(file, new Parser(new StringReader(text)), faults);
        try
        {
            return new YamlDocument(builder.Build(), IsComplete: !builder.StoppedEarly);
        }
        catch (YamlException e)
        {
            faults.Add(new Mark(file, (int)e.Start.Line, (int)e.Start.Column), "policy-syntax", ("problem", Problem(e)));
            return new YamlDocument(builder.Root, IsComplete: false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or ArithmeticException or IndexOutOfRangeException)
        {
            // The parser lets some of its own slip (a tag that is no URI); it stopped after what was read last.
            faults.Add(builder.Place, "policy-syntax", ("problem", e.Message));
            return new YamlDocument(builder.Root, IsComplete: false);
        }
    }

    /// <summary>The message without the place that YamlDotNet puts before it.</summary>
    private static string Problem(YamlException e)
    {
        var end = e.Message.LastIndexOf("): ", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[(end + 3)..]).TrimEnd('.');
    }
}
