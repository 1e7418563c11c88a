using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>One policy asked about one app's findings. Collects near misses only when somebody wants to read them.</summary>
internal sealed class PolicyEvaluation(CompiledPolicy policy, CompiledCatalogue catalogue, AppFindings findings, RuleProbe probe, List<NearMiss>? nearMisses)
{
    private readonly List<Candidate> candidates = [];

    /// <summary>A match, with what decides between several.</summary>
    /// <param name="Match">The match.</param>
    /// <param name="Vendor">Vendor id; empty for raw rules.</param>
    /// <param name="IsProduct">False for the vendor as a whole and for raw rules.</param>
    /// <param name="IsSpared">Spared by a never-flag case. It still outdoes others, so that sparing one match never brings out another.</param>
    private readonly record struct Candidate(AppMatch Match, string Vendor, bool IsProduct, bool IsSpared);

    private AppProbe App => findings.App;

    /// <summary>A rule that holds for an app's platform and version.</summary>
    /// <param name="Rule">Rule.</param>
    /// <param name="Doubt">The range of which nobody can tell whether the app's version is in it; null when there is no doubt.</param>
    private readonly record struct RuleChoice(CompiledRule Rule, VersionRange? Doubt);

    /// <summary>The matches, best one a subject, in order of subject.</summary>
    /// <param name="rawRules">Rules and list entries of patterns that may fit, in their order; all of them for an explanation.</param>
    public ImmutableArray<AppMatch> Run(ReadOnlySpan<RawRule> rawRules)
    {
        foreach (var finding in findings.Products)
        {
            AskProduct(finding);
        }

        foreach (var vendor in VendorEvidence.Vendors(findings))
        {
            foreach (var rule in policy.RulesForVendor(vendor))
            {
                AskVendor(rule);
            }
        }

        foreach (var rule in rawRules)
        {
            AskRaw(rule);
        }

        foreach (var list in policy.AllowLists)
        {
            AskAllowList(list, rawRules);
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
        else if (RuleFor(targets, product) is { } choice)
        {
            AddProduct(choice, finding, confidence, verdict.Reason);
        }
    }

    private void AddProduct(RuleChoice choice, ProductFinding finding, Confidence confidence, Reason evidence)
    {
        var product = finding.Product.Source;
        var severity = choice.Rule.Severity ?? Severity.Violation;
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

        var match = new AppMatch(policy.Policy.Id, choice.Rule.Id, product.Id, product.Name, product.Vendor, confidence, severity, evidence);
        candidates.Add(new Candidate(WithVersion(match, choice), product.Vendor, IsProduct: true, IsSpared: neverFlag is not null));
    }

    /// <summary>
    /// The nearest rule whose platform and version fit; null when there is none, or when it takes the product out. A rule whose versions
    /// cannot be told holds only where no other surely does, and then it suspects; so does what a doubtful <c>out</c> may take out.
    /// </summary>
    private RuleChoice? RuleFor(ImmutableArray<RuleTarget> targets, CatalogueProduct product)
    {
        RuleChoice? doubtful = null;
        VersionRange? perhapsOut = null;
        foreach (var (rule, _) in targets)
        {
            if (!IsMeant(rule, product.Id, product.Name, out var fit))
            {
                continue;
            }

            if (fit == VersionFit.NotTold)
            {
                doubtful ??= rule.Severity == Severity.Out ? null : new RuleChoice(rule, rule.Versions);
                perhapsOut ??= rule.Severity == Severity.Out ? rule.Versions : null;
            }
            else if (rule.Severity == Severity.Out)
            {
                Miss(product.Id, product.Name, Reason.Of(EvidenceCodes.RuleSaysOut, ("product", product.Name), ("rule", rule.Id)));
                return doubtful;
            }
            else
            {
                return new RuleChoice(rule, perhapsOut);
            }
        }

        return doubtful;
    }

    /// <summary>True when a rule speaks of the app's platform and perhaps of its version; what it does not speak of is a near miss.</summary>
    private bool IsMeant(CompiledRule rule, string subject, string name, out VersionFit fit)
    {
        fit = probe.FitOf(rule.Versions);
        if (!IsOnPlatform(rule))
        {
            Miss(subject, name, Reason.Of(EvidenceCodes.OtherPlatform, ("product", name), ("platform", rule.Source.Platform.ToString() ?? "")));
            return false;
        }

        if (fit == VersionFit.Outside)
        {
            Miss(subject, name, Reason.Of(RuleCodes.VersionOutside, ("product", name), ("version", App.App.Version), ("range", rule.Versions!.Text)));
        }

        return fit != VersionFit.Outside;
    }

    /// <summary>Says what the version had to do with it; a version that cannot be told leaves a suspicion.</summary>
    private AppMatch WithVersion(AppMatch match, RuleChoice choice) => (choice.Doubt, choice.Rule.Versions) switch
    {
        ({ } doubt, _) => match with
        {
            Confidence = Confidence.Suspected, Evidence = match.Evidence.And(RuleCodes.VersionNotTold, ("version", App.App.Version), ("range", doubt.Text)),
        },
        (null, { } versions) => match with { Evidence = match.Evidence.And(RuleCodes.VersionInside, ("version", App.App.Version), ("range", versions.Text)) },
        _ => match,
    };

    private void AskVendor(CompiledRule rule)
    {
        var vendor = rule.Source.Vendor!;
        if (VendorEvidence.Of(vendor, VendorName(vendor), findings) is not { } verdict || rule.Severity == Severity.Out || IsTakenOut(vendor))
        {
            return;
        }

        var name = rule.Source.Title ?? VendorName(vendor);
        if (IsMeant(rule, rule.Id, name, out var fit))
        {
            AddWhole(rule, fit, new AppMatch(policy.Policy.Id, rule.Id, rule.Id, name, vendor, verdict.Confidence!.Value, rule.Severity ?? Severity.Violation, verdict.Reason));
        }
    }

    /// <summary>A product that a nearer rule takes out may not come back by its publisher.</summary>
    private bool IsTakenOut(string vendor) => findings.Products.Any(finding =>
        finding.Product.Source.Vendor == vendor && ProductJudge.Judge(finding, App).Confidence >= Confidence.Strong
        && policy.RulesFor(finding.Product).FirstOrDefault(target => IsOnPlatform(target.Rule) && probe.FitOf(target.Rule.Versions) == VersionFit.Inside).Rule?.Severity == Severity.Out);

    private void AskRaw(RawRule raw)
    {
        if (raw.AllowList is not null)
        {
            return;
        }

        var verdict = raw.Judge(probe);
        if (verdict.Confidence is not { } confidence)
        {
            Miss(raw.Rule.Id, raw.Title, verdict.Reason);
        }
        else if (!IsMeant(raw.Rule, raw.Rule.Id, raw.Title, out var fit))
        {
            return;
        }
        else if (raw.IsByNameOnly && NeverFlagFor(product: null) is { } pattern)
        {
            Miss(raw.Rule.Id, raw.Title, Reason.Of(EvidenceCodes.NeverFlag, ("name", App.App.Name), ("product", raw.Title), ("pattern", pattern.Source)));
        }
        else if (raw.Rule.Severity != Severity.Out)
        {
            AddWhole(raw.Rule, fit, new AppMatch(policy.Policy.Id, raw.Rule.Id, raw.Rule.Id, raw.Title, "", confidence, raw.Rule.Severity ?? Severity.Violation, verdict.Reason));
        }
    }

    /// <summary>Of an app without name and identifier no list can say anything. The policy's own never-flag names count as listed.</summary>
    private void AskAllowList(AllowList list, ReadOnlySpan<RawRule> rawRules)
    {
        var rule = list.Rule;
        if (!IsOnPlatform(rule) || (App.Name.Words.IsEmpty && !App.Identifier.Exists))
        {
            return;
        }

        var verdict = list.Judge(probe, findings, rawRules);
        if (verdict.Confidence is not { } confidence)
        {
            Miss(rule.Id, list.Title, verdict.Reason);
        }
        else if (FirstFit(policy.NeverFlag) is { } pattern)
        {
            Miss(rule.Id, list.Title, Reason.Of(EvidenceCodes.NeverFlag, ("name", App.App.Name), ("product", list.Title), ("pattern", pattern.Source)));
        }
        else
        {
            var match = new AppMatch(policy.Policy.Id, rule.Id, rule.Id, list.Title, "", confidence, rule.Severity ?? Severity.Violation, verdict.Reason) { IsRollUp = true };
            AddWhole(rule, VersionFit.Inside, match);
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
    private bool IsOnPlatform(CompiledRule rule) => rule.Source.Platform is not { } platform || platform == App.Family;

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

    private void AddWhole(CompiledRule rule, VersionFit fit, AppMatch match) => candidates.Add(
        new Candidate(WithVersion(match, new RuleChoice(rule, fit == VersionFit.NotTold ? rule.Versions : null)), match.Vendor, IsProduct: false, IsSpared: false));

    private void Miss(string subject, string name, Reason reason)
    {
        if (reason.Code != EvidenceCodes.NoTrace)
        {
            nearMisses?.Add(new NearMiss(subject, name, reason));
        }
    }
}
