using System.Collections.Immutable;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Pseudonymous;

/// <summary>
/// Replaces names in a report before any writer sees it, so that no format can forget to. Users, addresses, devices, serial numbers, ids, exceptions, tickets and files become codes; what people
/// wrote is left out. Apps, policies, units, dates and figures stay: a small unit may still tell somebody apart.
/// </summary>
internal static class PseudonymousReport
{
    public static ReportModel Of(ReportModel model, Pseudonyms pseudonyms)
    {
        var values = new PersonalValues(pseudonyms, [.. model.Violations, .. model.Resolved, .. model.Withdrawn, .. model.NoLongerManaged]);
        ImmutableArray<ViolationRow> Rows(ImmutableArray<ViolationRow> rows) => [.. rows.Select(row => Row(row, pseudonyms, values))];
        return model with
        {
            IsPseudonymous = true,
            Warnings = [Reason.Of("report-pseudonymous"), .. model.Warnings.Select(values.Reason)],
            Violations = Rows(model.Violations),
            Resolved = Rows(model.Resolved),
            Withdrawn = Rows(model.Withdrawn),
            NoLongerManaged = Rows(model.NoLongerManaged),
            Unjudged = cancellationToken => model.Unjudged(cancellationToken).Select(device => Device(device, values)),
            Exceptions = [.. model.Exceptions.Select(standing => Standing(standing, values))],
            Excusing = Overview(model.Excusing, values),
            LastScan = Scan(model.LastScan, values),
            LastCompleteScan = Scan(model.LastCompleteScan, values),
            CoverageScan = Scan(model.CoverageScan, values),
            Evidence = [.. model.Evidence.Select(scan => Scan(scan, values)!)],
        };
    }

    private static ViolationRow Row(ViolationRow row, Pseudonyms pseudonyms, PersonalValues values) => row with
    {
        Violation = row.Violation with
        {
            Id = pseudonyms.Of(row.Violation.Id),
            LinkedFrom = row.Violation.LinkedFrom is { } linked ? pseudonyms.Of(linked) : null,
            DeviceId = values.Device(row.Violation.DeviceId),
            Device = values.Device(row.Violation.DeviceId, row.Violation.Device),
            Evidence = values.Reason(row.Violation.Evidence),
            StateReason = values.Reason(row.Violation.StateReason),
            NotConfirmedReason = row.Violation.NotConfirmedReason is { } reason ? values.Reason(reason) : null,
        },
        Exception = row.Exception is { } standing ? Standing(standing, values) : null,
    };

    private static UnjudgedDevice Device(UnjudgedDevice device, PersonalValues values) => device with { DeviceId = values.Device(device.DeviceId), Reason = values.Reason(device.Reason) };

    private static WaiverStanding Standing(WaiverStanding standing, PersonalValues values)
    {
        var (waiver, ask) = (standing.Waiver, standing.Waiver.Ask);
        return standing with
        {
            Faults = [.. standing.Faults.Select(values.Reason)],
            Waiver = waiver with
            {
                Reference = values.Exception(waiver.Reference),
                Requester = values.Author(waiver.Requester)!,
                Approver = values.Author(waiver.Approver),
                EndedBy = values.Author(waiver.EndedBy),
                ApproverRole = PersonalValues.Free(waiver.ApproverRole),
                DecisionReason = PersonalValues.Free(waiver.DecisionReason),
                Ask = ask with
                {
                    Target = ask.Target with { Value = Target(ask.Target, values) },
                    Why = PersonalValues.Free(ask.Why),
                    Mitigations = [.. ask.Mitigations.Select(PersonalValues.Free)],
                },
            },
        };
    }

    private static string Target(WaiverTarget target, PersonalValues values) => target.Kind switch
    {
        WaiverTargetKind.Device => values.Known("device", target.Value),
        WaiverTargetKind.Serial => values.Known("serial", target.Value),
        WaiverTargetKind.User => values.Known("person", target.Value),
        WaiverTargetKind.Group => values.Known("group", target.Value),
        _ => target.Value,
    };

    private static ExcusingOverview Overview(ExcusingOverview overview, PersonalValues values)
    {
        ImmutableArray<ExcusingAct> Acts(ImmutableArray<ExcusingAct> acts) => [.. acts.Select(act => Act(act, values))];
        return overview with { InForce = Acts(overview.InForce), Pending = Acts(overview.Pending), Refused = Acts(overview.Refused) };
    }

    private static ExcusingAct Act(ExcusingAct act, PersonalValues values) => act with
    {
        By = values.Author(act.By)!,
        DecidedBy = values.Author(act.DecidedBy),
        Reason = PersonalValues.Free(act.Reason),
        DecisionReason = PersonalValues.Free(act.DecisionReason),
        Matter = act.Matter with { File = act.Matter.File is { } file ? file with { Name = values.File(file.Name) } : null },
    };

    private static ScanResult? Scan(ScanResult? scan, PersonalValues values) => scan is null ? null : scan with
    {
        RouteReasons = [.. scan.RouteReasons.Select(values.Reason)],
        Faults = [.. scan.Faults.Select(values.Reason)],
        Notes = [.. scan.Notes.Select(values.Reason)],
        SetAside = scan.SetAside.ToDictionary(pair => pair.Key, pair => pair.Value with { First = PersonalValues.Free(pair.Value.First) }, StringComparer.Ordinal),
        ExceptionRegister = scan.ExceptionRegister is { } register ? register with { File = values.File(register.File) } : null,
        TenantExceptionRegister = scan.TenantExceptionRegister is { } own ? own with { File = values.File(own.File) } : null,
        Policies = [.. scan.Policies.Select(policy => policy with { Origin = values.File(policy.Origin) })],
    };
}
