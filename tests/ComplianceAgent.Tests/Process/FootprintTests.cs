using System.Text;
using System.Text.Json;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>What a scan of files loads and how its process is set up: the agent's memory rests on both.</summary>
public sealed class FootprintTests
{
    private static readonly string[] NotForFiles =
    [
        "Microsoft.Graph", "Microsoft.Kiota", "Azure.Core", "Azure.Identity", "Microsoft.Identity", "Quartz", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "NJsonSchema", "intune-simulator",
    ];

    [Fact]
    public async Task A_scan_of_files_loads_neither_Graph_nor_a_web_server_nor_a_scheduler()
    {
        await using var sandbox = new Sandbox();
        await WriteInventoryAsync(sandbox.Work);
        var trace = Path.Combine(sandbox.Folder, "loads.nettrace");
        // The runtime itself tells every assembly it loads.
        sandbox.Environment["DOTNET_EnableEventPipe"] = "1";
        sandbox.Environment["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:4";
        sandbox.Environment["DOTNET_EventPipeOutputPath"] = trace;

        var scan = await sandbox.RunAsync("scan", "--inventory", "apps.zip", "--device-list", "devices.csv", "--policy", Sandbox.Policy, "--output", "reports");

        scan.Code.Should().Be(0, scan.Error);
        var loads = Encoding.Unicode.GetString(await AlignedAsync(trace, 0)) + Encoding.Unicode.GetString(await AlignedAsync(trace, 1));
        loads.Should().Contain("Microsoft.EntityFrameworkCore, Version", "a scan stores what it found, so the trace would tell of others too");
        NotForFiles.Where(name => loads.Contains(name + ",", StringComparison.Ordinal) || loads.Contains(name + ".", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void The_process_has_one_small_heap()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "compliance-agent.runtimeconfig.json")));
        var options = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        options.GetProperty("System.GC.Server").GetBoolean().Should().BeFalse();
        options.GetProperty("System.GC.Concurrent").GetBoolean().Should().BeFalse();
        options.GetProperty("System.GC.ConserveMemory").GetInt32().Should().BePositive();
    }

    // Texts in a trace begin at odd places as well as even ones.
    private static async Task<byte[]> AlignedAsync(string path, int from) => (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))[from..];

    private static async Task WriteInventoryAsync(string folder)
    {
        var options = new SimulatorOptions { Devices = 60, AppsPerDevice = 10, BannedShare = 0.2 };
        var tenant = new GeneratedTenant(options);
        await ReportWriter.WriteFileAsync(Path.Combine(folder, "apps.zip"), tenant, options.Now, new ReportOptions(), TestContext.Current.CancellationToken);
        await ReportWriter.WriteFileAsync(
            Path.Combine(folder, "devices.csv"), tenant, options.Now, new ReportOptions { ReportName = ReportColumns.Devices }, TestContext.Current.CancellationToken);
    }
}
