using NetArchTest.Rules;

namespace ComplianceAgent.Tests.House;

/// <summary>A folder looks only upstream: Inventory and Names ← Policies ← Matching ← Violations ← Reports, Tickets; Scanning sees all but Commands.</summary>
public sealed class LayeringTests
{
    private static readonly string[] Folders =
        ["Reasons", "Names", "Inventory", "Policies", "Matching", "Violations", "Reports", "Tickets", "Scanning", "Dashboard", "Commands"];

    private static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["Reasons"] = [],
        ["Names"] = [],
        ["Inventory"] = ["Reasons"],
        ["Policies"] = ["Reasons", "Names", "Inventory"],
        ["Matching"] = ["Reasons", "Names", "Inventory", "Policies"],
        ["Violations"] = ["Reasons", "Names", "Inventory", "Policies", "Matching"],
        ["Reports"] = ["Reasons", "Names", "Inventory", "Policies", "Matching", "Violations"],
        ["Tickets"] = ["Reasons", "Names", "Inventory", "Policies", "Matching", "Violations"],
        ["Scanning"] = ["Reasons", "Names", "Inventory", "Policies", "Matching", "Violations", "Reports", "Tickets"],
        ["Dashboard"] = ["Reasons", "Names", "Inventory", "Policies", "Matching", "Violations", "Reports", "Tickets", "Scanning"],
    };

    public static TheoryData<string> Layers => [.. MaySee.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_folder_looks_only_upstream(string folder)
    {
        var forbidden = Folders.Except(MaySee[folder]).Where(other => other != folder).Select(other => "ComplianceAgent." + other).ToArray();

        var result = Types.InAssembly(typeof(Program).Assembly).That().ResideInNamespace("ComplianceAgent." + folder)
            .ShouldNot().HaveDependencyOnAny(forbidden).GetResult();

        (result.FailingTypeNames ?? []).Should().BeEmpty($"{folder} may see only {string.Join(", ", MaySee[folder])}");
    }

    [Fact]
    public void No_Graph_type_leaves_its_folder()
    {
        var result = Types.InAssembly(typeof(Program).Assembly).That().DoNotResideInNamespace("ComplianceAgent.Inventory.Intune")
            .ShouldNot().HaveDependencyOnAny("Microsoft.Graph", "Microsoft.Kiota").GetResult();

        (result.FailingTypeNames ?? []).Should().BeEmpty();
    }

    [Fact]
    public void The_rule_bites()
    {
        // The command line does see the scan: were the rule blind, this would pass too.
        var result = Types.InAssembly(typeof(Program).Assembly).That().ResideInNamespace("ComplianceAgent.Commands")
            .ShouldNot().HaveDependencyOn("ComplianceAgent.Scanning").GetResult();

        result.IsSuccessful.Should().BeFalse();
    }

    [Fact]
    public void Every_folder_is_judged()
    {
        var namespaces = typeof(Program).Assembly.GetTypes().Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith("ComplianceAgent.", StringComparison.Ordinal)).Select(name => name.Split('.')[1]).Distinct();

        // Hosting and Diagnostics serve every folder; everything else stands in the list.
        namespaces.Except(["Hosting", "Diagnostics"]).Should().BeSubsetOf(Folders);
    }
}
