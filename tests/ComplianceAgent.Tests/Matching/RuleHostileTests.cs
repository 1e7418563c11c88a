using System.Diagnostics;
using System.Text.RegularExpressions;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Infrastructure;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>Long names against patterns made to hang a matcher. The bound is a hundred times what it takes: only a blow-up reaches it.</summary>
public sealed partial class RuleHostileTests
{
    private static readonly string[] Names = [new('a', 5_000), string.Concat(Enumerable.Repeat("ab ", 2_000)), new string('a', 511) + "b", string.Concat(Enumerable.Repeat("抖a", 3_000))];

    [Fact]
    public void Hostile_globs_and_expressions_over_long_names_end_soon()
    {
        PolicyRule[] rules =
        [
            .. Enumerable.Range(1, 60).Select(i => new PolicyRule { Id = "glob" + i, Name = string.Concat(Enumerable.Repeat("*a", i)) + "*c" }),
            .. Enumerable.Range(1, 20).Select(i => new PolicyRule { Id = "marks" + i, Name = "*" + new string('?', i * 10) + "a*c" }),
            .. new[] { "(a+)+$x", "(a|aa)+c", "(.*a){20}c", "([a-z ]+)*c", "^(a?){200}a{200}c" }.Select((regex, i) => new PolicyRule { Id = "regex" + i, NameRegex = regex }),
        ];
        var matcher = Matcher(rules);
        var clock = Stopwatch.StartNew();
        foreach (var name in Names)
        {
            matcher.Match(new DistinctApp(Platform.Windows, name, name, name, name)).Should().BeEmpty();
            matcher.Explain(new DistinctApp(Platform.Windows, name, name, name, name)).Policies[0].Matches.Should().BeEmpty();
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("(a)\\1")]
    [InlineData("(?<=a)b")]
    [InlineData("a(?!b)")]
    [InlineData("(?>a+)b")]
    [InlineData("(abcdefghij){1000}(abcdefghij){1000}")]
    [InlineData("(a{999}){999}")]
    [InlineData("(")]
    public void What_cannot_run_without_backtracking_is_refused_before_it_is_run(string regex) => NameMatcher.FaultOfRegex(regex)!.Code.Should().Be("regex-refused");

    [Fact]
    public void An_alternation_of_three_thousand_words_is_refused_or_runs_but_never_hangs()
    {
        var regex = string.Join('|', Enumerable.Range(0, 3_000).Select(i => $"word{i:0000}"));
        var clock = Stopwatch.StartNew();
        if (NameMatcher.FaultOfRegex(regex) is null)
        {
            Matcher(new PolicyRule { Id = "raw", NameRegex = regex }).IsWanted(App(new string('w', 5_000))).Should().BeFalse();
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void No_regular_expression_of_the_product_can_backtrack_without_end()
    {
        var made = Sources().SelectMany(source => Made().Matches(source.Text).Select(match => (source.File, Call: source.Text.Substring(match.Index, Math.Min(400, source.Text.Length - match.Index))))).ToList();
        made.Should().HaveCountGreaterThan(4, "else the scan is blind");
        made.Where(found => !UpToEnd(found.Call).Contains("NonBacktracking", StringComparison.Ordinal) && !IsBoundedMarkup(found)).Should().BeEmpty();
        Sources().Where(source => StaticUse().IsMatch(source.Text)).Select(source => source.File).Should().BeEmpty("static calls take patterns as they come");
    }

    /// <summary>Escaping looks at what stands around a sign, which needs backtracking: fixed patterns, with a time they may take.</summary>
    private static bool IsBoundedMarkup((string File, string Call) found) =>
        found.File.StartsWith("Tickets/Text/Markup/", StringComparison.Ordinal) && UpToEnd(found.Call).Contains("matchTimeoutMilliseconds", StringComparison.Ordinal);

    private static string UpToEnd(string call)
    {
        var end = call.AsSpan().IndexOfAny(";]");
        for (var at = end; at > 0 && at < call.Length; at++)
        {
            // The pattern itself may hold both signs; the call ends where a line does behind one.
            if (call[at] is ';' or ']' && (at + 1 == call.Length || call[at + 1] is '\n' or '\r'))
            {
                return call[..at];
            }
        }

        return call;
    }

    private static IEnumerable<(string File, string Text)> Sources() =>
        from project in new[] { "src/ComplianceAgent", "src/IntuneSimulator" }
        from path in Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories)
        let place = Path.GetRelativePath(Repository.File(project), path).Replace('\\', '/')
        where !place.StartsWith("obj/", StringComparison.Ordinal) && !place.StartsWith("bin/", StringComparison.Ordinal)
        select (place, File.ReadAllText(path));

    [GeneratedRegex(@"\bnew Regex\(|\[GeneratedRegex\(|\bRegex\? \w+ = new\(|\bRegex \w+ = new\(|=>\s+new\(pattern, RegexOptions", RegexOptions.NonBacktracking)]
    private static partial Regex Made();

    [GeneratedRegex(@"\bRegex\.(IsMatch|Match|Matches|Replace|Split|Count|EnumerateMatches)\(", RegexOptions.NonBacktracking)]
    private static partial Regex StaticUse();
}
