using System.Text.Json;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Oscal;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using NJsonSchema;

namespace ComplianceAgent.Tests.Reports;

/// <summary>OSCAL assessment results against NIST's own schema, trimmed to the parts we use.</summary>
public sealed class OscalReportTests
{
    [Fact]
    public async Task Reports_are_valid_whatever_names_are_in_them()
    {
        var schema = await SchemaAsync();

        foreach (var name in ReportCases.HostileNames.Append("TikTok").Append(" ").Append(""))
        {
            schema.Validate(await Print.TextAsync(new OscalReportWriter(), ReportCases.Model(name))).Should().BeEmpty("the name was {0}", name);
        }

        schema.Validate(await Print.TextAsync(new OscalReportWriter(), ReportModel.Build(ReportCases.Input() with { LastScan = null, LastCompleteScan = null, Violations = [], Policies = null }))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_schema_of_this_test_would_find_an_empty_value_and_an_id_of_another_version()
    {
        var schema = await SchemaAsync();
        var good = await Print.TextAsync(new OscalReportWriter(), ReportCases.Model());

        schema.Validate(good.Replace("\"value\": \"real\"", "\"value\": \" \"", StringComparison.Ordinal)).Should().NotBeEmpty();
        schema.Validate(good.Replace(OscalNames.Id("plan", "contoso"), "0193b5a0-0000-7000-8000-000000000000", StringComparison.Ordinal).Replace("\"#0193", "\"#x", StringComparison.Ordinal)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Each_policy_is_a_finding_that_leads_to_its_observations_and_each_observation_to_its_device()
    {
        var result = await ResultAsync(ReportCases.Model());
        var findings = result.GetProperty("findings").EnumerateArray().ToList();
        var observations = result.GetProperty("observations").EnumerateArray().ToDictionary(one => one.GetProperty("uuid").GetString()!);
        var devices = result.GetProperty("local-definitions").GetProperty("inventory-items").EnumerateArray().Select(one => one.GetProperty("uuid").GetString()).ToHashSet();

        findings.Select(finding => finding.GetProperty("target").GetProperty("target-id").GetString()).Should().Equal("policy-be-federal-tiktok", "policy-be-federal-deepseek");
        findings.Select(State).Should().Equal("not-satisfied", "not-satisfied");
        var related = findings.SelectMany(finding => finding.GetProperty("related-observations").EnumerateArray()).Select(one => one.GetProperty("observation-uuid").GetString()!).ToList();
        related.Should().BeEquivalentTo(observations.Keys).And.HaveCount(11);
        observations.Values.SelectMany(one => one.GetProperty("subjects").EnumerateArray()).Select(one => one.GetProperty("subject-uuid").GetString()).Should().OnlyContain(id => devices.Contains(id));
        devices.Should().HaveCount(9);
    }

    [Fact]
    public async Task A_policy_with_nothing_open_is_satisfied_only_if_every_device_could_be_judged()
    {
        var blind = await ResultAsync(ReportModel.Build(ReportCases.Input() with { Violations = [] }));
        State(blind.GetProperty("findings")[0]).Should().Be("not-satisfied");
        blind.GetProperty("findings")[0].GetProperty("target").GetProperty("status").GetProperty("reason").GetString().Should().Be("other");

        var scan = ReportCases.Scan();
        var all = scan.Devices;
        scan = scan with { Coverage = [.. scan.Coverage.GroupBy(count => count.PolicyId).Select(policy => policy.First() with { Class = ComplianceAgent.Inventory.CoverageClass.Clean, Devices = all })] };
        var seen = await ResultAsync(ReportModel.Build(ReportCases.Input() with { Violations = [], LastScan = scan, LastCompleteScan = scan }));
        State(seen.GetProperty("findings")[0]).Should().Be("satisfied");
    }

    [Fact]
    public void A_name_is_no_markup_and_ids_are_the_same_every_time()
    {
        OscalNames.Markdown("<img src=x> [a](b) *c* `d`\n# e").Should().Be(@"\<img src\=x\> \[a\](b) \*c\* \`d\` \# e");
        OscalNames.Id("device", "a", "b").Should().Be(OscalNames.Id("device", "a", "b")).And.NotBe(OscalNames.Id("device", "ab", ""));
    }

    private static string State(JsonElement finding) => finding.GetProperty("target").GetProperty("status").GetProperty("state").GetString()!;

    private static async Task<JsonElement> ResultAsync(ReportModel model)
    {
        using var document = JsonDocument.Parse(await Print.TextAsync(new OscalReportWriter(), model));
        return document.RootElement.GetProperty("assessment-results").GetProperty("results")[0].Clone();
    }

    private static Task<JsonSchema> SchemaAsync() =>
        JsonSchema.FromFileAsync(Repository.File("tests/ComplianceAgent.Tests/Reports/Schemas/oscal-assessment-results.json"), TestContext.Current.CancellationToken);
}
