using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Commands;

/// <summary>Prints what a scan found, for people.</summary>
internal static class ScanSummary
{
    private const int MostViolations = 20;

    /// <summary>Writes the summary.</summary>
    public static void Write(Terminal terminal, ScanReport scan)
    {
        var result = scan.Result;
        terminal.Line();
        terminal.Heading(Headline(result));
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Devices:N0} devices, {result.AppRows:N0} app rows, {result.DistinctApps:N0} distinct apps; route {RouteName(result.Route)}; {result.Requests.Total:N0} requests; {(result.FinishedAt - result.StartedAt).TotalSeconds:N1} s"));
        Tell(terminal, "Incomplete", result.Faults);
        Tell(terminal, "Route", result.RouteReasons);
        Tell(terminal, "Note", result.Notes);
        terminal.Line();
        terminal.Table(["Coverage", "Devices"], CoverageRows(result));
        if (scan.Live.Count > 0)
        {
            terminal.Line();
            terminal.Table(["App", "Device", "Policy", "State", "First seen", "Why"], ViolationRows(scan.Live));
            if (scan.Live.Count > MostViolations)
            {
                terminal.Line(string.Create(CultureInfo.InvariantCulture, $"… and {scan.Live.Count - MostViolations:N0} more: see the report, or scan --json."));
            }
        }

        if (scan.WhatIf is { } whatIf)
        {
            WhatIfSummary.Write(terminal, whatIf);
        }

        TellReviews(terminal, scan);
        TellHeld(terminal, result);
        TellRetention(terminal, scan.Retention);
        var changes = ChangesLine(scan);
        terminal.Line();
        terminal.Line(char.ToUpperInvariant(changes[0]) + changes[1..] + ".");
    }

    private static void TellReviews(Terminal terminal, ScanReport scan)
    {
        if (scan.Live.Count(violation => violation.State == ViolationState.Review) is > 0 and var waiting)
        {
            terminal.Line();
            terminal.Line($"{Count(waiting, "finding")} under review: decide with 'compliance-agent reviews list', then confirm or dismiss.");
        }
    }

    private static void TellHeld(Terminal terminal, ScanResult result)
    {
        foreach (var held in result.HeldChannels)
        {
            terminal.Line();
            terminal.Line($"Held: {Count(held.Count, "violation")} of policy {held.PolicyId} by {held.Channel}; nothing of them has left the house. {Sentences.Say(held.Why)}");
            terminal.Line($"  Look with 'compliance-agent tickets preview --channel {held.Channel}', let go with 'compliance-agent release {held.PolicyId} --channel {held.Channel} --reason TEXT'.");
        }
    }

    private static void TellRetention(Terminal terminal, RetentionOutcome? retention)
    {
        if (retention is { Fault: { } fault })
        {
            terminal.Line();
            terminal.Line($"Personal data past retention could not be erased: {fault} The scan is stored; the next one tries again, or run 'compliance-agent privacy tidy'.");
        }
        else if (retention is { Counts.IsNothing: false } or { Notes.Count: > 0 })
        {
            terminal.Line();
            PrivacyText.Retained(terminal, retention, isDryRun: false);
        }
    }

    private static string Headline(ScanResult result)
    {
        var mark = result.Simulated ? "SIMULATED  " : "";
        var dry = result.DryRun ? " (dry run: nothing was stored)" : "";
        var state = result.Complete ? "complete" : "INCOMPLETE: nothing was closed";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{mark}Tenant {result.Tenant}: {Count(result.OpenViolations, "open violation")} on {Count(result.DevicesInViolation, "device")}; scan {state}{dry}");
    }

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private static string RouteName(InventoryRoute route) => route switch
    {
        InventoryRoute.Export => "export report",
        InventoryRoute.DetectedApps => "detected apps",
        _ => "files",
    };

    private static void Tell(Terminal terminal, string label, IEnumerable<Reason> reasons)
    {
        foreach (var reason in reasons)
        {
            terminal.Line($"{label}: {Sentences.Say(reason)}");
        }
    }

    private static IEnumerable<IReadOnlyList<string>> CoverageRows(ScanResult result) => result.Coverage
        .Where(line => line.PolicyId.Length == 0)
        .GroupBy(line => line.Class)
        .OrderBy(group => group.Key)
        .Select(group => (IReadOnlyList<string>)[CoverageNames.Of(group.Key), group.Sum(line => line.Devices).ToString("N0", CultureInfo.InvariantCulture)])
        .Append(["Fleet", result.Devices.ToString("N0", CultureInfo.InvariantCulture)]);

    private static IEnumerable<IReadOnlyList<string>> ViolationRows(IReadOnlyList<Violation> live) => live
        .OrderBy(violation => violation.State).ThenBy(violation => violation.Severity).ThenByDescending(violation => violation.FirstSeenAt)
        .ThenBy(violation => violation.Device.Name, StringComparer.Ordinal)
        .Take(MostViolations)
        .Select(violation => (IReadOnlyList<string>)
        [
            violation.App.Name,
            violation.Device.Name,
            violation.PolicyId,
            violation.Severity == Policies.Severity.Advice ? "advice" : violation.State.ToString().ToLowerInvariant(),
            violation.FirstSeenAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Sentences.Say(violation.Evidence),
        ]);

    /// <summary>What changed, on one line.</summary>
    public static string ChangesLine(ScanReport scan)
    {
        if (scan.Result.Changes.Count == 0)
        {
            return scan.Result.DryRun ? "would change nothing" : "nothing changed since the last scan";
        }

        var changes = scan.Result.Changes.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:N0} {KindName(pair.Key)}"));
        return $"{(scan.Result.DryRun ? "would change" : "changed")}: {string.Join(", ", changes)}";
    }

    private static string KindName(ViolationEventKind kind) => kind switch
    {
        ViolationEventKind.NoLongerManaged => "no longer managed",
        ViolationEventKind.ManagedAgain => "managed again",
        ViolationEventKind.NotConfirmed => "not confirmed",
        ViolationEventKind.ConfirmedAgain => "confirmed again",
        ViolationEventKind.ExceptionEnded => "no longer excepted",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
