using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Csv;

/// <summary>The CSV format: plain tables, one file each.</summary>
internal abstract class CsvReportWriter(string fileEnding) : IReportWriter
{
    public string Format => ReportFormats.Csv;

    public string FileEnding { get; } = fileEnding;

    public abstract Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken);

    protected static CsvValue Number(long? number) => CsvValue.Number(number);

    protected static CsvValue Moment(DateTimeOffset? moment) => CsvValue.Moment(moment);

    protected static CsvValue Day(DateOnly? day) => CsvValue.Day(day);
}

/// <summary>Every violation, live and recently ended, one a row.</summary>
internal sealed class CsvViolationsWriter() : CsvReportWriter("-violations.csv")
{
    private static readonly CsvColumn<ViolationRow>[] Columns =
    [
        new("id", row => row.Id.ToString()),
        new("state", row => ReportWords.Code(row.State)),
        new("severity", row => ReportWords.Code(row.Violation.Severity)),
        new("confidence", row => ReportWords.Code(row.Violation.Confidence)),
        new("due", row => ReportWords.Code(row.Due)),
        new("dueInDays", row => Number(row.DueInDays)),
        new("overdueDays", row => Number(row.OverdueDays)),
        new("countingClock", row => row.Deadline is { } deadline ? ReportWords.Code(deadline.Clock) : ""),
        new("legalDate", row => Day(row.LegalDate)),
        new("legalDeadline", row => Moment(row.Deadline?.Legal)),
        new("houseDate", row => Day(row.HouseDate)),
        new("houseDeadline", row => Moment(row.Deadline?.House)),
        new("firstSeen", row => Moment(row.Violation.FirstSeenAt)),
        new("lastSeen", row => Moment(row.LastSeenAt)),
        new("notConfirmedSince", row => Moment(row.Violation.NotConfirmedSince)),
        new("inventoryAt", row => Moment(row.Violation.InventoryAt)),
        new("refreshBy", row => Moment(row.RefreshBy)),
        new("stateSince", row => Moment(row.StateSince)),
        new("returned", row => Number(row.Violation.ReturnCount)),
        new("new", row => row.IsNew ? "true" : "false"),
        new("policy", row => row.PolicyId),
        new("policyTitle", row => row.PolicyTitle),
        new("rule", row => row.Violation.RuleId),
        new("subject", row => row.Violation.Subject),
        new("subjectName", row => row.Violation.SubjectName),
        new("appName", row => row.Violation.App.Name),
        new("appPublisher", row => row.Violation.App.Publisher),
        new("appVersion", row => row.Violation.App.Version),
        new("appIdentifier", row => row.Violation.App.Identifier),
        new("platform", row => ReportWords.Code(row.Platform)),
        new("deviceId", row => row.Violation.DeviceId),
        new("deviceName", row => ReportWords.Kept(row.Violation, row.Violation.Device.Name)),
        new("owner", row => ReportWords.Code(row.Owner)),
        new("user", row => ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName)),
        new("userName", row => ReportWords.Kept(row.Violation, row.Violation.Device.UserDisplayName)),
        new("unit", row => row.Unit),
        new("serialNumber", row => ReportWords.Kept(row.Violation, row.Violation.Device.SerialNumber)),
        new("explanationCode", row => row.Violation.Evidence.Code),
        new("explanation", row => Sentences.Say(row.Violation.Evidence)),
        new("stateReasonCode", row => row.Violation.StateReason.Code),
        new("stateReason", row => Sentences.Say(row.Violation.StateReason)),
        new("policyHash", row => row.Violation.PolicyHash),
        new("reviewCase", row => row.CaseId),
        new("exception", row => WaiverRules.ReferenceOf(row.Violation) ?? ""),
        new("exceptionUntil", row => Day(row.Exception?.Waiver.Ask.Until)),
        new("exceptionAssurance", row => row.Exception is { } standing ? ReportWords.AssuranceOf(standing.Waiver) : ""),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, model.Violations.Concat(model.Resolved).Concat(model.Withdrawn).Concat(model.NoLongerManaged), cancellationToken);
}

/// <summary>The partition: one row a line, for the fleet (no policy) and for each policy. The rows of one policy sum to the fleet.</summary>
internal sealed class CsvCoverageWriter() : CsvReportWriter("-coverage.csv")
{
    private static readonly CsvColumn<(CoverageScope Scope, CoverageLine Line)>[] Columns =
    [
        new("scope", row => row.Scope.PolicyId.Length == 0 ? "fleet" : "policy"),
        new("policy", row => row.Scope.PolicyId),
        new("policyTitle", row => row.Scope.Title),
        new("class", row => ReportWords.Code(row.Line.Class)),
        new("label", row => ReportWords.Say(row.Line.Class)),
        new("devices", row => Number(row.Line.Devices)),
        new("share", row => CsvValue.Share(row.Line.Share)),
        new("fleet", row => Number(row.Scope.Fleet)),
        new("beneath", row => row.Line.IsBeneath ? "true" : "false"),
        new("toldByRoute", row => row.Line.IsTold ? "true" : "false"),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, model.Coverage.SelectMany(scope => scope.Lines.Select(line => (scope, line))), cancellationToken);
}

/// <summary>Devices of which little or nothing can be seen, and why.</summary>
internal sealed class CsvBlindSpotsWriter() : CsvReportWriter("-blind-spots.csv")
{
    private static readonly CsvColumn<BlindSpot>[] Columns =
    [
        new("class", spot => ReportWords.Code(spot.Class)),
        new("label", spot => ReportWords.Say(spot.Class)),
        new("devices", spot => Number(spot.Devices)),
        new("platform", spot => ReportWords.Code(spot.Platform)),
        new("owner", spot => ReportWords.Code(spot.Owner)),
        new("reasonCode", spot => spot.Reason.Code),
        new("reason", spot => Sentences.Say(spot.Reason)),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, model.BlindSpots, cancellationToken);
}

