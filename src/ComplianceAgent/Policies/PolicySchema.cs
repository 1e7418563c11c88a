using ComplianceAgent.Policies.Documents;

namespace ComplianceAgent.Policies;

/// <summary>JSON Schemas of policy and catalogue files, for editors; made from the same declaration the loader checks against.</summary>
public static class PolicySchema
{
    /// <summary>File name of the policy schema.</summary>
    public const string PolicyFile = "policy.schema.json";

    /// <summary>File name of the catalogue schema.</summary>
    public const string CatalogueFile = "catalogue.schema.json";

    /// <summary>Schema of a policy file.</summary>
    public static string Policy { get; } = JsonSchemaWriter.Write(PolicyShape.Document, "Compliance Agent policy, schema 1");

    /// <summary>Schema of a catalogue file.</summary>
    public static string Catalogue { get; } = JsonSchemaWriter.Write(CatalogueShape.Document, "Compliance Agent catalogue, schema 1");

    /// <summary>Writes both into a folder, made when missing; gives the paths written.</summary>
    public static IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var (policy, catalogue) = (Path.Combine(folder, PolicyFile), Path.Combine(folder, CatalogueFile));
        File.WriteAllText(policy, Policy);
        File.WriteAllText(catalogue, Catalogue);
        return [policy, catalogue];
    }
}
