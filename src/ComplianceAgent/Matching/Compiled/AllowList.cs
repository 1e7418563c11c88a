using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>An allow-list rule: what is not surely on the list is a match, and all such apps of a device are one violation.</summary>
internal sealed class AllowList
{
    private readonly FrozenSet<string> products;

    public AllowList(CompiledRule rule, RuleList list)
    {
        Rule = rule;
        products = list.Products.Select(product => product.Id).ToFrozenSet(StringComparer.Ordinal);
        Entries = [.. list.Patterns.Select(patterns => (this, patterns))];
    }

    /// <summary>The rule.</summary>
    public CompiledRule Rule { get; }

    /// <summary>Entries that are no products.</summary>
    public ImmutableArray<(AllowList List, RawPatterns Patterns)> Entries { get; }

    /// <summary>What people call it.</summary>
    public string Title => Rule.Source.Title ?? "Apps not on the list";

    /// <summary>
    /// What the list says of an app. A verdict without confidence: it is on the list. An app that only looks like one of the list is
    /// suspected: a person must see whether it is allowed.
    /// </summary>
    /// <param name="app">App.</param>
    /// <param name="findings">Its products.</param>
    /// <param name="candidates">Raw rules that may fit it, those of this list among them.</param>
    public Verdict Judge(RuleProbe app, AppFindings findings, ReadOnlySpan<RawRule> candidates)
    {
        var perhaps = "";
        foreach (var finding in findings.Products)
        {
            if (products.Contains(finding.Product.Id) && Settles(ProductJudge.Judge(finding, app.App).Confidence, finding.Product.Source.Name, ref perhaps))
            {
                return new Verdict(null, Say(RuleCodes.OnList, app, finding.Product.Source.Name));
            }
        }

        foreach (var entry in candidates)
        {
            if (entry.AllowList == this && Settles(entry.Judge(app).Confidence, entry.EntryText, ref perhaps))
            {
                return new Verdict(null, Say(RuleCodes.OnList, app, entry.EntryText));
            }
        }

        return perhaps.Length > 0
            ? new Verdict(Confidence.Suspected, Say(RuleCodes.PerhapsOnList, app, perhaps))
            : new Verdict(Confidence.Strong, Reason.Of(RuleCodes.NotOnList, ("name", app.App.App.Name), ("rule", Rule.Id)));
    }

    private static bool Settles(Confidence? confidence, string entry, ref string perhaps)
    {
        perhaps = perhaps.Length == 0 && confidence == Confidence.Suspected ? entry : perhaps;
        return confidence >= Confidence.Strong;
    }

    private Reason Say(string code, RuleProbe app, string entry) => Reason.Of(code, ("name", app.App.App.Name), ("entry", entry), ("rule", Rule.Id));
}
