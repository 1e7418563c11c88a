namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>A wrong setting stops the start with 2 and its full name on standard error; where settings may come from, and where not.</summary>
public sealed class SettingsTests
{
    private const string NoTenant = "No tenant is configured";

    [Theory]
    [InlineData("""{ "Scan": { "MaxShrunk": 0.2 } }""", "Scan:MaxShrunk: there is no such setting. Scan has: MaxShrink,")]
    [InlineData("""{ "Scam": { "MaxShrink": 0.2 } }""", "Scam: there is no such setting. Known sections: ")]
    [InlineData("""{ "Inventory": { "Rute": "auto" } }""", "Inventory:Rute: there is no such setting. Inventory has: Route, PrivateFolder, Archive, Observability.")]
    [InlineData("""{ "Tenants": [ { "Nmae": "x" } ] }""", "Tenants:0:Nmae: there is no such setting. Tenants:0 has: Name,")]
    [InlineData("""{ "Scan": { "MaxShrink": "abc" } }""", "Scan:MaxShrink: \"abc\" is not a number")]
    [InlineData("""{ "Log": { "RetainedDays": "x" } }""", "Log:RetainedDays: \"x\" is not a whole number.")]
    [InlineData("""{ "Tenants": [ { "Credential": { "Kind": "Magic" } } ] }""", "Tenants:0:Credential:Kind: \"Magic\" is not one of Certificate, ManagedIdentity, WorkloadIdentity, ClientSecret.")]
    [InlineData("""{ "Scan": 3 }""", "Scan: is a group of settings, not a value.")]
    [InlineData("""{ "Policies": { "Use": "be-federal-tiktok" } }""", "Policies:Use: is a list. Write Policies:Use:0")]
    [InlineData("""{ "Scan": { "MaxShrink": 7 } }""", "Scan:MaxShrink must be between 0 and 1")]
    [InlineData("""{ "Service": { "ReadyWithinHours": 0 } }""", "Service:ReadyWithinHours must be between 1 and 8760.")]
    [InlineData("""{ "Service": { "HeartbeatUrl": "http://monitor.example/ping" } }""", "Service:HeartbeatUrl: http://monitor.example/ping is not encrypted.")]
    [InlineData("""{ "Service": { "HeartbeatUrl": "env:" } }""", "Service:HeartbeatUrl: write env:NAME")]
    [InlineData("""{ "Service": { "HeartbeatSeconds": 1 } }""", "Service:HeartbeatSeconds must be between 10 and 86400.")]
    [InlineData("""{ "Serilog": { "MinimumLevel": { "Default": "Loud" } } }""", "Serilog: The value Loud is not a valid Serilog level.")]
    [InlineData("""{ "Reports": { "Directory": "here" } }""", "Reports:Directory: \"here\" is a relative path.")]
    [InlineData("{ \"Scan\": {\n  \"MaxShrink\": 0.2,,\n} }", "settings.json(2,20): not valid JSON.")]
    [InlineData("[]", "settings.json: ")]
    public async Task A_wrong_settings_file_is_refused_by_name_and_place(string json, string message)
    {
        await using var sandbox = new Sandbox();
        sandbox.Write("settings.json", json);

        var end = await sandbox.RunAsync("scan", "--config", "settings.json");

        end.Code.Should().Be(2, end.Error);
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain(message).And.NotContain("   at ").And.NotMatchRegex(@"Exception\b", "the section Exceptions may be named");
        File.Exists(sandbox.Store).Should().BeFalse();
    }

    [Fact]
    public async Task Every_wrong_name_and_kind_is_told_at_once()
    {
        await using var sandbox = new Sandbox();
        sandbox.Set("Scan:MaxShrunk", "1").Set("Graph:PageSize", "many").Set("Nonsense:X", "1").Set("Log:Directory", "logs/here");

        var end = await sandbox.RunAsync("policy", "list");

        end.Code.Should().Be(2);
        end.Error.Should().Contain("Scan:MaxShrunk").And.Contain("Graph:PageSize").And.Contain("Nonsense").And.NotContain("Log:Directory");
    }

    [Fact]
    public async Task One_settings_file_serves_every_verb()
    {
        await using var sandbox = new Sandbox();
        sandbox.Write("settings.json", """{ "Service": { "Url": "http://127.0.0.1:8099", "ReadyWithinHours": 24 }, "Graph": { "PageSize": 500 }, "Policies": { "Use": [ "be-federal-tiktok" ] } }""");

        (await sandbox.RunAsync("policy", "list", "--config", "settings.json")).Code.Should().Be(0);
        (await sandbox.RunAsync("scan", "--config", "settings.json")).Error.Should().Contain(NoTenant);
    }

    [Theory]
    [InlineData("COMPLIANCEAGENT_Scan__MaxShrink", null, "Scan:MaxShrink must be")]
    [InlineData("Scan__MaxShrink", null, NoTenant)]
    [InlineData("COMPLIANCEAGENT_Scan__MaxShrink", "0.1", NoTenant)]
    public async Task The_environment_counts_with_its_prefix_and_the_command_line_beats_it(string variable, string? onLine, string message)
    {
        await using var sandbox = new Sandbox();
        sandbox.Environment[variable] = "9";
        if (onLine is not null)
        {
            sandbox.Set("Scan:MaxShrink", onLine);
        }

        var end = await sandbox.RunAsync("scan", "--policy", Sandbox.Policy);

        end.Code.Should().Be(2);
        end.Error.Should().Contain(message);
    }

    [Fact]
    public async Task Settings_planted_in_the_working_directory_are_not_read()
    {
        await using var sandbox = new Sandbox();
        foreach (var name in new[] { "appsettings.json", "appsettings.Production.json" })
        {
            sandbox.Write(name, """{ "Scan": { "MaxShrink": 9 }, "Planted": true }""");
        }

        var end = await sandbox.RunAsync("scan", "--policy", Sandbox.Policy);

        end.Error.Should().Contain(NoTenant).And.NotContain("Planted");
    }

    [Fact]
    public async Task A_settings_file_that_anybody_may_write_is_refused()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox();
        Sandbox.SetMode(sandbox.Write("settings.json", "{}"), 0b110_110_110);

        var end = await sandbox.RunAsync("policy", "list", "--config", "settings.json");

        end.Code.Should().Be(2);
        end.Error.Should().Contain(Path.Combine(sandbox.Work, "settings.json")).And.Contain("chmod o-w");
    }

    [Theory]
    [InlineData("http://192.0.2.1:5000")]
    [InlineData("https://graph.example.org")]
    [InlineData("http://127.0.0.1.example.org:80")]
    [InlineData("http://127.0.0.1@192.0.2.1:80")]
    public async Task A_simulator_that_is_not_on_this_machine_is_refused(string address)
    {
        await using var sandbox = new Sandbox();
        sandbox.Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", "11111111-2222-3333-4444-555555555555").Set("Tenants:0:SimulatorUrl", address);

        var end = await sandbox.RunAsync("scan", "--policy", Sandbox.Policy);

        end.Code.Should().Be(2);
        end.Error.Should().Contain("Tenants:0:SimulatorUrl must be a loopback address");
    }

    [Fact]
    public async Task Without_Unicode_data_nothing_starts()
    {
        await using var sandbox = new Sandbox();
        sandbox.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";

        var end = await sandbox.RunAsync("policy", "explain", "TikTok");

        end.Code.Should().Be(2);
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain("Install ICU").And.Contain("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
    }
}
