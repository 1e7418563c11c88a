using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Faults;

namespace ComplianceAgent.Tests.Scanning.Routes;

/// <summary>Files that are not the export: each is refused by name, with what to do, and never taken for a fleet without violations.</summary>
public sealed class FileBoundsTests
{
    private const string Header = "ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,Platform\r\n";
    private const string Row = "TikTok,,38.4.0,d1,IOS\r\n";

    private static readonly Dictionary<string, (string Name, Func<byte[]> Bytes, string Told)> Refused = new()
    {
        ["encrypted zip"] = ("rows.zip", () => Encrypted(Zip(("rows.csv", Header + Row))), "rows.csv in rows.zip is encrypted. Unpack it"),
        ["two files"] = ("rows.zip", () => Zip(("rows.csv", Header + Row), ("more.csv", Header + Row)), "rows.zip holds more than one file; the second is more.csv. Give"),
        ["nested zip"] = ("rows.zip", () => Zip(("inner.zip", Zip(("rows.csv", Header + Row)))), "inner.zip in rows.zip is an archive itself. Unpack the outer one"),
        ["nested zip by another name"] = ("rows.zip", () => Zip(("rows.csv", Zip(("rows.csv", Header + Row)))), "rows.csv in rows.zip is an archive itself. Unpack the outer one"),
        ["bomb"] = ("bomb.zip", () => Zip(("rows.csv", Header + new string('x', 24 << 20))), "Inventory:Archive:MaxRatio allows 250 to one"),
        ["entry in a folder above"] = ("rows.zip", () => Zip(("../../rows.csv", Header + Row)), "../../rows.csv in rows.zip has a path in its name. Give"),
        ["zip with a picture"] = ("rows.zip", () => Zip(("rows.png", "PNG")), "rows.png in rows.zip is neither .csv nor .json. Give"),
        ["empty zip"] = ("rows.zip", () => Zip(Array.Empty<(string, byte[])>()), "rows.zip is a zip archive without a file in it. Export"),
        ["half a zip"] = ("rows.zip", () => Zip(("rows.csv", Header + Row))[..60], "rows.zip is a broken or cut-off zip archive. Download or copy it again."),
        ["gzip"] = ("rows.csv.gz", () => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "rows.csv.gz is an archive of another kind than zip. Unpack it"),
        ["AppInvAggregate"] = (
            "AppInvAggregate.csv",
            () => Text("ApplicationId,ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationShortVersion,ApplicationVersion,DeviceCount,Platform\r\n1,k,TikTok,,38,38.4.0,7,IOS\r\n"),
            "AppInvAggregate.csv is the report AppInvAggregate: it counts devices but does not name them. Export AppInvRawData instead."),
        ["Devices report"] = ("Devices.csv", () => Text("DeviceId,DeviceName,OwnerType,OS,LastContact\r\nd1,one,1,iOS,2026-11-01\r\n"), "Devices.csv is a list of devices, not of apps. Give it with --device-list"),
        ["another report"] = ("Policies.csv", () => Text("PolicyName,Count\r\na,1\r\n"), "Policies.csv has no column"),
        ["empty file"] = ("rows.csv", () => [], "rows.csv is empty. Export"),
        ["blank file"] = ("rows.csv", () => Text(" \r\n \r\n"), "rows.csv is empty. Export"),
        ["header alone"] = ("rows.csv", () => Text(Header), "rows.csv has no rows that can be used. A tenant without a single app is not believed; export it again."),
        ["rows without devices"] = ("rows.csv", () => Text(Header + "TikTok,,1,,IOS\r\n"), "rows.csv has no rows that can be used"),
        ["PDF"] = ("rows.pdf", () => Text("%PDF-1.7\n1 0 obj"), "rows.pdf is a workbook or document. Save it as csv first"),
        ["workbook"] = ("rows.xlsx", () => Zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")), "rows.xlsx is a workbook or document. Save it as csv first"),
        ["web page"] = ("rows.csv", () => Text("<!DOCTYPE html><html><title>Sign in</title></html>"), "rows.csv is a web page or XML, not an export. Export AppInvRawData"),
        ["json of something else"] = ("rows.json", () => Text("{\"error\":{\"code\":\"Forbidden\"}}"), "rows.json holds no list of values. Export"),
        ["json without rows"] = ("rows.json", () => Text("{\"values\":[]}"), "rows.json has no rows that can be used"),
    };

    public static TheoryData<string> Cases => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_file_that_is_not_the_export_is_refused_by_name_with_what_to_do(string kind)
    {
        using var agent = new AgentFixture();
        var (name, bytes, told) = Refused[kind];
        var path = Path.Combine(agent.Folder, name);
        await File.WriteAllBytesAsync(path, bytes());

        var refused = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", path);

        WasRefused(refused, told);
        refused.Error.Should().Contain(name);
    }

    [Theory]
    [InlineData("app report", "devices.csv", "ApplicationName,DeviceId,Platform\r\nTikTok,d1,IOS\r\n", "devices.csv is a list of apps, not of devices. Give it with --inventory")]
    [InlineData("empty", "devices.csv", "", "devices.csv is empty. Export")]
    [InlineData("header alone", "devices.csv", "DeviceId,DeviceName,OwnerType\r\n", "devices.csv has no rows that can be used")]
    [InlineData("no ids", "devices.csv", "DeviceName,OwnerType\r\none,1\r\n", "devices.csv has no column DeviceId")]
    [InlineData("PDF", "devices.csv", "%PDF-1.7", "devices.csv is a workbook or document. Save it as csv first")]
    public async Task A_device_list_that_is_none_is_refused_by_name(string kind, string name, string text, string told)
    {
        using var agent = new AgentFixture();
        kind.Should().NotBeEmpty();
        WasRefused(await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Write("rows.csv", Header + Row), "--device-list", agent.Write(name, text)), told);
    }

