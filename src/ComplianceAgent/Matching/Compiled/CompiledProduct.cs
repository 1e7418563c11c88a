using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>How far a name speaks for a product when nothing else does.</summary>
internal enum NameWeight : byte
{
    /// <summary>A common word or an abbreviation: it needs publisher or identifier.</summary>
    Weak = 0,

    /// <summary>Short, but no word: it speaks for the product where it is the whole name.</summary>
    Coined,

    /// <summary>Unmistakable.</summary>
    Full,
}

/// <summary>A catalogue product with its patterns compiled.</summary>
internal sealed class CompiledProduct
{
    private const int UnmistakableWords = 2;
    private const int UnmistakableLength = 8;

    private readonly FrozenDictionary<string, NameWeight> weights;

    public CompiledProduct(CatalogueProduct product, CatalogueVendor? vendor)
    {
        Source = product;
        NeverFlag = [.. product.NeverFlag.Select(CompiledCatalogue.Pattern)];
        VendorKeys = vendor is null ? [] : [.. CompiledCatalogue.PublisherKeys(vendor).Distinct(StringComparer.Ordinal)];
        NameKeys = [.. product.Names.Append(product.Name).Select(Key).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)];
        var weakest = NameKeys.Select(NameStrength.Of).DefaultIfEmpty().Min();
        weights = product.Names.Concat(product.UnverifiedNames).Append(product.Name).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(name => name, name => Weigh(name, weakest), StringComparer.Ordinal);
    }

    /// <summary>The catalogue's record.</summary>
    public CatalogueProduct Source { get; }

    /// <summary>Product id.</summary>
    public string Id => Source.Id;

    /// <summary>Names never to flag as this product.</summary>
    public ImmutableArray<NameMatcher> NeverFlag { get; }

    /// <summary>Publisher keys of its vendor: <c>Tencent QQ</c> is QQ with its maker's name before it.</summary>
    public ImmutableArray<string> VendorKeys { get; }

    /// <summary>Its names without blanks.</summary>
    public ImmutableArray<string> NameKeys { get; }

    /// <summary>What a name of it, as the catalogue spells it, is worth.</summary>
    public NameWeight WeightOf(string known) => weights.GetValueOrDefault(known);

    private static string Key(string name) => NameNormalizer.Normalize(name).Joined;

    private NameWeight Weigh(string name, int weakest)
    {
        var normalized = NameNormalizer.Normalize(name);
        var strength = NameStrength.Of(normalized.Joined);
        return strength < NameStrength.LeastToStandAlone ? NameWeight.Weak
            : Source.NameStandsAlone || (strength >= NameStrength.Unmistakable && strength > weakest) || IsLong(normalized) ? NameWeight.Full
            : NameStrength.IsCoined(normalized.Joined, strength) ? NameWeight.Coined
            : NameWeight.Weak;
    }

    private static bool IsLong(NormalizedName name) => name.Words.Length >= UnmistakableWords && name.Joined.Length >= UnmistakableLength;

    /// <inheritdoc/>
    public override string ToString() => Id;
}
