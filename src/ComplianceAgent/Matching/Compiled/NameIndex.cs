using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A name a product is known by.</summary>
/// <param name="Text">As the catalogue spells it.</param>
/// <param name="IsVerified">False for one that may only suspect.</param>
internal readonly record struct KnownName(string Text, bool IsVerified);

/// <summary>A product's name found among the words of an app's name.</summary>
/// <param name="Product">Product.</param>
/// <param name="Known">The name as the catalogue has it.</param>
/// <param name="First">First word.</param>
/// <param name="End">Behind the last word.</param>
internal readonly record struct NameHit(CompiledProduct Product, KnownName Known, int First, int End)
{
    /// <summary>True when this hit covers the other's words and more.</summary>
    public bool Covers(NameHit other) => First <= other.First && End >= other.End && End - First > other.End - other.First;
}

/// <summary>
/// Finds known names among whole words by looking runs of words up in one dictionary. What a look-up costs depends on the app's
/// name, not on how many names are known.
/// </summary>
internal sealed class NameIndex
{
    private readonly FrozenDictionary<string, ImmutableArray<(CompiledProduct Product, KnownName Known)>>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly KeyStarts starts;
    private readonly int longest;

    private NameIndex(Dictionary<string, List<(CompiledProduct Product, KnownName Known)>> names)
    {
        lookup = names.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        starts = new KeyStarts(names.Keys);
        longest = names.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Builds an index from names and the keys under which they are found.</summary>
    public static NameIndex Of(IEnumerable<(string Key, CompiledProduct Product, KnownName Known)> names)
    {
        var all = new Dictionary<string, List<(CompiledProduct Product, KnownName Known)>>(StringComparer.Ordinal);
        foreach (var (key, product, known) in InOrder(names))
        {
            if (!all.TryGetValue(key, out var list))
            {
                all.Add(key, list = []);
            }

            if (list.TrueForAll(entry => entry.Product != product))
            {
                list.Add((product, known));
            }
        }

        return new NameIndex(all);
    }

    /// <summary>Of spellings with one key a verified one is kept, and of those the product's own name.</summary>
    private static IEnumerable<(string Key, CompiledProduct Product, KnownName Known)> InOrder(IEnumerable<(string Key, CompiledProduct Product, KnownName Known)> names) => names
        .Where(name => name.Key.Length > 0)
        .OrderBy(name => name.Product.Id, StringComparer.Ordinal).ThenByDescending(name => name.Known.IsVerified)
        .ThenByDescending(name => name.Known.Text == name.Product.Source.Name).ThenBy(name => name.Known.Text, StringComparer.Ordinal);

    /// <summary>Adds every known name found in the words of <paramref name="name"/>; the list is made when there is a first.</summary>
    public void Find(NormalizedName name, ref List<NameHit>? hits) => Find(name.Joined, name.Words.AsSpan(), ref hits);

    /// <summary>Adds every known name found in <paramref name="joined"/>, taken apart into <paramref name="words"/>.</summary>
    public void Find(ReadOnlySpan<char> joined, ReadOnlySpan<NameWord> words, ref List<NameHit>? hits)
    {
        for (var first = 0; first < words.Length; first++)
        {
            if (starts.MayStart(joined[words[first].Start..]))
            {
                FindFrom(first, joined, words, ref hits);
            }
        }
    }

    private void FindFrom(int first, ReadOnlySpan<char> joined, ReadOnlySpan<NameWord> words, ref List<NameHit>? hits)
    {
        for (var last = first; last < words.Length && words[last].End - words[first].Start <= longest; last++)
        {
            if (lookup.TryGetValue(joined[words[first].Start..words[last].End], out var entries))
            {
                foreach (var (product, known) in entries)
                {
                    (hits ??= []).Add(new NameHit(product, known, first, last + 1));
                }
            }
        }
    }
}
