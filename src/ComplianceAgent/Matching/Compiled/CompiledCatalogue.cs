using System.Collections.Immutable;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>The whole catalogue, indexed. It knows more products than any policy bans: that is how QQ Music is not taken for QQ.</summary>
internal sealed class CompiledCatalogue
{
    /// <summary>Owner prefix of publisher spellings that belong to one product.</summary>
    public const string ProductOwner = "product:";

    private readonly NameIndex names;
    private readonly NameIndex lookAlikes;
    private readonly IdentityIndex identities;
    private readonly PublisherIndex publishers;
    private readonly HouseIndex houses;

    public CompiledCatalogue(Catalogue catalogue)
    {
        Source = catalogue;
        Products = [.. catalogue.Products.Values.Select(product => new CompiledProduct(product, catalogue.Vendors.GetValueOrDefault(product.Vendor)))];
        names = NameIndex.Of(Spellings().Select(name => (NameNormalizer.Normalize(name.Known.Text).Joined, name.Product, name.Known)));
        lookAlikes = NameIndex.Of(Spellings().SelectMany(name => LookAlikes.Forms(name.Known.Text).Select(form => (form.Joined, name.Product, name.Known))));
        identities = new IdentityIndex(Products);
        publishers = new PublisherIndex(Owners(catalogue));
        houses = new HouseIndex(catalogue);
        NeverFlag = [.. catalogue.NeverFlag.Select(Pattern)];
        AdviceOnly = [.. catalogue.AdviceOnly.Select(Pattern)];
    }

    /// <summary>The catalogue's record.</summary>
    public Catalogue Source { get; }

    /// <summary>Products in order of id.</summary>
    public ImmutableArray<CompiledProduct> Products { get; }

    /// <summary>Names never to flag.</summary>
    public ImmutableArray<NameMatcher> NeverFlag { get; }

    /// <summary>Names only advised against.</summary>
    public ImmutableArray<NameMatcher> AdviceOnly { get; }

    /// <summary>Compiles a pattern.</summary>
    public static NameMatcher Pattern(NamePattern pattern) => pattern.IsRegex ? NameMatcher.OfRegex(pattern.Text) : NameMatcher.OfName(pattern.Text);

    /// <summary>The keys by which a vendor's publisher texts are known.</summary>
    public static IEnumerable<string> PublisherKeys(CatalogueVendor vendor) =>
        Printed(vendor.Name, vendor.Publishers, vendor.UnverifiedPublishers).Select(publisher => PublisherNormalizer.Normalize(publisher).Key).Where(key => key.Length > 0);

    /// <summary>Everything that speaks for any product or vendor.</summary>
    public AppFindings Find(AppProbe app)
    {
        List<PublisherHit>? publisherHits = null;
        foreach (var maker in app.Makers)
        {
            publishers.Find(maker, ref publisherHits);
        }

        List<(string Vendor, string Prefix)>? prefixes = null;
        houses.FindPrefixes(app.Identifier, ref prefixes);
        houses.FindPrefixes(app.NameAsIdentifier, ref prefixes);
        var collector = new FindingCollector(app, publisherHits, prefixes, houses);
        collector.AddIdentities(identities);
        collector.AddNames(names);
        collector.AddLookAlikes(lookAlikes);
        return collector.Findings();
    }

    private static IEnumerable<KnownPublisher> Owners(Catalogue catalogue) =>
    [
        .. catalogue.Vendors.Values.SelectMany(vendor => PublisherKeys(vendor).Select(key => new KnownPublisher(vendor.Id, key, IsVerified: true))),
        .. catalogue.Vendors.Values.SelectMany(vendor => Known(vendor.Id, vendor.UnverifiedPublishers, isVerified: false)),
        .. catalogue.Products.Values.SelectMany(product => Known(ProductOwner + product.Id, product.Publishers, isVerified: true)),
        .. catalogue.Products.Values.SelectMany(product => Known(ProductOwner + product.Id, product.UnverifiedPublishers, isVerified: false)),
    ];

    private static IEnumerable<KnownPublisher> Known(string owner, ImmutableArray<string> publishers, bool isVerified) =>
        publishers.Select(publisher => new KnownPublisher(owner, PublisherNormalizer.Normalize(publisher).Key, isVerified));

    /// <summary>The name we print counts as seen, unless it stands among those from memory.</summary>
    private static IEnumerable<string> Printed(string name, ImmutableArray<string> seen, ImmutableArray<string> unverified) =>
        unverified.Contains(name, StringComparer.OrdinalIgnoreCase) ? seen : seen.Append(name);

    private IEnumerable<(CompiledProduct Product, KnownName Known)> Spellings() => Products.SelectMany(product =>
        Printed(product.Source.Name, product.Source.Names, product.Source.UnverifiedNames).Select(name => (product, new KnownName(name, IsVerified: true)))
            .Concat(product.Source.UnverifiedNames.Select(name => (product, new KnownName(name, IsVerified: false)))));
}
