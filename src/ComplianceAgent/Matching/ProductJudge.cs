using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>What a finding amounts to.</summary>
/// <param name="Confidence">How sure; null when it is no match but a near miss.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct Verdict(Confidence? Confidence, Reason Reason);

/// <summary>
/// Decides what a finding amounts to: pure, one table. Identifier first; then the shape of the name against who published the app;
/// hidden characters and unverified identities never give more than <see cref="Confidence.Suspected"/>.
/// </summary>
internal static class ProductJudge
{
    /// <summary>Judges a finding.</summary>
    public static Verdict Judge(ProductFinding finding, AppProbe app)
    {
        if (finding.Identity is { IsSure: true } identity)
        {
            return new Verdict(Confidence.Exact, ByIdentity(finding, identity));
        }

        var byName = ByName(finding, app);
        return finding.Identity is not { } weak || byName.Confidence == Confidence.Strong
            ? byName
            : WithWeakIdentity(finding, weak, app);
    }

    /// <summary>A name and an identifier, neither enough alone, confirm each other; unless the name hides something.</summary>
    private static Verdict WithWeakIdentity(ProductFinding finding, IdentityHit weak, AppProbe app) =>
        finding.Shape >= NameShape.Within && weak.Fit != IdentityFit.OtherFamily && !app.Name.HasHiddenCharacters
            ? Match(Confidence.Strong, EvidenceCodes.NameAndIdentifier, finding, app, ("identifier", weak.Seen))
            : new Verdict(Confidence.Suspected, ByIdentity(finding, weak));

    private static Verdict ByName(ProductFinding finding, AppProbe app)
    {
        var verdict = finding.Shape switch
        {
            NameShape.None => new Verdict(null, Reason.Of(EvidenceCodes.NoTrace)),
            NameShape.LookAlike => ByLookAlike(finding, app),
            _ when finding.Origin == Origin.Own => ByNameAndPublisher(finding, app),
            NameShape.Whole => ByWholeName(finding, app),
            NameShape.Titled when finding.Product.Source.NameMayHaveMoreWords && finding is { Origin: Origin.None, Weight: not NameWeight.Coined } => ByWholeName(finding, app),
            _ => ByNameAmongWords(finding, app),
        };
        return verdict.Confidence != Confidence.Strong ? verdict
            : app.Name.HasHiddenCharacters ? Match(Confidence.Suspected, EvidenceCodes.NameHidesCharacters, finding, app)
            : finding is { IsNameVerified: false, Origin: not Origin.Own } ? Match(Confidence.Suspected, EvidenceCodes.NameUnverified, finding, app)
            : verdict;
    }

    private static Verdict ByNameAndPublisher(ProductFinding finding, AppProbe app) =>
        finding.Shape >= NameShape.Titled || finding.Product.Source.NameMayHaveMoreWords
            ? Match(Confidence.Strong, EvidenceCodes.NameAndPublisher, finding, app, ("publisher", finding.OriginSeen))
            : Match(Confidence.Suspected, EvidenceCodes.NameAmongWords, finding, app);

    private static Verdict ByWholeName(ProductFinding finding, AppProbe app) => (finding.Weight, finding.Origin) switch
    {
        // Where strangers are known to use the name, one of them gives his own.
        (NameWeight.Full, Origin.Other) when !finding.Product.Source.NameMayHaveMoreWords =>
            Match(Confidence.Suspected, EvidenceCodes.NameOfAnother, finding, app, ("publisher", finding.OriginSeen)),
        (NameWeight.Full, _) => Match(Confidence.Strong, EvidenceCodes.Name, finding, app),
        (_, Origin.None) when finding.NamesItsMaker => Match(Confidence.Strong, EvidenceCodes.NameWithMaker, finding, app),
        (NameWeight.Coined, Origin.None) when !IsDenied(finding, app) => Match(Confidence.Strong, EvidenceCodes.NameCoined, finding, app),
        (_, Origin.None) => Match(Confidence.Suspected, EvidenceCodes.NameTooWeak, finding, app),
        _ => new Verdict(null, Near(EvidenceCodes.PublisherIsAnother, finding, app)),
    };

    /// <summary>An identifier that is not known and does not even hold the name.</summary>
    private static bool IsDenied(ProductFinding finding, AppProbe app) =>
        app.Identifier is { Exists: true, IsDomainName: true, IsCarrier: false } identifier
        && !finding.Product.NameKeys.Any(key => identifier.Text.Contains(key, StringComparison.OrdinalIgnoreCase));

    private static Verdict ByNameAmongWords(ProductFinding finding, AppProbe app) => finding switch
    {
        { Weight: NameWeight.Full, Origin: Origin.Other } => Match(Confidence.Suspected, EvidenceCodes.NameAmongWordsOfAnother, finding, app, ("publisher", finding.OriginSeen)),
        { Weight: NameWeight.Full } or { Weight: NameWeight.Coined, Shape: NameShape.Titled, Origin: Origin.None } => Match(Confidence.Suspected, EvidenceCodes.NameAmongWords, finding, app),
        { Origin: Origin.Other } => new Verdict(null, Near(EvidenceCodes.PublisherIsAnother, finding, app)),
        _ => new Verdict(null, Near(EvidenceCodes.PublisherNeeded, finding, app)),
    };

    private static Verdict ByLookAlike(ProductFinding finding, AppProbe app) => finding.StandsAlone || finding.Origin == Origin.Own
        ? Match(Confidence.Suspected, EvidenceCodes.LooksAlike, finding, app)
        : new Verdict(null, Near(EvidenceCodes.LooksAlikeOnly, finding, app));

    private static Reason ByIdentity(ProductFinding finding, IdentityHit hit)
    {
        var code = hit.Fit switch
        {
            IdentityFit.Equal => EvidenceCodes.Identifier,
            IdentityFit.WebHost => EvidenceCodes.WebApp,
            IdentityFit.WebAppGuess => EvidenceCodes.WebAppGuess,
            IdentityFit.Unverified => EvidenceCodes.IdentifierUnverified,
            IdentityFit.OtherFamily => EvidenceCodes.IdentifierOfOtherFamily,
            _ => EvidenceCodes.IdentifierExtends,
        };
        return Reason.Of(code, ("identifier", hit.Seen), ("known", hit.Known), ("product", finding.Product.Source.Name));
    }

    private static Verdict Match(Confidence confidence, string code, ProductFinding finding, AppProbe app, params ReadOnlySpan<(string Name, string Value)> more) =>
        new(confidence, Describe(code, finding, app, more));

    private static Reason Near(string code, ProductFinding finding, AppProbe app) => Describe(code, finding, app, [("publisher", finding.OriginSeen)]);

    private static Reason Describe(string code, ProductFinding finding, AppProbe app, ReadOnlySpan<(string Name, string Value)> more) =>
        Reason.Of(code, [("name", app.App.Name), ("known", finding.Known), ("product", finding.Product.Source.Name), .. more]);
}
