using System.Collections.Concurrent;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ComplianceAgent.Tests.Inventory.Intune;

/// <summary>The agent's side of a test: the real registration, the real pipeline, a fast clock, and everything logged at the lowest level.</summary>
internal sealed class IntuneBench : IDisposable
{
    private readonly ServiceProvider provider;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intune-test-");

    public IntuneBench(FakeTenant tenant, double speed = 100, Action<GraphOptions>? graph = null, RouteChoice route = RouteChoice.Auto, bool keepsDetails = false)
    {
        Clock = new FastClock(speed);
        Progress = new Watching(tenant);
        Options = new TenantOptions { Name = "contoso", TenantId = FakeTenant.TenantId, SimulatorUrl = tenant.Url, Credential = { ClientSecret = "the-client-secret" } };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new PrivateFiles(Path.Combine(folder.FullName, "private")));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new CapturingLogs(Logged)));
        services.AddIntuneInventory();
        services.Configure<IntuneRouteOptions>(options => options.Route = route);
        services.Configure<GraphOptions>(options =>
        {
            // Nothing hangs in most tests, and a slow machine must not look like a hung neighbour.
            options.AttemptTimeoutSeconds = 600;
            options.IdleTimeoutSeconds = 300;
            options.MaxRetries = 3;
            options.RetryBaseSeconds = 1;
            options.ExportPollSeconds = 5;
            options.TotalTimeoutMinutes = 240;
            options.DownloadTries = 3;
            graph?.Invoke(options);
        });
        provider = services.BuildServiceProvider();
        Collector = new InventoryCollector(
            app => app.Name.Contains("TikTok", StringComparison.Ordinal),
            _ => keepsDetails,
            (_, _) => new Observability(CoverageClass.Clean, Reason.Of("assessed")),
            "0123456789abcdef"u8);
    }

    public TenantOptions Options { get; }

    public FastClock Clock { get; }

    public IProgress<InventoryProgress> Progress { get; }

    public InventoryCollector Collector { get; }

    public ConcurrentQueue<string> Logged { get; } = new();

    public string PrivateFolder => Path.Combine(folder.FullName, "private");

    /// <summary>Names of temporary files seen while an export was read.</summary>
    public List<string> FilesWhileReading { get; } = [];

    public IntuneSource Source(TimeSpan? lastGood = null) => provider.GetRequiredService<IntuneInventory>().CreateSource(Options, ReadCsvAsync, lastGood);

    public Task<InventoryOutcome> ReadAsync(CancellationToken cancellationToken = default) =>
        Source().ReadAsync(Collector, Progress, cancellationToken);

    /// <summary>Device names with a wanted app.</summary>
    public IEnumerable<string> Violating() => Collector.Hits.Select(hit => Collector.Details[hit.Device].Name).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        provider.Dispose();
        folder.Delete(recursive: true);
    }

    // Enough of a reader for these tests: a file that does not end in a line break was cut off.
    private async Task<ExportReadOutcome> ReadCsvAsync(
        Stream content, string name, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        FilesWhileReading.AddRange(Directory.GetFiles(PrivateFolder));
        var text = await new StreamReader(content, Encoding.UTF8, leaveOpen: true).ReadToEndAsync(cancellationToken);
        var lines = text.Split("\r\n");
        if (!lines[0].StartsWith("ApplicationName", StringComparison.Ordinal))
        {
            throw new InventoryException(Reason.Of("test-columns-missing"));
        }

        foreach (var row in lines[1..^1].Select(line => line.Split(',')))
        {
            var app = collector.AddApp(new AppColumns(
                Encoding.UTF8.GetBytes(row[4]), Encoding.UTF8.GetBytes(row[0]), Encoding.UTF8.GetBytes(row[1]), Encoding.UTF8.GetBytes(row[2])));
            collector.AddRow(Encoding.UTF8.GetBytes(row[3]), app);
        }

        return new ExportReadOutcome(lines.Length - 2, lines[^1].Length == 0 ? [] : [Reason.Of("test-file-short")], []);
    }

    private sealed class Watching(FakeTenant tenant) : IProgress<InventoryProgress>
    {
        public void Report(InventoryProgress value)
        {
            if (value.Phase.StartsWith("export download", StringComparison.Ordinal))
            {
                tenant.DownloadSeen.TrySetResult();
            }
        }
    }

    private sealed class CapturingLogs(ConcurrentQueue<string> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            logged.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue($"{logLevel} {formatter(state, exception)} {exception} {string.Join(' ', (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(p => p.Value))}");

        public void Dispose()
        {
        }
    }
}
