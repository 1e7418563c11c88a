using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Matching.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Puts together, product by product, what the indexes find for one app.</summary>
internal sealed class FindingCollector(AppProbe app, List<PublisherHit> publishers, ImmutableArray<(string Vendor, string Prefix)> vendorIdentifiers)
{
    /// <summary>Publishers that only say which browser installed a web app; keys.</summary>
    private static readonly FrozenSet<string> Carriers = FrozenSet.ToFrozenSet(
        ["googlechrome", "google", "chromium", "microsoftedge", "microsoftedgebeta", "edge", "bravesoftwarebravebrowser", "brave", "bravebrowser", "vivaldi", "opera", "operasoftware", "safari"]);

    private readonly Dictionary<CompiledProduct, ProductFinding> findings = [];
    private readonly List<CoveredHit> covered = [];
    private readonly bool isWebApp = app.NameAsIdentifier.WebHost().Length > 0;

    /// <summary>What was found, in order of product id.</summary>
    public ImmutableArray<ProductFinding> Products() => [.. findings.Values.OrderBy(finding => finding.Product.Id, StringComparer.Ordinal)];

    /// <summary>What was set aside for a longer name, where nothing else speaks for the product.</summary>
    public ImmutableArray<CoveredHit> Covered() => [.. covered.Where(hit => !findings.ContainsKey(hit.Product)).Distinct()];

    /// <summary>Looks at the identifier, and at the name where that is one.</summary>
    public void AddIdentities(IdentityIndex index)
    {
        var hits = new List<IdentityHit>();
        index.Find(app.Identifier, app.Family, hits);
        index.Find(app.NameAsIdentifier, app.Family, hits);
        foreach (var hit in hits)
        {
            var finding = Of(hit.Product);
            if (finding.Identity is not { } known || hit.Fit > known.Fit)
            {
                findings[hit.Product] = finding with { Identity = hit };
            }
        }
    }

    /// <summary>Looks at the name; of a web app named after its host the host has decided already.</summary>
    public void AddNames(NameIndex index)
    {
        if (isWebApp)
        {
            return;
        }

        AddNames(index, app.Name);
        if (app.PackageProduct is { } product)
        {
            AddNames(index, product);
        }
    }

    /// <summary>Looks at what the name can be taken for, for products that its words did not give.</summary>
    public void AddLookAlikes(NameIndex index)
    {
        if (isWebApp)
        {
            return;
        }

        var hits = new List<NameHit>();
        foreach (var form in app.LookAlikeForms)
        {
            index.Find(form, hits);
        }

        foreach (var hit in hits)
        {
            var finding = Of(hit.Product);
            if (finding.Shape == NameShape.None && !covered.Exists(other => other.Product == hit.Product))
            {
                findings[hit.Product] = finding with { Shape = NameShape.LookAlike, Known = hit.Known.Text };
            }
        }
    }

    private void AddNames(NameIndex index, NormalizedName name)
    {
        var hits = new List<NameHit>();
        index.Find(name, hits);
        foreach (var hit in hits)
        {
            if (hits.Find(other => other.Product != hit.Product && other.Covers(hit)) is { Product: { } by } cover)
            {
                covered.Add(new CoveredHit(hit.Product, by, cover.Known.Text));
            }
            else if (!hits.Exists(other => other.Product == hit.Product && other.Covers(hit)))
            {
                Add(name, WithNeighbours(hit, hits));
            }
        }
    }

    /// <summary><c>抖音 Douyin</c>: two names of one product side by side are one.</summary>
    private static NameHit WithNeighbours(NameHit hit, List<NameHit> hits)
    {
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var other in hits)
            {
                if (other.Product == hit.Product && other.First <= hit.End && other.End >= hit.First && (other.First < hit.First || other.End > hit.End))
                {
                    hit = hit with { First = Math.Min(hit.First, other.First), End = Math.Max(hit.End, other.End) };
                    grown = true;
                }
            }
        }

        return hit;
    }

    private void Add(NormalizedName name, NameHit hit)
    {
        var (shape, namesItsMaker) = NameShapes.Of(name, hit);
        var finding = Of(hit.Product);
        if (shape > finding.Shape || (shape == finding.Shape && hit.Known.IsVerified && !finding.IsNameVerified))
        {
            findings[hit.Product] = finding with { Shape = shape, Known = hit.Known.Text, IsNameVerified = hit.Known.IsVerified, NamesItsMaker = namesItsMaker };
        }
    }

    private ProductFinding Of(CompiledProduct product)
    {
        if (findings.TryGetValue(product, out var finding))
        {
            return finding;
        }

        var (origin, seen) = OriginOf(product);
        return new ProductFinding(product) { Origin = origin, OriginSeen = seen };
    }

    private (Origin Origin, string Seen) OriginOf(CompiledProduct product)
    {
        foreach (var hit in publishers)
        {
            if (hit.IsVerified && IsOf(hit, product))
            {
                return (Origin.Own, hit.Seen == app.Publisher.Text ? app.App.Publisher : hit.Seen);
            }
        }

        foreach (var (vendor, prefix) in vendorIdentifiers)
        {
            if (vendor == product.Source.Vendor)
            {
                return (Origin.Own, prefix);
            }
        }

        return (SaysNothing(product) ? Origin.None : Origin.Other, app.App.Publisher);
    }

    private static bool IsOf(PublisherHit hit, CompiledProduct product) => hit.Owner == product.Source.Vendor || hit.Owner == CompiledCatalogue.ProductOwner + product.Id;

    /// <summary>No publisher, a spelling from memory, the browser that carries a web app, or a publisher that only repeats the product's name.</summary>
    private bool SaysNothing(CompiledProduct product)
    {
        var publisher = app.Publisher;
        return !publisher.Exists || Carriers.Contains(publisher.Key) || publishers.Exists(hit => IsOf(hit, product))
            || product.NameKeys.Any(key => publisher.Key.StartsWith(key, StringComparison.Ordinal) && publisher.PrefixLengths.Contains(key.Length));
    }
}
