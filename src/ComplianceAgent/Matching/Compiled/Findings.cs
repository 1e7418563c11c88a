using System.Collections.Immutable;
using ComplianceAgent.Matching.Names;

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

    /// <summary>True when the name found needs nobody to confirm it; a long listed name (<c>Temu: Shop Like a Billionaire</c>) does not, though its short form does.</summary>
    public bool StandsAlone => Product.Source.NameStandsAlone || Product.IsUnmistakable(Known);

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
    ImmutableArray<CoveredHit> Covered);

/// <summary>Tells the shape of a name hit.</summary>
internal static class NameShapes
{
    /// <summary>Shape of a hit, and whether the words before it are its maker's name.</summary>
    public static (NameShape Shape, bool NamesItsMaker) Of(NormalizedName name, NameHit hit)
    {
        var words = name.Words.AsSpan();
        var before = words[..hit.First];
        var after = words[hit.End..];
        var namesItsMaker = IsMaker(name, before, hit.Product);
        if (before.IsEmpty || namesItsMaker)
        {
            if (AreAll(name, after, static (n, w) => NameNoise.IsSilent(n, w)))
            {
                return (NameShape.Whole, namesItsMaker);
            }

            if (IsSubtitle(name, after) || AreAll(name, after, static (n, w) => NameNoise.IsSilent(n, w) || NameNoise.IsEdition(n, w)))
            {
                return (NameShape.Titled, namesItsMaker);
            }
        }

        return (IsOnSeam(words, hit) ? NameShape.Seam : NameShape.Within, namesItsMaker);
    }

    private static bool IsMaker(NormalizedName name, ReadOnlySpan<NameWord> before, CompiledProduct product)
    {
        if (before.IsEmpty)
        {
            return false;
        }

        var said = name.Joined.AsSpan(before[0].Start, before[^1].End - before[0].Start);
        foreach (var key in product.VendorKeys)
        {
            if (said.SequenceEqual(key) || BeginsUnspaced(key, said))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>腾讯</c> for <c>腾讯科技</c>: a house's short name where the script knows no blanks.</summary>
    private static bool BeginsUnspaced(string key, ReadOnlySpan<char> said) =>
        said.Length >= 2 && key.AsSpan().StartsWith(said) && CharacterFolding.IsUnspaced(System.Text.Rune.GetRuneAt(key, 0));

    private static bool IsSubtitle(NormalizedName name, ReadOnlySpan<NameWord> after) =>
        after[0].Before is WordGlue.Title or WordGlue.Bracket && AreAll(name, after, static (n, w) => !NameNoise.IsOutsider(n, w));

    private static bool IsOnSeam(ReadOnlySpan<NameWord> words, NameHit hit) =>
        words[hit.First].Before == WordGlue.Soft || (hit.End < words.Length && words[hit.End].Before == WordGlue.Soft);

    private static bool AreAll(NormalizedName name, ReadOnlySpan<NameWord> words, Func<NormalizedName, NameWord, bool> test)
    {
        foreach (var word in words)
        {
            if (!test(name, word))
            {
                return false;
            }
        }

        return true;
    }
}
