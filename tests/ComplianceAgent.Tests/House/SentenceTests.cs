using System.Text.RegularExpressions;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.House;

/// <summary>
/// Every reason that any feature can give has a sentence, every sentence has a use, and no sentence waits for a value that nobody gives.
/// Read from the sources: a code is a literal of words joined by hyphens, and nothing else in the sources looks like one but for a short list.
/// </summary>
public sealed partial class SentenceTests
{
    /// <summary>Words with hyphens that are no reason.</summary>
    private static readonly string[] NoCodes =
    [
        "ad-hoc", "compliance-agent", "compliance-report", "compliance-reports", "be-federal-tiktok", "be-federal-deepseek", "us-federal-tiktok",
        "os-account", "intune-graph", "intune-export-storage", "intune-sign-in", "no-store", "time-out", "managed-play", "signed-in", "m-23-13", "law-enforcement", "national-security", "security-research",
        "webhook-id", "webhook-timestamp", "webhook-signature", "propose-exception", "propose-dismissal", "re-open", "open-again", "and-more", "auto-generated",
        "cross-site", "same-site", "same-origin", "no-referrer", "by-policy-chart", "by-platform-chart",
    ];

    private static readonly IReadOnlyList<(string File, string Text)> Sources = [.. Read()];

    [Fact]
    public void Every_code_has_a_sentence()
    {
        var missing = Sources.SelectMany(source => Codes(source.Text).Select(code => (source.File, Code: code)))
            .Where(found => !Sentences.Codes.Contains(found.Code) && !NoCodes.Contains(found.Code));

        missing.Distinct().Should().BeEmpty();
        Sources.SelectMany(source => Codes(source.Text)).Distinct().Should().HaveCountGreaterThan(200, "else the scan is blind");
    }

    [Fact]
    public void Every_sentence_has_a_use_and_the_list_of_words_that_are_no_codes_too()
    {
        var used = Sources.SelectMany(source => Codes(source.Text)).ToHashSet();

        Sentences.Codes.Where(code => !used.Contains(code)).Should().BeEmpty();
        NoCodes.Where(word => !used.Contains(word)).Should().BeEmpty();
    }

    [Fact]
    public void No_code_has_two_sentences()
    {
        var said = Directory.EnumerateFiles(Repository.File("src/ComplianceAgent/Reasons"), "Sentences.*.cs")
            .SelectMany(file => Said().Matches(File.ReadAllText(file)).Select(line => line.Groups["code"].Value)).ToList();

        said.Should().OnlyHaveUniqueItems().And.HaveSameCount(Sentences.Codes);
    }

    [Fact]
    public void Every_brace_of_a_sentence_belongs_to_a_placeholder()
    {
        // Without parameters a sentence is said with its placeholders.
        Sentences.Codes.Where(code => Placeholder().Replace(Sentences.Say(Reason.Of(code)), "").AsSpan().ContainsAny('{', '}')).Should().BeEmpty();
    }

    [Fact]
    public void No_sentence_waits_for_a_value_that_nobody_gives()
    {
        var given = Sources.SelectMany(source => Given(source.Text)).ToLookup(call => call.Code, call => call.Names);
        given.Count.Should().BeGreaterThan(100, "else the scan is blind");
        var waiting =
            from call in given
            where Sentences.Codes.Contains(call.Key)
            from names in call
            let missing = Placeholders(call.Key).Except(names).ToList()
            where missing.Count > 0
            select $"{call.Key}: {string.Join(", ", missing)}";

        waiting.Should().BeEmpty();
    }

    [Fact]
    public void Why_a_row_was_set_aside_is_said_without_parameters()
    {
        var codes = Sources.SelectMany(source => SetAside().Matches(source.Text).Select(call => call.Groups["code"].Value)).ToList();

        codes.Should().Contain("row-without-device");
        codes.Where(code => Placeholders(code).Any()).Should().BeEmpty();
    }

    private static IEnumerable<(string, string)> Read()
    {
        var root = Repository.File("src/ComplianceAgent");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Place: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(file => !Left(file.Place))
            .Select(file => (Path.GetFileName(file.Path), string.Join('\n', File.ReadLines(file.Path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))));
    }

    /// <summary>Sentences themselves, markup, looks of charts, names of OSCAL and OCSF, templates with words of their own, made files.</summary>
    private static bool Left(string place) => place.StartsWith("Reasons/Sentences", StringComparison.Ordinal) || place.StartsWith("Reports/Html/", StringComparison.Ordinal)
        ? place != "Reports/Html/HtmlEvidence.cs"
        : place.StartsWith("Reports/Charts/", StringComparison.Ordinal) || place.StartsWith("Reports/Oscal/", StringComparison.Ordinal) || place.StartsWith("Reports/Ocsf/", StringComparison.Ordinal)
        || place.StartsWith("Dashboard/Pages/", StringComparison.Ordinal)
        || place.StartsWith("Tickets/Text/", StringComparison.Ordinal) || place.StartsWith("obj/", StringComparison.Ordinal) || place.StartsWith("bin/", StringComparison.Ordinal) || place.Contains("/Migrations/", StringComparison.Ordinal);

    private static IEnumerable<string> Codes(string text) =>
        HyphenatedLiteral().Matches(text).Concat(ReasonOfLiteral().Matches(text)).Select(match => match.Groups["code"].Value)
            .Where(code => !Guid.TryParse(code, out _) && !code.EndsWith("-h", StringComparison.Ordinal) && !code.StartsWith("aria-", StringComparison.Ordinal));

    private static IEnumerable<string> Placeholders(string code) => Placeholder().Matches(Sentences.Say(Reason.Of(code))).Select(match => match.Groups["name"].Value);

    /// <summary>
    /// Calls that name a code and, up to their closing parenthesis, every parameter as a pair: only of those can the source tell what is given.
    /// </summary>
    private static IEnumerable<(string Code, IReadOnlyList<string> Names)> Given(string text)
    {
        foreach (Match call in ReasonOfLiteral().Matches(text))
        {
            var rest = Rest(text, call.Index + call.Length);
            if (rest is not null && !rest.Contains("..", StringComparison.Ordinal))
            {
                yield return (call.Groups["code"].Value, [.. PairName().Matches(rest).Select(pair => pair.Groups["name"].Value)]);
            }
        }
    }

    /// <summary>What follows in a call, up to its closing parenthesis.</summary>
    private static string? Rest(string text, int from)
    {
        var (depth, isText) = (1, false);
        for (var at = from; at < text.Length; at++)
        {
            isText ^= text[at] == '"' && text[at - 1] != '\\';
            depth += isText ? 0 : text[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return text[from..at];
            }
        }

        return null;
    }

    [GeneratedRegex("\"(?<code>[a-z0-9]+(-[a-z0-9]+)+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex HyphenatedLiteral();

    [GeneratedRegex("Reason\\.Of\\(\\s*\"(?<code>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ReasonOfLiteral();

    [GeneratedRegex("\\(\"(?<name>[A-Za-z]+)\",", RegexOptions.NonBacktracking)]
    private static partial Regex PairName();

    [GeneratedRegex("Set(Row)?Aside\\(\"(?<code>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex SetAside();

    [GeneratedRegex("\\{(?<name>[A-Za-z]+)\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    [GeneratedRegex("sentences\\[(?<code>[^\\]]+)\\]", RegexOptions.NonBacktracking)]
    private static partial Regex Said();
}
