using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies;

/// <summary>Loads the catalogue that comes with the program. The policy library adds the customer's own files.</summary>
public static class CatalogueLoader
{
    /// <summary>The shipped catalogue alone.</summary>
    /// <exception cref="PolicyException">A shipped file has a fault.</exception>
    public static Catalogue LoadEmbedded()
    {
        var faults = new FaultList();
        var catalogue = CatalogueBuilder.Build(EmbeddedFiles.Catalogue(), faults);
        return faults.HasErrors ? throw new PolicyException([.. faults.Items]) : catalogue;
    }
}
