using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Commands;

/// <summary>One granted exception as an agency has to keep it on record under OMB M-23-13.</summary>
/// <param name="Standing">The exception.</param>
/// <param name="Policy">Its policy.</param>
/// <param name="Lacks">What the record still lacks, in words.</param>
internal sealed record MemoRow(WaiverStanding Standing, Policy Policy, IReadOnlyList<string> Lacks);

/// <summary>
/// The record of exceptions under OMB M-23-13: each stands on one of three grounds of the Act, is granted by the agency head or a designee, is
/// no blanket for an agency, and is documented. The memorandum sets no layout; the columns are ours.
/// </summary>
/// <param name="Rows">The records.</param>
/// <param name="LeftOut">Exceptions that were not granted, or from policies that do not rest on the memorandum.</param>
internal sealed record MemoRecord(ImmutableArray<MemoRow> Rows, int LeftOut)
{
    private const string Memo = "M-23-13";

    private static readonly Dictionary<string, string> Grounds = new(StringComparer.Ordinal)
    {
        ["law-enforcement"] = "Law enforcement activities",
        ["national-security"] = "National security interests and activities",
        ["security-research"] = "Security research activities",
    };

    /// <summary>The columns.</summary>
    public static readonly CsvColumn<MemoRow>[] Columns =
    [
        new("record", row => row.Standing.Waiver.Reference),
        new("status", row => ReportWords.Code(row.Standing.Status)),
        new("instrument", row => row.Policy.Authority),
        new("coveredApplication", row => row.Standing.Waiver.Ask.Subject is { Length: > 0 } subject ? subject : row.Policy.EnglishTitle),
        new("ground", row => GroundOf(row) ?? ""),
        new("useAndJustification", row => row.Standing.Waiver.Ask.Why),
        new("coveredInformationTechnology", row => ReportWords.Say(row.Standing.Waiver.Ask.Target)),
        new("devicesAtPresent", row => row.Standing.Devices.ToString(CultureInfo.InvariantCulture)),
        new("blanket", row => row.Standing.Waiver.Ask.Target.IsBlanket ? "yes" : "no"),
        new("firstDay", row => ReportWords.Day(row.Standing.Waiver.Ask.From)),
        new("lastDay", row => ReportWords.Day(row.Standing.Waiver.Ask.Until)),
        new("days", row => WaiverTerms.Days(row.Standing.Waiver.Ask).ToString(CultureInfo.InvariantCulture)),
        new("riskMitigation", row => string.Join(" | ", row.Standing.Waiver.Ask.Mitigations)),
        new("requestedBy", row => row.Standing.Waiver.Requester.Name),
        new("approvedBy", row => row.Standing.Waiver.Approver?.Name ?? ""),
        new("approvedAs", row => row.Standing.Waiver.ApproverRole),
        new("approvedOn", row => row.Standing.Waiver.ApprovedAt is { } at ? ReportWords.Day(at) : ""),
        new("endedEarlyOn", row => row.Standing.Waiver.EndedAt is { } at ? ReportWords.Day(at) : ""),
        new("twoPeople", row => $"{ReportWords.AssuranceOf(row.Standing.Waiver)}: {ReportWords.SaySource(row.Standing.Waiver.Requester.Kind)}; {ReportWords.SaySource(row.Standing.Waiver.Approver?.Kind ?? "")}"),
        new("registerSha256", row => row.Standing.Waiver.RegisterHash),
        new("lacks", row => string.Join("; ", row.Lacks)),
    ];

    /// <summary>Makes the record.</summary>
    public static MemoRecord Of(IReadOnlyCollection<WaiverStanding> standings, IEnumerable<Policy> policies)
    {
        var under = policies.Where(IsUnder).ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        ImmutableArray<MemoRow> rows =
        [
            .. standings.Where(standing => standing.Waiver.Approver is not null && under.ContainsKey(standing.Waiver.Ask.PolicyId))
                .Select(standing => new MemoRow(standing, under[standing.Waiver.Ask.PolicyId], [.. LacksOf(standing)])),
        ];
        return new(rows, standings.Count - rows.Length);
    }

    /// <summary>One that names the memorandum, or whose exceptions stand on its three grounds and no other, as the FAR clause's do.</summary>
    private static bool IsUnder(Policy policy) =>
        policy.Authority.Contains(Memo, StringComparison.Ordinal)
        || (policy.Exceptions is { Reasons: { IsDefaultOrEmpty: false } reasons } && reasons.ToHashSet(StringComparer.Ordinal).SetEquals(Grounds.Keys));

    private static string? GroundOf(MemoRow row) => Grounds.GetValueOrDefault(row.Standing.Waiver.Ask.ReasonCode);

    private static IEnumerable<string> LacksOf(WaiverStanding standing)
    {
        var (waiver, ask) = (standing.Waiver, standing.Waiver.Ask);
        (bool Is, string What)[] checks =
        [
            (!Grounds.ContainsKey(ask.ReasonCode), $"a ground of the Act ({ask.ReasonCode} is none)"),
            (ask.Why.Length == 0, "use and justification"),
            (ask.Mitigations.IsDefaultOrEmpty, "risk mitigation"),
            (waiver.ApproverRole.Length == 0, "the office of the approver (agency head or designee)"),
            (waiver.ApprovedAt is null, "the day of approval"),
            (ask.Target.IsBlanket, "a named device or person (blanket exceptions are not permitted)"),
            (!standing.Faults.IsEmpty, "agreement with its policy"),
        ];
        return checks.Where(check => check.Is).Select(check => check.What);
    }
}
