using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Keeps each text and reason once while many rows are read: sixteen thousand violations of a big tenant name a few hundred policies, apps,
/// models and reasons. For texts that many rows share, never for names of people or devices.
/// </summary>
internal sealed class SharedTexts
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reason> reasons = new(StringComparer.Ordinal);

    /// <summary>The text, always the same object.</summary>
    public string One(string text)
    {
        if (texts.TryGetValue(text, out var known))
        {
            return known;
        }

        texts.Add(text, text);
        return text;
    }

    /// <summary>The reason that stands in a column.</summary>
    public Reason Reason(string json)
    {
        if (!reasons.TryGetValue(json, out var reason))
        {
            reasons.Add(json, reason = StoreJson.ReadReason(json));
        }

        return reason;
    }
}
