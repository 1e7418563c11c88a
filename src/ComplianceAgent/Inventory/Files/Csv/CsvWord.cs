using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ComplianceAgent.Inventory.Files.Csv;

/// <summary>Sixty-four bytes of csv as bit masks, the first byte in the lowest bit.</summary>
internal static class CsvWord
{
    /// <summary>Bytes in a word.</summary>
    public const int Size = 64;

    /// <summary>The bytes that equal a letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ref byte word, byte letter)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(ref word), Vector512.Create(letter)).ExtractMostSignificantBits();
        }

        return Half(ref word, letter) | ((ulong)Half(ref Unsafe.Add(ref word, Size / 2), letter) << (Size / 2));
    }

    /// <summary>The bytes within quotes, opening ones included.</summary>
    /// <param name="quotes">The quotes.</param>
    /// <param name="separators">What ends fields, within quotes or not.</param>
    /// <param name="inside">All bits when the word begins within quotes, else none.</param>
    /// <param name="openers">
    /// A quote right behind one of these bytes opens a field: they are separators, or close quotes that another one would double. Those of
    /// the word before go in, those of this word come out.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Quoted(ulong quotes, ulong separators, ulong inside, ref ulong openers)
    {
        var before = openers >> (Size - 1);
        var quoted = inside ^ PrefixXor(quotes);
        openers = (separators | quotes) & ~quoted;
        return (quotes & quoted & ~((openers << 1) | before)) == 0 ? quoted : QuotedByHand(quotes, separators, inside, before, out openers);
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
    /// A quote in the middle of an unquoted field is a letter. Where there is one, parity says nothing, and each quote is judged by the
    /// byte before it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong QuotedByHand(ulong quotes, ulong separators, ulong inside, ulong before, out ulong openers)
    {
        var (quoted, isInside, mayOpen) = (inside, inside != 0, before != 0);
        openers = 0;
        for (var bit = 1UL; bit != 0; bit <<= 1)
        {
            var isQuote = (quotes & bit) != 0;
            var turns = isQuote && (isInside || mayOpen);
            mayOpen = isInside ? isQuote : (separators & bit) != 0;
            openers |= mayOpen ? bit : 0;
            isInside ^= turns;
            quoted ^= turns ? 0 - bit : 0;
        }

        return quoted;
    }
}
