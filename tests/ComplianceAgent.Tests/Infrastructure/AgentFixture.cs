using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>Runs the agent through its front door, the command line, in process, in a folder of its own.</summary>
internal sealed class AgentFixture : IDisposable
{
    /// <summary>Entra id of the tenant that <see cref="WithSimulator"/> sets: start the simulator with it.</summary>
    public const string TenantId = "11111111-2222-3333-4444-555555555555";

    private readonly List<string> always = [];

    public AgentFixture()
    {
        Folder = Path.Combine(Path.GetTempPath(), "compliance-agent-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(Folder, "program"));
        StorePath = Path.Combine(Folder, "state", "compliance.db");
        Set("Log:Directory", Path.Combine(Folder, "logs"));
        CheckpointFile = CheckpointPath;
    }

    public string Folder { get; }

    public string StorePath { get; set; }

    /// <summary>What the agent is told to keep outside the store, <c>none</c> for nothing.</summary>
    public string CheckpointFile { get; set; }

    /// <summary>What it keeps there unless told otherwise; of this fixture alone.</summary>
    public string CheckpointPath => Path.Combine(Folder, "checkpoints.jsonl");

    public string LogFolder => Path.Combine(Folder, "logs");

    /// <summary>The agent's clock: a fast one makes waits short.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>What somebody types, line by line; nobody is there unless this is set.</summary>
    public string Input { get; set; } = "";

    /// <summary>Who gives the commands; null for the account the tests run as.</summary>
    public Author? Account { get; set; }

    /// <summary>A setting given on every command line.</summary>
    public AgentFixture Set(string key, string value)
    {
        always.Add("--set");
        always.Add($"{key}={value}");
        return this;
    }

    /// <summary>A simulated tenant, reached through Graph over loopback.</summary>
    public AgentFixture WithSimulator(Uri address, string tenant = "contoso") =>
        Set("Tenants:0:Name", tenant).Set("Tenants:0:TenantId", TenantId).Set("Tenants:0:SimulatorUrl", address.ToString().TrimEnd('/'));

    /// <summary>Runs a command line that stays up, and tells when it listens.</summary>
    public Task<int> RunAsync(IEnumerable<string> args, TextWriter output, TextWriter error, Action<Microsoft.AspNetCore.Builder.WebApplication> listening, CancellationToken cancellationToken) => CommandLine.RunAsync(
        [.. args, .. always, "--set", $"Audit:CheckpointFile={CheckpointFile}"],
        new CommandEnvironment
        {
            Out = output, Error = error, WorkingDirectory = Folder, ProgramFolder = Path.Combine(Folder, "program"), Clock = Clock, Listening = host => listening((Microsoft.AspNetCore.Builder.WebApplication)host), Account = Account ?? Author.OfProcess(),
        },
        cancellationToken);

    /// <summary>Runs a command line as it is.</summary>
    public async Task<AgentOutcome> RunAsync(IEnumerable<string> args, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = new CommandEnvironment
        {
            In = new StringReader(Input),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            WorkingDirectory = Folder,
            ProgramFolder = Path.Combine(Folder, "program"),
            Clock = Clock,
        };
        environment = Account is { } account ? environment with { Account = account } : environment;
        var code = await CommandLine.RunAsync([.. args, .. always, "--set", $"Audit:CheckpointFile={CheckpointFile}"], environment, cancellationToken);
        return new AgentOutcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line.</summary>
    public Task<AgentOutcome> RunAsync(params string[] args) => RunAsync(args, TestContext.Current.CancellationToken);

    /// <summary>A second person, under another account, agrees to everything that would free violations without a removal; returns how many acts that were.</summary>
    public async Task<int> ApproveExcusesAsync(string second = "second@pc-9")
    {
        var before = Account;
        Account = new Author(second, Author.OsAccount);
        var list = await RunAsync("excuses", "list", "--json", "--store", StorePath);
        list.Code.Should().Be(ExitCodes.Done, list.Error);
        string[] numbers = [.. JsonDocument.Parse(list.Out).RootElement.GetProperty("acts").EnumerateArray()
            .Where(act => act.GetProperty("state").GetString() == "pending").Select(act => act.GetProperty("number").GetRawText())];
        if (numbers.Length > 0)
        {
            var approved = await RunAsync(["excuses", "approve", .. numbers, "--store", StorePath]);
            approved.Code.Should().Be(ExitCodes.Done, approved.Error);
        }

        Account = before;
        return numbers.Length;
    }

    /// <summary>Scans and reads the JSON result.</summary>
    public async Task<ScanOutcome> ScanAsync(params string[] more)
    {
        var outcome = await RunAsync(["scan", "--json", "--store", StorePath, .. more]);
        return new ScanOutcome(outcome.Code, outcome.Out.Length > 0 ? JsonDocument.Parse(outcome.Out).RootElement : default, outcome.Error);
    }

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A log file may still be held open for a moment; the folder is in the temporary directory.
        }
    }
}

/// <summary>How a command ended.</summary>
internal sealed record AgentOutcome(int Code, string Out, string Error);

/// <summary>How a scan ended, with its JSON result.</summary>
internal sealed record ScanOutcome(int Code, JsonElement Json, string Error)
{
    public JsonElement Scan => Json.GetProperty("scan");

    public bool Complete => Scan.GetProperty("complete").GetBoolean();

    public int Devices => Scan.GetProperty("devices").GetInt32();

    /// <summary>Open violations as "device product" pairs, sorted: what two routes must agree on.</summary>
    public IReadOnlyList<string> Open =>
        [.. Json.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("state").GetString() == "open" && violation.GetProperty("severity").GetString() == "violation")
            .Select(violation => $"{violation.GetProperty("deviceId").GetString()} {violation.GetProperty("product").GetString()}")
            .Order(StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, int> Coverage =>
        Json.GetProperty("coverage").EnumerateObject().ToDictionary(line => line.Name, line => line.Value.GetInt32());

    public IReadOnlyDictionary<string, int> Changes =>
        Scan.GetProperty("changes").EnumerateObject().ToDictionary(line => line.Name, line => line.Value.GetInt32());

    public IReadOnlyList<string> FaultCodes =>
        Scan.TryGetProperty("faults", out var faults) ? [.. faults.EnumerateArray().Select(fault => fault.GetProperty("code").GetString()!)] : [];

    public int Written(string table) => Scan.GetProperty("rowsWritten").TryGetProperty(table, out var rows) ? rows.GetInt32() : 0;
}
