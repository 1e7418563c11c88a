using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;

namespace ComplianceAgent.Tests.Commands;

/// <summary>What doctor says of a tenant that is set up rightly, and of each way to set it up wrongly.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Client = "3b8f8d5c-2a57-4c1f-8e0e-9d7a5b6c0007";
    private const string Needed = "DeviceManagementManagedDevices.Read.All";
    private const string Everything = "/deviceManagement/";

    private static readonly SimulatorOptions Small = new() { Devices = 20, AppsPerDevice = 8, TenantId = AgentFixture.TenantId };
    private readonly AgentFixture agent = new AgentFixture().Set("Policies:Use:0", "be-federal-tiktok").Set("Tenants:0:Credential:Kind", "ClientSecret").Set("Tenants:0:Credential:ClientId", Client);

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_tenant_that_is_set_up_rightly_has_no_fault_and_nothing_is_made_anywhere()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small);
        agent.WithSimulator(simulator.BaseAddress);

        var doctor = await agent.RunAsync("doctor", "--store", agent.StorePath);

        doctor.Code.Should().Be(ExitCodes.Done, doctor.Out + doctor.Error);
        doctor.Out.Should().Contain("ok         permissions of contoso: " + Needed).And.Contain("policies of contoso: be-federal-tiktok").And.Contain("login host: DNS and TCP work")
            .And.Contain("Graph host").And.Contain("detected apps of contoso").And.Contain("clock: within 5 minutes").And.Contain("not tried  host of storage").And.Contain("0 faults, 0 warnings");
        doctor.Error.Should().Contain("Looked at tenant of contoso (");
        File.Exists(agent.StorePath).Should().BeFalse("looking makes no store");
        simulator.Requests.All.Should().NotContain(request => request.Method == "POST" && request.Path.Contains("exportJobs", StringComparison.Ordinal), "doctor starts no job by itself");
        simulator.Requests.Of(SimulatorListener.Canary).Should().BeEmpty();
    }

    [Fact]
    public async Task A_missing_permission_is_named_with_the_command_that_grants_it()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { Roles = [] });
        simulator.Faults.Add(SimulatorFault.Forbidden, times: int.MaxValue, path: Everything);
        agent.WithSimulator(simulator.BaseAddress).Set("Exceptions:ReadGroups", "true");

        var (code, findings) = await LookAsync();

        code.Should().Be(ExitCodes.NotInOrder);
        var missing = findings.Where(finding => finding is { Check: "permissions", Level: "fault" }).ToList();
        missing.Should().HaveCount(2);
        missing[0].Says.Should().StartWith(Needed + " is missing");
        missing[0].Do.Should().Equal(
            $"az ad app permission add --id {Client} --api 00000003-0000-0000-c000-000000000000 --api-permissions 2f51be20-0bb4-4fed-bf7b-db946066c75e=Role",
            $"az ad app permission admin-consent --id {Client}");
        missing[1].Says.Should().StartWith("GroupMember.Read.All is missing");
        missing[1].Do[0].Should().Contain("98830695-27a2-44f7-8c18-0c3ebc9698f6=Role");
        findings.Where(finding => finding.Level == "fault").Select(finding => finding.Check).Should().Contain(["devices", "detected apps", "export"]);
    }

    [Fact]
    public async Task A_managed_identity_is_granted_it_in_its_own_way()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { Roles = ["Mail.Send"] });
        agent.WithSimulator(simulator.BaseAddress).Set("Tenants:0:Credential:Kind", "ManagedIdentity");

        var (_, findings) = await LookAsync();

        var missing = findings.Single(finding => finding is { Check: "permissions", Level: "fault" });
        missing.Do.Should().HaveCount(2).And.ContainMatch("az rest --method POST --url https://graph.microsoft.com/v1.0/servicePrincipals/$agent/appRoleAssignments*2f51be20-0bb4-4fed-bf7b-db946066c75e*");
    }

    [Fact]
    public async Task A_permission_that_is_not_needed_is_a_warning_and_one_that_some_tenants_need_is_none()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { Roles = [Needed, "DeviceManagementConfiguration.Read.All", "Mail.Send", "DeviceManagementManagedDevices.PrivilegedOperations.All", "$(reboot)"] });
        agent.WithSimulator(simulator.BaseAddress);

        var (code, findings) = await LookAsync();

        code.Should().Be(ExitCodes.Done, "a warning is no fault");
        var excess = findings.Single(finding => finding.Level == "warning");
        excess.Says.Should().Contain("never needed: $(reboot), DeviceManagementManagedDevices.PrivilegedOperations.All, Mail.Send");
        excess.Do.Should().ContainMatch($"az ad app permission delete --id {Client} *'Mail.Send'*").And.NotContainMatch("*reboot*", "what a token says is pasted into no shell");
        findings.Single(finding => finding is { Check: "permissions", Level: "ok" }).Says.Should().Contain("DeviceManagementConfiguration.Read.All is needed only where");
    }

    [Fact]
    public async Task A_wrong_secret_is_told_by_Entras_code_and_printed_nowhere()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { ClientSecret = "the-right-one" });
        agent.WithSimulator(simulator.BaseAddress).Set("Tenants:0:Credential:ClientSecret", "canary-wrong-secret");

        var doctor = await agent.RunAsync("doctor", "--store", agent.StorePath);

        doctor.Code.Should().Be(ExitCodes.NotInOrder);
        doctor.Out.Should().Contain("FAULT      sign in of contoso").And.Contain("AADSTS7000215").And.Contain("not tried  permissions of contoso");
        (doctor.Out + doctor.Error).Should().NotContain("canary-wrong-secret");
    }

    [Theory]
    [InlineData(10, "fault")]
    [InlineData(-10, "fault")]
    [InlineData(4, "ok")]
    public async Task A_clock_is_compared_with_that_of_Graph(int minutes, string level)
    {
        await using var simulator = await SimulatorHost.StartAsync(Small);
        simulator.DateAhead = TimeSpan.FromMinutes(minutes);
        agent.WithSimulator(simulator.BaseAddress);

        var (code, findings) = await LookAsync();

        var clock = findings.Single(finding => finding.Check == "clock");
        clock.Level.Should().Be(level);
        code.Should().Be(level == "fault" ? ExitCodes.NotInOrder : ExitCodes.Done);
        if (level == "fault")
        {
            clock.Says.Should().Contain($"10.0 minutes {(minutes > 0 ? "behind" : "ahead of")}");
            clock.Do.Should().ContainMatch("*time synchronisation*");
        }
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_by_its_issuer_and_nothing_is_said_to_the_host()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { Https = true });
        agent.WithSimulator(simulator.BaseAddress);

        var (code, findings) = await LookAsync();

        code.Should().Be(ExitCodes.NotInOrder);
        findings.Where(finding => finding is { Check: "host", Level: "fault" }).Should().HaveCount(2)
            .And.OnlyContain(finding => finding.Says.Contains("issued by SIMULATED Intune") && finding.Says.Contains("its issuer is not trusted here") && finding.Says.Contains("nothing is scanned at all"));
        simulator.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_blocked_storage_host_is_told_with_what_it_costs()
    {
        await using var simulator = await SimulatorHost.StartAsync(Small with { BlobIsBlocked = true, PollsUntilCompleted = 1 });
        agent.WithSimulator(simulator.BaseAddress).Set("Graph:ExportPollSeconds", "2");
        agent.Clock = new FastClock(10);

        var (code, findings) = await LookAsync("--probe", "shape.json");

        code.Should().Be(ExitCodes.NotInOrder);
        var blocked = findings.Single(finding => finding.Level == "fault");
        blocked.Check.Should().Be("host");
        blocked.Says.Should().Contain("storage host: cannot be reached (TCP)").And.Contain("detected-apps route instead");
        findings.Should().Contain(finding => finding.Check == "export" && finding.Level == "ok" && finding.Says.Contains("could not be fetched"));
        File.Exists(Path.Combine(agent.Folder, "shape.json")).Should().BeTrue("a tenant that cannot be read whole is reported all the same");
    }

    [Theory]
    [InlineData(0, "warning", "it ends in 28 days")]
    [InlineData(40, "fault", "it has expired")]
    public async Task A_certificate_is_told_of_before_it_ends(int daysOn, string level, string says)
    {
        await using var simulator = await SimulatorHost.StartAsync(Small);
        using var certificates = new TestCertificates(Path.Combine(agent.Folder, "certificates"));
        var both = agent.Write("agent.pem", await File.ReadAllTextAsync(certificates.CertificateFile) + "\n" + await File.ReadAllTextAsync(certificates.KeyFile));
        agent.WithSimulator(simulator.BaseAddress).Set("Tenants:0:Credential:Kind", "Certificate").Set("Tenants:0:Credential:CertificatePath", both);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(both, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var clock = new ShiftedClock();
        clock.Forward(TimeSpan.FromDays(daysOn));
        agent.Clock = clock;
        var (_, findings) = await LookAsync();

        var credential = findings.Single(finding => finding.Check == "credential");
        (credential.Level, credential.Subject).Should().Be((level, "contoso"));
        credential.Says.Should().Contain(certificates.Server.Thumbprint).And.EndWith(says);
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_told_as_findings_and_end_with_2()
    {
        using var bare = new AgentFixture();

        var doctor = await bare.RunAsync("doctor", "--json", "--set", "Scan:MaxShrink=7", "--set", "Log:Format=xml");

        doctor.Code.Should().Be(ExitCodes.BadUsage);
        Findings(doctor).Should().HaveCount(2).And.OnlyContain(finding => finding.Check == "settings" && finding.Level == "fault");
    }

    [Fact]
    public async Task Without_a_tenant_it_says_how_to_get_one()
    {
        using var bare = new AgentFixture();

        var doctor = await bare.RunAsync("doctor", "--store", bare.StorePath);

        doctor.Code.Should().Be(ExitCodes.Done, doctor.Out);
        doctor.Out.Should().Contain("tenants: none is set up").And.Contain("compliance-agent init");
    }

    [Fact]
    public async Task The_dashboards_directory_is_asked_to_describe_itself()
    {
        using var certificates = new TestCertificates(Path.Combine(agent.Folder, "certificates"));
        await using var directory = await OidcProvider.StartAsync(certificates);
        await WakeAsync(directory, certificates);
        using var bare = WithSignIn(directory.Instance);

        (await bare.RunAsync("doctor", "--store", bare.StorePath)).Out.Should().Contain("FAULT      host of localhost:").And.Contain("issued by Test authority").And.Contain("Nobody can sign in to the dashboard");
        bare.Set("Dashboard:SignIn:CertificateAuthority", certificates.RootFile);
        var right = await bare.RunAsync("doctor", "--store", bare.StorePath);
        directory.IsDown = true;
        var down = await bare.RunAsync("doctor", "--store", bare.StorePath);

        right.Code.Should().Be(ExitCodes.Done, right.Out);
        right.Out.Should().Contain($"ok         dashboard: sign-in by directory {OidcProvider.TenantId}: it describes itself").And.NotContain(OidcProvider.ClientSecret);
        down.Code.Should().Be(ExitCodes.NotInOrder);
        down.Out.Should().Contain("FAULT      dashboard: the sign-in host describes no directory");
    }

    [Theory]
    [InlineData("Dashboard:SignIn:ClientSecret=env:NO_SUCH_SECRET", "NO_SUCH_SECRET")]
    [InlineData("Dashboard:SignIn:ClientId=", "Dashboard:SignIn:ClientId: write the id of the application")]
    [InlineData("Dashboard:SignIn:ClientCertificate=/nowhere.pem", "set ClientSecret or ClientCertificate, one of the two")]
    public async Task Settings_of_the_dashboards_sign_in_that_do_not_do_are_told(string set, string says)
    {
        // Nothing listens there, and nobody needs to.
        using var bare = WithSignIn("https://127.0.0.1:9/");
        var (key, value) = (set.Split('=', 2)[0], set.Split('=', 2)[1]);
        bare.Set(key, value);

        var doctor = await bare.RunAsync("doctor", "--store", bare.StorePath);

        doctor.Code.Should().Be(ExitCodes.NotInOrder);
        doctor.Out.Should().Contain("FAULT      dashboard: ").And.Contain(says);
    }

    private static AgentFixture WithSignIn(string instance) => new AgentFixture().Set("Dashboard:TrustedProxies:0", "127.0.0.1").Set("Dashboard:SignIn:Instance", instance)
        .Set("Dashboard:SignIn:TenantId", OidcProvider.TenantId).Set("Dashboard:SignIn:ClientId", OidcProvider.ClientId).Set("Dashboard:SignIn:ClientSecret", OidcProvider.ClientSecret);

    /// <summary>The provider takes its time for its first answer on a busy machine, and how long is not what is tested.</summary>
    private static async Task WakeAsync(OidcProvider directory, TestCertificates certificates)
    {
        using var handler = new SocketsHttpHandler { SslOptions = certificates.Trust() };
        using var http = new HttpClient(handler);
        using var reply = await http.GetAsync(new Uri($"{directory.Instance}{OidcProvider.TenantId}/v2.0/.well-known/openid-configuration"), TestContext.Current.CancellationToken);
    }

    private async Task<(int Code, IReadOnlyList<Said> Findings)> LookAsync(params string[] more)
    {
        var doctor = await agent.RunAsync(["doctor", "--json", "--store", agent.StorePath, .. more]);
        return (doctor.Code, Findings(doctor));
    }

    private static IReadOnlyList<Said> Findings(AgentOutcome doctor) =>
    [
        .. JsonDocument.Parse(doctor.Out).RootElement.GetProperty("findings").EnumerateArray().Select(finding => new Said(
            finding.GetProperty("check").GetString()!, finding.GetProperty("subject").GetString()!, finding.GetProperty("level").GetString()!, finding.GetProperty("says").GetString()!,
            [.. finding.GetProperty("do").EnumerateArray().Select(step => step.GetString()!)])),
    ];

    private sealed record Said(string Check, string Subject, string Level, string Says, IReadOnlyList<string> Do);
}
