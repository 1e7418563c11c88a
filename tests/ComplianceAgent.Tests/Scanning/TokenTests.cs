using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Scanning;

/// <summary>What the agent thinks of its own token, and of a host whose certificate nobody vouches for.</summary>
public sealed class TokenTests
{
    private const string TooMuch = "DeviceManagementManagedDevices.PrivilegedOperations.All";

    [Fact]
    public async Task A_token_that_may_do_too_much_is_noted()
    {
        await using var simulator = await StartAsync();
        using var agent = new AgentFixture().Set("Graph:ExportPollSeconds", "2").WithSimulator(simulator.BaseAddress);

        var scan = await agent.ScanAsync("--policy", "be-federal-tiktok");

        scan.Code.Should().Be(ExitCodes.Done);
        scan.Error.Should().Contain(TooMuch).And.Contain("never needs");
    }

    [Fact]
    public async Task A_tenant_may_refuse_it()
    {
        await using var simulator = await StartAsync();
        using var agent = new AgentFixture().Set("Graph:ExportPollSeconds", "2").WithSimulator(simulator.BaseAddress).Set("Tenants:0:RefuseExcessPermissions", "true");

        var scan = await agent.ScanAsync("--policy", "be-federal-tiktok");

        scan.Code.Should().Be(ExitCodes.Failed);
        scan.Error.Should().Contain(TooMuch).And.Contain("RefuseExcessPermissions");
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_refused()
    {
        await using var simulator = await StartAsync();
        using var agent = new AgentFixture().Set("Graph:ExportPollSeconds", "2").WithSimulator(simulator.BaseAddress).Set("Tenants:0:TenantId", "22222222-2222-3333-4444-555555555555");

        var scan = await agent.ScanAsync("--policy", "be-federal-tiktok");

        scan.Code.Should().Be(ExitCodes.Failed);
        scan.Error.Should().Contain("22222222-2222-3333-4444-555555555555");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_never_accepted()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, Https = true }, TestContext.Current.CancellationToken);
        using var agent = new AgentFixture().Set("Graph:ExportPollSeconds", "2").WithSimulator(simulator.BaseAddress);

        var scan = await agent.ScanAsync("--policy", "be-federal-tiktok");

        scan.Code.Should().Be(ExitCodes.Failed);
        simulator.Requests.All.Should().BeEmpty("the handshake must fail before anything is said");
    }

    private static Task<SimulatorHost> StartAsync() => SimulatorHost.StartAsync(
        new SimulatorOptions { Devices = 12, TenantId = AgentFixture.TenantId, Roles = ["DeviceManagementManagedDevices.Read.All", TooMuch] }, TestContext.Current.CancellationToken);
}
