using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Prints cases and decisions, for people and for programs.</summary>
internal static class ReviewsText
{
    /// <summary>Prints the list for people.</summary>
    public static void Write(Terminal terminal, StoredTenant tenant, ReviewDesk desk, bool all)
    {
        if (tenant.Simulated)
        {
            terminal.Line("SIMULATED");
        }

        if (desk.Waiting.Count == 0)
        {
            terminal.Line($"Tenant {tenant.Tenant}: no suspected match waits for a person.");
        }
        else
        {
            terminal.Table(
                ["Case", "App", "Publisher", "Platform", "Suspected to be", "Devices", "Policies", "First seen", "Why"],
                desk.Waiting.Select(Row));
        }

        if (all)
        {
            WriteDecided(terminal, tenant, desk);
        }
    }

    /// <summary>Says beforehand what a decision does.</summary>
    public static void Announce(Terminal terminal, ReviewDecisionKind kind, ReviewOutcome outcome, bool isDryRun)
    {
        foreach (var stood in outcome.Cases.Where(decided => decided.Decision is null && decided.Waits is null))
        {
            terminal.Line($"{stood.CaseId}: {Word(kind)} already, by {stood.Before!.Author.Name} on {Day(stood.Before.At)}: {stood.Before.Reason}");
        }

        foreach (var decision in outcome.Decisions)
        {
            terminal.Line($"{decision.CaseId}: {Described(decision)}");
            terminal.Line($"  {Effect(kind, decision)}");
        }

        var waiting = outcome.Cases.Select(decided => decided.Waits).OfType<ExcusingAct>().ToList();
        foreach (var act in waiting)
        {
            terminal.Line($"{act.Matter.What}: {act.Matter.About}: {Count(act.Matter.Devices)} concerned.");
        }

        if (kind == ReviewDecisionKind.Dismissed && (outcome.Decisions.Any() || waiting.Count > 0))
        {
            terminal.Line($"{(isDryRun || waiting.Count > 0 ? "Would free" : "Frees")} {Count(outcome.FreedDevices)}{(outcome.OtherDevices > 0 ? $"; {Count(outcome.OtherDevices)} more keep another finding" : "")}.");
        }

        if (isDryRun)
        {
            terminal.Line("Dry run: nothing was written.");
        }
    }

    /// <summary>Says afterwards what was written, and offers what may be copied.</summary>
    public static void Done(Terminal terminal, ReviewDecisionKind kind, ReviewOutcome outcome, Author author)
    {
        foreach (var act in outcome.Cases.Select(decided => decided.Waits).OfType<ExcusingAct>())
        {
            var number = act.Number.ToString(CultureInfo.InvariantCulture);
            terminal.Line(
                $"{act.Matter.What}: the dismissal by {author.Name} waits for a second person as number {number}; until then nothing changes. Another account agrees with 'compliance-agent excuses approve {number}', "
                + $"or dismisses the same case. To take it back: 'excuses refuse {number}'. Where one person has to be enough, set Excusing:Persons to 1; every report then says so.");
        }

        var decisions = outcome.Decisions.ToList();
        if (decisions.Count == 0)
        {
            return;
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(Word(kind)[0])}{Word(kind)[1..]}: {decisions.Count} of {outcome.Cases.Count}, as {author.Name}."));
        foreach (var app in decisions.Where(decision => kind == ReviewDecisionKind.Dismissed && decision.Cause == ReviewCause.Doubt).Select(decision => decision.App))
        {
            Offer(terminal, app);
        }
    }

