using System.Text;

namespace ComplianceAgent.Tests.Diagnostics;

/// <summary>A span as it came over the wire.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags);

/// <summary>
/// Reads spans out of an <c>ExportTraceServiceRequest</c> by the field numbers of OpenTelemetry's published protocol; no package with its types is to be
/// had. Fields not asked for are passed over, as the encoding provides.
/// </summary>
internal static class OtlpSpans
{
    public static IEnumerable<OtlpSpan> Of(byte[] request) =>
        Messages(request, 1).SelectMany(resource => Messages(resource, 2)).SelectMany(scope => Messages(scope, 2)).Select(Span);

    private static OtlpSpan Span(byte[] span)
    {
        var fields = Fields(span).ToList();
        return new OtlpSpan(
            Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), Text(fields, 5),
            fields.Where(field => field.Number == 9).Select(field => Fields(field.Bytes).ToList())
                .ToDictionary(attribute => Text(attribute, 1), attribute => Value(attribute.First(field => field.Number == 2).Bytes)));
    }

    /// <summary>A string, or a number.</summary>
    private static string Value(byte[] value) => Fields(value).Select(field => field.Number == 1 ? Encoding.UTF8.GetString(field.Bytes) : field.Varint.ToString()).FirstOrDefault("");

    private static string Hex(List<Field> fields, int number) => Convert.ToHexStringLower(fields.FirstOrDefault(field => field.Number == number).Bytes ?? []);

    private static string Text(List<Field> fields, int number) => Encoding.UTF8.GetString(fields.FirstOrDefault(field => field.Number == number).Bytes ?? []);

    private static IEnumerable<byte[]> Messages(byte[] message, int number) => Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    private static IEnumerable<Field> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new Field(number, [], Varint(message, ref at));
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return new Field(number, message[at..(at + length)], 0);
                    at += length;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
            if ((part & 0x80) == 0)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, byte[] Bytes, ulong Varint);
}
