using System.Collections.Immutable;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Patterns compiled: a rule made of them, or one entry of a category or allow-list. Every pattern stated must fit.</summary>
internal sealed class RawRule
{
    private readonly RawPatterns patterns;

    public RawRule(CompiledRule rule, RawPatterns patterns, AllowList? allowList = null)
    {
        Rule = rule;
        AllowList = allowList;
        this.patterns = patterns;
        Name = patterns.Name is null ? null : NameMatcher.OfName(patterns.Name);
        Regex = patterns.NameRegex is null ? null : NameMatcher.OfRegex(patterns.NameRegex);
        Publisher = NameNormalizer.FoldKeepingSigns(patterns.Publisher);
        PublisherKey = Glob.IsGlob(Publisher) ? "" : PublisherNormalizer.Normalize(patterns.Publisher).Key;
        Identifier = (patterns.Identifier ?? "").Trim().ToLowerInvariant();
        LookAlikeKeys = IsByNameOnly && Name?.ExactWords is { Length: > 0 } ? [.. LookAlikes.Forms(patterns.Name).Select(form => form.Joined)] : [];
    }

    /// <summary>The rule.</summary>
    public CompiledRule Rule { get; }

    /// <summary>The allow-list it is an entry of; null for what bans.</summary>
    public AllowList? AllowList { get; }

    /// <summary>Place among all rules of all policies: answers come in this order.</summary>
    public int Order { get; init; }

    /// <summary>Index of its policy.</summary>
    public int Policy { get; init; }

    /// <summary>Its exact name or glob.</summary>
    public NameMatcher? Name { get; }

    /// <summary>Its regular expression.</summary>
    public NameMatcher? Regex { get; }

    /// <summary>Its publisher, folded, or empty.</summary>
    public string Publisher { get; }

    /// <summary>Its publisher as compared; empty for globs.</summary>
    public string PublisherKey { get; }

    /// <summary>Its identifier in small letters, or empty.</summary>
    public string Identifier { get; }

    /// <summary>What its exact name can be taken for, when nothing but the name decides.</summary>
    public ImmutableArray<string> LookAlikeKeys { get; }

    /// <summary>What the rule is called for people.</summary>
    public string Title => Rule.Source.Title ?? Rule.Source.Category ?? (patterns.Text.Length > 0 ? patterns.Text : Rule.Id);

    /// <summary>What the entry is called for people.</summary>
    public string EntryText => patterns.Text;

    /// <summary>True when nothing but the name decides.</summary>
    public bool IsByNameOnly => !AsksPublisher && !AsksIdentifier;

    private bool AsksName => Name is not null || Regex is not null;

    private bool AsksPublisher => Publisher.Length > 0;

    private bool AsksIdentifier => Identifier.Length > 0;

    /// <summary>Judges an app; a verdict without confidence and with <see cref="EvidenceCodes.RulePartlyFits"/> is a near miss.</summary>
    public Verdict Judge(RuleProbe probe)
    {
        var app = probe.App;
        var byName = AsksName && (Name?.Fits(app) ?? true) && (Regex?.Fits(app) ?? true);
        var byPublisher = AsksPublisher && FitsPublisher(probe);
        var byIdentifier = AsksIdentifier && FitsIdentifier(probe);
        if (byName == AsksName && byPublisher == AsksPublisher && byIdentifier == AsksIdentifier)
        {
            return Fits(app);
        }

        return byName || byPublisher || byIdentifier
            ? new Verdict(null, PartlyFits(byName, byPublisher, byIdentifier))
            : JudgeLookAlike(app);
    }

    private Verdict Fits(AppProbe app)
    {
        if (AsksIdentifier)
        {
            return new Verdict(Confidence.Exact, Describe(EvidenceCodes.RuleIdentifier, app));
        }

        if (AsksName && app.Name.HasHiddenCharacters)
        {
            return new Verdict(Confidence.Suspected, Describe(EvidenceCodes.RuleHidesCharacters, app));
        }

        var code = (AsksName, AsksPublisher) switch
        {
            (true, true) => EvidenceCodes.RuleNameAndPublisher,
            (true, false) => EvidenceCodes.RuleName,
            _ => EvidenceCodes.RulePublisher,
        };
        return new Verdict(Confidence.Strong, Describe(code, app));
    }

    private Verdict JudgeLookAlike(AppProbe app) => !LookAlikeKeys.IsEmpty && app.LookAlikeForms.Any(form => LookAlikeKeys.Contains(form.Joined))
        ? new Verdict(Confidence.Suspected, Describe(EvidenceCodes.RuleLooksAlike, app))
        : new Verdict(null, Reason.Of(EvidenceCodes.NoTrace));

    /// <summary>A glob is tried on the publisher as folded and on what is left of it without <c>CN=</c> and legal forms.</summary>
    private bool FitsPublisher(RuleProbe probe) => probe.App.App.Publisher.Length > 0
        && (PublisherKey.Length > 0 && PublisherKey == probe.App.Publisher.Key
            || Glob.Fits(Publisher, probe.FoldedPublisher)
            || (PublisherKey.Length == 0 && Glob.Fits(Publisher, probe.App.Publisher.Text)));

    private bool FitsIdentifier(RuleProbe probe)
    {
        foreach (var seen in probe.Identifiers)
        {
            if (Glob.Fits(Identifier, seen))
            {
                return true;
            }
        }

        return false;
    }

    private Reason PartlyFits(bool byName, bool byPublisher, bool byIdentifier) => Reason.Of(
        EvidenceCodes.RulePartlyFits, ("rule", Rule.Id), ("wanted", List(AsksName, AsksPublisher, AsksIdentifier)), ("met", List(byName, byPublisher, byIdentifier)));

    private static string List(bool byName, bool byPublisher, bool byIdentifier) =>
        string.Join(" and ", new[] { byName ? "name" : "", byPublisher ? "publisher" : "", byIdentifier ? "identifier" : "" }.Where(word => word.Length > 0));

    private Reason Describe(string code, AppProbe app) => code switch
    {
        EvidenceCodes.RuleIdentifier => Reason.Of(code, ("identifier", app.Identifier.Exists ? app.Identifier.Text : app.NameAsIdentifier.Text), ("pattern", patterns.Identifier ?? "")),
        EvidenceCodes.RulePublisher => Reason.Of(code, ("publisher", app.App.Publisher), ("pattern", patterns.Publisher ?? "")),
        EvidenceCodes.RuleNameAndPublisher => Reason.Of(
            code, ("name", app.App.Name), ("publisher", app.App.Publisher), ("pattern", (patterns.Name ?? patterns.NameRegex) + "\", \"" + patterns.Publisher)),
        _ => Reason.Of(code, ("name", app.App.Name), ("pattern", patterns.Name ?? patterns.NameRegex ?? "")),
    };
}
