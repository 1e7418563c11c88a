using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tests.Matching;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Scanning;

/// <summary>Allow-lists from rows to findings: one a company device, none elsewhere, no record a row.</summary>
public sealed class AllowListScanTests
{
    private static readonly Policy Allowed = MatchingFixture.Policy("allowed-only", new PolicyRule { Id = "allowed", AllowList = true, List = ["Outlook"] });

    private static readonly Policy Both = MatchingFixture.Policy("both", MatchingFixture.Product("tiktok"), new PolicyRule { Id = "allowed", AllowList = true, List = ["Outlook"] });

    [Fact]
    public void A_company_device_has_one_finding_that_counts_and_names_some()
    {
        var finding = Assess(Allowed, [("d", "Zeta", "1"), ("d", "Alpha", "2"), ("d", "Outlook", "3"), ("d", "Beta", "4"), ("d", "Alpha", "9")], ("d", DeviceOwner.Company)).Findings
            .Should().ContainSingle().Subject;
        (finding.Subject, finding.PolicyId, finding.App.Version).Should().Be(("allowed", "allowed-only", ""));
        finding.Evidence.ToString().Should().Be("4 app rows of this device are not on the list of the rule \"allowed\", among them: Alpha, Beta, Zeta.");
    }

    [Fact]
    public void One_app_alone_is_explained_as_itself() =>
        Assess(Allowed, [("d", "Zeta", "1")], ("d", DeviceOwner.Company)).Findings.Should().ContainSingle()
            .Which.Evidence.ToString().Should().Be("\"Zeta\" is not on the list of the apps that the rule \"allowed\" allows.");

    [Theory]
    [InlineData(DeviceOwner.Personal)]
    [InlineData(DeviceOwner.Unknown)]
    public void Other_devices_have_none_whatever_the_scope(DeviceOwner owner)
    {
        var strict = Allowed with { Scope = new PolicyScope { Personal = Severity.Violation, Unknown = Severity.Violation } };
        var assessment = Assess(strict, [("d", "Zeta", "1")], ("d", owner));
        assessment.Findings.Should().BeEmpty();
        assessment.UncountedPersons.Should().BeEmpty();
    }

    [Fact]
    public void Only_banned_rows_are_kept_and_only_company_devices_known()
    {
        var (collector, _) = Collect(Both, [("d", "Zeta", "1"), ("d", "TikTok", "1"), ("e", "Zeta", "1"), ("f", "Zeta", "1")], ("d", DeviceOwner.Company), ("e", DeviceOwner.Personal), ("f", DeviceOwner.Company));
        collector.Hits.Should().ContainSingle();
        collector.Details.Values.Select(device => device.Id).Should().BeEquivalentTo(["d", "f"]);
    }

    [Fact]
    public void A_banned_app_counts_in_the_roll_up_too()
    {
        var findings = Assess(Both, [("d", "Zeta", "1"), ("d", "TikTok", "1")], ("d", DeviceOwner.Company)).Findings;
        findings.Select(finding => finding.Subject).Should().Equal("allowed", "tiktok");
        findings[0].Evidence.Parameters["apps"].Should().Be("2");
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        (string, string, string)[] rows = [.. Enumerable.Range(0, 30).Select(i => ("d", $"App {i % 9}", $"{i}")), ("d", "TikTok", "1")];
        var turned = rows.Reverse().ToArray();
        Assess(Both, rows, ("d", DeviceOwner.Company)).Findings.Should().Equal(Assess(Both, turned, ("d", DeviceOwner.Company)).Findings, (a, b) => a.App == b.App && a.Evidence == b.Evidence);
    }

    [Fact]
    public void A_device_in_no_list_is_not_told_as_having_a_banned_app() => Assess(Allowed, [("gone", "Zeta", "1")], ("d", DeviceOwner.Company)).OutsideFleet.Should().Be(0);

    private static Assessment Assess(Policy policy, (string Device, string Name, string Version)[] rows, params (string Id, DeviceOwner Owner)[] devices)
    {
        var (collector, matcher) = Collect(policy, rows, devices);
        return Assessment.Of(collector, matcher, [policy], ReviewBook.Empty, RuleBreadthHold.None);
    }

    private static (InventoryCollector Collector, PolicyMatcher Matcher) Collect(
        Policy policy, (string Device, string Name, string Version)[] rows, params (string Id, DeviceOwner Owner)[] devices)
    {
        var matcher = PolicyMatcher.Compile(new PolicySet([policy], MatchingFixture.Known));
        var collector = new InventoryCollector(matcher.IsWanted, _ => false, (_, _) => new Observability(CoverageClass.Clean, Reason.Of("seen-in-this-scan")), new byte[16])
        {
            RollUps = new RollUpHits(matcher.RollUpKey),
        };
        foreach (var (device, name, version) in rows)
        {
            var app = new AppColumns("Windows"u8, Encoding.UTF8.GetBytes(name), default, Encoding.UTF8.GetBytes(version));
            collector.AddRow(Encoding.UTF8.GetBytes(device), collector.AddApp(app));
        }

        foreach (var (id, owner) in devices)
        {
            collector.AddDevice(new ManagedDevice { Id = id, Owner = owner, Platform = Platform.Windows });
        }

        return (collector, matcher);
    }
}
