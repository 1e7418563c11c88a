using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>A renewed certificate and a new secret are taken while the service runs; what cannot be used is not.</summary>
public sealed class RenewalTests : IAsyncLifetime
{
    private WebAgent agent = null!;

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new() { SignIn = true, Devices = 5 });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task A_renewed_certificate_is_served_without_a_restart_and_one_that_cannot_be_used_is_not()
    {
        var first = await ShownAsync();
        var (certificate, key) = (agent.Certificates.CertificateFile, await File.ReadAllTextAsync(agent.Certificates.KeyFile, TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(certificate, "half a certificate", TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await LogAsync()).Contains("was changed and cannot be used; the one before is served on", StringComparison.Ordinal));
        (await ShownAsync()).Should().Be(first);

        var renewed = agent.Certificates.Renew();
        await UntilAsync(async () => await ShownAsync() == renewed);

        renewed.Should().NotBe(first);
        (await LogAsync()).Should().Contain("Dashboard:Certificate was renewed").And.NotContain(key);
        using var browser = await agent.SignInAsync("ann", "Reader");
        (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_secret_of_the_sign_in_is_used_at_the_next_sign_in()
    {
        agent.Provider.AcceptedSecret = "canary-of-the-next-dashboard-secret";
        agent.WriteClientSecret(agent.Provider.AcceptedSecret);

        using var browser = await agent.SignInAsync("ann", "Reader");

        (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        (await LogAsync()).Should().NotContain("canary-of-the-next-dashboard-secret");
    }

    private async Task<string> LogAsync()
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.EnumerateFiles(agent.Agent.LogFolder))
        {
            // The service writes it meanwhile.
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            text.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return text.ToString();
    }

    /// <summary>Thumbprint of what a new connection is shown, the handshake whole.</summary>
    private async Task<string> ShownAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", agent.Address.Port, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(client.GetStream());
        var trust = agent.Certificates.Trust();
        trust.TargetHost = "localhost";
        await secure.AuthenticateAsClientAsync(trust, TestContext.Current.CancellationToken);
        using var shown = new X509Certificate2(secure.RemoteCertificate!);
        return shown.Thumbprint;
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            // A look is taken when somebody comes.
            await ShownAsync();
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(90), agent.Said);
        }
    }
}
