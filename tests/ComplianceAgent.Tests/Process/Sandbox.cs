using System.Diagnostics;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>
/// A folder that is the whole world of one agent: home, state, working directory. Nothing of the machine's own settings reaches the
/// process, and every process started here is ended with it.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Policy = "be-federal-tiktok";
    private readonly List<AgentProcess> started = [];
    private readonly List<string> always = [];

    public Sandbox()
    {
        Folder = Directory.CreateTempSubdirectory("agent-process-").FullName;
        State = Path.Combine(Folder, "state", "compliance-agent");
        Work = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "home"));
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = Path.Combine(Folder, "home"),
            ["XDG_STATE_HOME"] = Path.Combine(Folder, "state"),
            ["STATE_DIRECTORY"] = null,
            // A process that lives for a second gains nothing from profiling itself.
            ["DOTNET_TieredPGO"] = "0",
        };
    }

    /// <summary>The executable beside the tests.</summary>
    public static string Executable => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "compliance-agent.exe" : "compliance-agent");

    public string Folder { get; }

    /// <summary>The agent's state directory: store, logs, private files.</summary>
    public string State { get; }

    /// <summary>The agent's working directory.</summary>
    public string Work { get; set; }

    public string Store => Path.Combine(State, "compliance.db");

    public string PrivateFolder => Path.Combine(State, "private");

    public Dictionary<string, string?> Environment { get; }

    /// <summary>A shell line run before the agent in the same process, for example <c>umask 000</c>.</summary>
    public string? Before { get; set; }

    public Sandbox Set(string key, string value)
    {
        always.AddRange(["--set", $"{key}={value}"]);
        return this;
    }

    /// <summary>A simulated tenant; faults that hang are waited for seconds, not minutes.</summary>
    public Sandbox WithSimulator(SimulatorHost simulator) => Set("Tenants:0:Name", "contoso")
        .Set("Tenants:0:TenantId", simulator.Options.TenantId)
        .Set("Tenants:0:SimulatorUrl", simulator.BaseAddress.ToString().TrimEnd('/'))
        .Set("Graph:ExportPollSeconds", "2");

    public static Task<SimulatorHost> SimulatorAsync(int devices) => SimulatorHost.StartAsync(
        new SimulatorOptions { Devices = devices, AppsPerDevice = 40, BannedShare = 0.05, PollsUntilCompleted = 1 }, TestContext.Current.CancellationToken);

    /// <summary>Starts the agent.</summary>
    public AgentProcess Start(IEnumerable<string> args, Action<AgentProcess, string>? onLine = null)
    {
        File.Exists(Executable).Should().BeTrue("the tests reference the agent, which puts its executable beside them");
        var line = Before is null ? [Executable] : new[] { "bash", "-c", $"{Before}; exec \"$0\" \"$@\"", Executable };
        var start = new ProcessStartInfo(line[0], [.. line.Skip(1), .. args, .. always])
        {
            WorkingDirectory = Work,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COMPLIANCEAGENT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var process = new AgentProcess(start, onLine);
        started.Add(process);
        return process;
    }

    /// <summary>Runs the agent to its end.</summary>
    public Task<AgentOutcome> RunAsync(params string[] args) => Start(args).EndAsync();

    /// <summary>Scans and reads the result.</summary>
    public async Task<ScanOutcome> ScanAsync(params string[] more)
    {
        var outcome = await RunAsync(["scan", "--json", "--policy", Policy, .. more]);
        return new ScanOutcome(outcome.Code, outcome.Out.Length > 0 ? JsonDocument.Parse(outcome.Out).RootElement : default, outcome.Error);
    }

    /// <summary>Writes a file into the working directory.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Asks the store, past the agent.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Store};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Queries that count what no store may hold, on any engine: events without violation, violations without event, events twice.</summary>
    public static IReadOnlyList<string> Broken { get; } =
    [
        "SELECT count(*) FROM events WHERE violation_id NOT IN (SELECT id FROM violations) AND kind NOT BETWEEN 19 AND 24",
        "SELECT count(*) FROM violations WHERE id NOT IN (SELECT violation_id FROM events)",
        "SELECT count(*) FROM (SELECT violation_id FROM events GROUP BY violation_id, kind, scan_number, parameters HAVING count(*) > 1) AS doubled",
    ];

    /// <summary>The store is whole: SQLite finds no fault, and no event or violation is there twice or without the other.</summary>
    public async Task StoreIsWholeAsync()
    {
        (await AskAsync("PRAGMA quick_check")).Should().Be("ok");
        foreach (var broken in Broken)
        {
            (await AskAsync(broken)).Should().Be(0L, broken);
        }
    }

    /// <summary>Whatever lies below a folder that another account could read, write or enter.</summary>
    public static IReadOnlyList<string> OpenToOthers(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Append(folder)
            .Where(path => (ModeOf(path) & 0b000_111_111) != 0)
            .Select(path => $"{path} {Convert.ToString(ModeOf(path), 8)}")];

    /// <summary>Permission bits, as <c>chmod</c> takes them.</summary>
    public static int ModeOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : (int)File.GetUnixFileMode(path);

    /// <summary>Sets permission bits.</summary>
    public static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }
    }

    public static void OnlyOnUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals, modes and limits are Unix's.");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
