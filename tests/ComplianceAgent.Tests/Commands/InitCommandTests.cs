using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Commands;

/// <summary>The first settings file, asked for line by line or given whole.</summary>
public sealed class InitCommandTests : IDisposable
{
    private const string Client = "3b8f8d5c-2a57-4c1f-8e0e-9d7a5b6c0007";
    private readonly AgentFixture agent = new();

    public void Dispose() => agent.Dispose();

    private string Settings => Path.Combine(agent.Folder, "program", "appsettings.Production.json");

    [Fact]
    public async Task What_is_answered_is_written_and_doctor_and_scan_read_it()
    {
        agent.Write("secret.txt", "any");
        agent.Input = string.Join('\n', "Contoso NV", "contoso", "common", AgentFixture.TenantId, "client-secret", Client, "nowhere.txt", "secret.txt", "be", "99", "be-federal-tiktok, 1");

        var init = await agent.RunAsync("init");

        init.Code.Should().Be(ExitCodes.Done, init.Error);
        init.Error.Should().Contain("Write 1 to 64 of a-z").And.Contain("Write the tenant's GUID").And.Contain("There is no file").And.Contain("be-federal-deepseek").And.NotContain("DeepSeek on Australian");
        init.Out.Should().Contain("compliance-agent doctor").And.Contain("scan --dry-run").And.Contain($"az ad app permission add --id {Client}");
        var written = JsonDocument.Parse(await File.ReadAllTextAsync(Settings)).RootElement;
        var tenant = written.GetProperty("Tenants")[0];
        tenant.GetProperty("Name").GetString().Should().Be("contoso");
        tenant.GetProperty("Credential").GetProperty("ClientSecretFile").GetString().Should().Be(Path.Combine(agent.Folder, "secret.txt"));
        written.GetProperty("Policies").GetProperty("Use").EnumerateArray().Select(policy => policy.GetString()).Should().Equal("be-federal-tiktok", "be-brussels-tiktok");
        Directory.GetFiles(Path.GetDirectoryName(Settings)!).Should().Equal(Settings);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Settings).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 12, AppsPerDevice = 8, TenantId = AgentFixture.TenantId });
        agent.Set("Tenants:0:SimulatorUrl", simulator.BaseAddress.ToString().TrimEnd('/')).Set("Inventory:Route", "detectedApps");
        var doctor = await agent.RunAsync("doctor", "--store", agent.StorePath);
        doctor.Code.Should().Be(ExitCodes.Done, doctor.Out + doctor.Error);
        doctor.Out.Should().Contain("policies of contoso: be-federal-tiktok, be-brussels-tiktok");
        (await agent.RunAsync("scan", "--dry-run", "--store", agent.StorePath)).Code.Should().Be(ExitCodes.Done);
    }

    [Fact]
    public async Task Everything_can_be_given_and_nobody_is_asked()
    {
        using var certificates = new TestCertificates(Path.Combine(agent.Folder, "certificates"));
        var config = Path.Combine(agent.Folder, "other.json");

        var init = await agent.RunAsync(
            "init", "--yes", "--config", "other.json", "--name", "contoso", "--tenant-id", "contoso.example", "--cloud", "GccHigh", "--client-id", Client, "--certificate", "certificates/server.pem", "--policy", "us-federal-tiktok");

        init.Code.Should().Be(ExitCodes.Done, init.Error);
        init.Out.Should().Contain($"doctor --config {config}");
        var tenant = JsonDocument.Parse(await File.ReadAllTextAsync(config)).RootElement.GetProperty("Tenants")[0];
        tenant.GetProperty("Cloud").GetString().Should().Be("GccHigh");
        tenant.GetProperty("Credential").GetProperty("Kind").GetString().Should().Be("Certificate");
        (await agent.RunAsync("policy", "list", "--config", "other.json")).Out.Should().MatchRegex("yes +us-federal-tiktok");
    }

    [Theory]
    [InlineData("The input ended before 'Directory (tenant) ID", "--tenant-id", "contoso\n")]
    [InlineData("The input ended before 'Short name", "--name", "")]
    [InlineData("--client-id is missing, and --yes asks nobody", "--client-id", "", "--yes", "--name", "contoso", "--tenant-id", "contoso.example")]
    [InlineData("--name Contoso NV: Write 1 to 64", "--name", "", "--name", "Contoso NV")]
    [InlineData("did you mean be-federal-tiktok?", "be-federal-tiktak", "", "--yes", "--name", "contoso", "--tenant-id", "contoso.example", "--credential", "ManagedIdentity", "--policy", "be-federal-tiktak")]
    [InlineData("Write Certificate, ManagedIdentity", "--credential", "", "--yes", "--name", "contoso", "--tenant-id", "contoso.example", "--credential", "7")]
    public async Task What_cannot_be_answered_ends_with_2_and_nothing_is_written(string says, string names, string input, params string[] args)
    {
        agent.Input = input;

        var init = await agent.RunAsync(["init", .. args]);

        init.Code.Should().Be(ExitCodes.BadUsage);
        init.Error.Should().Contain(says).And.Contain(names);
        Directory.GetFiles(Path.GetDirectoryName(Settings)!).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_stays_unless_it_is_to_be_replaced()
    {
        agent.Write("program/appsettings.Production.json", "{}");
        string[] line = ["init", "--yes", "--name", "contoso", "--tenant-id", "contoso.example", "--credential", "ManagedIdentity"];

        var refused = await agent.RunAsync(line);
        var untouched = await File.ReadAllTextAsync(Settings);
        var forced = await agent.RunAsync([.. line, "--force"]);

        refused.Code.Should().Be(ExitCodes.BadUsage);
        refused.Error.Should().Contain("is there already and stays").And.Contain("--force");
        untouched.Should().Be("{}");
        forced.Code.Should().Be(ExitCodes.Done, forced.Error);
        forced.Out.Should().Contain("name those that apply in Policies:Use");
        (await agent.RunAsync("tenants", "list")).Out.Should().Contain("contoso.example");
    }
}
