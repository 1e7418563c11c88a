using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>policy catalogue</c>: which apps are known, by vendor or by the vendor's country.</summary>
internal static class PolicyCatalogueCommand
{
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Only products of this vendor.", HelpName = "ID" };
    private static readonly Option<string> Country = new("--country") { Description = "Only products of vendors with this country label, two letters.", HelpName = "CC" };

    /// <summary>Builds the verb.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "catalogue",
        """
        List the apps that policies can name: their ids, vendors and families, and how well their identifiers are known. The country is a
        label to choose by, no judgement.

        Examples:
          compliance-agent policy catalogue --vendor tencent
          compliance-agent policy catalogue --country CN
        """) { Vendor, Country }.Does(shared, environment, (context, _) => Task.FromResult(List(context)));

    private static int List(VerbContext context)
    {
        var catalogue = PolicyLibrary.Load(context.Service<IOptions<PoliciesOptions>>().Value).Catalogue;
        var vendor = context.Get(Vendor);
        if (vendor is not null && !catalogue.Vendors.ContainsKey(vendor))
        {
            throw new CommandException(ExitCodes.BadUsage, $"--vendor {vendor}: the catalogue has no such vendor. There are: {string.Join(", ", catalogue.Vendors.Keys)}.");
        }

        var products = catalogue.Choose(vendor, context.Get(Country)).ToList();
        context.Out.Table(["Product", "Name", "Vendor", "Country", "Family", "Platforms", "Identifiers", "Note"], products.Select(product => Row(product, catalogue)));
        context.Error.Line(string.Create(CultureInfo.InvariantCulture, $"{products.Count} product{(products.Count == 1 ? "" : "s")}."));
        return ExitCodes.Done;
    }

    private static IReadOnlyList<string> Row(CatalogueProduct product, Catalogue catalogue) =>
    [
        product.Id,
        product.Name,
        product.Vendor,
        catalogue.Vendors.GetValueOrDefault(product.Vendor)?.Country ?? "",
        product.Family == product.Id ? "" : product.Family,
        string.Join(", ", product.Identities.Select(identity => identity.Platform).Where(platform => platform != PlatformFamily.Unknown).Distinct().Order()),
        string.Join(", ", product.Identities.CountBy(identity => identity.Mark).OrderByDescending(mark => mark.Key)
            .Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Value} {mark.Key.ToString().ToLowerInvariant()}"))),
        product.Note,
    ];
}
