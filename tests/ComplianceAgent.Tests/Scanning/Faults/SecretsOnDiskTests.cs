using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>
/// Whole runs with secrets that occur nowhere else, logged at the lowest level: then every file that the run left behind, and everything it
/// printed, is searched for them.
/// </summary>
public sealed class SecretsOnDiskTests
{
    private const string ClientSecret = "canary~client.secret_5Qw8";
    private const string OtherSecret = "canary~other.secret_7Zx1";
    private const string CertificatePassword = "canary-certificate-password-3Fv9";

    // Every token of the simulator starts with this header; its signature differs from run to run.
    private static readonly string TokenHeader = Convert.ToBase64String("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"simulator\"}"u8).TrimEnd('=');

    public static TheoryData<SimulatorFault?, string> Runs => new()
    {
        { null, "auto" },
        { null, "detectedApps" },
        { SimulatorFault.UrlExpired, "export" },
        { SimulatorFault.DownloadHostRefused, "export" },
        { SimulatorFault.DownloadRedirect, "export" },
        { SimulatorFault.DownloadBreaksNoRange, "export" },
        { SimulatorFault.DownloadHtml, "export" },
        { SimulatorFault.ZipTruncated, "export" },
        { SimulatorFault.RedirectElsewhere, "auto" },
        { SimulatorFault.UnauthorizedClaimsChallenge, "auto" },
        { SimulatorFault.Forbidden, "auto" },
        { SimulatorFault.MalformedJson, "detectedApps" },
        { SimulatorFault.ConnectionReset, "auto" },
        { SimulatorFault.NextLinkUserInfo, "detectedApps" },
        { SimulatorFault.NextLinkOtherPort, "auto" },
        { SimulatorFault.TokenRefused, "auto" },
        { SimulatorFault.TokenUnavailable, "auto" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task No_secret_is_left_in_any_file_or_printed(SimulatorFault? fault, string route)
    {
        await using var sim = await SimulatorHost.StartAsync(GoodScan.Tenant with { ClientSecret = ClientSecret });
        using var agent = NewAgent(sim, ClientSecret).Set("Inventory:Route", route);
        if (fault is { } strikes)
        {
            sim.Faults.Add(strikes, int.MaxValue);
        }

        var reports = Path.Combine(agent.Folder, "reports");
        AgentOutcome[] outcomes =
        [
            await agent.RunAsync("scan", "--store", agent.StorePath, "--policy", GoodScan.Policy, "--output", reports),
            await agent.RunAsync("scan", "--json", "--store", agent.StorePath, "--policy", GoodScan.Policy),
            await agent.RunAsync("report", "--store", agent.StorePath, "--output", reports),
        ];

        if (fault is null)
        {
            outcomes.Should().OnlyContain(outcome => outcome.Code == 0);
        }
        else
        {
            sim.Faults.Struck(fault.Value).Should().BePositive();
        }

        LoggedAtTheLowestLevel(agent);
        NothingLeaked(agent, outcomes, [ClientSecret, .. SecretsOf(sim)]);
    }

    [Fact]
    public async Task A_secret_that_is_refused_is_not_printed()
    {
        await using var sim = await SimulatorHost.StartAsync(GoodScan.Tenant with { ClientSecret = ClientSecret });
        using var agent = NewAgent(sim, OtherSecret);

        var refused = await agent.RunAsync("scan", "--store", agent.StorePath, "--policy", GoodScan.Policy);

        refused.Code.Should().Be(4);
        refused.Error.Should().Contain("AADSTS7000215").And.Contain("Use the secret's value, not its id.");
        NothingLeaked(agent, [refused], [ClientSecret, OtherSecret]);
    }

    [Fact]
    public async Task A_certificates_password_is_not_printed_when_it_is_wrong()
    {
        using var agent = new AgentFixture().Set("Serilog:MinimumLevel:Default", "Verbose");
        var path = Path.Combine(agent.Folder, "agent.pfx");
        await File.WriteAllBytesAsync(path, Pfx(OtherSecret));
        agent.Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", AgentFixture.TenantId).Set("Tenants:0:Credential:Kind", "Certificate")
            .Set("Tenants:0:Credential:ClientId", AgentFixture.TenantId).Set("Tenants:0:Credential:CertificatePath", path)
            .Set("Tenants:0:Credential:CertificatePassword", CertificatePassword);

        var refused = await agent.RunAsync("scan", "--store", agent.StorePath, "--policy", GoodScan.Policy);

        refused.Code.Should().Be(4);
        refused.Error.Should().Contain($"The certificate {path} cannot be read").And.NotContain("Unexpected fault");
        NothingLeaked(agent, [refused], [CertificatePassword, OtherSecret]);
    }

    [Theory]
    [InlineData("Tenants:0:Credential:Kind", "Certificat")]
    [InlineData("Tenants:0:TenantId", "not a tenant")]
    [InlineData("Graph:MaxRetries", "99")]
    [InlineData("Graph:MaxRetrys", "9")]
    public async Task Secrets_beside_a_wrong_setting_are_not_printed_with_it(string key, string value)
    {
        using var agent = new AgentFixture();
        agent.Set("Tenants:0:Name", "contoso").Set("Tenants:0:Credential:ClientSecret", ClientSecret).Set("Tenants:0:Credential:CertificatePassword", CertificatePassword).Set(key, value);

        var refused = await agent.RunAsync("scan", "--store", agent.StorePath, "--policy", GoodScan.Policy);

        refused.Code.Should().Be(2);
        refused.Error.Should().Contain(key.Split(':')[^1]);
        NothingLeaked(agent, [refused], [ClientSecret, CertificatePassword]);
    }

    [Fact]
    public async Task A_password_in_the_stores_connection_is_not_printed()
    {
        using var agent = new AgentFixture();

        var refused = await agent.RunAsync("scan", "--store", $"Data Source={agent.StorePath};Password={ClientSecret}", "--policy", GoodScan.Policy, "--inventory", agent.Write("rows.csv", "x"));

        refused.Code.Should().BeOneOf(2, 4);
        refused.Error.Should().Contain("Store:Connection may hold Data Source=PATH and nothing else");
        NothingLeaked(agent, [refused], [ClientSecret]);
    }

    [Fact]
    public void The_search_finds_a_secret_in_a_file_and_in_what_was_printed()
    {
        using var agent = new AgentFixture();
        NothingLeaked(agent, [new AgentOutcome(0, "", "")], [ClientSecret]);
        var printed = () => NothingLeaked(agent, [new AgentOutcome(0, "", "x" + ClientSecret)], [ClientSecret]);
        printed.Should().Throw<Xunit.Sdk.XunitException>();
        agent.Write("state/some.db-wal", "\0\u0001" + ClientSecret + "\0");
        var written = () => NothingLeaked(agent, [], [ClientSecret]);
        written.Should().Throw<Xunit.Sdk.XunitException>();
    }

    private static AgentFixture NewAgent(SimulatorHost sim, string secret)
    {
        var agent = new AgentFixture { Clock = new FastClock(FaultBench.Speed) }.WithSimulator(sim.BaseAddress);
        return agent.Set("Tenants:0:Credential:Kind", "ClientSecret")
            .Set("Tenants:0:Credential:ClientId", "22222222-3333-4444-5555-666666666666")
            .Set("Tenants:0:Credential:ClientSecret", secret)
            .Set("Tenants:0:Credential:CertificatePassword", CertificatePassword)
            .Set("Inventory:PrivateFolder", Path.Combine(agent.Folder, "private"))
            .Set("Serilog:MinimumLevel:Default", "Verbose")
            .Set("Graph:MaxRetries", "1")
            .Set("Graph:DownloadTries", "2")
            .Set("Graph:ExportPollSeconds", "3");
    }

    /// <summary>What the simulator handed out that is nobody else's business, or led astray with.</summary>
    private static IEnumerable<string> SecretsOf(SimulatorHost sim)
    {
        yield return TokenHeader;
        yield return "sig=";
        yield return CertificatePassword;
        yield return "@localhost";
        yield return "untrusted.invalid";
        yield return sim.CanaryAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) + "/";
        foreach (var download in sim.Requests.Of(SimulatorListener.Blob))
        {
            yield return download.Query.Split('&').Single(part => part.StartsWith("sig=", StringComparison.Ordinal))[4..];
        }
    }

    private static void NothingLeaked(AgentFixture agent, IEnumerable<AgentOutcome> outcomes, IEnumerable<string> secrets)
    {
        var all = secrets.Distinct(StringComparer.Ordinal).ToArray();
        var files = Directory.EnumerateFiles(agent.Folder, "*", SearchOption.AllDirectories).Select(path => (path, Bytes: ReadShared(path))).ToArray();
        foreach (var secret in all)
        {
            foreach (var (path, bytes) in files)
            {
                foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
                {
                    (bytes.AsSpan().IndexOf(encoding.GetBytes(secret)) >= 0).Should().BeFalse("{0} is a secret, and {1} holds it", secret, path);
                }
            }

            foreach (var outcome in outcomes)
            {
                (outcome.Out + outcome.Error).Should().NotContain(secret);
            }
        }
    }

    private static void LoggedAtTheLowestLevel(AgentFixture agent)
    {
        var log = string.Concat(Directory.EnumerateFiles(agent.LogFolder).Select(path => Encoding.UTF8.GetString(ReadShared(path))));
        log.Should().ContainAny("[VRB]", "[DBG]").And.Contain("contoso", "the search is worth nothing without a log");
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Pfx(string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return made.Export(X509ContentType.Pfx, password);
    }
}
