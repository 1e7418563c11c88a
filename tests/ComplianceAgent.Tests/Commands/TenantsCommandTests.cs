using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Commands;

/// <summary>Tenants in files of their own, through the command line.</summary>
public sealed class TenantsCommandTests : IDisposable
{
    private const string Columns = "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n";
    private readonly AgentFixture agent = new();

    public TenantsCommandTests() => Directory.CreateDirectory(Path.Combine(agent.Folder, "tenants.d"));

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Each_tenant_is_scanned_by_its_own_policies()
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 30, BannedShare = 1, TenantId = AgentFixture.TenantId });
        agent.Set("TenantFiles:Path", Path.Combine(agent.Folder, "tenants.d")).Set("Inventory:Route", "detectedApps");
        agent.Write("tenants.d/_defaults.yaml", $"tenantId: {AgentFixture.TenantId}\nsimulatorUrl: {sim.BaseAddress.ToString().TrimEnd('/')}\n");
        agent.Write("tenants.d/contoso.yaml", "policies: [be-federal-tiktok]\n");
        agent.Write("tenants.d/fabrikam.yaml", "policies: [be-federal-deepseek]\n");

        var contoso = await agent.ScanAsync("--tenant", "contoso");
        var fabrikam = await agent.ScanAsync("--tenant", "fabrikam");
        var tested = await agent.RunAsync("tenants", "test");
        var listed = await agent.RunAsync("tenants", "list", "--store", agent.StorePath);

        Policies(contoso).Should().Equal("be-federal-tiktok");
        Policies(fabrikam).Should().Equal("be-federal-deepseek");
        contoso.Open.Should().NotBeEmpty().And.OnlyContain(open => open.Contains(" tiktok", StringComparison.Ordinal));
        tested.Code.Should().Be(0, tested.Error);
        tested.Out.Should().Contain("contoso: signed in, Intune answers").And.Contain("fabrikam: signed in");
        listed.Code.Should().Be(0);
        listed.Out.Should().Contain("contoso").And.Contain("be-federal-deepseek").And.Contain("fabrikam.yaml").And.NotContain("never");
    }

    [Fact]
    public async Task A_fault_in_one_is_told_and_touches_no_other()
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 5, TenantId = AgentFixture.TenantId });
        agent.Set("TenantFiles:Path", Path.Combine(agent.Folder, "tenants.d")).Set("Inventory:Route", "detectedApps");
        agent.Write("tenants.d/_defaults.yaml", $"tenantId: {AgentFixture.TenantId}\nsimulatorUrl: {sim.BaseAddress.ToString().TrimEnd('/')}\n");
        agent.Write("tenants.d/contoso.yaml", "policies: [be-federal-tiktok]\n");
        agent.Write("tenants.d/broken.yaml", "policys: [be-federal-tiktok]\n");
        agent.Write("tenants.d/misspelt.yaml", "policies: [be-federal-tiktak]\n");

        var scan = await agent.ScanAsync("--tenant", "contoso");
        var tested = await agent.RunAsync("tenants", "test");

        scan.Code.Should().Be(0);
        scan.Error.Should().Contain("broken.yaml(1,1): policys: there is no such setting.");
        tested.Code.Should().Be(1);
        tested.Out.Should().Contain("contoso: signed in").And.Contain("misspelt: ").And.Contain("did you mean be-federal-tiktok?");
    }

    [Fact]
    public async Task What_the_store_holds_of_one_is_exported_and_erased_and_nothing_of_another()
    {
        await ScanFilesAsync("contoso");
        await ScanFilesAsync("fabrikam");
        var before = await ExportAsync("fabrikam", "before.jsonl");

        var looked = await agent.RunAsync("tenants", "remove", "contoso", "--export", "contoso.jsonl", "--store", agent.StorePath);
        var erased = await agent.RunAsync("tenants", "remove", "contoso", "--erase", "--store", agent.StorePath);

        looked.Out.Should().Contain("Nothing was erased.");
        var exported = await File.ReadAllTextAsync(Path.Combine(agent.Folder, "contoso.jsonl"), TestContext.Current.CancellationToken);
        exported.Should().Contain("\"table\":\"violations\"").And.Contain("\"table\":\"events\"").And.Contain("phone-1").And.NotContain("fabrikam").And.NotContain("fingerprint_key");
        erased.Code.Should().Be(0);
        erased.Out.Should().Contain(" rows of tenant contoso erased").And.Contain("Not reached:");
        (await agent.RunAsync("tenants", "remove", "contoso", "--store", agent.StorePath)).Error.Should().Contain("holds nothing of a tenant contoso");
        (await ExportAsync("fabrikam", "after.jsonl")).Should().Be(before);
        (await agent.RunAsync("tenants", "list", "--store", agent.StorePath)).Out.Should().Contain("only in the store").And.NotContain("contoso");
    }

    [Fact]
    public async Task One_that_is_still_set_up_and_a_file_that_is_there_are_refused()
    {
        await ScanFilesAsync("contoso");
        agent.Write("kept.jsonl", "mine");
        (await agent.RunAsync("tenants", "remove", "contoso", "--export", "kept.jsonl", "--erase", "--store", agent.StorePath)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("Nothing was erased"));
        agent.Set("TenantFiles:Path", Path.Combine(agent.Folder, "tenants.d"));
        agent.Write("tenants.d/contoso.yaml", "tenantId: contoso.example\ncredential: { kind: ManagedIdentity }\n");

        var still = await agent.RunAsync("tenants", "remove", "contoso", "--erase", "--store", agent.StorePath);

        still.Code.Should().Be(2);
        still.Error.Should().Contain("is still set up in").And.Contain("nothing was erased");
        (await agent.RunAsync("tenants", "remove", "contoso", "--store", agent.StorePath)).Code.Should().Be(0, "it is all still there");
    }

    [Fact]
    public async Task Scans_and_decisions_of_one_tenant_change_no_row_of_another()
    {
        await ScanFilesAsync("contoso");
        await ScanFilesAsync("fabrikam");
        var before = await ExportAsync("fabrikam", "before.jsonl");

        await ScanFilesAsync("contoso", "phone-1,Outlook,2,Microsoft,IOS\n");
        agent.Write("rows.csv", Columns + "phone-2,T1kTok,1,Acme,IOS\n");
        await agent.ScanAsync("--inventory", "rows.csv", "--policy", "be-federal-tiktok", "--tenant", "contoso");
        var list = await agent.RunAsync("reviews", "list", "--json", "--tenant", "contoso", "--store", agent.StorePath);
        var id = System.Text.Json.JsonDocument.Parse(list.Out).RootElement.GetProperty("waiting")[0].GetProperty("case").GetString()!;
        (await agent.RunAsync("reviews", "dismiss", id, "--reason", "A clock", "--tenant", "contoso", "--store", agent.StorePath, "--set", "Excusing:Persons=1")).Code.Should().Be(0);
        (await agent.RunAsync("report", "--tenant", "contoso", "--output", "reports", "--store", agent.StorePath)).Code.Should().Be(0);

        (await ExportAsync("fabrikam", "after.jsonl")).Should().Be(before);
    }

    private static IEnumerable<string> Policies(ScanOutcome scan) => scan.Scan.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("id").GetString()!);

    private async Task ScanFilesAsync(string tenant, string rows = "phone-1,TikTok,1,TikTok Pte. Ltd.,IOS\nphone-1,Outlook,1,Microsoft,IOS\n")
    {
        agent.Write("rows.csv", Columns + rows);
        (await agent.ScanAsync("--inventory", "rows.csv", "--policy", "be-federal-tiktok", "--tenant", tenant)).Code.Should().Be(0);
    }

    private async Task<string> ExportAsync(string tenant, string name)
    {
        (await agent.RunAsync("tenants", "remove", tenant, "--export", name, "--store", agent.StorePath)).Code.Should().Be(0);
        return await File.ReadAllTextAsync(Path.Combine(agent.Folder, name), TestContext.Current.CancellationToken);
    }
}
