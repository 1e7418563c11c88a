using System.CommandLine;
using System.Text.RegularExpressions;
using ComplianceAgent.Commands;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.House;

/// <summary>
/// What the documents for people name exists: commands, settings, codes, metrics, alerts, tests, files; and the runbook leaves out no exit code, alert or fault.
/// That every verb, setting and metric is documented at all is asked by <see cref="CommandDocumentTests"/>, <see cref="SettingsTests"/> and the test of Diagnostics' README.
/// </summary>
public sealed partial class DocumentationTests
{
    private const string RunbookPath = "deploy/runbook.md";

    /// <summary>Beginnings of codes that an operator meets as faults.</summary>
    private static readonly string[] FaultFamilies =
    [
        "sign-in-", "token-", "graph-", "export-", "secret-", "outgoing-", "tracker-", "mail-", "teams-", "jira-", "servicenow-", "redmine-", "rt-", "store-", "clock-", "unicode-",
        "file-", "columns-", "csv-", "json-", "zip-", "text-", "fleet-", "policy-",
    ];

    private static readonly string[] Skipped = [".git", "bin", "obj", "artifacts", "node_modules", "TestResults"];

    private static readonly Dictionary<string, string> Documents = Below(Repository.Root)
        .ToDictionary(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    private static readonly RootCommand Verbs = CommandLine.Build(CommandEnvironment.OfProcess());

    private static string Runbook => Documents[RunbookPath];

    /// <summary>Documents that speak of this version; a changelog speaks of others too.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ForOperators =>
        Documents.Where(document => (document.Key is "README.md" || document.Key.StartsWith("deploy/", StringComparison.Ordinal) || document.Key.StartsWith(".github/", StringComparison.Ordinal))
            && Path.GetFileName(document.Key) is not ("CHANGELOG.md" or "THIRD-PARTY-NOTICES.md"));

    [Fact]
    public void Every_command_and_option_they_name_is_one()
    {
        var named = ForOperators.SelectMany(document => CommandsIn(document.Value).Select(line => (document.Key, Line: line))).ToList();

        named.Should().HaveCountGreaterThan(100, "else the look is blind");
        named.Select(found => (found.Key, found.Line, Fault: CommandFault(found.Line))).Where(found => found.Fault is not null).Should().BeEmpty();
        CommandFault("scan --dry-runs").Should().NotBeNull();
        CommandFault("store mend").Should().NotBeNull();
    }

    [Fact]
    public void Every_setting_they_name_is_one()
    {
        var known = SettingRow().Matches(Documents["README.md"]).Select(row => row.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        var sections = known.Select(key => key.Split(':')[0]).Where(section => section != "Serilog").ToHashSet(StringComparer.Ordinal);
        var named = ForOperators.SelectMany(document => SettingName().Matches(document.Value).Select(match => (document.Key, Setting: match.Value))).Where(found => sections.Contains(found.Setting.Split(':')[0])).Distinct().ToList();

        named.Should().HaveCountGreaterThan(100, "else the look is blind");
        named.Where(found => !IsSetting(found.Setting, known)).Should().BeEmpty();
        IsSetting("Scan:MaxShrunk", known).Should().BeFalse();
    }

    [Fact]
    public void The_runbook_has_a_row_for_every_exit_code()
    {
        var section = Section(Runbook, "Exit codes");
        var codes = typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        FirstCells(section).Where(cell => int.TryParse(cell, out _)).Select(int.Parse).Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void The_runbook_has_a_row_for_every_alert_and_no_other()
    {
        var rules = File.ReadAllText(Repository.File("deploy/observability/alerts.yaml"));
        var alerts = Alert().Matches(rules).Select(rule => rule.Groups["name"].Value).ToList();

        alerts.Should().HaveCountGreaterThan(5);
        FirstCells(Section(Runbook, "Alerts")).Where(cell => cell.StartsWith("ComplianceAgent", StringComparison.Ordinal)).Should().BeEquivalentTo(alerts);
    }

    [Fact]
    public void The_runbook_knows_every_fault_and_names_no_code_that_is_none()
    {
        var named = FirstCells(Runbook).SelectMany(cell => InlineCode().Matches(cell).Select(code => code.Groups["code"].Value)).Where(code => CodeName().IsMatch(code)).ToList();
        var whole = named.Where(code => !code.EndsWith('*')).ToHashSet(StringComparer.Ordinal);
        var families = named.Where(code => code.EndsWith('*')).Select(code => code[..^1]).ToList();
        bool IsNamed(string code) => whole.Contains(code) || families.Any(family => code.StartsWith(family, StringComparison.Ordinal));

        Sentences.Codes.Where(code => FaultFamilies.Any(family => code.StartsWith(family, StringComparison.Ordinal)) && !IsNamed(code)).Should().BeEmpty();
        whole.Where(code => !Sentences.Codes.Contains(code)).Should().BeEmpty();
        families.Where(family => !Sentences.Codes.Any(code => code.StartsWith(family, StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public void What_the_runbook_quotes_is_what_the_agent_says()
    {
        var sources = string.Join('\n', Directory.EnumerateFiles(Repository.File("src/ComplianceAgent"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("Migrations", StringComparison.Ordinal)).Select(File.ReadAllText));
        var quoted = FirstCells(Runbook).SelectMany(cell => Quote().Matches(cell).Select(quote => quote.Groups["text"].Value)).ToList();

        quoted.Should().HaveCountGreaterThan(40, "else the look is blind");
        quoted.Where(text => !sources.Contains(text, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Every_metric_they_name_is_one()
    {
        // The table is held to the instruments themselves by a test of its own.
        var rows = Documents["src/ComplianceAgent/Diagnostics/README.md"].Split('\n').Where(line => line.StartsWith("| `compliance_agent.", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        var metrics = rows.SelectMany(cells => new[] { cells[1].Trim(' ', '`'), cells[2].Trim(' ', '`') }).ToHashSet(StringComparer.Ordinal);
        var labels = rows.SelectMany(cells => cells[4].Split(',', StringSplitOptions.TrimEntries)).Select(label => "compliance_agent_" + label).ToHashSet(StringComparer.Ordinal);
        var named = ForOperators.SelectMany(document => Metric().Matches(document.Value).Select(match => (document.Key, Name: match.Value.TrimEnd('.', '_')))).Distinct().ToList();

        rows.Should().HaveCountGreaterThan(10);
        named.Should().HaveCountGreaterThan(5, "else the look is blind");
        named.Where(found => !metrics.Contains(found.Name) && !labels.Contains(found.Name)).Should().BeEmpty();
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_as_proof_exists()
    {
        var classes = Directory.EnumerateFiles(Repository.File("tests/ComplianceAgent.Tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => ClassName().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        var named = InlineCode().Matches(Documents["deploy/threat-model.md"]).Select(match => match.Groups["code"].Value)
            .Where(code => code.EndsWith("Tests", StringComparison.Ordinal) || code.EndsWith("Contract", StringComparison.Ordinal)).Distinct().ToList();

        named.Should().HaveCountGreaterThan(40);
        named.Where(name => !classes.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void Every_link_to_a_file_or_heading_leads_there()
    {
        var links = Documents.SelectMany(document => Link().Matches(Prose(document.Value)).Select(match => (From: document.Key, To: match.Groups["target"].Value)))
            .Where(link => !link.To.Contains("://", StringComparison.Ordinal) && !link.To.StartsWith("mailto:", StringComparison.Ordinal)).Distinct().ToList();

        links.Should().HaveCountGreaterThan(50, "else the look is blind");
        links.Where(link => !LeadsSomewhere(link.From, link.To)).Should().BeEmpty();
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(child => !Skipped.Contains(Path.GetFileName(child))).SelectMany(Below));

    /// <summary>Command lines without the program's name: in blocks and in running text behind that name, and code in running text that begins with a verb.</summary>
    private static IEnumerable<string> CommandsIn(string document)
    {
        var called = Called().Matches(document).Where(match => !IsArgument(match.Groups["before"].Value)).Select(match => match.Groups["line"].Value);
        var verbs = Verbs.Subcommands.Select(verb => verb.Name).ToHashSet(StringComparer.Ordinal);
        var inline = InlineCode().Matches(WithoutBlocks(document)).Select(match => match.Groups["code"].Value).Where(code => verbs.Contains(code.Split(' ')[0]));
        return called.Where(line => char.IsAsciiLetterLower(line[0]) && line.Split(' ', '`')[0].All(letter => char.IsAsciiLetterLower(letter))).Concat(inline).Distinct();
    }

    /// <summary>True where the program's name is the value of another program's option: <c>kubectl --namespace compliance-agent get</c>.</summary>
    private static bool IsArgument(string before) => before.TrimEnd().Split(' ')[^1] is { Length: > 0 } last && last[0] == '-' && last != "--";

    private static string? CommandFault(string line)
    {
        Command command = Verbs;
        var words = line.Split('`', '"')[0].Replace("\\|", " ", StringComparison.Ordinal).Split([' ', '[', ']', '(', ')', ',', '\''], StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(word => word is not ("|" or "#" or "&&" or ">" or ";" or "<" or "\\" or "…") && !word.StartsWith('#'));
        foreach (var word in words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                var option = word.Split('=', ';', '.')[0];
                if (!command.Options.Concat(Verbs.Options).Any(known => known.Name == option || known.Aliases.Contains(option)))
                {
                    return $"{command.Name} has no option {option}";
                }
            }
            else if (command.Subcommands.Count > 0)
            {
                if (command.Subcommands.FirstOrDefault(sub => sub.Name == word.TrimEnd(';', '.')) is not { } next)
                {
                    return $"there is no verb {word}";
                }

                command = next;
            }
        }

        return null;
    }

    private static bool IsSetting(string named, HashSet<string> known)
    {
        var key = string.Join(':', named.Split(':').Select((part, at) => at == 1 && named.StartsWith("Tenants:", StringComparison.Ordinal) ? "N" : part).Where(part => !part.All(char.IsAsciiDigit)));
        return known.Contains(key) || known.Any(one => one.StartsWith(key + ":", StringComparison.Ordinal));
    }

    /// <summary>The text of a second-level section.</summary>
    private static string Section(string document, string heading)
    {
        var from = document.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        from.Should().BePositive(heading);
        var to = document.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return to < 0 ? document[from..] : document[from..to];
    }

    private static IEnumerable<string> FirstCells(string text) => text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(" | ")[0][2..].Trim());

    private static bool LeadsSomewhere(string from, string to)
    {
        var (file, anchor) = to.Split('#') is [var path, var heading] ? (path, heading) : (to, "");
        var target = file.Length == 0 ? from : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, Uri.UnescapeDataString(file)))).Replace('\\', '/');
        return anchor.Length == 0
            ? File.Exists(Repository.File(target)) || Directory.Exists(Repository.File(target))
            : Documents.TryGetValue(target, out var document) && Heading().Matches(WithoutBlocks(document)).Any(heading => Slug(heading.Groups["text"].Value) == anchor);
    }

    /// <summary>GitHub's name of a heading.</summary>
    private static string Slug(string heading) =>
        string.Concat(LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');

    /// <summary>Without code, in which brackets are no links.</summary>
    private static string Prose(string document) => InlineCode().Replace(WithoutBlocks(document), "");

    private static string WithoutBlocks(string document)
    {
        var inside = false;
        return string.Join('\n', document.Split('\n').Where(line =>
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            inside ^= isFence;
            return !inside && !isFence;
        }));
    }

    [GeneratedRegex(@"`(?<code>[^`\n]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<before>[^`\n]*)(\bcompliance-agent(\.exe)?'?|ComplianceAgent --|run --rm agent) +(?<line>[a-z][^\n]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Called();

    [GeneratedRegex(@"^\| `(?<key>[A-Z][^`]+:[^`]+)` \|", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(:([A-Z][A-Za-z]*|[0-9]+))+\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^ *- alert: (?<name>\w+) *$", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*(-[a-z]+|-\*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeName();

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\bcompliance_agent[._][a-z_.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bclass (?<name>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LinkText();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
