using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tests.Fuzz;

/// <summary>
/// Whatever a file or a name holds, it is read, set aside or refused by a reason: no other exception ever reaches the caller, every
/// refusal has its sentence, and what was read can be matched.
/// </summary>
public sealed class HostileInputTests
{
    private const string Csv = """
        ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,DeviceName,Platform
        a1,TikTok,TikTok Pte. Ltd.,34.5.1,11111111-2222-3333-4444-555555555555,phone,AndroidDedicatedAndFullyManaged
        a2,"Word, ""the"" editor",Contoso,1.0,11111111-2222-3333-4444-555555555556,"desk
        top",Windows
        a3,抖音,,,11111111-2222-3333-4444-555555555555,phone,iOS

        """;

    private const string Json = """
        {"values":[{"ApplicationName":"TikTok","ApplicationPublisher":"x","ApplicationVersion":"1","DeviceId":"11111111-2222-3333-4444-555555555555","Platform":"iOS"},
        {"ApplicationName":"\u6296\ud83d\ude00","ApplicationPublisher":null,"ApplicationVersion":1.5e3,"DeviceId":"d2","Platform":"Windows","More":[{"a":[1,2,{}]}]}]}
        """;

    private const string Catalogue = """
        schema: 1
        catalogue: ours
        neverFlag: [{ regex: '\bours\b' }]
        vendors: { acme: { name: Acme, publishers: [Acme Ltd], identifierPrefixes: [com.acme.] } }
        products: { some_app: { name: Some App, vendor: acme, names: [Some App, 某应用], android: [com.some.app], windows: [{ id: Some.App, mark: seen, source: lists }] } }

        """;

    private static readonly PolicyMatcher Matcher = EveryPolicy();
    private static readonly ExportFileReader Exports = new(Options.Create(new ArchiveLimits { MaxBytes = 4L << 20 }));
    private static readonly AppListReader Lists = new(Options.Create(new ArchiveLimits { MaxBytes = 4L << 20 }));

    private static readonly string[] CsvWords =
        ["\"", "\"\"", "\r\n", "\r", "\n", ",", ";", "\t", "\uFEFF", "ApplicationName", "DeviceId", "\0", "\u200B", "sep=;\n", "\"\n\"", new('x', 70_000)];

    private static readonly string[] YamlWords =
        ["&a ", "*a", "!!str ", "<<: ", "---\n", "...\n", "? ", "| \n", ">-\n", "[[[[[[[[", "{a: ", "%YAML 1.2\n", "\u202E", "nameRegex: '(a+)+$'", "name: '*'", "version: '< 5'",
        "family: true", "removeBy: 2026-02-30", "grace: { firstSeen: P9999999D }", "extends: be-federal-tiktok", "extends: house-ban", "timeZone: Nowhere/Here", "0x7fffffffffffffff", "category: x\n", "list: []"];