    /// <summary>The same as one JSON object.</summary>
    public static string Json(StoredTenant tenant, ReviewDesk desk, bool all) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            tenant = tenant.Tenant,
            simulated = tenant.Simulated,
            waiting = desk.Waiting.Select(waiting => Shape(waiting, Earlier(desk, waiting.Key))),
            decisions = all ? desk.Book.History.Select(decision => Shape(decision, desk.Book)) : null,
        },
        ScanJson.Options);

    private static object Shape(ReviewCase waiting, ReviewDecision? earlier) => new
    {
        @case = waiting.Id,
        waiting.Key.Cause,
        app = new { waiting.App.Name, waiting.App.Publisher, waiting.App.Identifier, waiting.App.Platform, waiting.Versions },
        subject = waiting.Key.Subject,
        waiting.SubjectName,
        waiting.Confidence,
        explanation = Sentences.Say(waiting.Evidence),
        evidence = waiting.Evidence,
        waiting.Devices,
        waiting.Policies,
        waiting.FirstSeenAt,
        earlier = earlier is null ? null : new { earlier.Kind, earlier.At, author = earlier.Author.Name, earlier.Reason },
    };

    private static object Shape(ReviewDecision decision, ReviewBook book) => new
    {
        number = decision.Sequence,
        @case = decision.CaseId,
        decision.Kind,
        stands = book.StandingOf(CaseKey.Of(decision))?.Sequence == decision.Sequence,
        decision.Cause,
        policy = decision.PolicyId.Length > 0 ? decision.PolicyId : null,
        decision.App,
        decision.Subject,
        decision.SubjectName,
        decision.Confidence,
        author = decision.Author.Name,
        authorSource = decision.Author.Kind,
        reason = ReasonOf(decision),
        decision.At,
        decision.Devices,
        scan = decision.ScanNumber > 0 ? decision.ScanNumber : (long?)null,
    };

    private static IReadOnlyList<string> Row(ReviewCase waiting) =>
    [
        waiting.Id,
        waiting.App.Name,
        waiting.App.Publisher,
        Platform(waiting.App),
        waiting.SubjectName,
        waiting.Devices.ToString("N0", CultureInfo.InvariantCulture),
        string.Join(", ", waiting.Policies),
        Day(waiting.FirstSeenAt),
        Sentences.Say(waiting.Evidence) + (waiting.Key.Cause == ReviewCause.Policy ? " The policy asks for a person on such devices." : ""),
    ];

    private static void WriteDecided(Terminal terminal, StoredTenant tenant, ReviewDesk desk)
    {
        terminal.Line();
        if (desk.Book.IsEmpty)
        {
            terminal.Line($"Tenant {tenant.Tenant}: nothing was decided yet.");
            return;
        }

        terminal.Table(
            ["Case", "Decision", "App", "Publisher", "Platform", "Suspected to be", "Devices", "By", "On", "Reason"],
            desk.Book.Newest.Select(pair => (Id: pair.Key.Id(tenant.Tenant), Decision: pair.Value)).OrderByDescending(pair => pair.Decision.Sequence).Select(pair => (IReadOnlyList<string>)
            [
                pair.Id,
                Word(pair.Decision.Kind),
                pair.Decision.App.Name,
                pair.Decision.App.Publisher,
                Platform(pair.Decision.App),
                pair.Decision.SubjectName,
                pair.Decision.Devices.ToString("N0", CultureInfo.InvariantCulture),
                pair.Decision.Author.Name,
                Day(pair.Decision.At),
                ReasonOf(pair.Decision),
            ]));
    }

    private static void Offer(Terminal terminal, DistinctApp app)
    {
        var lines = NeverFlagCase.Of(app);
        if (lines.Count == 0)
        {
            return;
        }

        terminal.Line();
        terminal.Line("# A never-flag case to copy, into a file such as our-never-flag.catalog.yaml in the folder that Policies:Path names:");
        foreach (var line in lines)
        {
            terminal.Line(line);
        }
    }

    private static string Described(ReviewDecision decision) =>
        $"{decision.App.Name}{(decision.App.Publisher.Length > 0 ? $" by {decision.App.Publisher}" : "")} ({Platform(decision.App)}), suspected to be {decision.SubjectName}";

    private static string Effect(ReviewDecisionKind kind, ReviewDecision decision) => (kind, decision.Cause) switch
    {
        (ReviewDecisionKind.Confirmed, ReviewCause.Doubt) => $"It is {decision.SubjectName}: {Count(decision.Devices)} concerned.",
        (ReviewDecisionKind.Confirmed, _) => $"A violation of {decision.PolicyId}: {Count(decision.Devices)} concerned.",
        (ReviewDecisionKind.Dismissed, ReviewCause.Doubt) => $"It is not {decision.SubjectName}, under any policy: {Count(decision.Devices)} concerned.",
        (ReviewDecisionKind.Dismissed, _) => $"No violation of {decision.PolicyId}: {Count(decision.Devices)} concerned.",
        _ => "The decision is taken back; the next scan judges as if it had not been made.",
    };

    private static ReviewDecision? Earlier(ReviewDesk desk, CaseKey key) => desk.Book.NewestOf(key);

    private static string ReasonOf(ReviewDecision decision) => decision.Kind == ReviewDecisionKind.Superseded
        ? Sentences.Say(ReviewReasons.Superseded(decision.CaseId))
        : decision.Reason;

    private static string Word(ReviewDecisionKind kind) => kind switch
    {
        ReviewDecisionKind.Confirmed => "confirmed",
        ReviewDecisionKind.Dismissed => "dismissed",
        ReviewDecisionKind.Undone => "taken back",
        _ => "superseded",
    };

    private static string Platform(DistinctApp app) => app.Platform.Family() is var family && family == PlatformFamily.Unknown ? "not told" : family.ToString();

    private static string Count(int devices) => string.Create(CultureInfo.InvariantCulture, $"{devices:N0} device{(devices == 1 ? "" : "s")}");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
