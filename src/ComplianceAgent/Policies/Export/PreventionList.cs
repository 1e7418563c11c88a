using System.Collections.Immutable;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Export;

/// <summary>One identifier that a device manager can be told to block.</summary>
/// <param name="Platform">Platform it is for.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Value">The identifier.</param>
/// <param name="IsVerified">False when it is only from memory: written, but commented out.</param>
public sealed record BlockedIdentifier(PlatformFamily Platform, IdentityKind Kind, string Value, bool IsVerified);

/// <summary>One thing banned, with what is known to block it by.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Publishers">Publisher spellings, the product's own before its vendor's.</param>
/// <param name="Identifiers">Identifiers; empty when none is known.</param>
public sealed record BlockedApp(string Name, ImmutableArray<string> Publishers, ImmutableArray<BlockedIdentifier> Identifiers);

/// <summary>Everything that a choice of policies bans, with the identifiers of the catalogue. Pure, and the same for the same files.</summary>
public sealed class PreventionList
{
    private readonly Catalogue _catalogue;
    private readonly SortedDictionary<string, BlockedApp> _apps = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _wholeVendors = new(StringComparer.Ordinal);

    private PreventionList(PolicySet set)
    {
        _catalogue = set.Catalogue;
        Policies = [.. set.Policies.OrderBy(policy => policy.Id, StringComparer.Ordinal)];
        foreach (var policy in Policies)
        {
            Add(policy);
        }

        Apps = [.. _apps.Values];
        WholeVendors = [.. _wholeVendors];
    }

    /// <summary>The policies, in order of id.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>What they ban, in order of product and rule id.</summary>
    public ImmutableArray<BlockedApp> Apps { get; }

    /// <summary>Names of vendors banned as a whole: of their apps only those of the catalogue can be listed.</summary>
    public ImmutableArray<string> WholeVendors { get; }

    /// <summary>SHA-256 of the catalogue.</summary>
    public string CatalogueHash => _catalogue.Hash;

    /// <summary>Makes the list.</summary>
    public static PreventionList Of(PolicySet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new PreventionList(set);
    }

    private void Add(Policy policy)
    {
        foreach (var rule in policy.Rules.Where(rule => rule.Severity is null or Severity.Violation))
        {
            foreach (var product in ProductsOf(rule).Where(product => !IsSoftened(policy, rule, product, platform: null)))
            {
                Add(product.Id, BlockedProduct(product, policy, rule));
            }

            AddWhatIsNoProduct(policy, rule);
        }
    }

    /// <summary>Products that a rule names, by itself, by family, by vendor or in its list. A block cannot tell versions, so a rule of some bans none whole.</summary>
    private IEnumerable<CatalogueProduct> ProductsOf(PolicyRule rule)
    {
        if (rule.Version is not null || rule.AllowList)
        {
            return [];
        }

        var listed = ListOf(rule).Select(entry => _catalogue.Products.GetValueOrDefault(entry.Product ?? "")?.Family).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var named = rule.Product is { } id && _catalogue.Products.TryGetValue(id, out var product) ? product : null;
        return _catalogue.Products.Values.Where(candidate =>
            candidate == named
            || (rule.Family && candidate.Family == named?.Family)
            || (rule.Vendor is { } vendor && candidate.Vendor == vendor)
            || listed.Contains(candidate.Family));
    }

    /// <summary>The nearest rule decides: one that names the product more closely and only advises takes it out of the ban.</summary>
    private bool IsSoftened(Policy policy, PolicyRule rule, CatalogueProduct product, PlatformFamily? platform) => policy.Rules.Any(other =>
        other.Severity is not (null or Severity.Violation) && (other.Platform is null || other.Platform == platform)
        && Distance(other, product) < Distance(rule, product) && ProductsOf(other).Contains(product));

    private static int Distance(PolicyRule rule, CatalogueProduct product) =>
        rule.Product == product.Id || rule.List.Contains(product.Id) ? 0 : rule.Vendor is null ? 1 : 2;

