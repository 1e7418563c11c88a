using ComplianceAgent.Commands;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;
using Npgsql;

namespace ComplianceAgent.Tests.Commands;

/// <summary>Secrets that change on disk count without a restart.</summary>
public sealed class RotationTests : IDisposable
{
    private readonly AgentFixture agent = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_running_service_signs_in_with_the_new_secret_at_its_next_scan()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TenantId = AgentFixture.TenantId, Devices = 20, ClientSecret = "the-new-secret", PollsUntilCompleted = 1 }, Cancel);
        var file = agent.Write("secret", "the-old-secret\n");
        agent.WithSimulator(simulator.BaseAddress, "rotating").Set("Tenants:0:Credential:Kind", "ClientSecret").Set("Tenants:0:Credential:ClientId", "agent").Set("Tenants:0:Credential:ClientSecretFile", file)
            .Set("Tenants:0:Schedule:Cron", "0/2 * * * * ?").Set("Tenants:0:Schedule:JitterMinutes", "0").Set("Policies:Use:0", "be-federal-tiktok").Set("Graph:ExportPollSeconds", "2")
            .Set("Service:Url", "http://127.0.0.1:0").Set("Dashboard:Enabled", "false").Set("Reports:Formats", "json").Set("Reports:Directory", Path.Combine(agent.Folder, "reports"));
        using var stop = new CancellationTokenSource();
        var listening = new TaskCompletionSource<Microsoft.AspNetCore.Builder.WebApplication>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = agent.RunAsync(["run", "--simulated", "--store", agent.StorePath], TextWriter.Null, TextWriter.Null, listening.SetResult, stop.Token);
        (await Task.WhenAny(listening.Task, run)).Should().Be(listening.Task);
        using var http = new HttpClient { BaseAddress = new Uri((await listening.Task).Urls.First()) };
        await HealthAsync(http, health => health.Contains("signing in failed"));

        File.WriteAllText(file, "the-new-secret\n");

        await HealthAsync(http, health => !health.Contains("\"lastCompleteScan\":null"));
        await stop.CancelAsync();
        (await run).Should().Be(ExitCodes.Done);
    }

    [Fact]
    public void A_certificate_that_was_renewed_in_its_place_is_the_one_that_counts()
    {
        var file = Path.Combine(agent.Folder, "agent.pem");
        var tenant = new TenantOptions { Name = "a", Credential = new CredentialOptions { Kind = CredentialKind.Certificate, CertificatePath = file } };
        TenantCredentials.CertificateEnd(tenant).Should().BeNull("there is none yet, and the scan says so");

        Renew(TimeSpan.FromDays(10));
        var first = TenantCredentials.CertificateEnd(tenant);
        Renew(TimeSpan.FromDays(300));

        first.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddDays(10), TimeSpan.FromHours(1));
        TenantCredentials.CertificateEnd(tenant).Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddDays(300), TimeSpan.FromHours(1));

        void Renew(TimeSpan length)
        {
            using var key = System.Security.Cryptography.RSA.Create(2048);
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=agent", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow() + length);
            File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        }
    }

    [Fact]
    public async Task A_new_password_of_the_database_counts_for_the_next_session()
    {
        var server = await PostgresServer.GetAsync(Cancel);
        var database = await server.CreateDatabaseAsync();
        var role = "r" + Guid.NewGuid().ToString("N");
        try
        {
            await server.ExecuteAsync("postgres", $"CREATE ROLE {role} LOGIN PASSWORD 'first-password'");
            await server.ExecuteAsync("postgres", $"ALTER DATABASE {database} OWNER TO {role}");
            var file = Secret("first-password");
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionTo(database, withPassword: false)) { Username = role }.ConnectionString;
            var parsed = new StoreOptions { Connection = connection, PasswordFile = file }.Parse();
            await using var store = await ViolationStore.OpenAsync(parsed, new StoreOpening { Simulated = false }, cancellationToken: Cancel);
            await using var schedule = parsed.ScheduleSource();
            (await AskAsync(schedule)).Should().Be(role);

            await server.ExecuteAsync("postgres", $"ALTER ROLE {role} PASSWORD 'second-password'");
            Secret("second-password");
            await server.ExecuteAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'");

            (await store.BeginScanAsync("contoso", Cancel)).Number.Should().Be(1);
            (await AskAsync(schedule)).Should().Be(role, "the schedule's sessions ask for the password too");
        }
        finally
        {
            await server.DropDatabaseAsync(database);
            await server.ExecuteAsync("postgres", $"DROP ROLE IF EXISTS {role}");
        }
    }

    private static async Task<object?> AskAsync(System.Data.Common.DbDataSource source)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var command = source.CreateCommand("SELECT current_user::text");
                return await command.ExecuteScalarAsync(Cancel);
            }
            catch (NpgsqlException) when (tries < 3)
            {
                // A session that the server ended lies in the pool until somebody takes it.
            }
        }
    }

    private static async Task HealthAsync(HttpClient http, Func<string, bool> isSo)
    {
        var health = "";
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60);)
        {
            using var answer = await http.GetAsync("/health/ready", Cancel);
            health = await answer.Content.ReadAsStringAsync(Cancel);
            if (isSo(health))
            {
                return;
            }

            await Task.Delay(200, Cancel);
        }

        Assert.Fail(health);
    }

    private string Secret(string text)
    {
        var file = agent.Write("password", text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }
}
