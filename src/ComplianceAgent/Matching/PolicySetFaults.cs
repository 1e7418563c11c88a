using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching;

/// <summary>What would make a policy set impossible to compile. The loader reports the same with line and column; this is the last gate.</summary>
internal static class PolicySetFaults
{
    /// <summary>Every fault of a policy.</summary>
    public static IEnumerable<PolicyFault> OfPolicy(Policy policy, Catalogue catalogue)
    {
        foreach (var rule in policy.Rules)
        {
            if (rule.Product is { } named && !catalogue.Products.ContainsKey(named))
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}': the catalogue has no product '{named}'");
            }

            if (rule.Vendor is { } vendor && !catalogue.Vendors.ContainsKey(vendor))
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}': the catalogue has no vendor '{vendor}'");
            }

            if (rule.NameRegex is { } regex && NameMatcher.FaultOfRegex(regex) is { } fault)
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}': {fault}");
            }

            if (rule.Version is { } version && VersionRange.FaultOf(version) is { } bad)
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}': {bad}");
            }

            foreach (var product in rule.ListEntries.Select(entry => entry.Product).OfType<string>().Where(product => !catalogue.Products.ContainsKey(product)))
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}': the catalogue has no product '{product}'");
            }

            if (IsEmpty(rule))
            {
                yield return Fault(policy.Origin, $"rule '{rule.Id}' names nothing; give it a product, vendor, name, nameRegex, publisher or identifier, or a list");
            }
        }
    }

    /// <summary>Every fault of the catalogue.</summary>
    public static IEnumerable<PolicyFault> OfCatalogue(Catalogue catalogue) =>
        from pattern in catalogue.NeverFlag.Concat(catalogue.AdviceOnly).Concat(catalogue.Products.Values.SelectMany(product => product.NeverFlag))
        where pattern.IsRegex
        let fault = NameMatcher.FaultOfRegex(pattern.Text)
        where fault is not null
        select Fault("catalogue", fault.ToString());

    /// <summary>A rule without any condition would fit every app on every device; so would an empty entry.</summary>
    private static bool IsEmpty(PolicyRule rule) => rule.HasList
        ? rule.List.IsEmpty && rule.ListEntries.IsEmpty || rule.List.Any(string.IsNullOrWhiteSpace) || rule.ListEntries.Any(entry => entry.Product is null && RawPatterns.Of(entry).IsEmpty)
        : string.IsNullOrWhiteSpace(rule.Product) && string.IsNullOrWhiteSpace(rule.Vendor) && RawPatterns.Of(rule).IsEmpty;

    private static PolicyFault Fault(string file, string message) => new(file, 0, 0, message);
}
