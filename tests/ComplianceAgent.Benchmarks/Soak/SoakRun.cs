using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;
using IntuneSimulator.Faults;

namespace ComplianceAgent.Benchmarks.Soak;

/// <summary>How a soak is to be.</summary>
internal sealed record SoakSetup
{
    /// <summary>How long.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Simulated tenants.</summary>
    public required int Tenants { get; init; }

    /// <summary>Devices of each.</summary>
    public int Devices { get; init; } = 100;

    /// <summary>A tenant is scanned this often.</summary>
    public int ScanEverySeconds { get; init; } = 15;

    /// <summary>Looks at the process.</summary>
    public int Samples { get; init; } = 60;
}

/// <summary>What came of it.</summary>
internal sealed record SoakOutcome(IReadOnlyList<SoakSample> Samples, IReadOnlyList<ScanLine> Lines, IReadOnlyList<string> Faults)
{
    /// <summary>How many scans there were of a kind.</summary>
    public int Count(ScanLineKind kind) => Lines.Count(line => line.Kind == kind);
}

/// <summary>The built agent, serving simulated tenants that fail in every way a neighbour can, watched from outside. Everything lies in one folder, which goes afterwards.</summary>
internal sealed class SoakRun(SoakSetup setup, Action<string> say)
{
    private static readonly SimulatorFault[] Passing =
    [
        SimulatorFault.TooManyRequestsInteger, SimulatorFault.TooManyRequestsFractional, SimulatorFault.ServiceUnavailable, SimulatorFault.BadGatewayHtml, SimulatorFault.GatewayTimeout,
        SimulatorFault.ConnectionReset, SimulatorFault.ResetMidBody, SimulatorFault.TruncatedJson, SimulatorFault.DownloadBreaks, SimulatorFault.DownloadUnavailable,
        SimulatorFault.ZipTruncated, SimulatorFault.ZipWrongCrc, SimulatorFault.JobFailed, SimulatorFault.JobWithoutUrl, SimulatorFault.UrlExpired, SimulatorFault.NextLinkOtherHost,
        SimulatorFault.NextLinkLoop, SimulatorFault.MissingPage, SimulatorFault.PoisonNames, SimulatorFault.Forbidden, SimulatorFault.TokenRefused, SimulatorFault.TokenUnavailable,
    ];

    private static readonly TimeSpan FaultEvery = TimeSpan.FromSeconds(2);

    private readonly string folder = Directory.CreateTempSubdirectory("compliance-agent-soak-").FullName;
    private readonly List<SimulatorHost> simulators = [];
    private readonly Random random = new(1);
    private readonly TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Store => Path.Combine(folder, "compliance.db");

    private string TemporaryFolder => Path.Combine(folder, "tmp");

    private string PrivateFolder => Path.Combine(folder, "private");

    /// <summary>Runs it.</summary>
    public async Task<SoakOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(TemporaryFolder);
            for (var i = 0; i < setup.Tenants; i++)
            {
                simulators.Add(await SimulatorHost.StartAsync(new SimulatorOptions { Devices = setup.Devices, Seed = i + 1, AppsPerDevice = 20, BannedShare = 0.05, PollsUntilCompleted = 1 }, cancellationToken));
            }

