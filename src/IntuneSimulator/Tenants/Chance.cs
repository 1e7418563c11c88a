namespace IntuneSimulator.Tenants;

/// <summary>
/// Numbers that look random and depend on nothing but their inputs. The whole tenant is made of them, so that any device on any day
/// can be told without remembering any other.
/// </summary>
internal static class Chance
{
    /// <summary>Spreads the bits of a number (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    public static ulong Of(ulong a, ulong b) => Mix(a ^ (Mix(b) * 3));

    public static ulong Of(ulong a, ulong b, ulong c) => Mix(Of(a, b) ^ (Mix(c) * 5));

    /// <summary>A share from 0 up to, not including, 1.</summary>
    public static double Share(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 up to, not including, the limit.</summary>
    public static int Below(ulong hash, int limit) => (int)Math.BigMul(hash, (ulong)limit, out _);

    /// <summary>Division that rounds down for negative numbers too: days before the start are negative.</summary>
    public static long FloorDiv(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);

    /// <summary>What <see cref="FloorDiv"/> leaves, never negative.</summary>
    public static long FloorMod(long value, long by) => value - (FloorDiv(value, by) * by);
}
