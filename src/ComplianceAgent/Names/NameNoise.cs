namespace ComplianceAgent.Names;

/// <summary>Tells what the words beside a brand add to it: versions, architectures, languages and store suffixes add nothing.</summary>
internal static class NameNoise
{
    private const int LongestUnspacedEdition = 4;

    /// <summary>
    /// How many words remain when the tail is dropped. A word goes by what stands before it, and none goes after a plain blank
    /// that would stay after another sign: that is what makes dropping twice the same as dropping once.
    /// </summary>
    public static int WithoutTail(NormalizedName name)
    {
        var count = name.Words.Length;
        while (count > 1)
        {
            var left = WithoutLast(name, name.Words.AsSpan(0, count));
            if (left == count)
            {
                break;
            }

            count = left;
        }

        return count;
    }

    private static int WithoutLast(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var drop = TailLength(name, words);
        return drop > 0 && drop < words.Length ? words.Length - drop : WithoutLastWritten(name, words);
    }

    /// <summary>The same when words are taken as they were written, seams in the spelling or not: <c>aRm</c> is one word.</summary>
    private static int WithoutLastWritten(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        if (!AnySeam(words))
        {
            return words.Length;
        }

        var written = AsWritten(words);
        var drop = TailLength(name, written);
        return drop == 0 || drop == written.Length ? words.Length : CountBefore(words, written[^drop].Start);
    }

    private static bool AnySeam(ReadOnlySpan<NameWord> words)
    {
        foreach (var word in words)
        {
            if (word.Before == WordGlue.Soft)
            {
                return true;
            }
        }

        return false;
    }

    private static NameWord[] AsWritten(ReadOnlySpan<NameWord> words)
    {
        var written = new List<NameWord>(words.Length);
        foreach (var word in words)
        {
            if (word.Before == WordGlue.Soft)
            {
                written[^1] = written[^1] with { Length = word.End - written[^1].Start };
            }
            else
            {
                written.Add(word);
            }
        }

        return [.. written];
    }

    private static int CountBefore(ReadOnlySpan<NameWord> words, int start)
    {
        var count = 0;
        while (words[count].Start < start)
        {
            count++;
        }

        return count;
    }

    /// <summary>True for a word that says nothing of what the app is.</summary>
    public static bool IsSilent(NormalizedName name, NameWord word) =>
        IsNumber(name[word]) || IsVersionWord(name[word]) || NameWords.Builds.Contains(name[word]) || NameWords.VersionMarks.Contains(name[word])
        || (word.Before == WordGlue.Bracket && NameWords.Bracketed.Contains(name[word]))
        || (word.Before is WordGlue.Title or WordGlue.Bracket or WordGlue.Dash && (NameWords.Languages.Contains(name[word]) || NameWords.Regions.Contains(name[word])));

