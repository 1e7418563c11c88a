using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>
/// A real system of the tests' own, started by a script of <c>tests/systems</c> in a temporary folder on a free port of loopback, and gone with
/// the test process however that ends.
/// </summary>
internal sealed class SystemServer : IAsyncDisposable
{
    // Whatever becomes of this process, the pipe to its standard input closes, and the shell then ends the server and takes the folder away.
    private const string Keeper = """
        folder=$(mktemp -d "${TMPDIR:-/tmp}/system-tests-XXXXXX") || exit 1
        trap '"$1" down "$folder"; rm -rf "$folder"' EXIT
        "$1" up "$folder" "$2" || exit 1
        cat "$folder/environment"
        echo READY
        cat >/dev/null
        """;

    private readonly Process keeper;

    private SystemServer(Process keeper, IReadOnlyDictionary<string, string> told) => (this.keeper, Told) = (keeper, told);

    /// <summary>What the script says of it: addresses, credentials, names.</summary>
    public IReadOnlyDictionary<string, string> Told { get; }

    /// <summary>Starts one.</summary>
    /// <param name="script">Name of the script in <c>tests/systems</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SystemServer> StartAsync(string script, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var word in (string[])["-c", Keeper, "keeper", Repository.File("tests/systems/" + script), FreePort().ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(word);
        }

        var keeper = Process.Start(start)!;
        var complaints = new List<string>();
        keeper.ErrorDataReceived += (_, line) => complaints.Add(line.Data ?? "");
        keeper.BeginErrorReadLine();
        var told = new Dictionary<string, string>();
        while (await keeper.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == "READY")
            {
                return new SystemServer(keeper, told);
            }

            var at = line.IndexOf('=', StringComparison.Ordinal);
            told[line[..at]] = line[(at + 1)..];
        }

        await keeper.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"{script} is installed but does not start:{Environment.NewLine}{string.Join(Environment.NewLine, complaints)}");
    }

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Starts a system when the first test asks for it, once; skips the test when it is not installed.</summary>
/// <param name="script">Script in <c>tests/systems</c>.</param>
/// <param name="name">Name for people.</param>
/// <param name="programs">Files that are there when it is installed.</param>
internal sealed class SystemOnDemand(string script, string name, params string[] programs) : IDisposable
{
    private readonly SemaphoreSlim starting = new(1);
    private SystemServer? running;
    private Exception? failure;

    public async Task<SystemServer> GetAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && programs.All(File.Exists), $"{name} is not installed here (tests/run.sh --install).");
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (failure is not null)
            {
                throw new InvalidOperationException(failure.Message, failure);
            }

            return running ??= await SystemServer.StartAsync(script, cancellationToken);
        }
        catch (InvalidOperationException broken)
        {
            failure = broken;
            throw;
        }
        finally
        {
            starting.Release();
        }
    }

    public async Task StopAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
            running = null;
        }
    }

    public void Dispose() => starting.Dispose();
}
