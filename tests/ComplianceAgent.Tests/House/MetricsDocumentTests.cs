using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Figures;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets.Sending;

namespace ComplianceAgent.Tests.House;

/// <summary>The README of Diagnostics lists every metric there is, with its unit and as Prometheus spells it, and none besides.</summary>
public sealed partial class MetricsDocumentTests
{
    [Fact]
    public void Every_metric_is_documented_and_every_documented_one_exists()
    {
        using var sending = new SendMetrics();
        using var standing = new FigureMetrics(TimeProvider.System);
        RuntimeHelpers.RunClassConstructor(typeof(ScanMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GraphMetrics).TypeHandle);
        var found = new HashSet<(string, string, string)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("ComplianceAgent.", StringComparison.Ordinal))
            {
                found.Add((instrument.Name, Spelt(instrument), instrument.Unit ?? ""));
                instrument.Description.Should().EndWith(".", instrument.Name);
            }
        };
        listener.Start();

        var readme = File.ReadAllText(Repository.File("src/ComplianceAgent/Diagnostics/README.md"));
        Row().Matches(readme).Select(row => (row.Groups["name"].Value, row.Groups["spelt"].Value, row.Groups["unit"].Value.Trim('`'))).Should().BeEquivalentTo(found);
    }

    /// <summary>OpenTelemetry's rules for names in Prometheus.</summary>
    private static string Spelt(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (instrument.GetType().Name.StartsWith("Counter", StringComparison.Ordinal) ? "_total" : "");
    }

    [GeneratedRegex(@"^\| `(?<name>compliance_agent\.[a-z_.]+)` \| `(?<spelt>[a-z_]+)` \| (?<unit>`[^`]*`|) *\|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
