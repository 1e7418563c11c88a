using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A real Prometheus on loopback, of one test, with a folder of its own; and promtool, which comes with it. Tests without them are skipped by name.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private const string HowToGetIt = "Prometheus is not installed here (tests/run.sh --install).";

    private readonly Process process;
    private readonly string folder;
    private readonly HttpClient http;

    private Prometheus(Process process, string folder, int port)
    {
        (this.process, this.folder) = (process, folder);
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts one that scrapes an address every second.</summary>
    /// <param name="target">Host and port.</param>
    /// <param name="tokenFile">File with what it brings.</param>
    /// <param name="ruleFile">Rules to load.</param>
    public static async Task<Prometheus> StartAsync(string target, string tokenFile, string ruleFile)
    {
        var folder = Directory.CreateTempSubdirectory("prometheus-tests-").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "prometheus.yml"),
            $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            scrape_configs:
              - job_name: compliance-agent
                authorization: { credentials_file: "{{tokenFile}}" }
                static_configs: [{ targets: ["{{target}}"] }]
            rule_files: ["{{ruleFile}}"]
            """,
            Cancel);
        var start = new ProcessStartInfo(
            Program("prometheus"),
            ["--config.file=" + Path.Combine(folder, "prometheus.yml"), "--storage.tsdb.path=" + Path.Combine(folder, "data"), $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Prometheus(process, folder, port);
    }

    /// <summary>Runs promtool; its exit code and all it said.</summary>
    public static async Task<(int Code, string Said)> ToolAsync(string? input, params string[] args)
    {
        var start = new ProcessStartInfo(Program("promtool"), args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Repository.File("deploy/observability") };
        using var tool = Process.Start(start)!;
        var (output, error) = (tool.StandardOutput.ReadToEndAsync(Cancel), tool.StandardError.ReadToEndAsync(Cancel));
        await tool.StandardInput.WriteAsync(input ?? "");
        tool.StandardInput.Close();
        await tool.WaitForExitAsync(Cancel);
        return (tool.ExitCode, await output + await error);
    }

    /// <summary>Asks until an answer has something in it.</summary>
    public async Task<JsonElement> FirstAsync(string path, Func<JsonElement, bool> isGood)
    {
        JsonElement last = default;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60) && !process.HasExited;)
        {
            try
            {
                last = JsonDocument.Parse(await http.GetStringAsync(path, Cancel)).RootElement.GetProperty("data");
                if (isGood(last))
                {
                    return last;
                }
            }
            catch (HttpRequestException)
            {
                // It is not up yet.
            }

            await Task.Delay(200, Cancel);
        }

        throw new InvalidOperationException($"Prometheus never answered {path} as expected: {last}");
    }

    /// <summary>The series that an expression gives, once it gives some.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string expression) =>
        [.. (await FirstAsync("/api/v1/query?query=" + Uri.EscapeDataString(expression), data => data.GetProperty("result").GetArrayLength() > 0)).GetProperty("result").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Program(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, HowToGetIt);
        return path!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