    [Fact]
    public Task Csv_files() => Fuzzer.RunAsync(
        [Utf8(Csv), Utf8(Csv.Replace(',', ';')), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Csv)], [.. Encoding.UTF8.Preamble, .. Utf8(Csv.ReplaceLineEndings("\r\n"))], Encoding.Latin1.GetBytes(Csv)],
        CsvWords,
        ReadExportAsync);

    [Fact]
    public Task Json_files() => Fuzzer.RunAsync(
        [Utf8(Json), Utf8("[" + Json + "]"), Utf8("""{"Schema":[{"Column":"ApplicationName"},{"Column":"DeviceId"},{"Column":"Platform"}],"Values":[["TikTok","d1","iOS"]]}""")],
        ["{", "}", "[", "]", "\"", "\\u", "\\ud83d", "\\", ":", ",", "null", "1e999", "-", "true", "\"values\":", "[[[[[[[[[[[[[[[[", "/**/", "\uFEFF", new('9', 70_000)],
        ReadExportAsync);

    [Fact]
    public Task Zip_files() => Fuzzer.RunAsync(
        [Zip("apps.csv", Csv), Zip("apps.json", Json), Zip("../apps.csv", Csv), Zip("a.zip", Encoding.Latin1.GetString(Zip("apps.csv", Csv))), Zip("apps.csv", new string('a', 1 << 16))],
        ["PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0006\u0006", "apps.csv", "\0\0\0\0", "\u0008\0"],
        ReadExportAsync);

    [Fact]
    public Task Lists_of_apps() => Fuzzer.RunAsync(
        [Utf8("platform,name,publisher,version,identifier\nwindows,TikTok,x,1,\nios,抖音,,,com.ss.iphone.ugc.Aweme\n"), Utf8("""[{"name":"TikTok","platform":"ios"}]""")],
        CsvWords,
        async input =>
        {
            try
            {
                using var content = new MemoryStream(input, writable: false);
                var said = 0;
                var faults = await Lists.ReadAsync(
                    content, "apps", (_, app, code) => said += (app is null ? Sentences.Say(Reason.Of(code!)) : Explained(app)).Length, CancellationToken.None);
                Tell(faults);
            }
            catch (InventoryException refused)
            {
                Tell([refused.Reason]);
            }
        });

    [Fact]
    public Task Policy_files() => Fuzzer.RunAsync(
        [.. ShippedPacks(), Utf8(PolicyText.Good), Utf8(PolicyText.Good + "cases: [{ name: X, expect: none }]\nconfidence: exact\nreminders: [-P7D]\n")],
        YamlWords,
        input => JudgeYaml(input, "fuzz.policy.yaml"));

    [Fact]
    public Task Catalogue_files() => Fuzzer.RunAsync([Utf8(Catalogue)], YamlWords, input => JudgeYaml(input, "fuzz.catalog.yaml"));

    [Fact]
    public Task Names_of_apps() => Fuzzer.RunAsync(
        [.. new[] { "TikTok", "TikTok Lite 34.5.1 (x64) - en-us", "BytedancePte.Ltd.TikTok_6yccndn6064se", "www.tiktok.com-1A2B3C4D", "抖音 Douyin", "ТикТок", "T\u0131kTok", "Temu", "Microsoft Visual C++" }
            .Select(name => Encoding.Unicode.GetBytes(name))],
        ["\u0301", "\u200B", "\u202E", "\u0130", "ﷺ", "\uFDFA\uFDFA", "ﬃ", "tiktok", "()", "Ltd", "CN=", "C:\\", "..", "%s", new('a', 600), "\0", "1.2.3.4", "क्ष", "가"],
        input =>
        {
            // Any sequence of UTF-16 units, lone surrogates among them, is a name somebody can have typed.
            var text = new string(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(input.AsSpan(0, input.Length & ~1)));
            var half = text.Length / 2;
            var app = new DistinctApp((Platform)(text.Length % Enum.GetValues<Platform>().Length), text, text[half..], text[..half], text);
            Explained(app).Should().Be(Explained(app));
            return Task.CompletedTask;
        });

    private static async Task ReadExportAsync(byte[] input)
    {
        var collector = new InventoryCollector(
            Matcher.IsWanted, _ => false, (_, _) => new Observability(CoverageClass.Clean, Reason.Of("assessed")), "0123456789abcdef"u8);
        try
        {
            using var content = new MemoryStream(input, writable: false);
            var outcome = await Exports.ReadAsync(content, "export", collector, new Progress<InventoryProgress>(), CancellationToken.None);
            Tell([.. outcome.Faults, .. outcome.Notes]);
            collector.RowCount.Should().Be(outcome.Rows);
            collector.Devices.ToArray().Sum(device => (long)device.Rows).Should().Be(outcome.Rows, "every row taken is on a device");
        }
        catch (InventoryException refused)
        {
            Tell([refused.Reason]);
        }
    }

    private static Task JudgeYaml(byte[] input, string name)
    {
        var library = PolicyText.Library((name, input));
        Tell(library.Faults.Select(fault => fault.Reason).OfType<Reason>());
        library.Faults.Should().OnlyContain(fault => fault.Message.Length > 0);
        try
        {
            // A policy that is whole is compiled by itself; a catalogue by itself with a ban of everything in it.
            var set = library.List().FirstOrDefault(listing => listing.Origin == name) is { Policy: { } policy }
                ? library.Select([policy.Id])
                : name.EndsWith("catalog.yaml", StringComparison.Ordinal) ? library.AdHoc(["tiktok"], []) : null;
            _ = set is not null && PolicyMatcher.Compile(set).IsWanted(new DistinctApp(Platform.Windows, "Some App 1.2", "Acme", "1.2", ""));
        }
        catch (PolicyException refused)
        {
            refused.Faults.Should().NotBeEmpty();
        }

        return Task.CompletedTask;
    }

    private static string Explained(DistinctApp app)
    {
        var explanation = Matcher.Explain(app);
        var said = explanation.Policies.SelectMany(policy => policy.Matches.Select(match => Sentences.Say(match.Evidence)).Concat(policy.NearMisses.Select(miss => Sentences.Say(miss.Reason))));
        return JsonSerializer.Serialize(said);
    }

    private static void Tell(IEnumerable<Reason> reasons) => reasons.Should().OnlyContain(reason => Sentences.Say(reason).Length > 0);

    private static PolicyMatcher EveryPolicy()
    {
        var library = PolicyLibrary.Load();
        return PolicyMatcher.Compile(library.AdHoc([.. library.Catalogue.Products.Keys], [.. library.Catalogue.Vendors.Keys]));
    }

    private static IEnumerable<byte[]> ShippedPacks()
    {
        foreach (var name in typeof(PolicyLibrary).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("packs/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var resource = typeof(PolicyLibrary).Assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            yield return bytes;
        }
    }

    private static byte[] Zip(string entry, string text)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = archive.CreateEntry(entry).Open();
            content.Write(Encoding.Latin1.GetBytes(text).AsSpan());
        }

        return stream.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
