using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Hosting;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.WholeProcess;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>The systemd unit: understood, tight, and the agent can live under its restrictions and speaks to who started it.</summary>
public sealed class ServiceUnitTests : IAsyncDisposable
{
    // What systemd-analyze calls exposure, times ten: 12 when this was written; 92 is a unit that restricts nothing.
    private const string MostExposure = "15";

    private readonly Sandbox sandbox = new();

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task Systemd_understands_every_line()
    {
        // The program lies elsewhere on a machine that only tests.
        var unit = sandbox.Write("compliance-agent.service", Unit().Replace("/opt/compliance-agent/current/compliance-agent", Sandbox.Executable, StringComparison.Ordinal));

        var outcome = await Tool.RunAsync("systemd-analyze", "verify", "--man=no", unit);

        // It ends with 0 on keys that it does not know, and speaks of units of the machine too.
        outcome.Error.Split('\n').Should().NotContain(line => line.Contains("compliance-agent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_unit_leaves_little_open()
    {
        var outcome = await Tool.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", Repository.File("deploy/systemd/compliance-agent.service"));

        outcome.Code.Should().Be(0, outcome.Out);
        outcome.Out.Should().Contain("Overall exposure level for compliance-agent.service");
    }

    [Fact]
    public void Systemd_waits_longer_than_the_agent_drains_and_gives_up_on_bad_settings()
    {
        Seconds("TimeoutStopSec").Should().BeGreaterThan((int)AgentHost.DrainTime.TotalSeconds + 5);
        Value("RestartPreventExitStatus").Should().Be(ExitCodes.BadUsage.ToString(CultureInfo.InvariantCulture));
        Value("Type").Should().Be("notify");
    }

    [Fact]
    public async Task It_says_that_it_is_ready_that_it_lives_and_that_it_stops_with_nothing_to_write_to_but_its_state()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's.");
        var path = Path.Combine(sandbox.Work, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        manager.ReceiveTimeout = 20_000;
        sandbox.Environment["NOTIFY_SOCKET"] = path;
        sandbox.Environment["WATCHDOG_USEC"] = "200000";
        // Without root the notices are tested all the same.
        await Confinement.IsOnAsync(sandbox);
        var settings = sandbox.Write("settings.json", JsonSerializer.Serialize(new
        {
            Tenants = new[] { new { Name = "contoso", TenantId = Guid.NewGuid(), Credential = new { Kind = "ManagedIdentity" }, Schedule = new { Cron = "0 0 0 1 1 ? 2099" } } },
            Policies = new { Use = new[] { Sandbox.Policy } },
            Service = new { Url = "http://127.0.0.1:0" },
        }));
        Sandbox.SetMode(settings, 0b110_100_100);
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);

        await run.SaysAsync("Running.");
        Heard(manager).Should().Be("READY=1");
        Heard(manager).Should().Be("WATCHDOG=1");
        Heard(manager).Should().Be("WATCHDOG=1");
        await run.SignalAsync("TERM");
        string last;
        do
        {
            last = Heard(manager);
        }
        while (last == "WATCHDOG=1");

        last.Should().Be("STOPPING=1");
        var end = await run.EndAsync();
        end.Code.Should().Be(0, end.Error);
        Sandbox.OpenToOthers(sandbox.State).Should().BeEmpty();
    }

    [Theory]
    [InlineData("200000", null, 100)]
    [InlineData("120000000", "42", 60_000)]
    [InlineData("120000000", "43", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void It_tells_systemd_that_it_lives_twice_as_often_as_it_has_to(string? microseconds, string? watched, int? milliseconds) =>
        ServiceManager.WatchdogInterval(name => name == "WATCHDOG_USEC" ? microseconds : watched, processId: 42)
            .Should().Be(milliseconds is { } every ? TimeSpan.FromMilliseconds(every) : null);

    private static string Heard(Socket manager)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
    }

    private static string Unit() => File.ReadAllText(Repository.File("deploy/systemd/compliance-agent.service"));

    private static string Value(string key) => Unit().Split('\n').Single(line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    private static int Seconds(string key) => int.Parse(Value(key).TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture);
}
