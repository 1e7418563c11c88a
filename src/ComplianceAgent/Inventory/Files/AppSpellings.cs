using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Remembers which app the columns of a row mean, by their bytes as they stand in the file, so that millions of rows are neither
/// unquoted nor hashed with care. One app may be spelled in several ways. Bounded: when it is full it forgets everything and starts anew.
/// </summary>
internal sealed unsafe class AppSpellings
{
    /// <summary>Rows looked up at once, so that the memory of one is fetched while others are compared.</summary>
    public const int BatchSize = 64;

    private const int Slot = 256;
    private const int Step = 32;
    private const int LongestKey = Slot - Step;
    private const int MostSpellings = 1 << 16;
    private const int MostBytes = 8 << 20;

    // Unknown to whoever chooses names, so that nobody can choose many with one hash.
    private readonly ulong[] secret = MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(4 * sizeof(ulong))).ToArray();
    private readonly byte[] gathered = new byte[BatchSize * Slot];
    private readonly int[] lengths = new int[BatchSize];
    private readonly ulong[] hashes = new ulong[BatchSize];
    private readonly (int First, int Last)[] runs;
    private Entry[] entries = new Entry[1 << 10];
    private byte[] keys = new byte[1 << 16];
    private int keyLength;
    private int count;

    /// <summary>Creates one for the columns that tell apps apart; those of -1 are not there.</summary>
    public AppSpellings(params IEnumerable<int> columns) => runs = [.. Runs(columns.Where(column => column >= 0).Distinct().Order())];

    /// <summary>Looks up some rows of a batch; an app not known is -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(in RowBatch rows, int from, Span<int> apps)
    {
        var mask = (ulong)entries.Length - 1;
        fixed (Entry* table = entries)
        fixed (byte* known = keys, asked = gathered)
        {
            for (var i = 0; i < apps.Length; i++)
            {
                lengths[i] = Gather(rows, from + i, asked + (i * Slot));
            }

            // Apart from the gathering: bytes just written in other pieces than they are read in would be waited for.
            for (var i = 0; i < apps.Length; i++)
            {
                hashes[i] = Hash(asked + (i * Slot), lengths[i]);
                Fetch(table + (hashes[i] & mask));
            }

            for (var i = 0; i < apps.Length; i++)
            {
                var key = known + table[hashes[i] & mask].Key;
                Fetch(key);
                Fetch(key + 64);
            }

            for (var i = 0; i < apps.Length; i++)
            {
                apps[i] = table[Place(table, known, asked + (i * Slot), lengths[i], hashes[i], mask)].App - 1;
            }
        }
    }

    /// <summary>Remembers the app of a row of those that were looked up last.</summary>
    public void Add(int row, int app)
    {
        if (lengths[row] == 0)
        {
            return;
        }

        MakeRoom();
        fixed (Entry* table = entries)
        fixed (byte* known = keys, asked = gathered)
        {
            ref var entry = ref table[Place(table, known, asked + (row * Slot), lengths[row], hashes[row], (ulong)entries.Length - 1)];
            if (entry.App != 0)
            {
                return;
            }

            gathered.AsSpan(row * Slot, lengths[row]).CopyTo(keys.AsSpan(keyLength));
            entry = new Entry { Hash = hashes[row], Key = keyLength, App = app + 1 };
            keyLength += lengths[row];
            count++;
        }
    }

    /// <summary>Columns side by side are one piece of bytes.</summary>
    private static List<(int First, int Last)> Runs(IEnumerable<int> columns)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var column in columns)
        {
            if (runs.Count > 0 && runs[^1].Last == column - 1)
            {
                runs[^1] = (runs[^1].First, column);
            }
            else
            {
                runs.Add((column, column));
            }
        }

        return runs;
    }

    /// <summary>Where a key is, or the free place where it belongs. Compares it whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Place(Entry* table, byte* known, byte* key, int length, ulong hash, ulong mask)
    {
        var place = hash & mask;
        while (table[place].App != 0 && (table[place].Hash != hash || !Same(known + table[place].Key, key, length)))
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    /// <summary>Puts the columns of a row one behind the other, their lengths before them and zeros after them; 0 when they are too long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Gather(in RowBatch rows, int row, byte* to)
    {
        ref var text = ref MemoryMarshal.GetReference(rows.Text);
        ref readonly var ends = ref rows.Ends[rows.Starts[row]];
        var (at, sizes) = (sizeof(ulong), 0UL);
        foreach (var (first, last) in runs)
        {
            var start = Unsafe.Add(ref Unsafe.AsRef(in ends), first) + 1;
            var size = Unsafe.Add(ref Unsafe.AsRef(in ends), last + 1) - start;
            if (size > LongestKey - at)
            {
                return 0;
            }

            for (var done = 0; done < size; done += Step)
            {
                Vector256.LoadUnsafe(ref Unsafe.Add(ref text, start + done)).Store(to + at + done);
            }

            at += size;
            sizes = (sizes << 8) | (uint)size;
        }

        *(ulong*)to = sizes;
        Vector256<byte>.Zero.Store(to + at);
        return (at + Step - 1) & -Step;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Hash(byte* key, int length)
    {
        var (one, other) = (secret[0], secret[1]);
        for (var at = 0; at < length; at += Step)
        {
            var words = (ulong*)(key + at);
            one = Fold(words[0] ^ secret[2], words[1] ^ one);
            other = Fold(words[2] ^ secret[3], words[3] ^ other);
        }

        return Fold(one ^ secret[3], other ^ secret[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong one, ulong other) => Math.BigMul(one, other, out var low) ^ low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Same(byte* one, byte* other, int length)
    {
        for (var at = 0; at < length; at += Step)
        {
            if (Vector256.Load(one + at) != Vector256.Load(other + at))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    private void MakeRoom()
    {
        if (count == MostSpellings || keyLength > MostBytes - Slot)
        {
            (count, keyLength) = (0, 0);
            entries.AsSpan().Clear();
        }

        if (keys.Length < keyLength + Slot)
        {
            Array.Resize(ref keys, keys.Length * 2);
        }

        if (count * 2 >= entries.Length)
        {
            Rehash();
        }
    }

    private void Rehash()
    {
        var old = entries;
        entries = new Entry[old.Length * 2];
        var mask = (ulong)entries.Length - 1;
        foreach (var entry in old.Where(entry => entry.App != 0))
        {
            var place = entry.Hash & mask;
            while (entries[place].App != 0)
            {
                place = (place + 1) & mask;
            }

            entries[place] = entry;
        }
    }

    private struct Entry
    {
        public ulong Hash;
        public int Key;

        // One more than the index; 0 marks a free place.
        public int App;
    }
}
