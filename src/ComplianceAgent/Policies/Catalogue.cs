using System.Collections.Immutable;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies;

/// <summary>Who the apps are: products with their identities, and the vendors behind them. Immutable.</summary>
public sealed record Catalogue
{
    /// <summary>Vendors by id.</summary>
    public required ImmutableSortedDictionary<string, CatalogueVendor> Vendors { get; init; }

    /// <summary>Products by id.</summary>
    public required ImmutableSortedDictionary<string, CatalogueProduct> Products { get; init; }

    /// <summary>Names never to flag whatever the rule (an identifier or publisher hit still wins).</summary>
    public ImmutableArray<NamePattern> NeverFlag { get; init; } = [];

    /// <summary>Names that are only ever advised against (downloaders, pixel helpers).</summary>
    public ImmutableArray<NamePattern> AdviceOnly { get; init; } = [];

    /// <summary>SHA-256 (lower-case hex) over every catalogue file. Printed as evidence.</summary>
    public required string Hash { get; init; }

    /// <summary>Products of a vendor, of vendors with a country label, or of both; null asks for any.</summary>
    public IEnumerable<CatalogueProduct> Choose(string? vendor, string? country) => Products.Values.Where(product =>
        (vendor is null || product.Vendor == vendor)
        && (country is null || string.Equals(Vendors.GetValueOrDefault(product.Vendor)?.Country, country, StringComparison.OrdinalIgnoreCase)));

    /// <summary>An empty catalogue.</summary>
    public static Catalogue Empty { get; } = new()
    {
        Vendors = ImmutableSortedDictionary<string, CatalogueVendor>.Empty,
        Products = ImmutableSortedDictionary<string, CatalogueProduct>.Empty,
        Hash = "",
    };
}

/// <summary>A vendor.</summary>
public sealed record CatalogueVendor
{
    /// <summary>Stable id, for example <c>bytedance</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Country label (ISO 3166 alpha-2); empty when not stated.</summary>
    public string Country { get; init; } = "";

    /// <summary>Publisher spellings seen, compared after publisher normalisation (CN=, Ltd and the like folded).</summary>
    public ImmutableArray<string> Publishers { get; init; } = [];

    /// <summary>Publisher spellings from memory: they confirm nothing, they may only suspect.</summary>
    public ImmutableArray<string> UnverifiedPublishers { get; init; } = [];

    /// <summary>Prefixes of identifiers that only this vendor uses; for vendor-wide rules.</summary>
    public ImmutableArray<string> IdentifierPrefixes { get; init; } = [];
}

/// <summary>A product: the thing that is banned, whatever its build, language or platform.</summary>
public sealed record CatalogueProduct
{
    /// <summary>Stable id, for example <c>tiktok</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Vendor id.</summary>
    public required string Vendor { get; init; }

    /// <summary>Family id; products of one family fall together under <c>family: true</c>. The product id when it has none.</summary>
    public required string Family { get; init; }

    /// <summary>Ids it had before.</summary>
    public ImmutableArray<string> Formerly { get; init; } = [];

    /// <summary>Every display name it is sold under, in every script.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Display names from memory, other scripts among them: they may only suspect.</summary>
    public ImmutableArray<string> UnverifiedNames { get; init; } = [];

    /// <summary>False when the name is short or common, so that publisher or identifier must confirm it; alone it gives <c>suspected</c>.</summary>
    public bool NameStandsAlone { get; init; } = true;

    /// <summary>True when words after or before the name still mean this product (<c>TikTok 34.5.1</c>, <c>TikTok: Videos</c>); false for exact names only.</summary>
    public bool NameMayHaveMoreWords { get; init; } = true;

    /// <summary>Publisher spellings of this product beside its vendor's.</summary>
    public ImmutableArray<string> Publishers { get; init; } = [];

    /// <summary>Publisher spellings from memory: they confirm nothing, they may only suspect.</summary>
    public ImmutableArray<string> UnverifiedPublishers { get; init; } = [];

    /// <summary>Identities: bundle ids, package names, package families, uninstall keys.</summary>
    public ImmutableArray<CatalogueIdentity> Identities { get; init; } = [];

    /// <summary>Where its names were seen; empty when its identities say so.</summary>
    public string Source { get; init; } = "";

    /// <summary>A remark for people; empty when there is none.</summary>
    public string Note { get; init; } = "";

    /// <summary>Web hosts, recognised in names of browser-installed web apps (<c>www.tiktok.com-1A2B3C4D</c>).</summary>
    public ImmutableArray<string> WebHosts { get; init; } = [];

    /// <summary>Names never to flag as this product.</summary>
    public ImmutableArray<NamePattern> NeverFlag { get; init; } = [];
}

/// <summary>What kind an identity is.</summary>
public enum IdentityKind : byte
{
    /// <summary>Apple bundle id.</summary>
    Bundle,

    /// <summary>Android package name.</summary>
    Package,

    /// <summary>Windows package family name (<c>Name_13chars</c>) or its name part.</summary>
    PackageFamily,

    /// <summary>Registry uninstall key or winget id.</summary>
    Windows,
}

/// <summary>One identity of a product.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The identifier, compared without case.</param>
/// <param name="Verified">True when a public source shows it (see <see cref="Mark"/> for how good a one); an unverified one only suspects.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record CatalogueIdentity(IdentityKind Kind, string Value, bool Verified, string Source)
{
    /// <summary>How well it is known, finer than <see cref="Verified"/>.</summary>
    public EvidenceMark Mark { get; init; } = Verified ? EvidenceMark.Verified : EvidenceMark.Unverified;

    /// <summary>Platform it was given for; a bundle id stands for iOS or macOS.</summary>
    public PlatformFamily Platform { get; init; }
}

/// <summary>How well a fact of the catalogue is known.</summary>
public enum EvidenceMark : byte
{
    /// <summary>From memory: never shipped as a fact, may only suspect.</summary>
    Unverified = 0,

    /// <summary>Seen in public code or documents: good, not authoritative.</summary>
    Seen,

    /// <summary>A primary or machine-made public source shows it, or two independent ones agree.</summary>
    Verified,
}

/// <summary>A name, a glob over whole names, or a regular expression without backtracking; compared after normalisation.</summary>
/// <param name="Text">The pattern.</param>
/// <param name="IsRegex">True for a regular expression.</param>
public sealed record NamePattern(string Text, bool IsRegex = false);
