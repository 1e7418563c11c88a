using System.Collections.Immutable;
using ComplianceAgent.Matching.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A catalogue product with its patterns compiled.</summary>
internal sealed class CompiledProduct
{
    private const int UnmistakableWords = 2;
    private const int UnmistakableLength = 8;

    private readonly HashSet<string> unmistakable;

    public CompiledProduct(CatalogueProduct product, CatalogueVendor? vendor)
    {
        Source = product;
        unmistakable = [.. product.Names.Where(IsLong)];
        NeverFlag = [.. product.NeverFlag.Select(CompiledCatalogue.Pattern)];
        VendorKeys = vendor is null ? [] : [.. CompiledCatalogue.PublisherKeys(vendor).Distinct(StringComparer.Ordinal)];
        NameKeys = [.. product.Names.Append(product.Name).Select(name => NameNormalizer.Normalize(name).Joined).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)];
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

    /// <summary>True for a listed name so long that no other app will have it.</summary>
    public bool IsUnmistakable(string known) => unmistakable.Contains(known);

    private static bool IsLong(string name) =>
        NameNormalizer.Normalize(name) is { } normalized && normalized.Words.Length >= UnmistakableWords && normalized.Joined.Length >= UnmistakableLength;

    /// <inheritdoc/>
    public override string ToString() => Id;
}
