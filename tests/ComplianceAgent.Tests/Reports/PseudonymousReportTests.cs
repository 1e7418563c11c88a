using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Pseudonymous;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Reports;

/// <summary>Every place of a report that can name somebody is filled with a mark, and no mark is left in any format.</summary>
public sealed class PseudonymousReportTests
{
    private const string Mark = "Zelda";

    private static readonly Pseudonyms Key = new("a key of more than sixteen characters");

    [Fact]
    public async Task No_name_is_left_in_any_format()
    {
        var model = Named();

        foreach (var writer in FormatTests.Writers())
        {
            var plain = await Print.TextAsync(writer, model);
            var coded = await Print.TextAsync(writer, PseudonymousReport.Of(model, Key));

            Found(plain).Should().Match(found => found.Any() || writer.FileEnding == "-coverage.csv" || writer.FileEnding == "-blind-spots.csv", "else this test finds nothing in {0}", writer.FileEnding);
            Found(coded).Should().BeEmpty("of {0}", writer.FileEnding);
        }
    }

    [Fact]
    public void One_person_has_one_code_wherever_and_under_whatever_name_and_another_key_gives_another()
    {
        var model = PseudonymousReport.Of(Named(), Key);
        var devices = model.Violations.Select(row => row.Violation.Device).ToList();
        var code = devices[0].UserPrincipalName;

        code.Should().MatchRegex("^person-[0-9a-f]{16}$");
        devices.SelectMany(device => new[] { device.UserPrincipalName, device.UserDisplayName, device.UserId, device.Email }).Distinct().Should().Equal(code);
        model.Exceptions[0].Waiver.Ask.Target.Value.Should().Be(code);
        model.Exceptions[0].Waiver.Requester.Name.Should().Be(code, "who asked for it is its user");
        model.Exceptions[0].Waiver.Approver!.Name.Should().MatchRegex("^person-").And.NotBe(code);
        PseudonymousReport.Of(Named(), new Pseudonyms("another key of sixteen")).Violations[0].Violation.Device.UserPrincipalName.Should().NotBe(code);
        PseudonymousReport.Of(Named(), new Pseudonyms("a key of more than sixteen characters")).Violations[0].Violation.Device.UserPrincipalName.Should().Be(code);
    }

    [Fact]
    public void Figures_apps_policies_and_dates_stay_and_a_violation_leads_to_its_exception_still()
    {
        var plain = Named();
        var model = PseudonymousReport.Of(plain, Key);

        model.Headline.Should().Be(plain.Headline);
        model.ByPolicy.Should().Equal(plain.ByPolicy);
        model.Violations.Select(row => (row.PolicyId, row.Violation.App, row.Violation.FirstSeenAt)).Should().Equal(plain.Violations.Select(row => (row.PolicyId, row.Violation.App, row.Violation.FirstSeenAt)));
        var excepted = model.Violations.Single(row => row.State == ViolationState.Excepted);
        WaiverRules.ReferenceOf(excepted.Violation).Should().Be(model.Exceptions[0].Waiver.Reference);
        model.Violations.Select(row => row.Id).Should().OnlyHaveUniqueItems();
        model.Violations.DistinctBy(row => row.Violation.DeviceId).Should().HaveCount(plain.Violations.DistinctBy(row => row.Violation.DeviceId).Count());
        model.Warnings[0].Code.Should().Be("report-pseudonymous");
    }

