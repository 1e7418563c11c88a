using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ComplianceAgent.Inventory.Files.Csv;

/// <summary>Sixty-four bytes of csv as bit masks: which of them end a field, which a row, and which lie within quotes.</summary>
internal struct CsvWord
{
    /// <summary>Bytes in a word.</summary>
    public const int Size = 64;

    private ulong inside;
    private ulong mayOpen;

    /// <summary>The state at the beginning of a row.</summary>
    public static CsvWord AtRowStart => new() { mayOpen = 1 };

    /// <summary>Bytes within quotes, opening ones included.</summary>
    public ulong Quoted { get; private set; }

    /// <summary>A quote behind one of these bytes opens a field: they are separators, or close quotes that another one would double.</summary>
    public ulong Openers { get; private set; }

    /// <summary>Bits of the bytes that equal a letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ref byte word, byte letter)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(ref word), Vector512.Create(letter)).ExtractMostSignificantBits();
        }

        var (low, high) = (Half(ref word, letter), Half(ref Unsafe.Add(ref word, Size / 2), letter));
        return low | ((ulong)high << (Size / 2));
    }

    /// <summary>Takes the next word: its quotes, and its separators within quotes or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(ulong quotes, ulong separators)
    {
        Quoted = inside;
        var closing = 0UL;
        if (quotes != 0)
        {
            Quoted ^= PrefixXor(quotes);
            closing = quotes & ~Quoted;
            var rightPlaces = (((separators & ~Quoted) | closing) << 1) | mayOpen;
            if ((quotes & Quoted & ~rightPlaces) != 0)
            {
                closing = TakeByHand(quotes, separators);
            }
        }

        Openers = (separators & ~Quoted) | closing;
        (inside, mayOpen) = ((ulong)((long)Quoted >> (Size - 1)), Openers >> (Size - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Half(ref byte half, byte letter) => Vector256.Equals(Vector256.LoadUnsafe(ref half), Vector256.Create(letter)).ExtractMostSignificantBits();

    /// <summary>Each bit becomes the parity of the bits up to it: set from an opening quote to the byte before the closing one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        for (var shift = 1; shift < Size; shift *= 2)
        {
            bits ^= bits << shift;
        }

        return bits;
    }

    /// <summary>
    /// A quote in the middle of an unquoted field is a letter. Where there is one, parity says nothing, and each quote is judged by what
    /// stands before it. Returns the closing ones.
    /// </summary>
    private ulong TakeByHand(ulong quotes, ulong separators)
    {
        var (isInside, isOpener, closing) = (inside != 0, mayOpen != 0, 0UL);
        Quoted = isInside ? ulong.MaxValue : 0;
        for (var rest = quotes | separators | (separators << 1) | (quotes << 1) | 1; rest != 0; rest &= rest - 1)
        {
            var bit = rest & (0 - rest);
            var isQuote = (quotes & bit) != 0;
            var opens = !isInside && isQuote && isOpener;
            var closes = isInside && isQuote;
            isOpener = closes || (!isInside && (separators & bit) != 0);
            closing |= closes ? bit : 0;
            if (opens || closes)
            {
                isInside = opens;
                Quoted ^= 0 - bit;
            }
        }

        return closing;
    }
}
