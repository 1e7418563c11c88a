using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>One policy asked about one app's findings. Collects near misses only when somebody wants to read them.</summary>
internal sealed class PolicyEvaluation(CompiledPolicy policy, CompiledCatalogue catalogue, AppFindings findings, List<NearMiss>? nearMisses)
{
    private readonly List<Candidate> candidates = [];

    /// <summary>A match, with what decides between several.</summary>
    /// <param name="Match">The match.</param>
    /// <param name="Vendor">Vendor id; empty for raw rules.</param>
    /// <param name="IsProduct">False for the vendor as a whole and for raw rules.</param>
    /// <param name="IsSpared">Spared by a never-flag case. It still outdoes others, so that sparing one match never brings out another.</param>
    private readonly record struct Candidate(AppMatch Match, string Vendor, bool IsProduct, bool IsSpared);

    private AppProbe App => findings.App;

    /// <summary>The matches, best one a subject, in order of subject.</summary>
    public ImmutableArray<AppMatch> Run()
    {
        foreach (var finding in findings.Products)
        {
            AskProduct(finding);
        }

        foreach (var rule in policy.VendorRules)
        {
            AskVendor(rule);
        }

        foreach (var rule in nearMisses is null ? policy.RawRules.Candidates(App) : policy.RawRules.All)
        {
            AskRaw(rule);
        }

        return candidates.Count == 0 ? [] : Best();
    }

    private void AskProduct(ProductFinding finding)
    {
        var targets = policy.RulesFor(finding.Product);
        if (targets.IsEmpty)
        {
            return;
        }

        var verdict = ProductJudge.Judge(finding, App);
        var product = finding.Product.Source;
        if (verdict.Confidence is not { } confidence)
        {
            Miss(product.Id, product.Name, verdict.Reason);
        }
        else if (RuleFor(targets, product) is { } rule)
        {
            AddProduct(rule, finding, confidence, verdict.Reason);
        }
    }

    private void AddProduct(PolicyRule rule, ProductFinding finding, Confidence confidence, Reason evidence)
    {
        var product = finding.Product.Source;
        var severity = rule.Severity ?? Severity.Violation;
        var neverFlag = finding.IsByNameOnly ? NeverFlagFor(finding.Product) : null;
        if (neverFlag is not null)
        {
            Miss(product.Id, product.Name, Reason.Of(EvidenceCodes.NeverFlag, ("name", App.App.Name), ("product", product.Name), ("pattern", neverFlag.Source)));
        }
        else if (finding.IsByNameOnly && FirstFit(catalogue.AdviceOnly) is { } advice)
        {
            // A tool around the app is plainly that, though the name alone would only make the app itself suspected.
            confidence = finding is { StandsAlone: true, Shape: >= NameShape.Seam } && !App.Name.HasHiddenCharacters ? Confidence.Strong : confidence;
            severity = Severity.Advice;
            evidence = Reason.Of(EvidenceCodes.AdviceOnly, ("name", App.App.Name), ("product", product.Name), ("pattern", advice.Source));
        }

        var match = new AppMatch(policy.Policy.Id, rule.Id, product.Id, product.Name, product.Vendor, confidence, severity, evidence);
        candidates.Add(new Candidate(match, product.Vendor, IsProduct: true, IsSpared: neverFlag is not null));
    }

    /// <summary>The nearest rule whose platform fits; null when there is none, or when it takes the product out.</summary>
    private PolicyRule? RuleFor(ImmutableArray<RuleTarget> targets, CatalogueProduct product)
    {
        foreach (var target in targets)
        {
            if (!IsOnPlatform(target.Rule))
            {
                MissPlatform(target.Rule, product.Id, product.Name);
            }
            else if (target.Rule.Severity == Severity.Out)
            {
                Miss(product.Id, product.Name, Reason.Of(EvidenceCodes.RuleSaysOut, ("product", product.Name), ("rule", target.Rule.Id)));
                return null;
            }
            else
            {
                return target.Rule;
            }
        }

        return null;
    }

    private void AskVendor(PolicyRule rule)
    {
        var (confidence, evidence) = VendorEvidence(rule.Vendor!);
        if (evidence is null || rule.Severity == Severity.Out || IsTakenOut(rule.Vendor!))
        {
            return;
        }

        var name = rule.Title ?? VendorName(rule.Vendor!);
        if (!IsOnPlatform(rule))
        {
            MissPlatform(rule, rule.Id, name);
            return;
        }

        AddWhole(new AppMatch(policy.Policy.Id, rule.Id, rule.Id, name, rule.Vendor!, confidence, rule.Severity ?? Severity.Violation, evidence));
    }

    /// <summary>Publisher, else identifier, else a publisher spelling that is not verified.</summary>
    private (Confidence Confidence, Reason? Evidence) VendorEvidence(string vendor)
    {
        if (PublisherOf(vendor, isVerified: true) is { } publisher)
        {
            return (Confidence.Strong, ByPublisher(EvidenceCodes.VendorPublisher, publisher, vendor));
        }

        if (findings.VendorIdentifiers.FirstOrDefault(hit => hit.Vendor == vendor).Prefix is { } prefix)
        {
            var identifier = App.Identifier.Exists ? App.Identifier.Text : App.NameAsIdentifier.Text;
            return (Confidence.Strong, Reason.Of(EvidenceCodes.VendorIdentifier, ("identifier", identifier), ("known", prefix), ("vendor", VendorName(vendor))));
        }

        if (findings.House is { } house && house.Vendor == vendor)
        {
            return (house.IsSure ? Confidence.Strong : Confidence.Suspected,
                Reason.Of(house.IsSure ? EvidenceCodes.VendorName : EvidenceCodes.VendorNameUnsure, ("name", App.App.Name), ("vendor", VendorName(vendor))));
        }

        return PublisherOf(vendor, isVerified: false) is { } unverified
            ? (Confidence.Suspected, ByPublisher(EvidenceCodes.VendorPublisherUnverified, unverified, vendor))
            : (default, null);
    }

