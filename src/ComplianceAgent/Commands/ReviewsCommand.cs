using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>reviews</c>: the suspected matches that wait for a person, and what people decide of them.</summary>
internal static class ReviewsCommand
{
    private static readonly Argument<string[]> Cases = new Argument<string[]>("CASE")
    {
        Description = "Cases by their ids, as 'reviews list' and the reports print them. All of them are decided, or none.",
        Arity = ArgumentArity.OneOrMore,
    }.WithoutOptions();

    private static readonly Option<string> Why = new("--reason") { Description = "Why, for whoever asks later. Kept with the decision.", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell what would be done; write nothing." };
    private static readonly Option<bool> All = new("--all") { Description = "List what was decided too: decision, author, reason, date." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object on standard output." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("reviews", "Suspected matches that wait for a person: list them, confirm or dismiss them.")
    {
        new Command(
            "list",
            """
            List the suspected matches that wait, one line a case: the same app under the same suspicion, whatever versions and devices.

            Examples:
              compliance-agent reviews list
              compliance-agent reviews list --all --json
            """) { All, Json, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        Deciding(
            "confirm",
            """
            Confirm suspected matches: the app is that product. Their violations open, and later ones open at once.

            Examples:
              compliance-agent reviews confirm 1f0c9a52d4 --reason "Seen on the device: it is TikTok under another name"
            """,
            ReviewDecisionKind.Confirmed, shared, environment),
        Deciding(
            "dismiss",
            """
            Dismiss suspected matches: the app is not that product. Says how many devices that frees; once a second person has agreed (the same
            command or 'excuses approve', by another account), later scans heed it, under every policy. Ends with 5 while it waits.

            Examples:
              compliance-agent reviews dismiss 1f0c9a52d4 --reason "A clock, by another maker" --dry-run
              compliance-agent reviews dismiss 1f0c9a52d4 77aa01b3c9 --reason "Ticket 4711"
            """,
            ReviewDecisionKind.Dismissed, shared, environment),
        Deciding(
            "undo",
            """
            Take a decision back. From the next scan on it is as if it had not been made.

            Examples:
              compliance-agent reviews undo 1f0c9a52d4 --reason "Dismissed the wrong one"
            """,
            ReviewDecisionKind.Undone, shared, environment),
    };

    private static Command Deciding(string name, string description, ReviewDecisionKind kind, SharedOptions shared, CommandEnvironment environment) =>
        new Command(name, description) { Cases, Why, DryRun, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => DecideAsync(context, shared, kind, cancellationToken));

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var desk = await store.ReviewDeskAsync(tenant.Tenant, cancellationToken);
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(ReviewsText.Json(tenant, desk, context.Get(All)));
        }
        else
        {
            ReviewsText.Write(context.Out, tenant, desk, context.Get(All));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> DecideAsync(VerbContext context, SharedOptions shared, ReviewDecisionKind kind, CancellationToken cancellationToken)
    {
        var why = GivenText.Of(context.Get(Why)) ?? throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"--reason: say why, in 1 to {GivenText.Most} characters."));

        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: true);
        var request = new ReviewRequest(kind, context.Get(Cases)!, context.Environment.Account, why, context.Environment.Clock.GetUtcNow())
        {
            Persons = context.Service<IOptions<ExcusingOptions>>().Value.Persons,
        };
        var isDryRun = context.Get(DryRun);
        var foreseen = await store.DecideAsync(tenant.Tenant, request, isDryRun: true, cancellationToken);
        if (foreseen.Own.Count > 0 && !isDryRun)
        {
            // The audit hears of whoever tries to be the second person to themselves.
            foreseen = await store.DecideAsync(tenant.Tenant, request, isDryRun: false, cancellationToken);
        }

        RefuseFaults(await store.ReviewDeskAsync(tenant.Tenant, cancellationToken), foreseen);
        ReviewsText.Announce(context.Out, kind, foreseen, isDryRun);
        if (!isDryRun)
        {
            var done = await store.DecideAsync(tenant.Tenant, request, isDryRun: false, cancellationToken);
            RefuseFaults(await store.ReviewDeskAsync(tenant.Tenant, cancellationToken), done);
            ReviewsText.Done(context.Out, kind, done, request.Author);
            return done.Cases.Any(decided => decided.Waits is not null) ? ExitCodes.Held : ExitCodes.Done;
        }

        return ExitCodes.Done;
    }

    private static void RefuseFaults(ReviewDesk desk, ReviewOutcome outcome)
    {
        if (outcome.Faults.Count == 0)
        {
            return;
        }

        var lines = outcome.Faults.Select(fault => Sentences.Say(fault) + Guess(fault, desk)).Append($"{(outcome.Own.Count > 0 ? "Nothing was decided; the audit keeps the attempt." : "Nothing was written.")} 'compliance-agent reviews list --all' lists every case.");
        throw new CommandException(ExitCodes.BadUsage, string.Join('\n', lines));
    }

    private static string Guess(Reason fault, ReviewDesk desk)
    {
        var id = fault.Parameters.GetValueOrDefault("case");
        var near = id is null ? null : desk.KnownIds.Contains(id, StringComparer.OrdinalIgnoreCase) ? null : Spelling.Nearest(id, desk.KnownIds);
        return near is null ? "" : $" Is {near} meant?";
    }
}
