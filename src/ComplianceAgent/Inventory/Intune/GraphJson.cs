using System.Text.Json;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Judges a reply's shape before the SDK reads it: the SDK takes a <c>value</c> that is no list for an empty one, and an empty list
/// would be believed.
/// </summary>
internal static class GraphJson
{
    /// <summary>True for one whole JSON object whose <c>value</c>, if any, is one list of objects, or null.</summary>
    public static bool IsReply(ReadOnlySpan<byte> body)
    {
        try
        {
            // Graph's replies nest a few levels; the reader's own bound of 64 holds.
            var reader = new Utf8JsonReader(body);
            var seen = 0;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.ValueTextEquals("value"u8) && (++seen > 1 || !IsListOrNull(ref reader)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsListOrNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
        }

        return true;
    }
}
