using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using ComplianceAgent.Tests.Scanning.Faults;
using IntuneSimulator;

[assembly: AssemblyFixture(typeof(GoodScan))]

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>One good scan of a small simulated tenant, made when the first test asks for it: every fault strikes after it, on a copy of its store.</summary>
public sealed class GoodScan
{
    public const string Policy = "us-federal-tiktok";

    private readonly Lazy<Task<Kept>> kept = new(ScanAsync);

    /// <summary>The tenant: pages of twelve, so that lists have several, and a banned app on every other device.</summary>
    public static SimulatorOptions Tenant { get; } = new()
    {
        TenantId = AgentFixture.TenantId, Devices = 48, Seed = 11, AppsPerDevice = 8, MaxPageSize = 12, BannedShare = 0.5, DoubtfulShare = 0.05,
    };

    /// <summary>Puts a copy of the store into a fixture; gives the open violations in it.</summary>
    internal async Task<IReadOnlyList<string>> CopyToAsync(AgentFixture agent)
    {
        var from = await kept.Value;
        Directory.CreateDirectory(Path.GetDirectoryName(agent.StorePath)!);
        await File.WriteAllBytesAsync(agent.StorePath, from.Store);
        if (!OperatingSystem.IsWindows())
        {
            // The agent refuses a store that others can open.
            File.SetUnixFileMode(agent.StorePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return from.Open;
    }

    private static async Task<Kept> ScanAsync()
    {
        await using var sim = await SimulatorHost.StartAsync(Tenant);
        using var agent = new AgentFixture { Clock = new FastClock(FaultBench.Speed) }.WithSimulator(sim.BaseAddress);
        var scan = await agent.ScanAsync("--policy", Policy);
        scan.Code.Should().Be(0, scan.Error);
        scan.Complete.Should().BeTrue();
        scan.Open.Should().HaveCountGreaterThan(6);
        File.Exists(agent.StorePath + "-wal").Should().BeFalse("the copy is of one file");
        return new Kept(await File.ReadAllBytesAsync(agent.StorePath), scan.Open);
    }

    private sealed record Kept(byte[] Store, IReadOnlyList<string> Open);
}
