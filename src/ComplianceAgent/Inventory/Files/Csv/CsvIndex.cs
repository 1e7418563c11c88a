using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ComplianceAgent.Inventory.Files.Csv;

/// <summary>
/// Where the fields and rows of a text end. Nothing is copied: a field lies between the end of the one before and its own, quotes and
/// all, and <see cref="FieldText"/> takes those off when somebody asks for it.
/// </summary>
internal sealed class CsvIndex
{
    private int[] ends = new int[4096];
    private int[] starts = new int[4096];
    private int[] quotedFeeds = new int[16];
    private int quotedFeedCount;

    /// <summary>Ends of fields, one after the other; the entry before a row's first field is the end of the row before.</summary>
    public ReadOnlySpan<int> Ends => ends;

    /// <summary>For each row the entry before its first field, and one more for the row that was begun.</summary>
    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Rows + 1);

    /// <summary>Line feeds within quotes: lines that are no rows.</summary>
    public ReadOnlySpan<int> QuotedFeeds => quotedFeeds.AsSpan(0, quotedFeedCount);

    /// <summary>Whole rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Where the row begins that does not end in this text.</summary>
    public int Rest => ends[starts[Rows]] + 1;

    /// <summary>The text ends within quotes.</summary>
    public bool EndsInQuotes { get; private set; }

    /// <summary>The text ends in a separator or a closing quote.</summary>
    public bool EndsClosed { get; private set; }

    /// <summary>Indexes a text that begins with a row.</summary>
    /// <param name="text">The text, with room for a <see cref="CsvWord"/> behind it.</param>
    /// <param name="length">Bytes of the text itself.</param>
    /// <param name="delimiter">Ends a field.</param>
    /// <param name="isLast">Nothing follows: a row without line break ends here.</param>
    public void Build(Span<byte> text, int length, byte delimiter, bool isLast)
    {
        text.Slice(length, CsvWord.Size).Clear();
        (ends[0], starts[0], quotedFeedCount) = (-1, 0, 0);
        var count = Scan(text, length, delimiter);
        if (isLast && Rest < length)
        {
            ends[count] = length;
            starts[++Rows] = count;
        }
        else if (!isLast && Rows > 0 && Rest == length && text[length - 1] == '\r')
        {
            // Whether an LF follows is not known yet, and it must not be taken for a row of its own.
            Rows--;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Scan(ReadOnlySpan<byte> text, int length, byte delimiter)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        ref var firstEnd = ref ends[0];
        ref var firstStart = ref starts[0];
        var (count, rows, room) = (1, 0, ends.Length - (2 * CsvWord.Size));
        var (quoted, openers) = (0UL, 1UL << (CsvWord.Size - 1));
        for (var at = 0; at < length; at += CsvWord.Size)
        {
            ref var word = ref Unsafe.Add(ref first, at);
            var feeds = CsvWord.Equal(ref word, (byte)'\n');
            var returns = CsvWord.Equal(ref word, (byte)'\r');
            var separators = CsvWord.Equal(ref word, delimiter) | feeds | returns;
            quoted = CsvWord.Quoted(CsvWord.Equal(ref word, (byte)'"'), separators, (ulong)((long)quoted >> (CsvWord.Size - 1)), ref openers);

            // Of CR LF the LF ends the row.
            var nextFeed = Unsafe.Add(ref word, CsvWord.Size) == '\n' ? 1UL : 0;
            var followed = returns & ((feeds >> 1) | (nextFeed << (CsvWord.Size - 1)));
            var marks = (separators ^ followed) & ~quoted;
            var breaks = (feeds | (returns ^ followed)) & ~quoted;
            if ((feeds & quoted) != 0)
            {
                AddQuoted(feeds & quoted, at);
            }

            if (count > room)
            {
                Grow();
                room = ends.Length - (2 * CsvWord.Size);
                firstEnd = ref ends[0];
                firstStart = ref starts[0];
            }

            // One start is written whether a row ends here or not; asking first would be slower.
            do
            {
                Unsafe.Add(ref firstStart, rows + 1) = count + BitOperations.PopCount(marks & ((breaks & (0 - breaks)) - 1));
                rows += breaks != 0 ? 1 : 0;
                breaks &= breaks - 1;
            }
            while (breaks != 0);
            Write(ref Unsafe.Add(ref firstEnd, count), at, marks);
            count += BitOperations.PopCount(marks);
        }

        Rows = rows;
        var last = (length - 1) & (CsvWord.Size - 1);
        (EndsInQuotes, EndsClosed) = (((quoted >> last) & 1) != 0, ((openers >> last) & 1) != 0);
        return count;
    }

    /// <summary>Writes the place of each bit, and a few too many: to count first would be slower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref int to, int at, ulong bits)
    {
        do
        {
            WriteOne(ref to, at, ref bits);
            WriteOne(ref Unsafe.Add(ref to, 1), at, ref bits);
            WriteOne(ref Unsafe.Add(ref to, 2), at, ref bits);
            WriteOne(ref Unsafe.Add(ref to, 3), at, ref bits);
            WriteOne(ref Unsafe.Add(ref to, 4), at, ref bits);
            to = ref Unsafe.Add(ref to, 5);
        }
        while (bits != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteOne(ref int to, int at, ref ulong bits)
    {
        to = at + BitOperations.TrailingZeroCount(bits);
        bits &= bits - 1;
    }

    /// <summary>A word may hold as many fields and rows as bytes.</summary>
    private void Grow()
    {
        Array.Resize(ref ends, ends.Length * 2);
        Array.Resize(ref starts, ends.Length);
    }

    private void AddQuoted(ulong feeds, int at)
    {
        if (quotedFeeds.Length < quotedFeedCount + CsvWord.Size)
        {
            Array.Resize(ref quotedFeeds, (quotedFeeds.Length * 2) + CsvWord.Size);
        }

        for (; feeds != 0; feeds &= feeds - 1)
        {
            quotedFeeds[quotedFeedCount++] = at + BitOperations.TrailingZeroCount(feeds);
        }
    }
}
