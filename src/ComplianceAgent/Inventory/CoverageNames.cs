namespace ComplianceAgent.Inventory;

/// <summary>Names of the coverage lines for people.</summary>
public static class CoverageNames
{
    /// <summary>English name of a line.</summary>
    public static string Of(CoverageClass line) => line switch
    {
        CoverageClass.Violating => "Violating",
        CoverageClass.Excepted => "Excepted",
        CoverageClass.UnderReview => "Under review",
        CoverageClass.Advice => "Advice",
        CoverageClass.Clean => "Clean (assessed)",
        CoverageClass.PartlyObservable => "Partly observable",
        CoverageClass.Stale => "Stale",
        CoverageClass.NoInventory => "No inventory",
        CoverageClass.NotObservable => "Not observable",
        CoverageClass.OutOfScope => "Out of scope",
        CoverageClass.NotManagedByIntune => "Not managed by Intune's agent",
        _ => "Duplicates",
    };
}
