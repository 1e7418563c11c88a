using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>
/// Puts catalogue files together. A later file may add to a product or vendor of an earlier one (names, identifiers, never-flag
/// cases), it may not turn it into something else.
/// </summary>
internal sealed class CatalogueBuilder(FaultList faults)
{
    private readonly Dictionary<string, CatalogueVendor> _vendors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogueProduct> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<NamePattern> _neverFlag = [];
    private readonly List<NamePattern> _adviceOnly = [];
    private readonly List<(string Vendor, Mark Mark)> _vendorsNamed = [];

    /// <summary>Builds the catalogue of all files, in their order.</summary>
    public static Catalogue Build(IReadOnlyCollection<SourceFile> files, FaultList faults)
    {
        var builder = new CatalogueBuilder(faults);
        foreach (var file in files)
        {
            faults.AddRange(file.Faults.Items);
            builder.Add(file);
        }

        var catalogue = builder.Finish(files);
        CatalogueLint.Check(files, catalogue, faults);
        return catalogue;
    }

    private void Add(SourceFile file)
    {
        if (file.Root is not { } root)
        {
            return;
        }

        TakeFileId(file, root);
        foreach (var (key, value) in root.Maps("vendors"))
        {
            AddVendor(key, value);
        }

        foreach (var (key, value) in root.Maps("products"))
        {
            AddProduct(key, value);
        }

        _neverFlag.AddRange(Patterns(root, "neverFlag"));
        _adviceOnly.AddRange(Patterns(root, "adviceOnly"));
    }

    private void TakeFileId(SourceFile file, YamlMapping root)
    {
        if (root.Text("catalogue") is { } id && !_files.TryAdd(id, file.Name))
        {
            faults.Add(root.Find("catalogue")!.Mark, "policy-id-taken", ("id", id), ("other", _files[id]));
        }
    }

    private void AddVendor(YamlScalar id, YamlMapping map)
    {
        RefuseLookAlike("vendor ", id);
        var known = _vendors.GetValueOrDefault(id.Text);
        KeepValue(map, "name", known?.Name);
        KeepValue(map, "country", known?.Country is "" ? null : known?.Country);
        var vendor = known ?? new CatalogueVendor { Id = id.Text, Name = map.Text("name") ?? id.Text };
        _vendors[id.Text] = vendor with
        {
            Country = map.Text("country") ?? vendor.Country,
            Publishers = Join(vendor.Publishers, map.Texts("publishers")),
            UnverifiedPublishers = Join(vendor.UnverifiedPublishers, map.Texts("unverifiedPublishers")),
            IdentifierPrefixes = Join(vendor.IdentifierPrefixes, map.Texts("identifierPrefixes")),
        };
    }

    private void AddProduct(YamlScalar id, YamlMapping map)
    {
        RefuseLookAlike("product ", id);
        var known = _products.GetValueOrDefault(id.Text);
        foreach (var (key, value) in new[] { ("name", known?.Name), ("vendor", known?.Vendor), ("family", known?.Family) })
        {
            KeepValue(map, key, value);
        }

        if (map.Find("vendor") is YamlScalar vendor)
        {
            _vendorsNamed.Add((vendor.Text, vendor.Mark));
        }

        var product = known ?? NewProduct(id.Text, map);
        _products[id.Text] = Extend(product, map);
        if (_products[id.Text] is { Names.IsEmpty: true, UnverifiedNames.IsEmpty: true, Identities.IsEmpty: true })
        {
            faults.Add(id.Mark, "policy-product-without-identity", ("id", id.Text));
        }
    }

    private static CatalogueProduct NewProduct(string id, YamlMapping map) => new()
    {
        Id = id,
        Name = map.Text("name") ?? map.Texts("names").FirstOrDefault() ?? id,
        Vendor = map.Text("vendor") ?? "",
        Family = map.Text("family") ?? id,
        Formerly = map.Texts("formerly"),
        Names = map.Find("names") is null && map.Find("unverifiedNames") is null && map.Text("name") is { } name ? [name] : [],
    };

