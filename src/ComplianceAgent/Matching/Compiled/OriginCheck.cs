using System.Collections.Frozen;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Tells by publisher and identifier whether a product's maker made the app.</summary>
internal sealed class OriginCheck(AppProbe app, List<PublisherHit>? publishers, List<(string Vendor, string Prefix)>? prefixes, HouseIndex houses)
{
    /// <summary>Publishers that only say which browser installed a web app; keys.</summary>
    private static readonly FrozenSet<string> Carriers = FrozenSet.ToFrozenSet(
        ["googlechrome", "google", "chromium", "microsoftedge", "microsoftedgebeta", "edge", "bravesoftwarebravebrowser", "brave", "bravebrowser", "vivaldi", "opera", "operasoftware", "safari"]);

    private readonly string? houseOfIdentifier = houses.VendorOf(app.Identifier);

    /// <summary>Who made it, and what says so.</summary>
    public (Origin Origin, string Seen) Of(CompiledProduct product)
    {
        foreach (var hit in publishers ?? [])
        {
            if (hit.IsVerified && IsOf(hit, product))
            {
                return (Origin.Own, hit.Seen == app.Publisher.Text ? app.App.Publisher : hit.Seen);
            }
        }

        foreach (var (vendor, prefix) in prefixes ?? [])
        {
            if (vendor == product.Source.Vendor)
            {
                return (Origin.Own, prefix);
            }
        }

        return houseOfIdentifier == product.Source.Vendor ? (Origin.Own, app.Identifier.House().ToString() + ".")
            : (SaysNothing(product) ? Origin.None : Origin.Other, app.App.Publisher);
    }

    /// <summary>True when nobody but the vendor is told.</summary>
    public bool SaysNothing(string vendor) =>
        !app.Publisher.Exists || Carriers.Contains(app.Publisher.Key) || publishers?.Exists(hit => hit.Owner == vendor) == true;

    /// <summary>No publisher, a spelling from memory, the browser that carries a web app, or a publisher that only repeats the product's name.</summary>
    private bool SaysNothing(CompiledProduct product)
    {
        var publisher = app.Publisher;
        return !publisher.Exists || Carriers.Contains(publisher.Key) || publishers?.Exists(hit => IsOf(hit, product)) == true
            || product.NameKeys.Any(key => publisher.Key.StartsWith(key, StringComparison.Ordinal) && publisher.PrefixLengths.Contains(key.Length));
    }

    private static bool IsOf(PublisherHit hit, CompiledProduct product) => hit.Owner == product.Source.Vendor || hit.Owner == CompiledCatalogue.ProductOwner + product.Id;
}
