using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>Where a tenant with violations in the store is scanned once more, this time with something going wrong.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    /// <summary>So many seconds of the agent's waits pass in one.</summary>
    public const double Speed = 60;

    private FaultBench(SimulatorHost sim, AgentFixture agent, IReadOnlyList<string> before)
    {
        Sim = sim;
        Agent = agent;
        Before = before;
    }

    public SimulatorHost Sim { get; }

    public AgentFixture Agent { get; }

    /// <summary>Open violations before the fault.</summary>
    public IReadOnlyList<string> Before { get; }

    public static async Task<FaultBench> StartAsync(GoodScan good, Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var sim = await SimulatorHost.StartAsync(change is null ? GoodScan.Tenant : change(GoodScan.Tenant));
        var agent = new AgentFixture { Clock = new FastClock(Speed) }
            .WithSimulator(sim.BaseAddress)
            .Set("Graph:MaxRetries", "2")
            .Set("Graph:AttemptTimeoutSeconds", "600")
            .Set("Graph:IdleTimeoutSeconds", "300")
            .Set("Graph:TotalTimeoutMinutes", "240")
            .Set("Graph:DownloadTries", "3")
            .Set("Graph:ExportPollSeconds", "3")
            .Set("Graph:ExportStuckMinutes", "1");
        return new FaultBench(sim, agent, await good.CopyToAsync(agent));
    }

    /// <summary>For faults that hang: about one real second a try, and more tries where one of them is to succeed on a busy machine.</summary>
    public FaultBench WithLittlePatience(FaultCourse course)
    {
        var tries = course == FaultCourse.Once ? "4" : "1";
        Agent.Set("Graph:AttemptTimeoutSeconds", "75").Set("Graph:IdleTimeoutSeconds", "60").Set("Graph:MaxRetries", tries).Set("Graph:DownloadTries", tries);
        return this;
    }

    /// <summary>Scans with the fault in force.</summary>
    public async Task<ScanOutcome> ScanAsync(FaultScene scene) => await Agent.ScanAsync(
        "--policy", GoodScan.Policy, "--set", "Inventory:Route=" + scene switch { FaultScene.ExportAlone => "export", FaultScene.DetectedApps => "detectedApps", _ => "auto" });

    /// <summary>Whatever happened: nobody was led astray, and no token went where none belongs.</summary>
    public void NobodyWasLedAstray()
    {
        Sim.Requests.Of(SimulatorListener.Canary).Should().BeEmpty("no link, redirect or address of a stranger is ever followed");
        Sim.Requests.Of(SimulatorListener.Blob).Should().NotContain(request => request.HadAuthorization, "a download carries its own credential");
    }

    public async ValueTask DisposeAsync()
    {
        await Sim.DisposeAsync();
        Agent.Dispose();
    }
}

/// <summary>Which route reads the apps while the fault is in force.</summary>
public enum FaultScene
{
    /// <summary>As it is set up by default: the export, and detected apps when that fails.</summary>
    Export,

    /// <summary>The export or nothing.</summary>
    ExportAlone,

    /// <summary>Detected apps only.</summary>
    DetectedApps,
}

/// <summary>How often a fault strikes.</summary>
public enum FaultCourse
{
    /// <summary>Once.</summary>
    Once,

    /// <summary>Every time.</summary>
    ForEver,
}
