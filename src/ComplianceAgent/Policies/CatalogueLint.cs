using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Lint;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies;

/// <summary>
/// Looks over catalogue files for what the format allows and sense forbids. In shipped files everything is a fault; in the
/// customer's only what would flag everybody is, the rest is a warning.
/// </summary>
internal sealed class CatalogueLint
{
    /// <summary>Keys that hold identifiers, with what identifiers of one kind share.</summary>
    private static readonly (string Key, IdentityKind Kind)[] IdentityKeys =
    [
        ("ios", IdentityKind.Bundle), ("macos", IdentityKind.Bundle), ("android", IdentityKind.Package),
        ("packageFamilies", IdentityKind.PackageFamily), ("windows", IdentityKind.Windows),
    ];

    private readonly Catalogue _catalogue;
    private readonly FaultList _faults;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(IdentityKind Kind, string Id), (string Product, bool IsNoted)> _identifiers = [];
    private readonly Dictionary<string, int> _families;

    private CatalogueLint(Catalogue catalogue, FaultList faults)
    {
        _catalogue = catalogue;
        _faults = faults;
        _families = catalogue.Products.Values.CountBy(product => product.Family, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Adds what is wrong with the files that a catalogue was built from, in their order.</summary>
    public static void Check(IEnumerable<SourceFile> files, Catalogue catalogue, FaultList faults)
    {
        var lint = new CatalogueLint(catalogue, faults);
        foreach (var file in files.Where(file => file.Root is not null))
        {
            lint.Check(file, file.Root!);
        }
    }

    private void Check(SourceFile file, YamlMapping root)
    {
        foreach (var (_, vendor) in root.Maps("vendors"))
        {
            CheckPublishers(vendor);
        }

        foreach (var (id, product) in root.Maps("products"))
        {
            CheckFamily(file, product);
            CheckNames(file, id, product);
            CheckPublishers(product);
            CheckIdentifiers(file, id, product);
            CheckSources(file, id, product);
        }
    }

    private void CheckFamily(SourceFile file, YamlMapping product)
    {
        if (product.Find("family") is YamlScalar family && !_catalogue.Products.ContainsKey(family.Text) && _families.GetValueOrDefault(family.Text) < 2)
        {
            Report(file, family.Mark, "policy-lint-family-of-one", ("family", family.Text));
        }
    }

    private void CheckNames(SourceFile file, YamlScalar id, YamlMapping product)
    {
        var standsAlone = _catalogue.Products.GetValueOrDefault(id.Text)?.NameStandsAlone ?? true;
        var names = product.Items("names").Concat(product.Items("unverifiedNames")).OfType<YamlScalar>().ToList();

        // The name to print is looked for as well.
        if (product.Find("name") is YamlScalar printed && names.TrueForAll(name => name.Text != printed.Text))
        {
            CheckName(printed, standsAlone, isVerified: true);
        }

        var unverified = product.Items("unverifiedNames").ToHashSet();
        foreach (var name in names)
        {
            CheckName(name, standsAlone, isVerified: !unverified.Contains(name));
            var key = NameLint.Key(name.Text);
            if (key.Length > 0 && !_names.TryAdd(key, id.Text) && _names[key] != id.Text)
            {
                Report(file, name.Mark, "policy-lint-name-taken", ("name", name.Text), ("product", _names[key]));
            }
        }
    }

    private void CheckName(YamlScalar name, bool standsAlone, bool isVerified)
    {
        if (NameLint.Fault(name.Text, standsAlone, isVerified) is { } code)
        {
            _faults.Add(name.Mark, code, ("name", name.Text));
        }
    }

    private void CheckPublishers(YamlMapping map)
    {
        foreach (var publisher in map.Items("publishers").Concat(map.Items("unverifiedPublishers")).OfType<YamlScalar>())
        {
            if (NameLint.IsCommonPublisher(publisher.Text))
            {
                _faults.Add(publisher.Mark, "policy-lint-publisher-too-common", ("publisher", publisher.Text));
            }
        }
    }

    private void CheckIdentifiers(SourceFile file, YamlScalar id, YamlMapping product)
    {
        foreach (var (key, kind) in IdentityKeys)
        {
            foreach (var item in product.Items(key))
            {
                var full = item as YamlMapping;
                if ((full?.Find("id") ?? item) is YamlScalar identifier)
                {
                    CheckIdentifier(file, id.Text, identifier, kind, full?.Text("note") is not null);
                }
            }
        }
    }

    private void CheckIdentifier(SourceFile file, string product, YamlScalar identifier, IdentityKind kind, bool isNoted)
    {
        if (!IdentifierForm.Fits(kind, identifier.Text))
        {
            Report(file, identifier.Mark, "policy-lint-identifier-form", ("identifier", identifier.Text), ("form", IdentifierForm.Of(kind)));
        }

        if (!_identifiers.TryAdd((kind, identifier.Text.ToUpperInvariant()), (product, isNoted))
            && _identifiers[(kind, identifier.Text.ToUpperInvariant())] is var known && known.Product != product && !(known.IsNoted && isNoted))
        {
            Report(file, identifier.Mark, "policy-lint-identifier-taken", ("identifier", identifier.Text), ("product", known.Product));
        }
    }

    /// <summary>Shipped facts only: customers know where theirs come from.</summary>
    private void CheckSources(SourceFile file, YamlScalar id, YamlMapping product)
    {
        if (!file.IsShipped)
        {
            return;
        }

        var identities = IdentityKeys.SelectMany(key => product.Items(key.Key)).ToList();
        foreach (var item in identities.Where(item => (item as YamlMapping)?.Text("mark") is null || (item as YamlMapping)?.Text("source") is null))
        {
            _faults.Add(item.Mark, "policy-lint-identifier-without-source", ("product", id.Text));
        }

        var hasFact = identities.OfType<YamlMapping>().Any(item => item.Text("mark") is "verified" or "seen");
        if (product.Items("names").Any() && !hasFact && product.Text("source") is null)
        {
            _faults.Add(id.Mark, "policy-lint-product-without-source", ("product", id.Text));
        }
    }

    private void Report(SourceFile file, Mark mark, string code, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        if (file.IsShipped)
        {
            _faults.Add(mark, code, parameters);
        }
        else
        {
            _faults.Warn(mark, code, parameters);
        }
    }
}