            using var agent = Start();
            // A service that is stopped while it begins has nothing to drain, and says so by another code.
            await Task.WhenAny(running.Task, agent.WaitForExitAsync(cancellationToken)).WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System, cancellationToken);
            var samples = await WatchAsync(agent, cancellationToken);
            var end = await StopAsync(agent);
            var lines = ReadLog();
            return new SoakOutcome(
                samples, lines,
                [.. end, .. SoakJudgement.Grown(samples), .. SoakJudgement.Lost(lines, await StoredAsync(cancellationToken)), .. FilesIn(TemporaryFolder, PrivateFolder) is > 0 and var left ? [$"{left} temporary files were left behind"] : Array.Empty<string>()]);
        }
        finally
        {
            foreach (var simulator in simulators)
            {
                await simulator.DisposeAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private Process Start()
    {
        List<string> args =
        [
            "run", "--simulated", "--policy", "be-federal-tiktok", "--set", "Store:Connection=" + Store, "--set", "Service:Url=http://127.0.0.1:0", "--set", "Graph:ExportPollSeconds=2", "--set", "Graph:RetryBaseSeconds=1",
            "--set", "Reports:Directory=" + Path.Combine(folder, "reports"), "--set", "Log:Directory=" + Path.Combine(folder, "logs"), "--set", "Log:Format=json", "--set", "Inventory:PrivateFolder=" + PrivateFolder,
        ];
        for (var i = 0; i < simulators.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Tenants:{i}:");
            args.AddRange(
            [
                "--set", string.Create(CultureInfo.InvariantCulture, $"{at}Name=soak-{i}"), "--set", $"{at}TenantId={simulators[i].Options.TenantId}", "--set", $"{at}SimulatorUrl={simulators[i].BaseAddress.ToString().TrimEnd('/')}",
                "--set", string.Create(CultureInfo.InvariantCulture, $"{at}Schedule:Cron={i % setup.ScanEverySeconds}/{setup.ScanEverySeconds} * * * * ?"), "--set", $"{at}Schedule:JitterMinutes=0",
            ]);
        }

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "compliance-agent.exe" : "compliance-agent"), args)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = folder;
        start.Environment["TMPDIR"] = TemporaryFolder;
        var process = Process.Start(start)!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data?.Contains("Running.", StringComparison.Ordinal) == true)
        {
            running.TrySetResult();
        }
    }

    private async Task<IReadOnlyList<SoakSample>> WatchAsync(Process agent, CancellationToken cancellationToken)
    {
        var samples = new List<SoakSample>();
        var (start, every) = (Stopwatch.GetTimestamp(), setup.Time / setup.Samples);
        say($"{"seconds",8} {"MiB",6} {"handles",8} {"threads",8} {"files",6}");
        while (Stopwatch.GetElapsedTime(start) < setup.Time && !agent.HasExited)
        {
            simulators[random.Next(simulators.Count)].Faults.Add(new FaultRule { Fault = Passing[random.Next(Passing.Length)], Times = random.Next(1, 4), RetryAfterSeconds = 0.5 });
            await Task.Delay(FaultEvery, TimeProvider.System, cancellationToken);
            if (Stopwatch.GetElapsedTime(start) >= every * (samples.Count + 1) && !agent.HasExited)
            {
                var sample = Look(agent, Stopwatch.GetElapsedTime(start).TotalSeconds);
                samples.Add(sample);
                say(string.Create(CultureInfo.InvariantCulture, $"{sample.Seconds,8:N0} {sample.MemoryMebibytes,6:N0} {sample.Handles,8:N0} {sample.Threads,8:N0} {sample.TemporaryFiles,6:N0}"));
            }
        }

        return samples;
    }

    private SoakSample Look(Process agent, double seconds)
    {
        agent.Refresh();
        var open = $"/proc/{agent.Id.ToString(CultureInfo.InvariantCulture)}/fd";
        var handles = Directory.Exists(open) ? Directory.EnumerateFileSystemEntries(open).Count() : agent.HandleCount;
        return new SoakSample(seconds, agent.WorkingSet64 / 1024.0 / 1024.0, handles, agent.Threads.Count, FilesIn(TemporaryFolder, PrivateFolder));
    }

    private static int FilesIn(params string[] folders) =>
        folders.Where(Directory.Exists).Sum(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(file => !Path.GetFileName(file).Contains("diagnostic", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)));

    /// <summary>In order, as a service manager would; what hangs is a fault and is ended.</summary>
    private static async Task<IReadOnlyList<string>> StopAsync(Process agent)
    {
        if (agent.HasExited)
        {
            return [$"the agent ended by itself with {agent.ExitCode}"];
        }

        using (var kill = Process.Start("kill", ["-TERM", agent.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            await agent.WaitForExitAsync(limit.Token);
            return agent.ExitCode == 0 ? [] : [$"the agent ended with {agent.ExitCode}"];
        }
        catch (OperationCanceledException)
        {
            agent.Kill();
            return ["the agent did not stop within a minute"];
        }
    }

    private List<ScanLine> ReadLog() => [.. Directory.EnumerateFiles(Path.Combine(folder, "logs")).Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(Parse).OfType<ScanLine>()];

    private static ScanLine? Parse(string line)
    {
        var told = JsonDocument.Parse(line).RootElement;
        var said = told.GetProperty("@m").GetString()!;
        ScanLineKind? kind = said switch
        {
            _ when said.StartsWith("The scheduled scan of tenant ", StringComparison.Ordinal) && said.Contains(" failed", StringComparison.Ordinal) => ScanLineKind.Failed,
            _ when said.StartsWith("Scan ", StringComparison.Ordinal) && said.EndsWith(" started.", StringComparison.Ordinal) => ScanLineKind.Started,
            _ when said.StartsWith("Scan ", StringComparison.Ordinal) && said.Contains(" finished: ", StringComparison.Ordinal) => ScanLineKind.Finished,
            _ => null,
        };
        return kind is { } known ? new ScanLine(told.GetProperty("Tenant").GetString()!, told.TryGetProperty("Number", out var number) ? number.GetInt64() : 0, known) : null;
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlySet<long>>> StoredAsync(CancellationToken cancellationToken)
    {
        await using var store = await ViolationStore.OpenAsync(new StoreConnection(Store), new StoreOpening { MustExist = true, ReadOnly = true }, cancellationToken: cancellationToken);
        var stored = new Dictionary<string, IReadOnlySet<long>>(StringComparer.Ordinal);
        for (var i = 0; i < simulators.Count; i++)
        {
            var tenant = string.Create(CultureInfo.InvariantCulture, $"soak-{i}");
            var scans = await store.BrowseScansAsync(tenant, 0, int.MaxValue, cancellationToken);
            stored[tenant] = scans.Items.Select(scan => scan.Number).ToHashSet();
        }

        return stored;
    }
}
