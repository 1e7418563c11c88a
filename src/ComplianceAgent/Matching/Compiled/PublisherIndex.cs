using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Names;

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
internal sealed class PublisherIndex
{
    private const int ShortestPrefix = 4;
    private const int ShortestUnspacedPrefix = 2;
    private const int ShortestSurePrefix = 6;

    private readonly FrozenDictionary<string, ImmutableArray<KnownPublisher>>.AlternateLookup<ReadOnlySpan<char>> known;
    private readonly KeyStarts starts;

    public PublisherIndex(IEnumerable<KnownPublisher> publishers)
    {
        var byKey = publishers.Where(publisher => publisher.Key.Length > 0).GroupBy(publisher => publisher.Key, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key,
            group => group.Distinct().OrderByDescending(publisher => publisher.IsVerified).ThenBy(publisher => publisher.Owner, StringComparer.Ordinal).ToImmutableArray(),
            StringComparer.Ordinal);
        known = byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        starts = new KeyStarts(byKey.Keys);
    }

    /// <summary>Adds every owner of a publisher; the list is made when there is a first.</summary>
    public void Find(NormalizedPublisher publisher, ref List<PublisherHit>? hits)
    {
        if (!starts.MayStart(publisher.Key))
        {
            return;
        }

        foreach (var length in publisher.PrefixLengths)
        {
            var key = publisher.Key.AsSpan(0, length);
            var isWhole = length == publisher.Key.Length;
            if ((isWhole || length >= Shortest(key)) && known.TryGetValue(key, out var found))
            {
                foreach (var entry in found)
                {
                    (hits ??= []).Add(new PublisherHit(entry.Owner, isWhole || length >= SureLength(key), entry.IsVerified, publisher.Text));
                }
            }
        }
    }

    private static bool IsUnspaced(ReadOnlySpan<char> key) =>
        System.Text.Rune.DecodeFromUtf16(key, out var first, out _) == System.Buffers.OperationStatus.Done && CharacterFolding.IsUnspaced(first);

    private static int Shortest(ReadOnlySpan<char> key) => IsUnspaced(key) ? ShortestUnspacedPrefix : ShortestPrefix;

    private static int SureLength(ReadOnlySpan<char> key) => IsUnspaced(key) ? ShortestUnspacedPrefix : ShortestSurePrefix;
}
