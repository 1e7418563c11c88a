namespace ComplianceAgent.Tests.Fuzz;

/// <summary>Makes broken inputs out of whole ones: a few random cuts, flips, splices and words of the format's own.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
{
    private const int MostSteps = 8;
    private const int LongestRepeat = 4096;
    private const int LongestInput = 256 * 1024;
    private static readonly byte[] Telling = [0, 1, 9, 10, 13, (byte)'"', (byte)',', (byte)';', (byte)':', (byte)'{', (byte)'[', 0x7F, 0x80, 0xC0, 0xEF, 0xFE, 0xFF];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = new List<byte>(Pick(seeds));
        for (var step = random.Next(MostSteps + 1); step > 0 && input.Count < LongestInput; step--)
        {
            Change(input);
        }

        return [.. input];
    }

    private void Change(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(1 << random.Next(12), input.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = Telling[random.Next(Telling.Length)];
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.RemoveRange(at, input.Count - at);
                break;
            case 4:
                input.InsertRange(at, Repeat(input.GetRange(at, length)));
                break;
            case 5:
                var other = Pick(seeds);
                input.InsertRange(at, other[random.Next(other.Length)..]);
                break;
            case 6:
                input.Insert(at, (byte)random.Next(256));
                break;
            default:
                input.InsertRange(at, Pick(words));
                break;
        }
    }

    private IEnumerable<byte> Repeat(List<byte> part) =>
        part.Count == 0 ? [] : Enumerable.Repeat(part, 1 + random.Next(Math.Max(1, LongestRepeat / part.Count))).SelectMany(bytes => bytes);

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