    [Fact]
    public async Task A_refused_file_leaves_what_earlier_files_proved_as_it_was()
    {
        using var agent = new AgentFixture();
        var good = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Write("rows.csv", Header + Row), "--as-of", "2026-11-02");
        good.Open.Should().Equal("d1 tiktok");
        var before = FaultScans.DumpStore(agent.StorePath);

        foreach (var (_, (name, bytes, told)) in Refused)
        {
            await File.WriteAllBytesAsync(Path.Combine(agent.Folder, name), bytes());
            WasRefused(await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", name, "--as-of", "2026-11-12"), told);
        }

        FaultScans.DumpStore(agent.StorePath).Should().Be(before);
    }

    [Fact]
    public async Task A_cut_off_file_is_read_as_far_as_it_goes_and_closes_nothing()
    {
        using var agent = new AgentFixture();
        var whole = Header + Row + "Zoom,,1,d1,IOS\r\nTikTok,,38.4.0,d2,IOS\r\nZoom,,1,d2,IOS\r\n";
        var first = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Write("rows.csv", whole), "--as-of", "2026-11-02");
        first.Open.Should().Equal("d1 tiktok", "d2 tiktok");
        var cut = Header + "Zoom,,1,d1,IOS\r\nTikTok,,38.4.0,d3,IOS\r\nZoom,,1";

        var second = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Write("cut.csv", cut), "--as-of", "2026-11-20");

        second.Code.Should().Be(3, second.Error);
        second.FaultCodes.Should().Equal("csv-last-row-short");
        second.Open.Should().Equal("d1 tiktok", "d2 tiktok", "d3 tiktok");
        FaultScans.NothingWasClosed(second);
    }

    [Theory]
    [InlineData("--inventory", "no-such.zip")]
    [InlineData("--device-list", "no-such.csv")]
    public async Task A_missing_file_is_bad_usage(string option, string name)
    {
        using var agent = new AgentFixture();
        string[] files = option == "--inventory" ? ["--inventory", name] : ["--inventory", agent.Write("rows.csv", Header + Row), "--device-list", name];
        var refused = await agent.ScanAsync(["--policy", GoodScan.Policy, .. files]);
        refused.Code.Should().Be(2);
        refused.Error.Should().Contain($"{option} {name}: there is no such file ({Path.Combine(agent.Folder, name)}).");
        File.Exists(agent.StorePath).Should().BeFalse("nothing was done");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using var agent = new AgentFixture();
        var refused = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Folder);
        refused.Code.Should().Be(2);
        refused.Error.Should().Contain($"--inventory {agent.Folder}: ");
    }

    [Fact]
    public async Task A_larger_ratio_may_be_allowed_by_its_setting()
    {
        using var agent = new AgentFixture();
        var path = Path.Combine(agent.Folder, "rows.zip");
        await File.WriteAllBytesAsync(path, Zip(("rows.csv", Header + string.Concat(Enumerable.Repeat(Row, 1 + ((17 << 20) / Row.Length))))));
        var told = "Inventory:Archive:MaxRatio allows 100 to one";
        WasRefused(await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", path, "--set", "Inventory:Archive:MaxRatio=100"), told);
        WasRefused(await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", path, "--set", "Inventory:Archive:MaxBytes=1048576"), "Inventory:Archive:MaxBytes allows 1048576");

        var allowed = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", path, "--set", "Inventory:Archive:MaxRatio=1100");

        allowed.Code.Should().Be(0, allowed.Error);
        allowed.Open.Should().Equal("d1 tiktok");
    }

    private static void WasRefused(ScanOutcome refused, string told)
    {
        refused.Code.Should().Be(4, refused.Error);
        refused.Json.ValueKind.Should().Be(JsonValueKind.Undefined, "there is no result to take for one without violations");
        refused.Error.Should().Contain(told).And.NotContain("Unexpected fault").And.NotContain("open violations");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Name, string Text)[] entries) => Zip([.. entries.Select(entry => (entry.Name, Text(entry.Text)))]);

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(bytes);
            }
        }

        return made.ToArray();
    }

    /// <summary>Sets the bit that says so in the local header and in the directory.</summary>
    private static byte[] Encrypted(byte[] zip)
    {
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        return zip;
    }
}
