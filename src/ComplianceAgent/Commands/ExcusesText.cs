using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>An act with what it would free now.</summary>
/// <param name="Act">The act.</param>
/// <param name="Violations">Live violations: by the last scan, else by the cases that wait, else when it was proposed.</param>
/// <param name="Devices">Devices among them.</param>
/// <param name="Verdict">Whether it counts, and why.</param>
internal sealed record ExcuseLine(ExcusingAct Act, int Violations, int Devices, ExcusingVerdict Verdict);

/// <summary>Prints excusing acts, for people and for programs.</summary>
internal static class ExcusesText
{
    /// <summary>The acts that wait or were refused, or all of them, with today's figures.</summary>
    public static IReadOnlyList<ExcuseLine> Lines(TenantState? state, ReviewDesk desk, int persons, bool all) =>
    [
        .. (state?.Excuses.Acts ?? []).Where(act => all || act.State == ExcusingState.Pending || act is { State: ExcusingState.Refused, IsOver: false, Matter.File: not null }).Select(act =>
        {
            var (violations, devices) = Figures(act, state!, desk);
            return new ExcuseLine(act, violations, devices, ExcusingRules.Judge(Math.Max(violations, 1), act.State, persons));
        }),
    ];

    /// <summary>Prints the list for people.</summary>
    public static void Write(Terminal terminal, StoredTenant tenant, IReadOnlyList<ExcuseLine> lines, int persons)
    {
        if (tenant.Simulated)
        {
            terminal.Line("SIMULATED");
        }

        if (lines.Count == 0)
        {
            terminal.Line($"Tenant {tenant.Tenant}: nothing waits to be excused.");
        }
        else
        {
            terminal.Table(
                ["N", "What", "Policy", "Rule or case", "Would free", "By", "On", "Standing"],
                lines.Select(line => (IReadOnlyList<string>)
                [
                    Number(line.Act.Number),
                    ReportWords.Say(line.Act.Matter.Kind),
                    line.Act.Matter.PolicyId.Length > 0 ? line.Act.Matter.PolicyId : "every policy",
                    line.Act.Matter.What + (line.Act.Matter.About.Length > 0 ? $" ({line.Act.Matter.About})" : ""),
                    ReportWords.Freed(line.Violations, line.Devices),
                    ReportWords.SayFirst(line.Act) + (line.Act.Reason.Length > 0 ? $": {line.Act.Reason}" : ""),
                    Day(line.Act.At),
                    Standing(line),
                ]));
        }

        if (persons < 2)
        {
            terminal.Line("Excusing:Persons is 1: what one person excuses counts at once, and every report says so.");
        }
    }

    /// <summary>Says what was decided and what follows.</summary>
    public static void Decided(Terminal terminal, ExcusingAct act)
    {
        var what = $"{Number(act.Number)}: {ReportWords.Say(act.Matter.Kind).ToLowerInvariant()}{(act.Matter.PolicyId.Length > 0 ? $", policy {act.Matter.PolicyId}" : "")}{(act.Matter.What.Length > 0 ? $", {act.Matter.What}" : "")}";
        terminal.Line((act.State, act.Matter.File) switch
        {
            (ExcusingState.Approved, null) => $"{what}: approved by {act.DecidedBy!.Name}. It counts from now on.",
            (ExcusingState.Approved, _) => $"{what}: approved by {act.DecidedBy!.Name}. The next scan lets its violations go.",
            (_, null) => $"{what}: refused by {act.DecidedBy!.Name}. The case waits as before.",
            _ => $"{what}: refused by {act.DecidedBy!.Name}. Its violations stay as they are; change the file back, or every scan tells that they are held.",
        });
    }

    /// <summary>The same as one JSON object.</summary>
    public static string Json(StoredTenant tenant, IReadOnlyList<ExcuseLine> lines, int persons) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            tenant = tenant.Tenant,
            simulated = tenant.Simulated,
            persons,
            acts = lines.Select(line => new
            {
                line.Act.Number,
                line.Act.Matter.Kind,
                policy = line.Act.Matter.PolicyId.Length > 0 ? line.Act.Matter.PolicyId : null,
                what = line.Act.Matter.What,
                about = line.Act.Matter.About.Length > 0 ? line.Act.Matter.About : null,
                file = line.Act.Matter.File,
                line.Violations,
                line.Devices,
                line.Act.State,
                line.Act.IsOver,
                counts = line.Verdict.Counts,
                standing = line.Verdict.Reason,
                by = line.Act.By.Name,
                bySource = line.Act.By.Kind,
                reason = line.Act.Reason,
                line.Act.At,
                decidedBy = line.Act.DecidedBy?.Name,
                line.Act.DecisionReason,
                line.Act.DecidedAt,
            }),
        },
        ScanJson.Options);

    private static (int Violations, int Devices) Figures(ExcusingAct act, TenantState state, ReviewDesk desk)
    {
        if (act.State == ExcusingState.Pending && act.Matter.Kind == ExcusingKind.CaseDismissed)
        {
            var outcome = desk.Decide(new ReviewRequest(ReviewDecisionKind.Dismissed, [act.Matter.What], act.By, act.Reason, act.At));
            return (outcome.Changes.Count(), outcome.FreedDevices + outcome.OtherDevices);
        }

        var held = state.LastScan?.HeldActs.FirstOrDefault(held => held.Number == act.Number);
        return (held?.Violations ?? act.Matter.Violations, held?.Devices ?? act.Matter.Devices);
    }

    private static string Standing(ExcuseLine line) => line.Act switch
    {
        { State: ExcusingState.Approved, DecidedBy: { } person } => $"Approved by {person.Name} on {Day(line.Act.DecidedAt)}{Said(line.Act)}",
        { State: ExcusingState.Refused, DecidedBy: { } person } => $"Refused by {person.Name} on {Day(line.Act.DecidedAt)}{Said(line.Act)}",
        { State: ExcusingState.Approved } => $"One person was enough on {Day(line.Act.DecidedAt)} (Excusing:Persons)",
        _ => Sentences.Say(line.Verdict.Reason),
    };

    private static string Said(ExcusingAct act) => act.DecisionReason.Length > 0 ? $": {act.DecisionReason}" : "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