/// <summary>The same devices one by one.</summary>
internal sealed class CsvNotJudgedWriter() : CsvReportWriter("-not-judged.csv")
{
    private static readonly CsvColumn<UnjudgedDevice>[] Columns =
    [
        new("class", device => ReportWords.Code(device.Coverage)),
        new("label", device => ReportWords.Say(device.Coverage)),
        new("deviceId", device => device.DeviceId),
        new("platform", device => ReportWords.Code(device.Platform)),
        new("owner", device => ReportWords.Code(device.Owner)),
        new("since", device => Moment(device.Since)),
        new("reasonCode", device => device.Reason.Code),
        new("reason", device => Sentences.Say(device.Reason)),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, model.Unjudged(cancellationToken), cancellationToken);
}

/// <summary>Headline, warnings and evidence as names and values.</summary>
internal sealed class CsvSummaryWriter() : CsvReportWriter("-summary.csv")
{
    private static readonly CsvColumn<(string Section, string Name, CsvValue Value)>[] Columns =
    [
        new("section", row => row.Section),
        new("name", row => row.Name),
        new("value", row => row.Value),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, [.. Headline(model.Headline), .. Excusing(model.Excusing), .. Warnings(model), .. model.Evidence.SelectMany(Evidence)], cancellationToken);

    private static IEnumerable<(string, string, CsvValue)> Headline(ReportHeadline headline) =>
        new (string Name, int Value)[]
        {
            ("fleet", headline.Fleet), ("devicesInViolation", headline.DevicesInViolation), ("openViolations", headline.OpenViolations),
            ("overdue", headline.Overdue), ("dueIn7Days", headline.DueSoon), ("dateUnknown", headline.DateUnknown), ("underReview", headline.UnderReview),
            ("excepted", headline.Excepted), ("exceptionsEnding", headline.ExceptionsEnding), ("advice", headline.Advice), ("cannotBeJudged", headline.CannotBeJudged), ("notConfirmed", headline.NotConfirmed),
            ("new", headline.New), ("returned", headline.Returned), ("removed", headline.Removed),
        }.Select(figure => ("headline", figure.Name, Number(figure.Value)));

    private static IEnumerable<(string, string, CsvValue)> Excusing(ExcusingOverview excusing) =>
    [
        ("excusing", "persons", Number(excusing.Persons)),
        .. Enum.GetValues<ExcusingKind>().Select(kind => ("excusing", "counted " + ReportWords.Code(kind), Number(excusing.Counted.FirstOrDefault(count => count.Kind == kind)?.Acts ?? 0))),
        ("excusing", "pending", Number(excusing.Pending.Length)),
        .. excusing.Pending.Select(act => ("excusing", "pending " + Number(act.Number), $"{ReportWords.Say(act)}, by {ReportWords.SayFirst(act)} on {ReportWords.Day(act.At)}")),
        ("excusing", "refused", Number(excusing.Refused.Length)),
        ("excusing", "exceptionsEnforced", Number(excusing.ExceptionsEnforced)),
        ("excusing", "exceptionsAsserted", Number(excusing.ExceptionsAsserted)),
    ];

    private static IEnumerable<(string, string, CsvValue)> Warnings(ReportModel model) =>
        model.Warnings.Select(warning => ("warning", warning.Code, (CsvValue)Sentences.Say(warning)));

    private static IEnumerable<(string, string, CsvValue)> Evidence(ScanResult scan)
    {
        var section = "scan " + Number(scan.Number);
        yield return (section, "startedAt", Moment(scan.StartedAt));
        yield return (section, "finishedAt", Moment(scan.FinishedAt));
        yield return (section, "inventoryAsOf", Moment(scan.InventoryAsOf));
        yield return (section, "complete", scan.Complete ? "true" : "false");
        yield return (section, "route", ReportWords.Code(scan.Route));
        yield return (section, "devices", Number(scan.Devices));
        yield return (section, "appRows", Number(scan.AppRows));
        yield return (section, "distinctApps", Number(scan.DistinctApps));
        yield return (section, "requests", Number(scan.Requests.Total));
        yield return (section, "throttled", Number(scan.Requests.Throttled));
        yield return (section, "retried", Number(scan.Requests.Retried));
        yield return (section, "cannotTell", string.Join(' ', scan.CannotTell.Select(ReportWords.Code)));
        yield return (section, "catalogueHash", scan.CatalogueHash);
        yield return (section, "auditChain", scan.Chain?.ToString() ?? "");
        yield return (section, "exceptionRegisterHash", scan.ExceptionRegister?.Hash ?? "");
        yield return (section, "tenantExceptionRegisterHash", scan.TenantExceptionRegister?.Hash ?? "");
        foreach (var (name, value) in Lists(scan))
        {
            yield return (section, name, value);
        }
    }

    private static IEnumerable<(string, CsvValue)> Lists(ScanResult scan) =>
    [
        .. scan.RouteReasons.Select(reason => ("routeReason " + reason.Code, Sentences.Say(reason))),
        .. scan.Faults.Select(reason => ("fault " + reason.Code, Sentences.Say(reason))),
        .. scan.Notes.Select(reason => ("note " + reason.Code, Sentences.Say(reason))),
        .. scan.SetAside.Select(rows => ("setAside " + rows.Key, Number(rows.Value.Count))),
        .. scan.Policies.Select(policy => ("policyHash " + policy.Id, policy.Hash)),
    ];
}
