using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory.Files;

public sealed class SpellingTests
{
    private const int Rows = 20;

    public static TheoryData<string> Spellings => [.. All.Keys];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static Dictionary<string, byte[]> All { get; } = Make();

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Every_spelling_gives_the_same_inventory(string spelling)
    {
        var (expected, actual) = (Given.Collector(), Given.Collector());
        await Given.Read(Given.Csv(Rows), expected);
        var outcome = await Given.Read(All[spelling], actual);

        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(Rows);
        actual.DistinctAppCount.Should().Be(expected.DistinctAppCount);
        actual.Devices.ToArray().Select(d => (d.Rows, d.Fingerprint)).Should().Equal(expected.Devices.ToArray().Select(d => (d.Rows, d.Fingerprint)));
        actual.Hits.Should().Equal(expected.Hits);
        actual.WantedApps.Values.Should().Equal(expected.WantedApps.Values);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task It_does_not_matter_in_what_bites_a_file_arrives(string spelling)
    {
        foreach (var bite in (int[])[1, 2, 3, 7, 4096])
        {
            var (whole, bitten) = (Given.Collector(), Given.Collector());
            await Given.Read(All[spelling], whole);
            var outcome = await Given.Read(new BitingStream(All[spelling], bite), bitten);
            outcome.Faults.Should().BeEmpty();
            bitten.Devices.ToArray().Select(d => d.Fingerprint).Should().Equal(whole.Devices.ToArray().Select(d => d.Fingerprint));
        }
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_case_with_others_between()
    {
        var (expected, actual) = (Given.Collector(), Given.Collector());
        await Given.Read("ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,Platform\nTikTok,P,1,d1,IOS\n", expected);
        await Given.Read("platform;EXTRA;DEVICE ID;applicationversion;ApplicationPublisher;Extra;applicationName\nIOS;x;d1;1;P;y;TikTok\n", actual);
        actual.Devices[0].Fingerprint.Should().Be(expected.Devices[0].Fingerprint);
    }

    [Fact]
    public async Task A_localised_twin_stands_in_for_a_number()
    {
        var collector = Given.Collector();
        await Given.Read("ApplicationName,DeviceId,Platform,Platform_loc\nTikTok,d1,4,iOS\nTikTok,d2,Windows,Fenster\n", collector);
        collector.WantedApps.Values.Select(app => app.Platform).Should().Equal(Platform.IOS, Platform.Windows);
    }

    [Fact]
    public async Task Windows_1252_is_read_and_noted_and_leaves_utf8_alone()
    {
        var latin = Encoding.Latin1.GetBytes("ApplicationName,DeviceId,Platform\r\nTikTok Müller,d1,IOS\r\n");
        byte[] content = [.. latin, .. "TikTok 抖音,d2,IOS\r\n"u8];
        var collector = Given.Collector();
        var outcome = await Given.Read(content, collector);
        collector.WantedApps.Values.Select(app => app.Name).Should().Equal("TikTok Müller", "TikTok 抖音");
        outcome.Notes.Should().Contain(note => note.Code == "text-windows-1252" && note.Parameters["bytes"] == "1");
    }

    [Fact]
    public async Task Useful_columns_that_lack_are_noted_by_name()
    {
        var outcome = await Given.Read("ApplicationName,DeviceId\nTikTok,d1\n", Given.Collector());
        outcome.Notes.Should().ContainSingle(note => note.Code == "columns-lacking")
            .Which.Parameters["columns"].Should().Be("Platform, ApplicationPublisher, ApplicationVersion");
    }

    [Theory]
    [InlineData("ApplicationName,DeviceId,Platform\nTikTok,d1,Windows", true)]
    [InlineData("ApplicationName,DeviceId,Platform\nTikTok,d1,Windo", false)]
    [InlineData("ApplicationName,DeviceId,Version\nTikTok,d1,1.0\nTikTok,d2,1.0", true)]
    [InlineData("ApplicationName,DeviceId,Version\nTikTok,d1,1.0\nTikTok,d2,1.", false)]
    [InlineData("ApplicationName,Version,DeviceId\nTikTok,1,2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10", true)]
    [InlineData("ApplicationName,Version,DeviceId\nTikTok,1,2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e1\n2", false)]
    [InlineData("ApplicationName,DeviceId,Version\nTikTok,d1,\"1.\"", true)]
    public async Task A_last_row_without_line_break_must_show_that_it_is_whole(string csv, bool isWhole)
    {
        try
        {
            var outcome = await Given.Read(csv, Given.Collector());
            (outcome.Faults.Count == 0).Should().Be(isWhole);
        }
        catch (InventoryException fault)
        {
            isWhole.Should().BeFalse();
            fault.Reason.Code.Should().Be("csv-last-row-open");
        }
    }

    private static Dictionary<string, byte[]> Make()
    {
        var csv = Given.Csv(Rows);
        var table = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(OracleCsv.Fields).ToArray();
        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["csv"] = Encoding.UTF8.GetBytes(csv),
            ["csv, LF"] = Encoding.UTF8.GetBytes(Given.Csv(Rows, "\n")),
            ["csv, CR"] = Encoding.UTF8.GetBytes(Given.Csv(Rows, "\r")),
            ["csv, no final newline"] = Encoding.UTF8.GetBytes(csv.TrimEnd()),
            ["csv, byte order mark"] = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(csv)],
            ["csv, UTF-16"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(csv)],
            ["csv, UTF-16 big endian"] = [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(csv)],
            ["csv, UTF-16 without mark"] = Encoding.Unicode.GetBytes(csv),
            ["csv, semicolons"] = Encoding.UTF8.GetBytes(OracleCsv.Write(table, ';', "\r\n")),
            ["csv, tabs, UTF-16"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(OracleCsv.Write(table, '\t', "\r\n"))],
            ["csv, sep line"] = Encoding.UTF8.GetBytes("sep=;\r\n" + OracleCsv.Write(table, ';', "\r\n")),
            ["csv, blank lines at its end"] = Encoding.UTF8.GetBytes(csv + "\r\n\r\n,,,,,,,,,,,\r\n"),
            ["json, objects"] = JsonObjects(table, "values"),
            ["json, objects, other case"] = JsonObjects(table, "Values"),
            ["json, bare array"] = JsonObjects(table, null),
            ["json, schema and lists"] = JsonLists(table, objects: true),
            ["json, schema of texts"] = JsonLists(table, objects: false),
            ["json, byte order mark, indented"] = [0xEF, 0xBB, 0xBF, .. JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(JsonObjects(table, "values")), Indented)],
            ["zip of csv"] = Given.Zip(csv),
            ["zip of csv, UTF-16"] = Given.Zip([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(csv)], "a.CSV"),
            ["zip of json"] = Given.Zip(JsonObjects(table, "values"), "a.json"),
        };
    }

    private static byte[] JsonObjects(string[][] table, string? member)
    {
        var rows = table.Skip(1).Select(row => table[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));
        return member is null
            ? JsonSerializer.SerializeToUtf8Bytes(rows)
            : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["@odata.context"] = "x", [member] = rows, ["after"] = new { a = new[] { 1 } } });
    }

    private static byte[] JsonLists(string[][] table, bool objects) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        TotalRowCount = table.Length - 1,
        Schema = table[0].Select(name => objects ? (object)new { Column = name, PropertyType = "String" } : name),
        Values = table.Skip(1),
        SessionId = "",
    });
}
