using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// Beginnings by which houses name what they make: of identifiers (<c>com.tencent.</c>, as the catalogue lists them; <c>com.lemon</c>,
/// under which several known identifiers of one vendor lie and nobody else's) and of names (<c>Kaspersky Anything</c>).
/// </summary>
internal sealed class HouseIndex
{
    private const int SharedBy = 2;
    private const int ProductsNamedSo = 3;

    /// <summary>Heads that belong to tools and places where anybody publishes, not to a house.</summary>
    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        ["com.electron", "com.github", "io.github", "com.gitlab", "io.gitlab", "org.chromium", "com.google", "com.apple", "com.android", "com.microsoft", "com.app", "com.mobile", "com.sec", "com.samsung", "com.huawei", "com.xiaomi", "com.miui", "org.gnome", "org.kde"],
        StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, ImmutableArray<(string Vendor, string Prefix)>>.AlternateLookup<ReadOnlySpan<char>> prefixes;
    private readonly ImmutableArray<(string Vendor, string Prefix)> shortPrefixes;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> heads;
    private readonly FrozenDictionary<string, string> names;

    public HouseIndex(Catalogue catalogue)
    {
        var all = catalogue.Vendors.Values.SelectMany(vendor => vendor.IdentifierPrefixes.Select(prefix => (Vendor: vendor.Id, Prefix: prefix))).ToList();
        prefixes = all.Where(entry => Head(entry.Prefix).Length > 0).GroupBy(entry => Head(entry.Prefix), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        shortPrefixes = [.. all.Where(entry => Head(entry.Prefix).Length == 0)];
        heads = Heads(catalogue).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        names = Names(catalogue).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Adds the vendors whose listed prefix begins the identifier; the list is made when there is a first.</summary>
    public void FindPrefixes(AppIdentifier identifier, ref List<(string Vendor, string Prefix)>? hits)
    {
        if (!identifier.Exists)
        {
            return;
        }

        if (prefixes.TryGetValue(identifier.House(), out var listed))
        {
            Add(identifier, listed, ref hits);
        }

        Add(identifier, shortPrefixes, ref hits);
    }

    /// <summary>The vendor under whose head several known identifiers lie; null when it is nobody's, or anybody's.</summary>
    public string? VendorOf(AppIdentifier identifier) => heads.TryGetValue(identifier.House(), out var vendor) ? vendor : null;

    /// <summary>The vendor whose name is a word of the name, and whether it begins it; null when there is none.</summary>
    public string? VendorNamed(NormalizedName name, out bool begins)
    {
        begins = true;
        if (names.Count > 0)
        {
            foreach (var word in name.Words)
            {
                if (word.Length >= NameStrength.Unmistakable && names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[word], out var vendor))
                {
                    return vendor;
                }

                begins = false;
            }
        }

        return null;
    }

    private static void Add(AppIdentifier identifier, ImmutableArray<(string Vendor, string Prefix)> entries, ref List<(string Vendor, string Prefix)>? hits)
    {
        foreach (var entry in entries)
        {
            if (identifier.Text.StartsWith(entry.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                (hits ??= []).Add(entry);
            }
        }
    }

    private static string Head(string identifier) => AppIdentifier.Parse(identifier).House().ToString();

    private static IEnumerable<KeyValuePair<string, string>> Heads(Catalogue catalogue) =>
        from product in catalogue.Products.Values
        from identity in product.Identities
        where identity is { Verified: true, Kind: IdentityKind.Bundle or IdentityKind.Package }
        group (product.Vendor, identity.Value) by Head(identity.Value).ToLowerInvariant() into head
        where head.Key.Length > 0 && !Common.Contains(head.Key)
            && head.Select(entry => entry.Vendor).Distinct(StringComparer.Ordinal).Count() == 1
            && head.Select(entry => entry.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count() >= SharedBy
        select KeyValuePair.Create(head.Key, head.First().Vendor);

    /// <summary>A vendor of one word after which several of its products are called.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Names(Catalogue catalogue) =>
        from vendor in catalogue.Vendors.Values
        let key = NameNormalizer.Normalize(vendor.Name)
        where key.Words.Length == 1 && NameStrength.Of(key.Joined) >= NameStrength.Unmistakable
            && catalogue.Products.Values.Count(product => product.Vendor == vendor.Id && BeginsWith(product.Name, key.Joined)) >= ProductsNamedSo
        group vendor.Id by key.Joined into named
        where named.Count() == 1
        select KeyValuePair.Create(named.Key, named.First());

    private static bool BeginsWith(string name, string key) => NameNormalizer.Normalize(name) is { Words: [var first, _, ..] } words && words[first].SequenceEqual(key);
}