    /// <summary>True for a number.</summary>
    public static bool IsNumber(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('0', '9');

    /// <summary>True when the words name editions of the same product, or nothing at all.</summary>
    public static bool AreEditions(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        while (!words.IsEmpty)
        {
            var length = IsSilent(name, words[0]) || NameWords.Editions.Contains(name[words[0]]) ? 1 : UnspacedEdition(name, words);
            if (length == 0)
            {
                return false;
            }

            words = words[length..];
        }

        return true;
    }

    /// <summary>True when the words are editions in Chinese, written to the name without a blank: <c>QQ极速版</c>, <c>手机QQ</c>.</summary>
    public static bool AreUnspacedEditions(NormalizedName name, ReadOnlySpan<NameWord> words) =>
        !words.IsEmpty && IsUnspaced(name, words[0]) && IsUnspaced(name, words[^1]) && AreEditions(name, words);

    /// <summary>True when a stranger's program says by these words that it only has to do with the product.</summary>
    public static bool AnyOutsider(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        foreach (var word in words)
        {
            if (NameWords.Outsiders.Contains(name[word]))
            {
                return true;
            }
        }

        return !words.IsEmpty && AnyUnspacedOutsider(name.Joined.AsSpan(words[0].Start, words[^1].End - words[0].Start));
    }

    private static bool AnyUnspacedOutsider(ReadOnlySpan<char> said)
    {
        if (said.ContainsAnyExceptInRange('\0', '\u2FFF'))
        {
            foreach (var outsider in NameWords.UnspacedOutsiders)
            {
                if (said.Contains(outsider, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>How many words an edition in Chinese takes: one that is known, or up to four characters and 版.</summary>
    private static int UnspacedEdition(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var said = name.Joined.AsSpan(words[0].Start);
        foreach (var edition in NameWords.UnspacedEditions)
        {
            if (said.StartsWith(edition) && words.Length >= edition.Length)
            {
                return edition.Length;
            }
        }

        for (var i = 0; i < words.Length && i <= LongestUnspacedEdition && IsUnspaced(name, words[i]) && (i == 0 || words[i].Before == WordGlue.Script); i++)
        {
            if (name[words[i]] is "版")
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static bool IsUnspaced(NormalizedName name, NameWord word) => CharacterFolding.IsUnspaced(System.Text.Rune.GetRuneAt(name.Joined, word.Start));

    private static int TailLength(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var last = words[^1];
        if (IsVersionWord(name[last]) || NameWords.Builds.Contains(name[last]))
        {
            return 1;
        }

        if (words.Length > 2 && IsWordSize(name, words[^2], words[^1]))
        {
            return 2;
        }

        if (words.Length > 2 && IsNumber(name[last]) && words[^2].Before != WordGlue.Script && NameWords.VersionMarks.Contains(name[words[^2]]))
        {
            return 2;
        }

        var dotted = DottedNumbers(name, words);
        return dotted > 1 ? dotted + MarkBefore(name, words[..^dotted]) : Math.Max(BracketLength(name, words), LocaleLength(name, words));
    }

    /// <summary><c>version 4.9.1</c>: the word goes with its number.</summary>
    private static int MarkBefore(NormalizedName name, ReadOnlySpan<NameWord> words) =>
        words.Length > 1 && NameWords.VersionMarks.Contains(name[words[^1]]) ? 1 : 0;

    /// <summary><c>64-bit</c>, <c>x86_64</c>.</summary>
    private static bool IsWordSize(NormalizedName name, NameWord first, NameWord second) =>
        (name[second] is "bit" && name[first] is "64" or "32") || (name[first] is "x86" && name[second] is "64");

    private static int DottedNumbers(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var count = 0;
        while (count < words.Length && IsNumber(name[words[^(count + 1)]]))
        {
            count++;
            if (words[^count].Before != WordGlue.Dot)
            {
                break;
            }
        }

        return count;
    }

    /// <summary><c>(Microsoft Store)</c>, <c>(x64 en-US)</c>, <c>[User]</c>: a bracket that holds nothing but noise.</summary>
    private static int BracketLength(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        for (var i = words.Length - 1; i > 0; i--)
        {
            var word = name[words[i]];
            var isNoise = NameWords.Bracketed.Contains(word) || NameWords.Builds.Contains(word) || NameWords.Languages.Contains(word)
                || (words[i].Before is WordGlue.Dash && NameWords.Regions.Contains(word)) || IsVersionWord(word);
            if (!isNoise)
            {
                return 0;
            }

            if (words[i].Before == WordGlue.Bracket)
            {
                return words.Length - i;
            }
        }

        return 0;
    }

    /// <summary><c>- en-us</c>, <c>(fr)</c>, <c>[zh-CN]</c>.</summary>
    private static int LocaleLength(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        if (words.Length > 2 && words[^1].Before == WordGlue.Dash && (words[^1].Length is 2 or 4 || NameWords.Regions.Contains(name[words[^1]]))
            && Opens(words[^2].Before) && NameWords.Languages.Contains(name[words[^2]]))
        {
            return 2;
        }

        return Opens(words[^1].Before) && NameWords.Languages.Contains(name[words[^1]]) ? 1 : 0;
    }

    private static bool Opens(WordGlue glue) => glue is WordGlue.Title or WordGlue.Bracket;

    private static bool IsVersionWord(ReadOnlySpan<char> word) => word.Length is > 1 and < 8 && word[0] == 'v' && IsNumber(word[1..]);
}
