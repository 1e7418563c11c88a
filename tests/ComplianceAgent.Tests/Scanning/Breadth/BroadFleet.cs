using System.Globalization;
using System.Text;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.Breadth;

/// <summary>Exported files of a fleet with many apps that are nobody's business, and a policy with one rule.</summary>
internal sealed class BroadFleet : IDisposable
{
    private const string Header = "DeviceId,DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n";

    public AgentFixture Agent { get; } = new();

    /// <summary>Names of the apps that no ban is about.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Writes an inventory: every device has ten of the apps or more, every app is somewhere; the first three also TikTok.</summary>
    public BroadFleet With(int devices, int apps, string file = "apps.csv", bool reversed = false)
    {
        Names = [.. Enumerable.Range(0, apps).Select(n => string.Create(CultureInfo.InvariantCulture, $"Leisure {n:D5} Zwx"))];
        var each = Math.Max(10, (apps + devices - 1) / devices);
        var rows = Enumerable.Range(0, devices).SelectMany(device => Enumerable.Range(0, each).Select(i => Row(device, Names[((device * each) + i) % apps]))
            .Concat(device < 3 ? [Row(device, "TikTok")] : []));
        Agent.Write(file, Header + string.Concat(reversed ? rows.Reverse() : rows));
        return this;
    }

    public string Policy(string rule, string file = "ours.yaml") => Agent.Write(
        file,
        $$"""
        schema: 1
        policy: ours
        title: { en: Ours }
        scope: { owner: { company: violation, personal: violation, unknown: violation } }
        rules:
          - product: tiktok
          - id: all
            {{rule}}

        """);

    public Task<ScanOutcome> ScanAsync(params string[] more) => Agent.ScanAsync(["--inventory", "apps.csv", "--policy", "ours.yaml", .. more]);

    public Task<AgentOutcome> AcceptAsync(string account, params string[] more)
    {
        Agent.Account = new Author(account, Author.OsAccount);
        return Agent.RunAsync(["policy", "accept", "--store", Agent.StorePath, .. more]);
    }

    /// <summary>Names of harmless apps that stand anywhere in the files of the store.</summary>
    public IReadOnlyList<string> NamesInStore()
    {
        var bytes = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(Agent.StorePath)!).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path))));
        return [.. Names.Where(name => bytes.Contains(name, StringComparison.OrdinalIgnoreCase))];
    }

    public void Dispose() => Agent.Dispose();

    private static string Row(int device, string app) =>
        string.Create(CultureInfo.InvariantCulture, $"device-{device:D4},PHONE-{device},{app},1.0,Example Leisure,IOS\n");
}
