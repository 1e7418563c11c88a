using System.Text.Json;
using System.Text.RegularExpressions;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.House;

/// <summary>
/// Whatever people are told in English they are told in every other language, with the same values in it, and no translation is left over. Phrases are
/// read from the sources: a literal after a wording's <c>[</c> or <c>.Say(</c>.
/// </summary>
public sealed partial class WordingTests
{
    private static readonly IReadOnlyList<string> Phrases = [.. Read().Distinct()];

    public static TheoryData<Language> Others => [Language.Dutch, Language.French, Language.German];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_reason_has_a_sentence_in_each_language_with_the_same_values(Language language)
    {
        var translated = Wording.Of(language).Translated;

        Sentences.Codes.Except(translated.Keys).Should().BeEmpty();
        translated.Keys.Except(Sentences.Codes).Should().BeEmpty();
        translated.Where(sentence => !Same(Named(), English(sentence.Key), sentence.Value)).Select(sentence => sentence.Key).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_phrase_has_a_translation_in_each_language_with_the_same_values(Language language)
    {
        Phrases.Should().HaveCountGreaterThan(200, "else the scan is blind");
        var translated = Wording.Of(language).Phrases;

        Phrases.Except(translated.Keys).Should().BeEmpty();
        translated.Keys.Except(Phrases).Should().BeEmpty();
        translated.Where(phrase => !Same(Numbered(), phrase.Key, phrase.Value)).Select(phrase => phrase.Key).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_word_that_a_decision_gives_as_a_value_has_a_translation(Language language)
    {
        string[] given =
        [
            .. Enum.GetNames<CoverageClass>(), .. Enum.GetNames<DeviceOwner>(), .. Enum.GetNames<PlatformFamily>(), .. Enum.GetNames<ReviewDecisionKind>(), .. Enum.GetNames<WaiverDecisionKind>(),
            .. Enum.GetNames<ExcusingKind>(), .. Enum.GetNames<ExcusingStep>(), .. Enum.GetNames<WaiverState>().Select(name => name.ToLowerInvariant()),
            .. Enum.GetNames<ExcusingState>().Select(name => name.ToLowerInvariant()), .. Enum.GetNames<Role>().Where(name => name != nameof(Role.None)), "managed devices", "name", "publisher", "identifier", "version",
        ];

        given.Except(Wording.Of(language).Values.Keys).Should().BeEmpty();
        Wording.Of(language).Values.Keys.Should().BeEquivalentTo(Wording.Of(Language.Dutch).Values.Keys);
    }

    [Fact]
    public void Areas_that_translate_the_same_agree_and_no_file_says_a_thing_twice()
    {
        var said =
            from file in Directory.EnumerateFiles(Repository.File("src/ComplianceAgent/Reasons/Wordings"))
            let name = Path.GetFileName(file).Split('.')
            from entry in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject()
            select (Kind: name[0], Area: name[1], Language: name[2], entry.Name, Text: entry.Value.GetString()!);
        var all = said.ToList();

        all.Should().NotBeEmpty().And.OnlyContain(entry => !string.IsNullOrWhiteSpace(entry.Text));
        all.Select(entry => (entry.Kind, entry.Area, entry.Language, entry.Name)).Should().OnlyHaveUniqueItems();
        all.GroupBy(entry => (entry.Kind, entry.Language, entry.Name)).Where(entries => entries.Select(entry => entry.Text).Distinct().Count() > 1).Select(entries => entries.Key).Should().BeEmpty();
    }

    [Fact]
    public void Only_words_of_ours_are_translated_among_the_values_of_a_reason()
    {
        var dutch = Wording.Of(Language.Dutch);

        dutch.Say(Reason.Of("withdrawn-out-of-scope", ("owner", "Personal"), ("platform", "IOS"))).Should().Be("De beleidsregel gaat niet over zulke toestellen (eigenaar persoonlijk, platform iOS en iPadOS).");
        dutch.Say(Reason.Of("details-changed", ("what", "version, owner"))).Should().Be("Veranderd: versie, eigenaar.");
        dutch.Say(Reason.Of("graph-refused", ("what", "managed devices, page 3"), ("status", "400"), ("error", "x"), ("request", "y"))).Should().StartWith("Graph weigerde: beheerde toestellen, pagina 3 (status 400");
        dutch.Say(Reason.Of("name-known", ("name", "version"), ("product", "owner"))).Should().Contain("“version”").And.EndWith("owner.", "a stranger's name is no word of ours");
        Wording.Of(Language.English).Say(Reason.Of("details-changed", ("what", "version"))).Should().Be("Changed: version.");
    }

    [Fact]
    public void Numbers_are_written_as_the_language_does()
    {
        ReportWords.Number(1234567).Should().Be("1,234,567");
        Wording.Of(Language.Dutch).Number(1234567).Should().Be("1.234.567");
        Wording.Of(Language.German).Percent(0.125).Should().Be("12,5 %");
        Wording.Of(Language.French).Devices(0).Should().Be("0 appareil");
        Wording.Of(Language.German).Devices(0).Should().Be("0 Geräte");
    }

    private static string English(string code) => Sentences.Say(Reason.Of(code));

    private static bool Same(Regex places, string english, string translation) =>
        places.Matches(english).Select(place => place.Value).Order().SequenceEqual(places.Matches(translation).Select(place => place.Value).Order());

    private static IEnumerable<string> Read()
    {
        var root = Repository.File("src/ComplianceAgent");
        var texts = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor" && !Path.GetRelativePath(root, path).Replace('\\', '/').Split('/').Any(folder => folder is "obj" or "bin"))
            .Select(File.ReadAllText);

        // What a table of names, or one constant, gives to a wording.
        return texts.SelectMany(text => Spoken(text).Concat(Stage().Matches(text).Select(phase => phase.Groups["text"].Value))).Concat(Enum.GetValues<CoverageClass>().Select(CoverageNames.Of)).Append(ReportWords.NoUnit).Append(Erased.Text)
            .Concat(Enum.GetValues<ViolationEventKind>().Select(EventWords.Of)).Concat(TicketWords.All)
            .Concat(Enum.GetValues<WaiverStatus>().Select(WaiverWords.Of)).Concat(Enum.GetValues<WaiverTargetKind>().Select(WaiverWords.Of))
            .Concat(Enum.GetNames<Role>().Where(name => name != nameof(Role.None)));
    }

    private static IEnumerable<string> Spoken(string text) => Phrase().Matches(text)
        .Select(found => string.Concat(Literal().Matches(found.Groups["text"].Value).Select(part => JsonSerializer.Deserialize<string>(part.Value))))
        .Where(phrase => phrase.Any(char.IsLetter) || phrase.Contains("{0}", StringComparison.Ordinal));

    /// <summary>One literal, or several joined by plus signs, given to something that is called a wording.</summary>
    [GeneratedRegex("\\b([A-Za-z]*[Ww]ords|[A-Za-z]*[Ww]ording|T|English)\\s*(\\[|\\.Say\\()\\s*(?<text>\"([^\"\\\\]|\\\\.)*\"(\\s*\\+\\s*\"([^\"\\\\]|\\\\.)*\")*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Phrase();

    /// <summary>What a scan is at, which pages say.</summary>
    [GeneratedRegex("new InventoryProgress\\(\"(?<text>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Stage();

    [GeneratedRegex("\"([^\"\\\\]|\\\\.)*\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();

    [GeneratedRegex("\\{[A-Za-z]+\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    [GeneratedRegex("\\{[0-9]+[^}]*\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();
}