    private string? PublisherOf(string vendor, bool isVerified)
    {
        foreach (var hit in findings.Publishers)
        {
            if (hit.Owner == vendor && hit.IsSure && hit.IsVerified == isVerified)
            {
                return hit.Seen == App.Publisher.Text ? App.App.Publisher : hit.Seen;
            }
        }

        return null;
    }

    private Reason ByPublisher(string code, string publisher, string vendor) => Reason.Of(code, ("publisher", publisher), ("vendor", VendorName(vendor)));

    /// <summary>A product that a nearer rule takes out may not come back by its publisher.</summary>
    private bool IsTakenOut(string vendor) => findings.Products.Any(finding =>
        finding.Product.Source.Vendor == vendor && ProductJudge.Judge(finding, App).Confidence >= Confidence.Strong
        && policy.RulesFor(finding.Product).FirstOrDefault(target => IsOnPlatform(target.Rule)).Rule?.Severity == Severity.Out);

    private void AskRaw(RawRule raw)
    {
        var verdict = raw.Judge(App);
        if (verdict.Confidence is not { } confidence)
        {
            Miss(raw.Rule.Id, raw.Title, verdict.Reason);
        }
        else if (!IsOnPlatform(raw.Rule))
        {
            MissPlatform(raw.Rule, raw.Rule.Id, raw.Title);
        }
        else if (raw.IsByNameOnly && NeverFlagFor(product: null) is { } pattern)
        {
            Miss(raw.Rule.Id, raw.Title, Reason.Of(EvidenceCodes.NeverFlag, ("name", App.App.Name), ("product", raw.Title), ("pattern", pattern.Source)));
        }
        else if (raw.Rule.Severity != Severity.Out)
        {
            AddWhole(new AppMatch(policy.Policy.Id, raw.Rule.Id, raw.Rule.Id, raw.Title, "", confidence, raw.Rule.Severity ?? Severity.Violation, verdict.Reason));
        }
    }

    private NameMatcher? NeverFlagFor(CompiledProduct? product) =>
        FirstFit(catalogue.NeverFlag) ?? FirstFit(policy.NeverFlag) ?? (product is null ? null : FirstFit(product.NeverFlag));

    private NameMatcher? FirstFit(ImmutableArray<NameMatcher> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Fits(App))
            {
                return pattern;
            }
        }

        return null;
    }

    /// <summary>An app whose platform is not known meets rules for every platform only.</summary>
    private bool IsOnPlatform(PolicyRule rule) => rule.Platform is not { } platform || platform == App.Family;

    private string VendorName(string vendor) => catalogue.Source.Vendors.TryGetValue(vendor, out var known) ? known.Name : vendor;

    private ImmutableArray<AppMatch> Best() =>
    [
        .. candidates.Where(candidate => !candidate.IsSpared && IsNotOutdone(candidate))
            .GroupBy(candidate => candidate.Match.Subject, StringComparer.Ordinal)
            .Select(group => group.OrderByDescending(c => c.Match.Confidence).ThenBy(c => c.Match.Severity).ThenBy(c => c.Match.RuleId, StringComparer.Ordinal).First().Match)
            .OrderBy(match => match.Subject, StringComparer.Ordinal),
    ];

    /// <summary>
    /// One app is one thing. Of one vendor's products the one known by its identifier stays, and the vendor as a whole counts only
    /// where no product of it is known as surely.
    /// </summary>
    private bool IsNotOutdone(Candidate candidate)
    {
        var better = candidates.Find(other => Outdoes(other, candidate));
        if (better.Match is null)
        {
            return true;
        }

        Miss(candidate.Match.Subject, candidate.Match.SubjectName, Reason.Of(EvidenceCodes.BetterSubject, ("product", candidate.Match.SubjectName), ("better", better.Match.SubjectName)));
        return false;
    }

    private static bool Outdoes(Candidate better, Candidate candidate) =>
        better.Vendor.Length > 0 && better.Vendor == candidate.Vendor && better.Match.Subject != candidate.Match.Subject
        && (better.IsProduct, candidate.IsProduct) switch
        {
            (true, true) => better.Match.Confidence == Confidence.Exact && candidate.Match.Confidence < Confidence.Exact,
            (true, false) => better.Match.Confidence >= candidate.Match.Confidence,
            (false, true) => better.Match.Confidence > candidate.Match.Confidence,
            _ => false,
        };

    private void AddWhole(AppMatch match) => candidates.Add(new Candidate(match, match.Vendor, IsProduct: false, IsSpared: false));

    private void Miss(string subject, string name, Reason reason)
    {
        if (reason.Code != EvidenceCodes.NoTrace)
        {
            nearMisses?.Add(new NearMiss(subject, name, reason));
        }
    }

    private void MissPlatform(PolicyRule rule, string subject, string name) =>
        Miss(subject, name, Reason.Of(EvidenceCodes.OtherPlatform, ("product", name), ("platform", rule.Platform.ToString() ?? "")));
}
