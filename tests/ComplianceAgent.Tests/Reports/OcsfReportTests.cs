using System.Text.Json;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Ocsf;

namespace ComplianceAgent.Tests.Reports;

/// <summary>
/// OCSF Compliance Finding events. The published schema is a set of files of its own kind and of another licence, so its rules for this class (OCSF 1.3: what is required, which numbers go with which words,
/// what is derived from what, which members there are) are written here as checks.
/// </summary>
public sealed class OcsfReportTests
{
    private static readonly string[] Members =
    [
        "activity_id", "activity_name", "category_uid", "category_name", "class_uid", "class_name", "type_uid", "type_name", "severity_id", "severity", "time", "message", "status_id", "status", "confidence_id",
        "confidence", "metadata", "finding_info", "compliance", "resources", "unmapped",
    ];

    private static readonly Dictionary<int, string> Severities = new() { [1] = "Informational", [2] = "Low", [3] = "Medium", [4] = "High" };
    private static readonly Dictionary<int, string> Activities = new() { [1] = "Create", [2] = "Update", [3] = "Close" };
    private static readonly Dictionary<int, string> Statuses = new() { [1] = "New", [2] = "In Progress", [3] = "Suppressed", [4] = "Resolved" };
    private static readonly Dictionary<int, string> Outcomes = new() { [1] = "Pass", [2] = "Warning", [3] = "Fail" };
    private static readonly Dictionary<int, string> Confidences = new() { [1] = "Low", [2] = "Medium", [3] = "High" };

    [Fact]
    public async Task Every_line_is_an_event_by_the_rules_of_its_class_whatever_names_are_in_it()
    {
        foreach (var name in ReportCases.HostileNames.Append("TikTok"))
        {
            var events = await EventsAsync(ReportCases.Model(name));

            events.Should().HaveCount(2 + 15);
            Assert.All(events, IsSound);
            events.Select(one => one.GetProperty("metadata").GetProperty("uid").GetString()).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public async Task The_state_of_a_violation_is_told_in_the_words_of_OCSF()
    {
        var events = (await EventsAsync(ReportCases.Model())).Skip(2).ToLookup(one => one.GetProperty("unmapped").GetProperty("state").GetString());

        events["open"].Should().OnlyContain(one => one.GetProperty("compliance").GetProperty("status_id").GetInt32() == 3);
        events["open"].Select(one => one.GetProperty("severity").GetString()).Distinct().Should().BeEquivalentTo(["High", "Medium"]);
        events["open"].Count(one => one.GetProperty("activity_id").GetInt32() == 1).Should().Be(1, "one was first seen by the last scan");
        events["review"].Should().OnlyContain(one => one.GetProperty("compliance").GetProperty("status").GetString() == "Warning");
        events["excepted"].Should().OnlyContain(one => one.GetProperty("status").GetString() == "Suppressed");
        events["resolved"].Should().OnlyContain(one => one.GetProperty("activity_name").GetString() == "Close" && one.GetProperty("status").GetString() == "Resolved");
    }

    [Fact]
    public async Task A_clean_fleet_is_told_too_and_one_that_cannot_be_seen_is_no_pass()
    {
        var events = await EventsAsync(ReportModel.Build(ReportCases.Input() with { Violations = [] }));

        events.Should().HaveCount(2).And.OnlyContain(one => one.GetProperty("compliance").GetProperty("status").GetString() == "Warning");
        events[0].GetProperty("unmapped").GetProperty("last_complete_scan").GetString().Should().Be("2026-11-23T02:04:00Z");
    }

    private static void IsSound(JsonElement one)
    {
        one.EnumerateObject().Select(member => member.Name).Should().OnlyHaveUniqueItems().And.BeSubsetOf(Members);
        int Number(string name) => one.GetProperty(name).GetInt32();
        Number("class_uid").Should().Be(2003);
        one.GetProperty("class_name").GetString().Should().Be("Compliance Finding");
        Number("category_uid").Should().Be(2);
        one.GetProperty("category_name").GetString().Should().Be("Findings");
        Number("type_uid").Should().Be((2003 * 100) + Number("activity_id"));
        Pair(one, "activity_id", "activity_name", Activities);
        one.GetProperty("type_name").GetString().Should().Be("Compliance Finding: " + one.GetProperty("activity_name").GetString());
        Pair(one, "severity_id", "severity", Severities);
        Pair(one, "status_id", "status", Statuses);
        DateTimeOffset.FromUnixTimeMilliseconds(one.GetProperty("time").GetInt64()).Year.Should().BeInRange(2020, 2030);
        var metadata = one.GetProperty("metadata");
        metadata.GetProperty("version").GetString().Should().Be("1.3.0");
        metadata.GetProperty("product").GetProperty("vendor_name").GetString().Should().NotBeNullOrEmpty();
        metadata.GetProperty("product").GetProperty("name").GetString().Should().NotBeNullOrEmpty();
        one.GetProperty("finding_info").GetProperty("uid").GetString().Should().NotBeNullOrEmpty();
        one.GetProperty("finding_info").GetProperty("title").ValueKind.Should().Be(JsonValueKind.String);
        var compliance = one.GetProperty("compliance");
        compliance.GetProperty("standards").EnumerateArray().Should().NotBeEmpty();
        compliance.GetProperty("control").ValueKind.Should().Be(JsonValueKind.String);
        Pair(compliance, "status_id", "status", Outcomes);
        one.GetProperty("resources").EnumerateArray().Should().OnlyContain(resource => resource.GetProperty("uid").GetString()!.Length > 0 && resource.GetProperty("type").GetString()!.Length > 0);
        if (one.TryGetProperty("confidence_id", out _))
        {
            Pair(one, "confidence_id", "confidence", Confidences);
        }
    }

    private static void Pair(JsonElement one, string number, string word, Dictionary<int, string> words) => one.GetProperty(word).GetString().Should().Be(words[one.GetProperty(number).GetInt32()]);

    private static async Task<List<JsonElement>> EventsAsync(ReportModel model)
    {
        var text = await Print.TextAsync(new OcsfReportWriter(), model);
        text.Should().EndWith("\n");
        return [.. text[..^1].Split('\n').Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        })];
    }
}