    private static CatalogueProduct Extend(CatalogueProduct product, YamlMapping map) => product with
    {
        Names = Join(product.Names, map.Texts("names")),
        UnverifiedNames = Join(product.UnverifiedNames, map.Texts("unverifiedNames")),
        NameStandsAlone = map.Flag("nameStandsAlone") ?? product.NameStandsAlone,
        NameMayHaveMoreWords = map.Flag("nameMayHaveMoreWords") ?? product.NameMayHaveMoreWords,
        Publishers = Join(product.Publishers, map.Texts("publishers")),
        UnverifiedPublishers = Join(product.UnverifiedPublishers, map.Texts("unverifiedPublishers")),
        Source = map.Text("source") ?? product.Source,
        Note = map.Text("note") ?? product.Note,
        WebHosts = Join(product.WebHosts, map.Texts("webHosts")),
        NeverFlag = [.. product.NeverFlag, .. Patterns(map, "neverFlag")],
        Identities =
        [
            .. product.Identities,
            .. Identities(map, "ios", IdentityKind.Bundle, PlatformFamily.IOS),
            .. Identities(map, "android", IdentityKind.Package, PlatformFamily.Android),
            .. Identities(map, "macos", IdentityKind.Bundle, PlatformFamily.MacOS),
            .. Identities(map, "packageFamilies", IdentityKind.PackageFamily, PlatformFamily.Windows),
            .. Identities(map, "windows", IdentityKind.Windows, PlatformFamily.Windows),
        ],
    };

    /// <summary>A value that an earlier file set may be repeated, not changed.</summary>
    private void KeepValue(YamlMapping map, string key, string? known)
    {
        if (known is not null && map.Find(key) is YamlScalar given && given.Text != known)
        {
            faults.Add(given.Mark, "policy-catalogue-conflict", ("key", key), ("value", given.Text), ("known", known));
        }
    }

    private void RefuseLookAlike(string kind, YamlScalar id)
    {
        var folded = kind + Spelling.Fold(id.Text);
        if (!_folded.TryAdd(folded, id.Text) && _folded[folded] != id.Text)
        {
            faults.Add(id.Mark, "policy-confusable-id", ("id", id.Text), ("other", _folded[folded]));
        }
    }

    private Catalogue Finish(IReadOnlyCollection<SourceFile> files)
    {
        foreach (var (vendor, mark) in _vendorsNamed.Where(named => !_vendors.ContainsKey(named.Vendor)))
        {
            faults.AddUnknown(mark, "vendor", vendor, _vendors.Keys);
        }

        var hashes = string.Join('\n', files.Select(file => file.Hash).Order(StringComparer.Ordinal));
        return new Catalogue
        {
            Vendors = _vendors.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Products = _products.ToImmutableSortedDictionary(StringComparer.Ordinal),
            NeverFlag = [.. _neverFlag.Distinct()],
            AdviceOnly = [.. _adviceOnly.Distinct()],
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashes))),
        };
    }

    private static IEnumerable<NamePattern> Patterns(YamlMapping map, string key) => map.Items(key)
        .Select(item => item switch
        {
            YamlScalar glob => new NamePattern(glob.Text),
            YamlMapping regex when regex.Text("regex") is { } text => new NamePattern(text, IsRegex: true),
            _ => null,
        }).OfType<NamePattern>();

    private static IEnumerable<CatalogueIdentity> Identities(YamlMapping map, string key, IdentityKind kind, PlatformFamily platform) => map.Items(key)
        .Select(item => item switch
        {
            YamlScalar id => Identity(kind, id.Text, EvidenceMark.Verified, "", platform),
            YamlMapping full when full.Text("id") is { } id => Identity(kind, id, MarkOf(full), full.Text("source") ?? "", platform),
            _ => null,
        }).OfType<CatalogueIdentity>();

    private static CatalogueIdentity Identity(IdentityKind kind, string id, EvidenceMark mark, string source, PlatformFamily platform) =>
        new(kind, id, mark != EvidenceMark.Unverified, source) { Mark = mark, Platform = platform };

    private static EvidenceMark MarkOf(YamlMapping identity) => identity.Text("mark") switch
    {
        "unverified" => EvidenceMark.Unverified,
        "seen" => EvidenceMark.Seen,
        _ => EvidenceMark.Verified,
    };

    private static ImmutableArray<string> Join(ImmutableArray<string> known, ImmutableArray<string> more) => [.. known.Union(more, StringComparer.Ordinal)];
}
