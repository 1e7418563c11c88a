using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ComplianceAgent.Tests.Fuzz;

/// <summary>
/// Feeds mutated inputs to a target for a bounded time. Each input follows from the run's seed and its number alone, and a failure prints
/// both with the input: <c>COMPLIANCE_AGENT_FUZZ_SEED</c> runs it again, <c>COMPLIANCE_AGENT_FUZZ_SECONDS</c> (default 5) runs longer.
/// </summary>
internal static class Fuzzer
{
    private const int BytesShown = 4096;
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(60);

    /// <summary>Runs a target until the time is over; the first exception it lets through fails the test.</summary>
    public static async Task RunAsync(IReadOnlyList<byte[]> seeds, IReadOnlyList<string> words, Func<byte[], Task> target)
    {
        var seed = Setting("COMPLIANCE_AGENT_FUZZ_SEED", Random.Shared.Next());
        var bound = TimeSpan.FromSeconds(Setting("COMPLIANCE_AGENT_FUZZ_SECONDS", 5));
        var vocabulary = words.Select(Encoding.UTF8.GetBytes).ToArray();
        var began = Stopwatch.GetTimestamp();
        var number = 0;
        for (; number == 0 || Stopwatch.GetElapsedTime(began) < bound; number++)
        {
            await TryAsync(seed, number, new Mutator(new Random(unchecked(seed + number)), seeds, vocabulary).Next(), target);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{number} inputs, seed {seed}");
    }

    private static async Task TryAsync(int seed, int number, byte[] input, Func<byte[], Task> target)
    {
        try
        {
            // On a thread of its own, so that an input that never ends is found too.
            await Task.Run(() => target(input)).WaitAsync(LongestInput);
        }
        catch (Exception fault)
        {
            var shown = Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, BytesShown)));
            Assert.Fail($"Seed {seed}, input {number} ({input.Length} bytes): {fault}\n{shown}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
