using System.Text.Json;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Json;

namespace ComplianceAgent.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public async Task The_shape_is_the_one_of_schema_1()
    {
        var json = await Print.JsonAsync(ReportCases.Model());

        json.GetProperty("schema").GetInt32().Should().Be(1);
        Names(json).Should().Equal(
            "kind", "schema", "tenant", "simulated", "pseudonymous", "generatedAt", "rebuiltAt", "productVersion", "lastScan", "lastCompleteScan", "overdue", "warnings", "headline", "excusing", "coverage", "blindSpots", "notJudged", "breakdowns",
            "violations", "exceptions", "ended", "trend", "burnDowns", "evidence");
        Names(json.GetProperty("headline")).Should().Equal(
            "fleet", "devicesInViolation", "openViolations", "overdue", "dueIn7Days", "dateUnknown", "underReview", "excepted", "exceptionsEnding", "advice", "cannotBeJudged", "notConfirmed",
            "new", "returned", "removed");
        Names(json.GetProperty("violations")[0]).Should().Equal(
            "id", "state", "stateSince", "stateReason", "severity", "confidence", "policy", "policyTitle", "policyHash", "rule", "subject", "subjectName", "explanation", "app", "device",
            "deadline", "firstSeen", "absentBefore", "lastSeen", "notConfirmedSince", "inventoryAt", "refreshBy", "returned", "new", "back", "exception", "reviewCase");
        Names(json.GetProperty("violations")[0].GetProperty("device")).Should().Equal("id", "name", "platform", "owner", "user", "userName", "unit", "serialNumber", "erasedAt");
        Names(json.GetProperty("violations")[0].GetProperty("deadline")).Should().Equal(
            "due", "dueInDays", "overdueDays", "countingClock", "legalDate", "legal", "houseDate", "house");
        Names(json.GetProperty("evidence")[0]).Should().Equal(
            "scan", "startedAt", "finishedAt", "inventoryAsOf", "complete", "olderThanKnown", "route", "routeReasons", "faults", "notes", "cannotTell", "devices", "appRows", "distinctApps",
            "requests", "changes", "setAside", "policies", "exceptionRegister", "tenantExceptionRegister", "catalogueHash", "auditChain");
        Names(json.GetProperty("exceptions")[0]).Should().Equal(
            "id", "status", "endsSoon", "unused", "policy", "subject", "targetKind", "target", "reasonCode", "why", "from", "until", "endsAt", "daysLeft", "violations", "devices", "assurance",
            "requester", "requestedAt", "approver", "approverRole", "approvedAt", "endedBy", "endedAt", "decisionReason", "registerHash", "mitigations", "faults");
    }

    [Fact]
    public async Task Names_come_back_as_they_went_in_and_reasons_hold_code_and_sentence()
    {
        const string odd = "<b>\u202E \"x\" 抖音 🎵 \u001B[31m";
        var json = await Print.JsonAsync(ReportCases.Model(odd));

        var first = json.GetProperty("violations")[0];
        first.GetProperty("app").GetProperty("name").GetString().Should().Be(odd.Replace('\u001B', '\uFFFD'));
        first.GetProperty("explanation").GetProperty("code").GetString().Should().Be("name-and-publisher");
        first.GetProperty("explanation").GetProperty("parameters").GetProperty("publisher").GetString().Should().StartWith("<b>");
        first.GetProperty("explanation").GetProperty("sentence").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_file_is_plain_ascii_so_that_it_may_be_printed_whatever_it_holds()
    {
        foreach (var name in ReportCases.HostileNames)
        {
            var text = await Print.TextAsync(new JsonReportWriter(), ReportCases.Model(name));
            text.Should().NotContain("\u001B").And.NotContain("\\ud800\"");
            text.All(c => c is '\n' or (>= ' ' and <= '~')).Should().BeTrue();
        }
    }

    [Fact]
    public async Task All_ten_thousand_violations_are_in_the_file()
    {
        var many = Enumerable.Range(1, 10_000).Select(number => ReportCases.Violation(number, ReportCases.TikTok)).ToList();

        var json = await Print.JsonAsync(ReportModel.Build(ReportCases.Input() with { Violations = many }));

        json.GetProperty("violations").GetArrayLength().Should().Be(10_000);
        json.GetProperty("headline").GetProperty("openViolations").GetInt32().Should().Be(10_000);
    }

    [Fact]
    public async Task A_date_that_is_not_known_is_null_not_a_guess()
    {
        var json = await Print.JsonAsync(ReportModel.Build(ReportCases.Input() with { Policies = null }));

        var deadline = json.GetProperty("violations")[0].GetProperty("deadline");
        deadline.GetProperty("due").GetString().Should().Be("unknown");
        deadline.GetProperty("legal").ValueKind.Should().Be(JsonValueKind.Null);
        deadline.GetProperty("house").ValueKind.Should().Be(JsonValueKind.Null);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
