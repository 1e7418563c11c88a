using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Commands;

/// <summary>Prints exceptions for people.</summary>
internal static class ExceptionsText
{
    /// <summary>Prints the list.</summary>
    public static void Write(Terminal terminal, ExceptionsView view, IReadOnlyCollection<WaiverStanding> standings)
    {
        if (view.State.Simulated)
        {
            terminal.Line("SIMULATED");
        }

        if (standings.Count == 0)
        {
            terminal.Line($"Tenant {view.State.Tenant}: there are no exceptions.");
            return;
        }

        terminal.Table(["Exception", "Standing", "Policy", "For", "Reason", "From", "Until", "Devices", "Requested by", "Approved by", "Known by"], standings.Select(Row));
        foreach (var refused in standings.Where(standing => standing.Status == WaiverStatus.Refused))
        {
            terminal.Line($"{refused.Waiver.Reference}: {string.Join(' ', refused.Faults.Select(Sentences.Say))}");
        }

        foreach (var note in WaiverOverview.Notes(standings, view.WarnDays))
        {
            terminal.Line(Sentences.Say(note));
        }
    }

    /// <summary>Says what a request asks for, and what it would excuse.</summary>
    public static void Requested(Terminal terminal, ExceptionsView view, Waiver waiver, Policy policy, bool isDryRun)
    {
        var granted = waiver with { State = WaiverState.Approved, Approver = waiver.Requester };
        var rules = new WaiverRules(view.Policies.Policies, [granted], Later(view.Now, waiver, policy));
        var standing = WaiverOverview.Of(rules, view.State.Violations, view.History, view.WarnDays).Single();
        terminal.Line($"{(isDryRun ? "Would request" : "Requested")} {waiver.Reference}: {ReportWords.Say(waiver.Ask.Target)}, {waiver.Ask.PolicyId}{(waiver.Ask.Subject.Length > 0 ? " " + waiver.Ask.Subject : "")}, "
            + $"{waiver.Ask.ReasonCode}, {ReportWords.Day(waiver.Ask.From)} to {ReportWords.Day(waiver.Ask.Until)}, as {waiver.Requester.Name}.");
        terminal.Line(standing.Violations > 0
            ? $"It would excuse {Count(standing.Violations, "violation")} on {Count(standing.Devices, "device")}."
            : "It covers no violation that is known now: look whether device, user or category is spelled as Intune spells it.");
        terminal.Line(isDryRun
            ? "Dry run: nothing was written."
            : $"Another account has to approve it: compliance-agent exceptions approve {waiver.Number} --why TEXT{(policy.Exceptions?.Approver is { } approver ? $" (the policy asks for: {approver})" : "")}");
        if (!isDryRun && policy.Exceptions?.ReportTo is { } reportTo)
        {
            terminal.Line($"The policy asks for each exception to be reported to: {reportTo}.");
        }
    }

    /// <summary>Says what a decision did.</summary>
    public static void Decided(Terminal terminal, ExceptionsView view, WaiverOutcome outcome, bool isDryRun)
    {
        var (waiver, decision) = (outcome.Waiver!, outcome.Decision!);
        var moved = outcome.Changes.Select(change => change.Violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var word = decision.Kind.ToString();
        terminal.Line($"{(isDryRun ? "Would be " + word.ToLowerInvariant() : word)}: {waiver.Reference} ({ReportWords.Say(waiver.Ask.Target)}, {waiver.Ask.PolicyId}, until {ReportWords.Day(waiver.Ask.Until)}), as {decision.Author.Name}.");
        if (decision.Kind == WaiverDecisionKind.Approved)
        {
            terminal.Line($"{(isDryRun ? "Would excuse" : "Excuses")} {Count(outcome.Changes.Count, "violation")} on {Count(moved, "device")} now. Requester and approver are {ReportWords.AssuranceOf(waiver)} to be two people ({ReportWords.SaySource(decision.Author.Kind)}).");
            TellTerms(terminal, view.Policies.Policies.FirstOrDefault(policy => policy.Id == waiver.Ask.PolicyId)?.Exceptions);
        }
        else if (decision.Kind == WaiverDecisionKind.Revoked)
        {
            var open = outcome.Changes.Count(change => change.Violation.State == ViolationState.Open);
            terminal.Line($"{(isDryRun ? "Would open" : "Open again")}: {Count(open, "violation")}{(outcome.Changes.Count > open ? $"; {Count(outcome.Changes.Count - open, "other")} covered by another exception" : "")}.");
        }

        if (isDryRun)
        {
            terminal.Line("Dry run: nothing was written.");
        }
    }

    /// <summary>What the policy asks for and the program cannot see.</summary>
    private static void TellTerms(Terminal terminal, PolicyExceptionTerms? terms)
    {
        if (terms?.Approver is { } approver)
        {
            terminal.Line($"The policy asks for approval by: {approver}{(terms.Delegable ? "" : " (in person: it may not be delegated)")}. Who holds that office is for you to see to.");
        }

        if (terms is { Mitigations.IsDefaultOrEmpty: false })
        {
            terminal.Line($"The policy asks for: {string.Join("; ", terms.Mitigations)}.");
        }
    }

    private static IReadOnlyList<string> Row(WaiverStanding standing)
    {
        var (waiver, ask) = (standing.Waiver, standing.Waiver.Ask);
        return
        [
            waiver.Reference,
            ReportWords.Say(standing),
            ask.Subject.Length > 0 ? $"{ask.PolicyId} {ask.Subject}" : ask.PolicyId,
            ReportWords.Say(ask.Target),
            ask.ReasonCode,
            ReportWords.Day(ask.From),
            ReportWords.Day(ask.Until),
            standing.Devices.ToString("N0", CultureInfo.InvariantCulture),
            waiver.Requester.Name,
            waiver.Approver?.Name ?? "",
            ReportWords.SayAssurance(waiver),
        ];
    }

    private static DateTimeOffset Later(DateTimeOffset now, Waiver waiver, Policy policy)
    {
        var start = Deadlines.EndOfDay(waiver.Ask.From.AddDays(-1), policy.TimeZone);
        return start > now ? start : now;
    }

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
