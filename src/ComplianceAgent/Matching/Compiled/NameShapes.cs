using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>How a name hit stands among the words around it.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="NamesItsMaker">True when the words beside it are its maker's name.</param>
/// <param name="IsChineseEdition">True when it makes one Chinese word with what it is an edition of: <c>手机QQ</c> is nobody's but QQ's.</param>
internal readonly record struct NameSetting(NameShape Shape, bool NamesItsMaker, bool IsChineseEdition);

/// <summary>Tells the shape of a name hit: what the words around it make of it.</summary>
internal static class NameShapes
{
    /// <summary>How a hit stands.</summary>
    public static NameSetting Of(NormalizedName name, NameHit hit)
    {
        var words = name.Words.AsSpan();
        var before = words[..hit.First];
        var after = words[hit.End..Math.Max(hit.End, name.CoreWords)];
        var isMakerBefore = IsMaker(name, before, hit.Product);
        var makerAfter = MakerAfter(name, after, hit.Product);
        after = after[..^makerAfter];
        var namesItsMaker = isMakerBefore || makerAfter > 0;
        var isEditionBefore = IsEditionBefore(name, before, words[hit.First]);
        if ((before.IsEmpty || isMakerBefore) && AreSilent(name, after))
        {
            return new NameSetting(NameShape.Whole, namesItsMaker, IsChineseEdition: false);
        }

        if ((before.IsEmpty || isMakerBefore || isEditionBefore) && (IsSubtitle(name, after) || NameNoise.AreEditions(name, after)))
        {
            return new NameSetting(NameShape.Titled, namesItsMaker, IsEditionInChinese(name, isEditionBefore ? before : [], after));
        }

        return new NameSetting(IsOnSeam(words, hit) ? NameShape.Seam : NameShape.Within, namesItsMaker, IsChineseEdition: false);
    }

    private static bool IsEditionInChinese(NormalizedName name, ReadOnlySpan<NameWord> before, ReadOnlySpan<NameWord> after) =>
        NameNoise.AreUnspacedEditions(name, before) || (!after.IsEmpty && after[0].Before == WordGlue.Script && NameNoise.AreUnspacedEditions(name, after));

    private static bool IsMaker(NormalizedName name, ReadOnlySpan<NameWord> words, CompiledProduct product)
    {
        if (words.IsEmpty)
        {
            return false;
        }

        var said = name.Joined.AsSpan(words[0].Start, words[^1].End - words[0].Start);
        foreach (var key in product.VendorKeys)
        {
            if (said.SequenceEqual(key) || BeginsUnspaced(key, said))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many words at the end name the maker: <c>QQ (Tencent)</c>, <c>QQ by Tencent</c>.</summary>
    private static int MakerAfter(NormalizedName name, ReadOnlySpan<NameWord> after, CompiledProduct product)
    {
        for (var i = 0; i < after.Length; i++)
        {
            var isBy = name[after[i]] is "by" or "from";
            if ((isBy || after[i].Before is WordGlue.Title or WordGlue.Bracket) && IsMaker(name, isBy ? after[(i + 1)..] : after[i..], product))
            {
                return after.Length - i;
            }
        }

        return 0;
    }

    /// <summary><c>腾讯</c> for <c>腾讯科技</c>: a house's short name where the script knows no blanks.</summary>
    private static bool BeginsUnspaced(string key, ReadOnlySpan<char> said) =>
        said.Length >= 2 && key.AsSpan().StartsWith(said) && CharacterFolding.IsUnspaced(System.Text.Rune.GetRuneAt(key, 0));

    /// <summary><c>手机QQ</c>, <c>AI抖音</c>: in Chinese an edition stands before the name, without a blank.</summary>
    private static bool IsEditionBefore(NormalizedName name, ReadOnlySpan<NameWord> before, NameWord hit) =>
        hit.Before == WordGlue.Script && ((before.Length == 1 && name[before[0]] is "ai") || NameNoise.AreEditions(name, before));

    private static bool AreSilent(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        foreach (var word in words)
        {
            if (!NameNoise.IsSilent(name, word))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSubtitle(NormalizedName name, ReadOnlySpan<NameWord> after) =>
        !after.IsEmpty && after[0].Before is WordGlue.Title or WordGlue.Bracket && !NameNoise.AnyOutsider(name, after);

    private static bool IsOnSeam(ReadOnlySpan<NameWord> words, NameHit hit) =>
        words[hit.First].Before == WordGlue.Soft || (hit.End < words.Length && words[hit.End].Before == WordGlue.Soft);
}
