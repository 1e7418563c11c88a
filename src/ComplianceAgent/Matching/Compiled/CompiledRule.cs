using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A rule with its version range read.</summary>
internal sealed class CompiledRule(PolicyRule source)
{
    /// <summary>The rule.</summary>
    public PolicyRule Source { get; } = source;

    /// <summary>Versions it speaks of; null for all.</summary>
    public VersionRange? Versions { get; } = source.Version is null ? null : VersionRange.Parse(source.Version);

    /// <summary>Rule id.</summary>
    public string Id => Source.Id;

    /// <summary>Own severity; null takes the scope's.</summary>
    public Severity? Severity => Source.Severity;
}
