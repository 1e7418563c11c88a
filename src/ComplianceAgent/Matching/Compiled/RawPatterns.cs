using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Patterns of a rule or of one entry of its list, all of which must fit.</summary>
internal sealed record RawPatterns(string? Name, string? NameRegex, string? Publisher, string? Identifier)
{
    /// <summary>Patterns of a rule.</summary>
    public static RawPatterns Of(PolicyRule rule) => new(rule.Name, rule.NameRegex, rule.Publisher, rule.Identifier);

    /// <summary>Patterns of an entry that names no product.</summary>
    public static RawPatterns Of(RuleListEntry entry) => new(entry.Name, null, entry.Publisher, entry.Identifier);

    /// <summary>True when there is none: it would fit every app.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(NameRegex) && string.IsNullOrWhiteSpace(Publisher) && string.IsNullOrWhiteSpace(Identifier);

    /// <summary>What people call it.</summary>
    public string Text => Name ?? NameRegex ?? Identifier ?? Publisher ?? "";

    /// <summary>Tells it from every other; decides the order of entries, which may not depend on the order in the file.</summary>
    public string Key => $"{Name}\n{NameRegex}\n{Publisher}\n{Identifier}";
}
