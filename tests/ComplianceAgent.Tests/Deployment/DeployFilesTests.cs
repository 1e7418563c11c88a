using System.Text.Json;
using System.Text.RegularExpressions;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>Files under <c>deploy</c> of every kind: their settings exist, their scripts can be read.</summary>
public sealed partial class DeployFilesTests
{
    private static readonly string[] Kinds = [".yaml", ".yml", ".bicep", ".service", ".sh", ".ps1", ".md", ""];

    public static TheoryData<string> Scripts => [.. Below("deploy").Where(path => path.EndsWith(".sh", StringComparison.Ordinal))];

    [Fact]
    public void Every_setting_they_name_is_one()
    {
        var shipped = JsonDocument.Parse(File.ReadAllText(Repository.File("appsettings.json"))).RootElement;
        var named = Below("deploy").Where(path => Kinds.Contains(Path.GetExtension(path)))
            .SelectMany(path => Variable().Matches(File.ReadAllText(Repository.File(path))).Select(match => (Path: path, Key: match.Groups["key"].Value))).Distinct().ToList();

        named.Should().HaveCountGreaterThan(10);
        named.Where(name => !IsSetting(shipped, name.Key.Split("__"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("deploy/kubernetes/base/appsettings.Production.json")]
    [InlineData("deploy/azure/settings.json")]
    public async Task Settings_to_begin_with_are_good(string path)
    {
        using var agent = new AgentFixture();
        if (File.ReadAllText(Repository.File(path)).Contains("CertificatePath", StringComparison.Ordinal))
        {
            // The only thing in them that is not on every machine.
            agent.Set("Tenants:0:Credential:CertificatePath", agent.Write("graph.pem", ""));
        }

        var outcome = await agent.RunAsync("tenants", "list", "--config", Repository.File(path), "--store", agent.StorePath);

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Out.Should().Contain("contoso");
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_can_be_read_and_run(string path)
    {
        var outcome = await Tool.RunAsync("bash", "-n", Repository.File(path));

        outcome.Code.Should().Be(0, outcome.Error);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Repository.File(path)).Should().HaveFlag(UnixFileMode.UserExecute);
        }
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Repository.File(folder), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>A key of the shipped settings, or an item of one of their lists.</summary>
    private static bool IsSetting(JsonElement at, ReadOnlySpan<string> keys) =>
        keys.Length == 0
        || (at.ValueKind == JsonValueKind.Array && keys[0].All(char.IsAsciiDigit))
        || (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(keys[0], out var next) && IsSetting(next, keys[1..]));

    [GeneratedRegex("COMPLIANCEAGENT_(?<key>[A-Za-z0-9]+(__[A-Za-z0-9]+)+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
