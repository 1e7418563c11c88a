using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>A monitor elsewhere hears of the service while it does its work, and nothing once it does not.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private const string Token = "canary-of-the-monitor";
    private readonly Sandbox sandbox = new();
    private readonly ConcurrentQueue<string> heard = [];
    private WebApplication monitor = null!;
    private int answer = StatusCodes.Status200OK;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        monitor = builder.Build();
        monitor.Urls.Add("http://127.0.0.1:0");
        monitor.Run(context =>
        {
            heard.Enqueue(context.Request.Method + " " + context.Request.Path);
            context.Response.StatusCode = answer;
            return Task.CompletedTask;
        });
        await monitor.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await monitor.DisposeAsync();
    }

    [Fact]
    public async Task It_is_asked_while_the_service_is_ready_and_not_once_a_tenant_is_overdue()
    {
        Sandbox.OnlyOnUnix();
        Configure();
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");
        (await sandbox.ScanAsync("--config", "settings.json", "--inventory", "apps.csv")).Code.Should().Be(0);
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);
        await HeardAsync(1, run);

        var old = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O", CultureInfo.InvariantCulture);
        await sandbox.AskAsync($"UPDATE scans SET result = json_set(result, '$.finishedAt', '{old}'), hash = ''");
        await run.SaysAsync("No sign of life was given: the service is not ready, see /health/ready");

        var silent = heard.Count;
        await run.SignalAsync("TERM");
        (await run.EndAsync()).Code.Should().Be(0);
        heard.Should().HaveCount(silent, "a monitor that is still asked raises no alarm").And.AllBe($"GET /ping/{Token}");
        run.Error.Should().NotContain(Token);
    }

    [Fact]
    public async Task What_the_monitor_does_not_take_is_told_once_without_its_address()
    {
        Sandbox.OnlyOnUnix();
        answer = StatusCodes.Status404NotFound;
        Configure();
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);

        await run.SaysAsync("No sign of life was given: the monitor answered with status 404.");
        answer = StatusCodes.Status200OK;
        await run.SaysAsync("Signs of life reach the monitor again.");

        run.Error.Should().NotContain(Token);
        run.Error.Split('\n').Should().ContainSingle(line => line.Contains("No sign of life", StringComparison.Ordinal));
    }

    private void Configure()
    {
        var secret = sandbox.Write("monitor.txt", $"{monitor.Urls.First()}/ping/{Token}\n");
        Sandbox.SetMode(secret, 0b110_000_000);
        var settings = sandbox.Write("settings.json", JsonSerializer.Serialize(new
        {
            Tenants = new[]
            {
                new
                {
                    Name = "contoso", TenantId = Guid.NewGuid(), Credential = new { Kind = "ClientSecret", ClientId = Guid.NewGuid(), ClientSecret = "never-asked-for" },
                    Schedule = new { Cron = "0 0 0 1 1 ? 2099", JitterMinutes = 0 },
                },
            },
            Policies = new { Use = new[] { Sandbox.Policy } },
            Service = new { Url = "http://127.0.0.1:0", HeartbeatUrl = "file:" + secret, HeartbeatSeconds = 10 },
        }));
        Sandbox.SetMode(settings, 0b110_000_000);
    }

    private async Task HeardAsync(int times, AgentProcess run)
    {
        for (var watch = Stopwatch.StartNew(); heard.Count < times; await AgentProcess.Pause(50))
        {
            (watch.Elapsed.TotalSeconds < 120 && !run.IsOver).Should().BeTrue(run.Error);
        }
    }
}
