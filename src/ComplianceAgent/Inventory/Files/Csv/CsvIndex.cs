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
    private int[] starts = new int[512];
    private int[] lines = new int[512];

    /// <summary>Ends of fields, one after the other; the entry before a row's first field is the end of the row before.</summary>
    public ReadOnlySpan<int> Ends => ends;

    /// <summary>For each row the entry before its first field, and one more for the row that was begun.</summary>
    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Rows + 1);

    /// <summary>For each row, and the one begun, lines before it in this text.</summary>
    public ReadOnlySpan<int> Lines => lines.AsSpan(0, Rows + 1);

    /// <summary>Whole rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Where the row begins that does not end in this text.</summary>
    public int Rest => ends[starts[Rows]] + 1;

    /// <summary>The text ends within quotes.</summary>
    public bool EndsInQuotes { get; private set; }

    /// <summary>The text ends in a separator or closing quote.</summary>
    public bool EndsClosed { get; private set; }

    /// <summary>Indexes a text that begins with a row.</summary>
    /// <param name="text">The text; at least <see cref="CsvWord.Size"/> bytes behind it may be read.</param>
    /// <param name="delimiter">Ends a field.</param>
    /// <param name="isLast">Nothing follows: a row without line break ends here.</param>
    public void Build(ReadOnlySpan<byte> text, byte delimiter, bool isLast)
    {
        (ends[0], starts[0], lines[0], Rows) = (-1, 0, 0, 0);
        var count = Scan(text, delimiter, isLast);
        if (isLast && Rest < text.Length)
        {
            ends[count] = text.Length;
            EndRow(count, lines[Rows] + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Scan(ReadOnlySpan<byte> text, byte delimiter, bool isLast)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var word = CsvWord.AtRowStart;
        var (count, line, last) = (1, 0, 0);
        for (var at = 0; at < text.Length; at += CsvWord.Size)
        {
            ref var bytes = ref Unsafe.Add(ref first, at);
            var left = text.Length - at;
            var real = left >= CsvWord.Size ? ulong.MaxValue : (1UL << left) - 1;
            var delimiters = CsvWord.Equal(ref bytes, delimiter) & real;
            var feeds = CsvWord.Equal(ref bytes, (byte)'\n') & real;
            var returns = CsvWord.Equal(ref bytes, (byte)'\r') & real;
            word.Take(CsvWord.Equal(ref bytes, (byte)'"') & real, delimiters | feeds | returns);

            // Of CR LF the LF ends the row. What follows a CR at the end of a text is not known yet.
            var followed = (feeds >> 1) | (left > CsvWord.Size ? (ulong)(Unsafe.Add(ref bytes, CsvWord.Size) == '\n' ? 1 : 0) << (CsvWord.Size - 1) : isLast ? 0 : real ^ (real >> 1));
            var breaks = (feeds | (returns & ~followed)) & ~word.Quoted;
            var marks = (delimiters & ~word.Quoted) | breaks;
            if (ends.Length < count + CsvWord.Size + 8)
            {
                Array.Resize(ref ends, ends.Length * 2);
            }

            for (; breaks != 0; breaks &= breaks - 1)
            {
                var before = (breaks & (0 - breaks)) - 1;
                line++;
                EndRow(count + BitOperations.PopCount(marks & before), line + BitOperations.PopCount(feeds & word.Quoted & before));
            }

            line += BitOperations.PopCount(feeds & word.Quoted);
            Write(ref ends[count], at, marks);
            count += BitOperations.PopCount(marks);
            last = Math.Min(left, CsvWord.Size) - 1;
        }

        (EndsInQuotes, EndsClosed) = (((word.Quoted >> last) & 1) != 0, ((word.Openers >> last) & 1) != 0);
        return count;
    }

    /// <summary>Writes the place of each bit; a few too many, since not to ask how many there are is faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref int to, int at, ulong bits)
    {
        do
        {
            for (var i = 0; i < 4; i++)
            {
                Unsafe.Add(ref to, i) = at + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
            }

            to = ref Unsafe.Add(ref to, 4);
        }
        while (bits != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndRow(int end, int line)
    {
        if (starts.Length < Rows + 2)
        {
            Array.Resize(ref starts, starts.Length * 2);
            Array.Resize(ref lines, starts.Length);
        }

        Rows++;
        (starts[Rows], lines[Rows]) = (end, line);
    }
}
