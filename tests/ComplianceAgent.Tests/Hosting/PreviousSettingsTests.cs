using System.Text.Json.Nodes;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Hosting;

/// <summary>
/// Who upgrades keeps the settings of the release before: its file as it was shipped, and one with every setting in use, lie in <c>PreviousRelease</c>
/// and are replaced when a release is made. A setting that has to go, or to be called otherwise, is told by name; then the change stands in the changelog
/// as one that an operator must make, and the files here change with it.
/// </summary>
public sealed class PreviousSettingsTests
{
    private static string Folder => Repository.File("tests/ComplianceAgent.Tests/Hosting/PreviousRelease");

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("every-setting.json")]
    public async Task The_settings_of_the_release_before_are_accepted(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths in the file are whole on Unix alone.");
        using var agent = new AgentFixture();
        foreach (var named in new[] { "agent.pfx", "secret", "token" })
        {
            agent.Write("etc/" + named, "there\n");
        }

        var text = await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        var settings = agent.Write("settings.json", text.Replace("/etc/compliance-agent", Path.Combine(agent.Folder, "etc")));

        var listed = await agent.RunAsync("policy", "list", "--config", settings);

        listed.Code.Should().Be(ExitCodes.Done, listed.Error);
    }

    [Fact]
    public void The_full_file_uses_every_setting_of_that_release()
    {
        var (shipped, full) = (Load("appsettings.json"), Load("every-setting.json"));

        Paths(shipped).Except(Paths(full)).Should().BeEmpty();
        Paths(full).Where(path => path.StartsWith("Tenants:", StringComparison.Ordinal)).Select(path => path[(path.IndexOf(':', 8) + 1)..]).Distinct().Should().BeEquivalentTo(
            "Name", "TenantId", "Cloud", "Credential:Kind", "Credential:ClientId", "Credential:CertificatePath", "Credential:CertificatePassword", "Credential:ClientSecret", "Credential:ClientSecretFile",
            "Credential:TokenFilePath", "Policies", "Exceptions", "RefuseExcessPermissions", "Schedule:Cron", "Schedule:TimeZone", "Schedule:JitterMinutes", "SimulatorUrl");
    }

    [Theory]
    [InlineData("Scan", "MaxShrank", "Scan:MaxShrank: there is no such setting. Scan has: MaxShrink")]
    [InlineData("Mails", "To", "Mails: there is no such setting. Known sections:")]
    public async Task A_setting_that_is_no_more_is_told_by_name_with_those_there_are(string section, string name, string said)
    {
        using var agent = new AgentFixture();
        var settings = Load("appsettings.json");
        (settings[section] ??= new JsonObject())[name] = "1";

        var refused = await agent.RunAsync("policy", "list", "--config", agent.Write("settings.json", settings.ToJsonString()));

        refused.Code.Should().Be(ExitCodes.BadUsage);
        refused.Error.Should().Contain(said);
    }

    private static JsonObject Load(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    private static IEnumerable<string> Paths(JsonNode? node, string path = "") => node switch
    {
        JsonObject group => group.SelectMany(member => Paths(member.Value, path.Length == 0 ? member.Key : $"{path}:{member.Key}")),
        JsonArray { Count: > 0 } list when list[0] is JsonObject => list.SelectMany((entry, index) => Paths(entry, FormattableString.Invariant($"{path}:{index}"))),
        JsonArray when path == "Tenants" => [],
        _ => [path],
    };
}