    [Fact]
    public void A_key_that_could_be_guessed_is_refused()
    {
        var make = () => new Pseudonyms("too short");

        make.Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>As its readers see it: escapes of HTML, JSON and XML undone.</summary>
    private static IEnumerable<string> Found(string text) =>
        new[] { text, WebUtility.HtmlDecode(text), text.Replace("\\u0040", "@", StringComparison.OrdinalIgnoreCase) }.SelectMany(form => form.Split([' ', '"', '<', '>', ',', ';', '\n', '\r'])).Where(word => word.Contains(Mark, StringComparison.OrdinalIgnoreCase)).Distinct();

    private static string Name(string kind) => $"{Mark}-{kind}";

    private static ReportModel Named()
    {
        var violations = ReportCases.Violations().Select(violation => violation with
        {
            DeviceId = Name("device-id-") + violation.DeviceId[^3..],
            Device = violation.Device with
            {
                Id = Name("device-id-") + violation.DeviceId[^3..], Name = Name("device-name"), UserId = Name("user-id"), UserPrincipalName = "zelda@contoso.example", UserDisplayName = "Zelda Fitz", Email = "zelda.fitz@contoso.example",
                SerialNumber = Name("serial-number"),
            },
            StateReason = violation.State == ViolationState.Excepted
                ? Reason.Of("exception-applies-register", ("exception", "register:" + Name("lab")), ("hash", "abc"), ("reason", "research"))
                : Reason.Of("linked-by-serial", ("device", Name("earlier-device"))),
            Evidence = Reason.Of("name-and-publisher", ("name", "TikTok"), ("publisher", "TikTok Ltd.")),
        }).ToList();
        return ReportModel.Build(ReportCases.Input() with
        {
            Violations = violations,
            LastScan = Scan(),
            LastCompleteScan = Scan(),
            Exceptions = [Standing()],
            Unjudged = _ => new[] { new UnjudgedDevice(Name("unjudged-id"), ComplianceAgent.Inventory.Platform.MacOS, DeviceOwner.Company, CoverageClass.Stale, Reason.Of("linked-by-serial", ("device", Name("other-id"))), ReportCases.Now) }.ToAsyncEnumerable(),
        }) with
        {
            Excusing = new ExcusingOverview
            {
                Persons = 2, Counted = [], InForce = [Act(2, ExcusingState.Approved)], Pending = [Act(1, ExcusingState.Pending)], Refused = [Act(3, ExcusingState.Refused)], ExceptionsEnforced = 0, ExceptionsAsserted = 1,
            },
        };
    }

    private static ScanResult Scan()
    {
        var scan = ReportCases.Scan();
        return scan with
        {
            Notes = [Reason.Of("linked-by-serial", ("device", Name("noted-device"))), Reason.Of("file-not-found", ("file", "/home/zelda/apps.csv")), Reason.Of("ticket-found", ("ticket", Name("TICKET-1")))],
            SetAside = new Dictionary<string, SetAsideRows> { ["row-without-device"] = new(3, Name("row")) },
            Policies = [.. scan.Policies.Select(policy => policy with { Origin = "/home/zelda/ban.yaml" })],
            ExceptionRegister = new RegisterInForce("/home/zelda/exceptions.yaml", new string('d', 64), 1),
            TenantExceptionRegister = new RegisterInForce("/home/zelda/own.yaml", new string('e', 64), 1),
        };
    }

    private static WaiverStanding Standing()
    {
        var standing = ReportCases.Exceptions(Name("written"))[0];
        return standing with
        {
            EndsSoon = true,
            Faults = [Reason.Of("exception-id-taken", ("id", "x"), ("file", "/home/zelda/exceptions.yaml"), ("line", "3"))],
            Waiver = standing.Waiver with
            {
                Reference = "register:" + Name("lab"),
                Requester = new Author("zelda@contoso.example", Author.Register),
                Approver = new Author("HOST\\zelda-boss", Author.OsAccount),
                EndedBy = new Author("zelda-ender", Author.OsAccount),
                Ask = standing.Waiver.Ask with { Target = new WaiverTarget(WaiverTargetKind.User, "ZELDA@contoso.example") },
            },
        };
    }

    private static ExcusingAct Act(long number, ExcusingState state) => new()
    {
        Number = number,
        Matter = new ExcusingMatter { Kind = Enum.GetValues<ExcusingKind>()[0], PolicyId = ReportCases.TikTok.Id, Violations = 1, Devices = 1, File = new FileChange("/home/zelda/ban.yaml", "a", "b") },
        By = new Author("zelda-author", Author.OsAccount),
        Reason = Name("reason"),
        At = ReportCases.Now.AddDays(-3),
        State = state,
        DecidedBy = state == ExcusingState.Pending ? null : new Author("zelda-decider", Author.OsAccount),
        DecisionReason = Name("decision"),
        DecidedAt = state == ExcusingState.Pending ? null : ReportCases.Now.AddDays(-2),
    };
}
