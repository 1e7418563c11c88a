using IntuneSimulator.Tenants;

namespace IntuneSimulator.Shapes;

/// <summary>
/// Which of the texts that a tenant uses stands in one row. What the simulator would write stays where that tenant writes it too; texts that
/// nobody can place stand as often as they stood there.
/// </summary>
internal sealed class ShapedTexts
{
    private readonly IReadOnlyList<TextShape> known;
    private readonly IReadOnlyList<TextShape> strange;
    private readonly double strangeShare;

    private ShapedTexts(IReadOnlyList<TextShape> texts, Func<TextShape, bool> isStrange)
    {
        known = [.. texts.Where(text => !isStrange(text)).OrderByDescending(text => text.Count)];
        strange = [.. texts.Where(isStrange)];
        strangeShare = strange.Count == 0 ? 0 : (double)strange.Sum(text => text.Count) / Math.Max(1, texts.Sum(text => text.Count));
    }

    /// <summary>Spellings of platforms.</summary>
    public static ShapedTexts OfPlatforms(IReadOnlyList<TextShape> texts) => new(texts, text => text.Platform is null or "Unknown");

    /// <summary>Members of an enumeration, of which the simulator uses some.</summary>
    public static ShapedTexts OfMembers(IReadOnlyList<TextShape> texts, IEnumerable<string> own)
    {
        var used = own.ToHashSet(StringComparer.Ordinal);
        return new ShapedTexts(texts, text => !used.Contains(text.Text));
    }

    /// <summary>The spelling of a platform.</summary>
    public string Of(SimulatedPlatform platform, string usual, ulong hash) => Strange(hash) ?? Spelling(platform.ToString(), usual)
        ?? (platform.ToString().StartsWith("Android", StringComparison.Ordinal) ? Spelling("Android", usual) : null) ?? usual;

    /// <summary>The member of an enumeration.</summary>
    public string Of(string usual, ulong hash) => Strange(hash) ?? usual;

    private string? Spelling(string platform, string usual)
    {
        var spellings = known.Where(text => text.Platform == platform).Select(text => text.Text).ToList();
        return spellings.Contains(usual, StringComparer.Ordinal) ? usual : spellings.FirstOrDefault();
    }

    private string? Strange(ulong hash)
    {
        if (Chance.Share(hash) >= strangeShare)
        {
            return null;
        }

        var at = (long)(Chance.Share(Chance.Mix(hash)) * strange.Sum(text => text.Count));
        return strange.FirstOrDefault(text => (at -= text.Count) < 0)?.Text ?? strange[^1].Text;
    }
}
