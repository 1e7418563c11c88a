using System.Collections.Immutable;
using ComplianceAgent.Matching.Names;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A rule made of patterns. Every pattern it states must fit.</summary>
internal sealed class RawRule
{
    private readonly NameMatcher? name;
    private readonly NameMatcher? regex;
    private readonly string publisher;
    private readonly string publisherKey;
    private readonly string identifier;

    public RawRule(PolicyRule rule)
    {
        Rule = rule;
        name = rule.Name is null ? null : NameMatcher.OfName(rule.Name);
        regex = rule.NameRegex is null ? null : NameMatcher.OfRegex(rule.NameRegex);
        publisher = NameNormalizer.FoldKeepingSigns(rule.Publisher);
        publisherKey = Glob.IsGlob(publisher) ? "" : PublisherNormalizer.Normalize(rule.Publisher).Key;
        identifier = (rule.Identifier ?? "").Trim().ToLowerInvariant();
        LookAlikeKeys = name?.ExactWords is { Length: > 0 } ? [.. LookAlikes.Forms(rule.Name).Select(form => form.Joined)] : [];
    }

    /// <summary>The rule.</summary>
    public PolicyRule Rule { get; }

    /// <summary>The words of its exact name; null when it has none.</summary>
    public string? ExactWords => name?.ExactWords;

    /// <summary>What its exact name can be taken for.</summary>
    public ImmutableArray<string> LookAlikeKeys { get; }

    /// <summary>What the rule is called for people.</summary>
    public string Title => Rule.Title ?? Rule.Name ?? Rule.NameRegex ?? Rule.Identifier ?? Rule.Publisher ?? Rule.Id;

    /// <summary>True when nothing but the name decides.</summary>
    public bool IsByNameOnly => !AsksPublisher && !AsksIdentifier;

    private bool AsksName => name is not null || regex is not null;

    private bool AsksPublisher => publisher.Length > 0;

    private bool AsksIdentifier => identifier.Length > 0;

    /// <summary>Judges an app; a verdict without confidence and with <see cref="EvidenceCodes.RulePartlyFits"/> is a near miss.</summary>
    public Verdict Judge(AppProbe app)
    {
        var byName = AsksName && (name?.Fits(app) ?? true) && (regex?.Fits(app) ?? true);
        var byPublisher = AsksPublisher && FitsPublisher(app);
        var byIdentifier = AsksIdentifier && FitsIdentifier(app);
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

    private Verdict JudgeLookAlike(AppProbe app) => IsByNameOnly && app.LookAlikeForms.Any(form => LookAlikeKeys.Contains(form.Joined))
        ? new Verdict(Confidence.Suspected, Describe(EvidenceCodes.RuleLooksAlike, app))
        : new Verdict(null, Reason.Of(EvidenceCodes.NoTrace));

    private bool FitsPublisher(AppProbe app) => app.App.Publisher.Length > 0
        && ((publisherKey.Length > 0 && publisherKey == app.Publisher.Key) || Glob.Fits(publisher, NameNormalizer.FoldKeepingSigns(app.App.Publisher)));

    private bool FitsIdentifier(AppProbe app) =>
        FitsIdentifier(app.Identifier.Text) || FitsIdentifier(app.Identifier.PackageName) || FitsIdentifier(app.NameAsIdentifier.Text) || FitsIdentifier(app.NameAsIdentifier.PackageName);

    private bool FitsIdentifier(string seen) => seen.Length > 0 && Glob.Fits(identifier, seen.ToLowerInvariant());

    private Reason PartlyFits(bool byName, bool byPublisher, bool byIdentifier) => Reason.Of(
        EvidenceCodes.RulePartlyFits, ("rule", Rule.Id), ("wanted", List(AsksName, AsksPublisher, AsksIdentifier)), ("met", List(byName, byPublisher, byIdentifier)));

    private static string List(bool byName, bool byPublisher, bool byIdentifier) =>
        string.Join(" and ", new[] { byName ? "name" : "", byPublisher ? "publisher" : "", byIdentifier ? "identifier" : "" }.Where(word => word.Length > 0));

    private Reason Describe(string code, AppProbe app) => code switch
    {
        EvidenceCodes.RuleIdentifier => Reason.Of(code, ("identifier", app.Identifier.Exists ? app.Identifier.Text : app.NameAsIdentifier.Text), ("pattern", Rule.Identifier ?? "")),
        EvidenceCodes.RulePublisher => Reason.Of(code, ("publisher", app.App.Publisher), ("pattern", Rule.Publisher ?? "")),
        EvidenceCodes.RuleNameAndPublisher => Reason.Of(
            code, ("name", app.App.Name), ("publisher", app.App.Publisher), ("pattern", (Rule.Name ?? Rule.NameRegex) + "\", \"" + Rule.Publisher)),
        _ => Reason.Of(code, ("name", app.App.Name), ("pattern", Rule.Name ?? Rule.NameRegex ?? "")),
    };
}
