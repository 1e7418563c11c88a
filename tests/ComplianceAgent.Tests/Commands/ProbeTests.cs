using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Inventory.Intune.Probing;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Shapes;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Commands;

/// <summary>The shape that doctor writes of a tenant: nothing of anybody in it, and enough for the simulator to answer alike.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly AgentFixture agent = new() { Clock = new FastClock(10) };

    public ProbeTests() => agent.Set("Policies:Use:0", "be-federal-tiktok").Set("Graph:ExportPollSeconds", "2");

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Nothing_that_names_anybody_is_in_the_file()
    {
        const string Id = "5ca1ab1e-0dd5-4bad-8bad-c0ffee000001";
        var tenant = new ScriptedTenant();
        var device = new ScriptedDevice(Id, "CANARY-laptop-of-Zbigniew", SimulatedPlatform.Windows) { SyncedAgo = TimeSpan.FromHours(1) };
        device.Record = device.Record with
        {
            UserId = "5ca1ab1e-0dd5-4bad-8bad-c0ffee000002",
            UserPrincipalName = "zbigniew@canary.example",
            UserDisplayName = "Zbigniew Kowalczyk",
            SerialNumber = "CANARY7731",
            Category = "Kowalczyk's team",
            Model = "CANARY-model",
            OperatingSystem = "Zbigniewux 7731",
            ManagementAgent = "kowalczykAgent",
            EnrollmentType = "byZbigniew",
            OwnerType = "zbigniew@canary.example",
        };
        tenant.Add(device);
        device.Install("TikTok", "TikTok Pte. Ltd.");
        device.Install(new SimulatedApp(SimulatedPlatform.Windows, "Kowalczyk Payroll", "Canary Ltd", "77.31") { ReportPlatform = "Zbigniew's own", DetectedAppsPlatform = "kowalczykOS" });
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Tenant = tenant, TenantId = AgentFixture.TenantId, ClientSecret = "canary-secret-7731", PollsUntilCompleted = 1, Roles = ["DeviceManagementManagedDevices.Read.All", "Zbigniew.Read.All"] });
        agent.WithSimulator(simulator.BaseAddress, "kowalczyk").Set("Tenants:0:Credential:ClientId", Id).Set("Tenants:0:Credential:ClientSecret", "canary-secret-7731")
            .Set("Messages:Desk:0", "zbigniew@canary.example").Set("Messages:SharedAccounts:0", "zbigniew*");
        (await agent.ScanAsync()).Code.Should().BeOneOf(ExitCodes.Done, ExitCodes.Held);

        var doctor = await agent.RunAsync("doctor", "--probe", "shape.json", "--store", agent.StorePath);

        var path = Path.Combine(agent.Folder, "shape.json");
        var text = await File.ReadAllTextAsync(path);
        foreach (var canary in new[] { "canary", "zbigniew", "kowalczyk", "5ca1ab1e", "c0ffee", "7731", "77.31", "payroll", "tiktok", AgentFixture.TenantId, agent.Folder, "127.0.0.1", "sig=", "@", "eyJ" })
        {
            text.Should().NotContainEquivalentOf(canary);
        }

        var shape = JsonDocument.Parse(text).RootElement;
        var first = shape.GetProperty("tenants")[0];
        first.GetProperty("export").GetProperty("rows").GetInt32().Should().Be(2);
        first.GetProperty("managedDevices").GetProperty("texts").GetProperty("operatingSystem")[0].GetProperty("text").GetString().Should().Be("Xxxxxxxxxx 9999");
        first.GetProperty("permissions").GetProperty("notNeeded").GetInt32().Should().Be(1);
        shape.GetProperty("store").GetProperty("violations").GetInt32().Should().Be(1);
        shape.GetProperty("scans").GetArrayLength().Should().Be(1);
        shape.GetProperty("settings").GetProperty("Messages:Desk:0").GetString().Should().Be("set");
        shape.GetProperty("settings").GetProperty("Graph:ExportPollSeconds").GetString().Should().Be("2");
        shape.GetProperty("checks").GetArrayLength().Should().BePositive();
        doctor.Error.Should().Contain("Look through it before it leaves the house");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_tenant_with_unusual_columns_spellings_and_pages_is_replayed_and_scanned_alike()
    {
        await using var theirs = await StartAsync(Unusual());
        using var here = Agent(theirs);
        (await here.RunAsync("doctor", "--probe", "shape.json", "--store", here.StorePath)).Code.Should().Be(ExitCodes.Done);
        var file = Path.Combine(here.Folder, "shape.json");

        await using var replayed = await StartAsync(TenantShape.Read(file));
        using var there = Agent(replayed);
        var (one, other) = (await here.ScanAsync(), await there.ScanAsync());
        var requests = replayed.Requests.All;

        one.Open.Should().NotBeEmpty();
        other.Open.Should().Equal(one.Open);
        other.Coverage.Should().Equal(one.Coverage);
        other.Scan.GetProperty("route").GetString().Should().Be(one.Scan.GetProperty("route").GetString()).And.Be("export");
        requests.Count(request => request.Path.EndsWith("/managedDevices", StringComparison.Ordinal)).Should().Be((one.Devices + 6) / 7, "a page holds seven there");
        (await there.RunAsync("doctor", "--probe", "again.json", "--store", there.StorePath)).Code.Should().Be(ExitCodes.Done);
        Tenant(Path.Combine(there.Folder, "again.json")).Should().Be(Tenant(file), "what answers alike is probed alike");

        var demo = await agent.RunAsync("demo", "--once", "--devices", "40", "--shape", file, "--output", "demo");
        demo.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.Held], demo.Error);
        demo.Out.Should().Contain("route export report");
    }

    [Fact]
    public async Task Words_that_nobody_knows_are_replayed_as_outlines()
    {
        await using var theirs = await StartAsync(null);
        theirs.Faults.Add(SimulatorFault.UnknownTexts, times: int.MaxValue);
        using var here = Agent(theirs);
        (await here.RunAsync("doctor", "--probe", "shape.json", "--store", here.StorePath)).Code.Should().Be(ExitCodes.Done);
        var shape = TenantShape.Read(Path.Combine(here.Folder, "shape.json"));

        shape.ManagedDevices.Texts["managementAgent"].Should().Contain(text => text.Text == "xxxxxXxXxxxxxxx");
        await using var replayed = await StartAsync(shape);
        replayed.Tenant.Devices(replayed.Now).Should().Contain(device => device.ManagementAgent == "xxxxxXxXxxxxxxx").And.Contain(device => device.ManagementAgent == "mdm");
        using var there = Agent(replayed);
        (await there.ScanAsync()).Complete.Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_is_there_stays_and_nobody_is_asked()
    {
        await using var simulator = await StartAsync(null);
        using var here = Agent(simulator);
        here.Write("shape.json", "mine");

        var doctor = await here.RunAsync("doctor", "--probe", "shape.json");

        doctor.Code.Should().Be(ExitCodes.BadUsage);
        doctor.Error.Should().Contain("is there already");
        simulator.Requests.All.Should().BeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(here.Folder, "shape.json"))).Should().Be("mine");
    }

    [Theory]
    [InlineData("{", "not the shape of a tenant")]
    [InlineData("{}", "\"shape\" must be 1")]
    [InlineData("""{ "shape": 1, "tenants": [] }""", "holds no tenant")]
    public async Task A_file_that_is_no_shape_is_refused(string text, string says)
    {
        agent.Write("shape.json", text);

        var demo = await agent.RunAsync("demo", "--once", "--shape", "shape.json", "--output", "demo");

        demo.Code.Should().Be(ExitCodes.BadUsage);
        demo.Error.Should().Contain(says);
    }

    [Theory]
    [InlineData("ApplicationName", true)]
    [InlineData("Device ID", true)]
    [InlineData("OSDescription", true)]
    [InlineData("androidDedicatedAndFullyManaged", true)]
    [InlineData("Android (personally-owned work profile)", true)]
    [InlineData("googleCloudDevicePolicyController", true)]
    [InlineData("windowsAzureADJoin", true)]
    [InlineData("iOS/iPadOS", true)]
    [InlineData("Windows 11", true)]
    [InlineData("", true)]
    [InlineData("Ana", false)]
    [InlineData("ana@contoso.example", false)]
    [InlineData("Windows of Ana", false)]
    [InlineData("2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10", false)]
    [InlineData("Device 1234567", false)]
    [InlineData("名前", false)]
    public void A_text_passes_only_when_every_word_of_it_is_Microsofts(string text, bool passes)
    {
        ShapeText.IsKnown(text).Should().Be(passes);
        var admitted = ShapeText.Admit(text);
        admitted.Should().Be(passes ? text : admitted);
        if (!passes)
        {
            admitted.Should().NotBe(text).And.MatchRegex("^[xX9? ()./_-]*$");
        }
    }

    private static AgentFixture Agent(SimulatorHost simulator) =>
        new AgentFixture { Clock = new FastClock(10) }.Set("Policies:Use:0", "be-federal-tiktok").Set("Graph:ExportPollSeconds", "2").WithSimulator(simulator.BaseAddress);

    private static Task<SimulatorHost> StartAsync(TenantShape? shape) => SimulatorHost.StartAsync(
        new SimulatorOptions { Devices = 40, AppsPerDevice = 12, BannedShare = 0.3, TenantId = AgentFixture.TenantId, PollsUntilCompleted = 1, Shape = shape }, TestContext.Current.CancellationToken);

    /// <summary>As no document has it, and as the agent reads it all the same.</summary>
    private static TenantShape Unusual() => new()
    {
        Export = new ExportShape
        {
            Asked = "all",
            Delimiter = ";",
            Bom = false,
            Columns =
            [
                new("Install Date", null), new("Device ID", "DeviceId"), new("Application Version", "ApplicationVersion"), new("Application Name", "ApplicationName"), new("Platform", "Platform"),
                new("Application Publisher", "ApplicationPublisher"),
            ],
            Platforms = [new("Windows 10", 9, "Windows"), new("macMDM", 3, "MacOS"), new("iOS/iPadOS", 5, "IOS"), new("androidForWork", 2, "AndroidWorkProfile"), new("Android Fully Managed", 2, "AndroidFullyManaged")],
        },
        ManagedDevices = new ListShape
        {
            Pages = [7, 7, 7],
            More = true,
            Texts = new Dictionary<string, IReadOnlyList<TextShape>>
            {
                ["operatingSystem"] = [new("Windows", 9, "Windows"), new("macMDM", 3, "MacOS"), new("iPadOS", 5, "IOS"), new("AndroidForWork", 2, "AndroidWorkProfile"), new("AndroidEnterprise", 2, "Android")],
            },
        },
        DetectedApps = new ListShape { Pages = [50, 50, 50], More = true },
    };

    private static string Tenant(string file)
    {
        var tenant = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("tenants")[0];
        return string.Join("\n", tenant.GetProperty("managedDevices").GetRawText(), tenant.GetProperty("detectedApps").GetRawText(), tenant.GetProperty("export").GetProperty("columns").GetRawText(), tenant.GetProperty("export").GetProperty("platforms").GetRawText());
    }
}
