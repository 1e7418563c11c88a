using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Matching.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Whose publisher a text is.</summary>
/// <param name="Owner">Vendor id, or <c>product:</c> and the product id for a spelling of that product alone.</param>
/// <param name="IsSure">True when the whole key is equal, or a long known one begins it; enough for a vendor-wide rule.</param>
/// <param name="IsVerified">False for a spelling that confirms nothing.</param>
/// <param name="Seen">The publisher seen.</param>
internal readonly record struct PublisherHit(string Owner, bool IsSure, bool IsVerified, string Seen);

/// <summary>A publisher the catalogue knows.</summary>
/// <param name="Owner">Whose it is, as in <see cref="PublisherHit"/>.</param>
/// <param name="Key">Normalised key.</param>
/// <param name="IsVerified">False for a spelling that confirms nothing.</param>
internal readonly record struct KnownPublisher(string Owner, string Key, bool IsVerified);

/// <summary>Known publishers. A known one followed by more words is still the same house: <c>Tencent Technology (Shenzhen)</c>.</summary>
internal sealed class PublisherIndex(IEnumerable<KnownPublisher> publishers)
{
    private const int ShortestPrefix = 4;
    private const int ShortestUnspacedPrefix = 2;
    private const int ShortestSurePrefix = 6;

    private readonly FrozenDictionary<string, ImmutableArray<KnownPublisher>> known = publishers
        .Where(publisher => publisher.Key.Length > 0)
        .GroupBy(publisher => publisher.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(
            group => group.Key,
            group => group.Distinct().OrderByDescending(publisher => publisher.IsVerified).ThenBy(publisher => publisher.Owner, StringComparer.Ordinal).ToImmutableArray(),
            StringComparer.Ordinal);

    /// <summary>Adds every owner of a publisher.</summary>
    public void Find(NormalizedPublisher publisher, List<PublisherHit> hits)
    {
        foreach (var length in publisher.PrefixLengths)
        {
            var key = publisher.Key[..length];
            var isWhole = length == publisher.Key.Length;
            if ((isWhole || length >= Shortest(key)) && known.TryGetValue(key, out var found))
            {
                hits.AddRange(found.Select(entry => new PublisherHit(entry.Owner, isWhole || length >= SureLength(key), entry.IsVerified, publisher.Text)));
            }
        }
    }

    private static bool IsUnspaced(string key) => CharacterFolding.IsUnspaced(System.Text.Rune.GetRuneAt(key, 0));

    private static int Shortest(string key) => IsUnspaced(key) ? ShortestUnspacedPrefix : ShortestPrefix;

    private static int SureLength(string key) => IsUnspaced(key) ? ShortestUnspacedPrefix : ShortestSurePrefix;
}