    /// <summary>The apps of a category; a text is a product when the catalogue has it, else a name.</summary>
    private IEnumerable<RuleListEntry> ListOf(PolicyRule rule) => rule.Category is null
        ? []
        : rule.List.Select(text => _catalogue.Products.ContainsKey(text) ? new RuleListEntry { Product = text } : new RuleListEntry { Name = text }).Concat(rule.ListEntries);

    private BlockedApp BlockedProduct(CatalogueProduct product, Policy policy, PolicyRule rule) => new(
        product.Name,
        [.. product.Publishers.Concat(_catalogue.Vendors.GetValueOrDefault(product.Vendor)?.Publishers ?? [])],
        [.. product.Identities
            .Where(identity => IsCovered(policy, rule, identity.Platform) && !IsSoftened(policy, rule, product, identity.Platform))
            .Select(identity => new BlockedIdentifier(identity.Platform, identity.Kind, identity.Value, identity.Mark != EvidenceMark.Unverified))]);

    private void AddWhatIsNoProduct(Policy policy, PolicyRule rule)
    {
        if (rule.Vendor is { } vendor)
        {
            _wholeVendors.Add(_catalogue.Vendors.GetValueOrDefault(vendor)?.Name ?? vendor);
        }

        foreach (var entry in ListOf(rule).Where(entry => entry.Product is null))
        {
            AddPattern(policy, rule with { Name = entry.Name, Publisher = entry.Publisher, Identifier = entry.Identifier, Title = null }, entry.Name ?? entry.Identifier ?? entry.Publisher ?? rule.Id);
        }

        if (rule is { Product: null, Vendor: null, Category: null } or { Version: not null } or { AllowList: true })
        {
            AddPattern(policy, rule, rule.Title ?? rule.Product ?? rule.Identifier ?? rule.Name ?? rule.NameRegex ?? rule.Publisher ?? rule.Id);
        }
    }

    /// <summary>Of patterns only a whole identifier, given alone, says no more and no less than a block of it would.</summary>
    private void AddPattern(Policy policy, PolicyRule rule, string name)
    {
        var isExact = rule is { Identifier: { } identifier, Name: null, NameRegex: null, Publisher: null, Version: null, AllowList: false }
            && !identifier.AsSpan().ContainsAny('*', '?');
        ImmutableArray<BlockedIdentifier> identifiers = isExact ? [.. KindsOf(rule.Identifier!).Where(kind => IsCovered(policy, rule, kind.Platform))] : [];
        Add($"{policy.Id} {rule.Id} {name}", new BlockedApp(name, [], identifiers));
    }

    /// <summary>A package family shows what it is by its tail; any other identifier may be of a phone of either make or of a Mac.</summary>
    private static IEnumerable<BlockedIdentifier> KindsOf(string identifier)
    {
        const int Tail = 13;
        if (identifier.LastIndexOf('_') is var at and > 0 && identifier.Length - at - 1 == Tail)
        {
            return [new BlockedIdentifier(PlatformFamily.Windows, IdentityKind.PackageFamily, identifier, IsVerified: true)];
        }

        return
        [
            new BlockedIdentifier(PlatformFamily.IOS, IdentityKind.Bundle, identifier, IsVerified: true),
            new BlockedIdentifier(PlatformFamily.MacOS, IdentityKind.Bundle, identifier, IsVerified: true),
            new BlockedIdentifier(PlatformFamily.Android, IdentityKind.Package, identifier, IsVerified: true),
        ];
    }

    private static bool IsCovered(Policy policy, PolicyRule rule, PlatformFamily platform) =>
        (rule.Platform is null || rule.Platform == platform) && policy.Scope.For(DeviceOwner.Company, platform) == Severity.Violation;

    /// <summary>Two rules may name the same product, each for its own platform.</summary>
    private void Add(string key, BlockedApp app) => _apps[key] = _apps.TryGetValue(key, out var known)
        ? app with { Identifiers = [.. known.Identifiers.Union(app.Identifiers)] }
        : app;
}
