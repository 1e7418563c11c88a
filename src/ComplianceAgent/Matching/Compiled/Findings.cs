using System.Collections.Immutable;
using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>How a product's name stands in an app's name; better ones have higher numbers.</summary>
internal enum NameShape : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Only something that looks like it.</summary>
    LookAlike,

    /// <summary>Behind a seam in the spelling: <c>LiteLoaderQQ</c>.</summary>
    Seam,

    /// <summary>Among other words: <c>DeepSeek Desktop</c>.</summary>
    Within,

    /// <summary>With a subtitle or an edition: <c>TikTok: Videos</c>.</summary>
    Titled,

    /// <summary>Alone, but for version, architecture, language and its maker's name.</summary>
    Whole,
}

/// <summary>What publisher and identifier say of whether a product's maker made the app.</summary>
internal enum Origin : byte
{
    /// <summary>Another publisher is told.</summary>
    Other = 0,

    /// <summary>Nothing is told, or only the browser that installed it.</summary>
    None,

    /// <summary>The product's maker.</summary>
    Own,
}

/// <summary>Everything seen that speaks for one product, before any rule is asked.</summary>
internal sealed record ProductFinding(CompiledProduct Product)
{
    /// <summary>By identifier.</summary>
    public IdentityHit? Identity { get; init; }

    /// <summary>By name.</summary>
    public NameShape Shape { get; init; }

    /// <summary>The known name that was found.</summary>
    public string Known { get; init; } = "";

    /// <summary>False when that name is known from memory only.</summary>
    public bool IsNameVerified { get; init; } = true;

    /// <summary>True when the name also carries the maker's name: <c>Tencent QQ</c>.</summary>
    public bool NamesItsMaker { get; init; }

    /// <summary>By whom.</summary>
    public Origin Origin { get; init; }

    /// <summary>The publisher or identifier prefix by which it is known.</summary>
    public string OriginSeen { get; init; } = "";

    /// <summary>What the name found is worth by itself.</summary>
    public NameWeight Weight => IsChineseEdition ? NameWeight.Full : Product.WeightOf(Known);

    /// <summary>True when the name and an edition of it make one Chinese word.</summary>
    public bool IsChineseEdition { get; init; }

    /// <summary>True when the name found needs nobody to confirm it; a long listed name (<c>Temu: Shop Like a Billionaire</c>) does not, though its short form does.</summary>
    public bool StandsAlone => Weight == NameWeight.Full;

    /// <summary>True when nothing but the name speaks for it: only then do never-flag cases apply.</summary>
    public bool IsByNameOnly => Identity is null && Origin != Origin.Own;
}

/// <summary>A name hit that was set aside, because a longer known name of another product covers it.</summary>
internal readonly record struct CoveredHit(CompiledProduct Product, CompiledProduct By, string ByKnown);

/// <summary>All findings of one app.</summary>
internal sealed record AppFindings(
    AppProbe App,
    ImmutableArray<ProductFinding> Products,
    ImmutableArray<PublisherHit> Publishers,
    ImmutableArray<(string Vendor, string Prefix)> VendorIdentifiers,
    ImmutableArray<CoveredHit> Covered)
{
    /// <summary>The house whose name stands in the app's name (<c>Kaspersky Anything</c>), and how sure that makes it; none when no vendor names its apps so.</summary>
    public HouseName? House { get; init; }
}

/// <summary>A vendor's own name in an app's name.</summary>
/// <param name="Vendor">Vendor id.</param>
/// <param name="IsSure">False when it does not begin the name, somebody else publishes it, or it says that it only has to do with the house.</param>
internal readonly record struct HouseName(string Vendor, bool IsSure);
