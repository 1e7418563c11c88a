using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// The short way to what a plain name can be taken for. A name of ASCII and Chinese characters has one form, which its words give
/// letter by letter; so the look-alike names are asked without making anything. Other names go the long way, through <see cref="LookAlikes.Forms"/>.
/// </summary>
internal static class LookAlikeSearch
{
    private const int LongestPlain = 128;

    /// <summary>False when the name is not plain.</summary>
    public static bool TryFindPlain(AppProbe app, NameIndex index, ref List<NameHit>? hits)
    {
        var name = app.Name;
        if (name.Joined.Length > LongestPlain || !LookAlikes.IsPlain(app.App.Name))
        {
            return false;
        }

        Span<char> joined = stackalloc char[LongestPlain];
        Span<NameWord> words = stackalloc NameWord[LongestPlain];
        var (length, count) = (0, 0);
        for (var i = 0; i < name.Words.Length;)
        {
            // Look-alikes are folded before words are parted, so there is no seam between small letters and capitals.
            var end = name.EndOfWritten(i);
            var from = name.Words[i].Start;
            var word = LookAlikes.FormOfPlain(name.Joined.AsSpan(from, name.Words[end - 1].End - from), joined[length..]);
            words[count++] = new NameWord(length, word, name.Words[i].Before);
            length += word;
            i = end;
        }

        index.Find(joined[..length], words[..count], ref hits);
        return true;
    }
}
