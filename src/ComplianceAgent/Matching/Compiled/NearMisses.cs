using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Near misses that matching itself never meets, because it does not look inside words. For explanations only.</summary>
internal static class NearMisses
{
    /// <summary>What came near without being a finding.</summary>
    public static IEnumerable<NearMiss> Of(CompiledPolicy policy, CompiledCatalogue catalogue, AppFindings findings) =>
        Covered(policy, findings).Concat(InsideWords(policy, catalogue, findings));

    private static IEnumerable<NearMiss> Covered(CompiledPolicy policy, AppFindings findings) =>
        from hit in findings.Covered
        where !policy.RulesFor(hit.Product).IsEmpty && policy.RulesFor(hit.By).IsEmpty
        select new NearMiss(hit.Product.Id, hit.Product.Source.Name, Reason.Of(
            EvidenceCodes.OtherProduct, ("name", findings.App.App.Name), ("other", hit.By.Source.Name), ("product", hit.Product.Source.Name)));

    private static IEnumerable<NearMiss> InsideWords(CompiledPolicy policy, CompiledCatalogue catalogue, AppFindings findings) =>
        from product in catalogue.Products
        where !policy.RulesFor(product).IsEmpty && !findings.Products.Any(finding => finding.Product == product) && !findings.Covered.Any(hit => hit.Product == product)
        let key = product.NameKeys.FirstOrDefault(key => findings.App.Name.Joined.Contains(key, StringComparison.Ordinal))
        where key is not null
        select new NearMiss(product.Id, product.Source.Name, Reason.Of(
            EvidenceCodes.InsideLongerWord, ("name", findings.App.App.Name), ("known", key), ("product", product.Source.Name)));
}
