using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations;

/// <summary>A text that a person gives with a decision, for whoever asks later.</summary>
public static class GivenText
{
    /// <summary>Most characters.</summary>
    public const int Most = 500;

    /// <summary>The text, cleaned; null when it is too long, or says nothing and has to.</summary>
    public static string? Of(string? given, int most = Most, bool mayBeEmpty = false)
    {
        var text = ForeignText.Clean(given ?? "").Trim();
        return (text.Length > 0 || mayBeEmpty) && text.Length <= most ? text : null;
    }
}
