using System.Text.Json.Nodes;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Json;
using NJsonSchema;

namespace ComplianceAgent.Tests.Reports;

/// <summary>Reports are what their published schema says, and say nothing that it does not tell.</summary>
public sealed class JsonSchemaTests
{
    [Fact]
    public async Task Reports_are_valid_and_every_member_of_theirs_is_described()
    {
        var schema = await JsonSchema.FromJsonAsync(Closed(), TestContext.Current.CancellationToken);

        foreach (var model in Models())
        {
            schema.Validate(await Print.TextAsync(new JsonReportWriter(), model)).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("headline")]
    [InlineData("lastCompleteScan")]
    [InlineData("violations")]
    public async Task A_report_that_lacks_a_member_is_not_valid(string member)
    {
        var schema = await JsonSchema.FromJsonAsync(JsonReportSchema.Text, TestContext.Current.CancellationToken);
        var report = JsonNode.Parse(await Print.TextAsync(new JsonReportWriter(), ReportCases.Model()))!.AsObject();
        schema.Validate(report.ToJsonString()).Should().BeEmpty();

        report.Remove(member);

        schema.Validate(report.ToJsonString()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_code_is_not_valid()
    {
        var schema = await JsonSchema.FromJsonAsync(JsonReportSchema.Text, TestContext.Current.CancellationToken);
        var report = JsonNode.Parse(await Print.TextAsync(new JsonReportWriter(), ReportCases.Model()))!;
        report["violations"]![0]!["state"] = "closed";

        schema.Validate(report.ToJsonString()).Should().NotBeEmpty();
    }

    [Fact]
    public void The_number_of_the_schema_is_that_of_the_reports() =>
        JsonNode.Parse(JsonReportSchema.Text)!["properties"]!["schema"]!["enum"]![0]!.GetValue<int>().Should().Be(JsonReportWriter.Schema);

    private static IEnumerable<ReportModel> Models()
    {
        yield return ReportCases.Model();
        yield return XlsxReportTests.Full();
        yield return ReportModel.Build(ReportCases.Input() with { LastScan = null, LastCompleteScan = null, Violations = [], Policies = null, Exceptions = [] });
        yield return ReportModel.Build(ReportCases.Input() with { Policies = null, RebuiltAt = ReportCases.Now });
        foreach (var name in ReportCases.HostileNames)
        {
            yield return ReportCases.Model(name);
        }
    }

    /// <summary>The schema, so changed that it refuses what it does not name.</summary>
    private static string Closed()
    {
        var schema = JsonNode.Parse(JsonReportSchema.Text)!;
        Close(schema);
        return schema.ToJsonString();

        static void Close(JsonNode? node)
        {
            if (node is JsonObject part)
            {
                if (part["properties"] is JsonObject && !part.ContainsKey("additionalProperties"))
                {
                    part["additionalProperties"] = false;
                }

                foreach (var (_, child) in part.ToList())
                {
                    Close(child);
                }
            }
            else if (node is JsonArray list)
            {
                foreach (var child in list)
                {
                    Close(child);
                }
            }
        }
    }
}
