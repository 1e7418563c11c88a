using System.Text;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Routes;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

[assembly: AssemblyFixture(typeof(OneTenant))]

namespace ComplianceAgent.Tests.Scanning.Routes;

/// <summary>The same tenant, told in every way an agent can be told it.</summary>
public sealed class RouteAgreementTests(OneTenant tenant)
{
    private static readonly Encoding Utf16 = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);

    [Fact]
    public async Task The_export_finds_what_the_tenant_carries_no_more_and_no_less()
    {
        var export = (await tenant.AskedAsync()).Export;

        export.Code.Should().Be(0, export.Error);
        export.Scan.GetProperty("route").GetString().Should().Be("export");
        export.Open.Should().Equal(tenant.Truth(finding => finding.OwnerType != "personal" && finding.Coverage != SimulatedCoverage.Duplicate));
        export.Open.Should().HaveCountGreaterThan(20);
        export.Open.Select(violation => violation.Split(' ')[1]).Distinct().Should().Contain(["tiktok", "tiktok_lite", "douyin", "capcut", "deepseek"]);
        export.Coverage.Values.Sum().Should().Be(export.Devices).And.Be(tenant.DeviceCount);
        export.Scan.GetProperty("cannotTell").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Detected_apps_give_the_same_violations_and_name_the_classes_they_cannot_tell()
    {
        var asked = await tenant.AskedAsync();
        var detected = asked.DetectedApps;

        detected.Code.Should().Be(0, detected.Error);
        detected.Scan.GetProperty("route").GetString().Should().Be("detectedApps");
        detected.Open.Should().Equal(asked.Export.Open);
        detected.Devices.Should().Be(asked.Export.Devices);
        detected.Coverage.Values.Sum().Should().Be(detected.Devices);
        var cannotTell = detected.Scan.GetProperty("cannotTell").EnumerateArray().Select(name => name.GetString()!).ToArray();
        Different(asked.Export, detected).Should().NotBeEmpty("without app rows some devices cannot be told apart").And.BeSubsetOf(cannotTell);
        detected.Coverage.Should().NotContainKey("clean", "a device is called clean only when its apps were listed");
    }

    [Fact]
    public async Task Pages_were_small_enough_to_be_followed()
    {
        var asked = await tenant.AskedAsync();
        asked.Pages("/deviceManagement/managedDevices").Should().BeGreaterThan(10);
        asked.Pages("/deviceManagement/detectedApps").Should().BeGreaterThan(10);
        asked.Pages("/managedDevices", under: "/deviceManagement/detectedApps/").Should().BePositive("an app on more devices than fit a page has several");
    }

    public static TheoryData<string> Spellings => [.. Spelled.Keys];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Exported_files_with_the_device_list_give_the_same_violations_and_coverage(string spelling)
    {
        var asked = await tenant.AskedAsync();
        using var agent = OneTenant.NewAgent();
        var (apps, devices) = await Spelled[spelling](tenant, agent.Folder);

        var files = await agent.ScanAsync("--policy", tenant.PolicyFile, "--inventory", apps, "--device-list", devices);

        files.Code.Should().Be(0, files.Error);
        files.Scan.GetProperty("route").GetString().Should().Be("files");
        files.Complete.Should().BeTrue();
        files.Open.Should().Equal(asked.Export.Open);
        files.Devices.Should().Be(asked.Export.Devices);
        files.Scan.GetProperty("appRows").GetInt64().Should().Be(asked.Export.Scan.GetProperty("appRows").GetInt64());
        files.Scan.GetProperty("cannotTell").GetArrayLength().Should().Be(0);
        files.Coverage.Should().BeEquivalentTo(asked.Export.Coverage);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Without_a_device_list_the_fleet_is_who_stands_in_the_file_and_the_scan_is_complete_all_the_same(string spelling)
    {
        using var agent = OneTenant.NewAgent();
        var (apps, _) = await Spelled[spelling](tenant, agent.Folder);

        var files = await agent.ScanAsync("--policy", tenant.PolicyFile, "--inventory", apps, "--as-of", tenant.Sim.Now.ToString("O"));

        files.Code.Should().Be(0, files.Error);
        files.Complete.Should().BeTrue();
        files.Devices.Should().Be(tenant.DevicesWithApps);
        // A work profile is taken for personal; who owns any other device is not told, and an unknown owner is in scope.
        files.Open.Should().Equal(tenant.Truth(finding => finding.Platform != SimulatedPlatform.AndroidWorkProfile));
        Scanning.Faults.FaultScans.Codes(files, "notes").Should().Contain("no-device-list");
        files.Coverage.Values.Sum().Should().Be(files.Devices);
    }

    private static readonly Dictionary<string, Func<OneTenant, string, Task<(string Apps, string Devices)>>> Spelled = new()
    {
        ["zip with the lean columns"] = (tenant, folder) => WriteAsync(
            tenant, folder, zip: true, new ReportOptions { Columns = ReportColumns.LeanAppInventory }, new ReportOptions { ReportName = ReportColumns.Devices }),
        ["zip with all columns and a byte order mark"] = (tenant, folder) => WriteAsync(
            tenant, folder, zip: true, new ReportOptions { Bom = true }, new ReportOptions { ReportName = ReportColumns.Devices, Bom = true }),
        ["csv with semicolons"] = (tenant, folder) => WriteAsync(
            tenant, folder, zip: false, new ReportOptions { Delimiter = ';' }, new ReportOptions { ReportName = ReportColumns.Devices, Delimiter = ';' }),
        ["UTF-16 with tabs, owners as words"] = (tenant, folder) => WriteAsync(
            tenant,
            folder,
            zip: false,
            new ReportOptions { Delimiter = '\t' },
            new ReportOptions { ReportName = ReportColumns.Devices, Delimiter = '\t', Columns = [.. ReportColumns.AllOfDevices.Where(column => column != "OwnerType").Reverse()] },
            Utf16),
        ["json with objects, zipped"] = (tenant, folder) => WriteAsync(
            tenant, folder, zip: true, new ReportOptions { Format = ReportFormat.Json }, new ReportOptions { ReportName = ReportColumns.Devices, Format = ReportFormat.Json }),
        ["json with arrays"] = (tenant, folder) => WriteAsync(
            tenant, folder, zip: false, new ReportOptions { Format = ReportFormat.JsonArrays }, new ReportOptions { ReportName = ReportColumns.Devices, Format = ReportFormat.JsonArrays }),
    };

    private static async Task<(string Apps, string Devices)> WriteAsync(OneTenant tenant, string folder, bool zip, ReportOptions apps, ReportOptions devices, Encoding? encoding = null) =>
        (await tenant.WriteAsync(folder, "inventory", zip, apps, encoding), await tenant.WriteAsync(folder, "devices", zip, devices, encoding));

    private static string[] Different(ScanOutcome one, ScanOutcome other) =>
        [.. one.Coverage.Keys.Union(other.Coverage.Keys).Where(line => one.Coverage.GetValueOrDefault(line) != other.Coverage.GetValueOrDefault(line)).Order(StringComparer.Ordinal)];
}
