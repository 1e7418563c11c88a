using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComplianceAgent.Commands;
using ComplianceAgent.Hosting;
using ComplianceAgent.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.House;

/// <summary>The shipped settings file, the README and the options classes say the same, key by key.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void The_settings_file_holds_every_setting_with_its_default()
    {
        var shipped = Leaves(JsonDocument.Parse(File.ReadAllText(Repository.File("appsettings.json"))).RootElement, "")
            .Where(leaf => !leaf.Key.StartsWith("Serilog:", StringComparison.Ordinal)).ToDictionary();
        var expected = Options().ToDictionary();

        shipped.Keys.Should().BeEquivalentTo(expected.Keys.Where(key => !key.StartsWith("Tenants:", StringComparison.Ordinal)).Append("Tenants"));
        shipped.Where(leaf => leaf.Key != "Tenants").Should().OnlyContain(leaf => leaf.Value == expected[leaf.Key]);
    }

    [Fact]
    public void The_README_lists_every_setting_with_its_default()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var table = readme[readme.IndexOf("<!-- settings -->", StringComparison.Ordinal)..readme.IndexOf("<!-- /settings -->", StringComparison.Ordinal)];
        var listed = Row().Matches(table).ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value);
        listed.Remove("Serilog:MinimumLevel").Should().BeTrue();

        listed.Should().BeEquivalentTo(Options().ToDictionary());
    }

    [Fact]
    public async Task The_shipped_settings_file_is_good_as_it_is()
    {
        using var agent = new AgentFixture();
        File.Copy(Repository.File("appsettings.json"), Path.Combine(agent.Folder, "program", "appsettings.json"));

        (await agent.RunAsync("policy", "list")).Code.Should().Be(ExitCodes.Done);
    }

    [Theory]
    [InlineData("Scan:MaxShrink=7", "Scan:MaxShrink must be between 0 and 1")]
    [InlineData("Scan:MaxShrink=abc", "Scan:MaxShrink")]
    [InlineData("Scan:Maxshrunk=1", "Maxshrunk")]
    [InlineData("Scam:MaxShrink=1", "Scam: there is no such setting. Known sections:")]
    [InlineData("Inventory:Rout=Auto", "Inventory:Rout: there is no such setting. Inventory has: Route")]
    [InlineData("Inventory:Archive:MaxRatio=1", "Inventory:Archive:MaxRatio must lie between 2 and 1100")]
    [InlineData("Reports:Language=xx", "Reports:Language must be en, nl, fr or de.")]
    [InlineData("Log:Format=xml", "Log:Format must be text or json.")]
    [InlineData("Graph:PageSize=0", "Graph:PageSize must be from 1 to 1000")]
    [InlineData("Policies:ReloadEvery=00:00:00", "Policies:ReloadEvery must be between")]
    [InlineData("Service:Url=nonsense", "Service:Url must be an address")]
    [InlineData("Tenants:0:Name=A B", "Tenants:0:Name")]
    [InlineData("nothing", "write Key=Value")]
    public async Task A_wrong_setting_ends_with_2_and_names_itself(string set, string said)
    {
        using var agent = new AgentFixture();

        var outcome = await agent.RunAsync("policy", "list", "--set", set);

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain(said).And.NotMatchRegex(@"\wException\b").And.NotContain("DataAnnotation");
        outcome.Out.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Scan:MaxShrink=7", "Scan:MaxShrink", "Log:Format=xml", "Log:Format")]
    [InlineData("Scam:X=1", "Scam:", "Graph:PageSize=many", "Graph:PageSize")]
    public async Task Every_wrong_setting_of_a_kind_is_told_at_once(string one, string saidOfOne, string two, string saidOfTwo)
    {
        using var agent = new AgentFixture();

        var outcome = await agent.RunAsync("policy", "list", "--set", one, "--set", two);

        outcome.Error.Should().Contain(saidOfOne).And.Contain(saidOfTwo);
    }

    [Fact]
    public async Task A_relative_path_in_a_settings_file_is_refused_and_on_the_command_line_counts_from_the_caller()
    {
        using var agent = new AgentFixture();
        agent.Write("program/appsettings.Production.json", """{ "Policies": { "Path": "bans" } }""");

        (await agent.RunAsync("policy", "list")).Error.Should().Contain("Policies:Path: \"bans\" is a relative path");

        File.Delete(Path.Combine(agent.Folder, "program", "appsettings.Production.json"));
        agent.Write("bans/ours.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules:\n  - product: tiktok\n");
        (await agent.RunAsync("policy", "list", "--set", "Policies:Path=bans")).Out.Should().Contain("ours");
    }

    private static IEnumerable<KeyValuePair<string, string>> Options()
    {
        using var agent = new AgentFixture();
        var environment = CommandEnvironment.OfProcess() with { ProgramFolder = agent.Folder };
        using var host = AgentHost.Build(new HostRequest(environment, [KeyValuePair.Create("Log:Directory", (string?)agent.LogFolder)], null, Serilog.Events.LogEventLevel.Fatal));
        return [.. host.Services.GetServices<SettingsSection>().SelectMany(section => typeof(IList).IsAssignableFrom(section.Options)
            ? Properties(section.Options.BaseType!.GetGenericArguments()[0], section.Section + ":N")
            : Properties(section.Options, section.Section))];
    }

    private static IEnumerable<KeyValuePair<string, string>> Properties(Type type, string prefix)
    {
        var defaults = Activator.CreateInstance(type)!;
        return type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
            property.PropertyType.Namespace!.StartsWith("ComplianceAgent", StringComparison.Ordinal) && property.PropertyType.IsClass
                ? Properties(property.PropertyType, $"{prefix}:{property.Name}")
                : [KeyValuePair.Create($"{prefix}:{property.Name}", Text(property.GetValue(defaults)))]);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IEnumerable => "[]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : $"{path}:{member.Name}"))
        : [KeyValuePair.Create(path, element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText())];

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \| (`(?<default>[^`]*)` )?\|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
