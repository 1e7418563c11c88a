using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(ComplianceAgent.Tests.Infrastructure.PostgresServer))]

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>
/// A PostgreSQL server of the tests' own: made in a temporary folder when the first test asks for it, on a free port of loopback, gone with the
/// test process however that ends. Tests without it are skipped by name.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string HowToGetIt = "PostgreSQL is not installed here (tests/run.sh --install).";

    // The agent's account owns its databases and is nothing more: a superuser would not meet row security.
    private const string Account = "agent";
    private const string Superuser = "postgres";

    // Whatever becomes of this process, the pipe to its standard input closes, and the shell then ends the server and takes the folder away.
    private const string Keeper = """
        set -e
        folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres-tests-XXXXXX")
        trap 'rm -rf "$folder"' EXIT
        umask 077
        printf %s "$2" >"$folder/password"
        "$1/initdb" -D "$folder/data" -U postgres --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --no-sync $4 >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
        "$1/postgres" -D "$folder/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300 -c log_min_messages=fatal </dev/null >"$folder/server.log" 2>&1 &
        server=$!
        cat >/dev/null
        kill -INT "$server"
        wait "$server" || true
        """;

    private static readonly SemaphoreSlim Starting = new(1);
    private static PostgresServer? running;
    private static string? failure;

    private readonly Process? keeper;
    private readonly int port;
    private readonly string password = "";

    /// <summary>Made by the test runner, to end the server with the last test.</summary>
    public PostgresServer()
    {
    }

    private PostgresServer(Process keeper, int port, string password) => (this.keeper, this.port, this.password) = (keeper, port, password);

    /// <summary>The password of the account.</summary>
    public string Password => password;

    /// <summary>The server, started if need be; skips the test when it is not installed.</summary>
    public static async Task<PostgresServer> GetAsync(CancellationToken cancellationToken)
    {
        await Starting.WaitAsync(cancellationToken);
        try
        {
            if (running is null && failure is null)
            {
                if (Binaries() is { } binaries)
                {
                    running = await StartAsync(binaries, cancellationToken);
                }
                else
                {
                    failure = HowToGetIt;
                }
            }
        }
        finally
        {
            Starting.Release();
        }

        Assert.SkipWhen(running is null, failure ?? HowToGetIt);
        return running!;
    }

    /// <summary>Connection string of a database.</summary>
    public string ConnectionTo(string database, bool withPassword = true) => ConnectionOf(Account, database, withPassword);

    /// <summary>Connection string of a database for whom the server makes no rules.</summary>
    public string SuperuserConnectionTo(string database) => ConnectionOf(Superuser, database, withPassword: true);

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync(string encoding = "UTF8")
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        var locale = encoding == "UTF8" ? "" : " LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} OWNER {Account} ENCODING '{encoding}' TEMPLATE template0{locale}");
        return name;
    }

    /// <summary>Takes a database away, whoever is connected.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Runs one statement in a superuser's session of its own.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query for one value in a superuser's session of its own.</summary>
    public async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(SuperuserConnectionTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private string ConnectionOf(string account, string database, bool withPassword) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = port, Database = database, Username = account, Password = withPassword ? password : null,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (this == running || running is null)
        {
            return;
        }

        running.keeper!.StandardInput.Close();
        await running.keeper.WaitForExitAsync();
    }

    private static async Task<PostgresServer> StartAsync(string binaries, CancellationToken cancellationToken)
    {
        // Locales of people put words in another order than code points do; the agent must not care.
        foreach (var locale in new[] { "--locale-provider=icu --icu-locale=en", "" })
        {
            for (var tries = 0; tries < 3; tries++)
            {
                var server = new PostgresServer(StartKeeper(binaries, FreePort(), locale, out var port, out var password), port, password);
                if (await server.IsReadyAsync(cancellationToken))
                {
                    return server;
                }
            }
        }

        throw new InvalidOperationException("PostgreSQL is installed but does not start.");
    }

    private static Process StartKeeper(string binaries, int free, string locale, out int port, out string password)
    {
        (port, password) = (free, Guid.NewGuid().ToString("N"));
        var isRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(isRoot ? "runuser" : "/bin/sh") { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        string[] words = [.. isRoot ? ["-u", "postgres", "--", "/bin/sh"] : Array.Empty<string>(), "-c", Keeper, "keeper", binaries, password, free.ToString(CultureInfo.InvariantCulture), locale];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        var keeper = Process.Start(start)!;
        keeper.ErrorDataReceived += (_, _) => { };
        keeper.BeginErrorReadLine();
        return keeper;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!keeper!.HasExited && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
        {
            try
            {
                await ExecuteAsync("postgres", $"CREATE ROLE {Account} LOGIN PASSWORD '{password}'");
                return true;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }

        keeper.StandardInput.Close();
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Binaries()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var version) ? version : 0).Select(folder => folder + "/bin")
            : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(folder => File.Exists(folder + "/initdb") && File.Exists(folder + "/postgres"));
    }
}
