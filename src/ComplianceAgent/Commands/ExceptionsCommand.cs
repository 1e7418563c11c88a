using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Commands;

/// <summary><c>exceptions</c>: who may keep a banned app, on whose word, and until when.</summary>
internal static class ExceptionsCommand
{
    /// <summary>Most characters of a text that a person gives.</summary>
    public const int MostWhy = GivenText.Most;

    private const int MostRole = 100;

    private static readonly Argument<string> Number = new("EXCEPTION") { Description = "Number of the exception, as 'exceptions list' prints it: 7 or store:7." };
    private static readonly Option<string> Why = new("--why") { Description = "Why, for whoever asks later. Kept with the decision.", HelpName = "TEXT", Required = true };
    private static readonly Option<string> Role = new("--role") { Description = "The role in which you approve, for example \"Designee of the agency head\".", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell what would be done; write nothing." };
    private static readonly Option<bool> All = new("--all") { Description = "List those that ended, were revoked or rejected long ago too." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object on standard output." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("exceptions", "Exceptions from policies: list, request, approve, reject, revoke, export them; check a register of them.")
    {
        new Command(
            "list",
            """
            List the exceptions of the registers and of the store, and how each stands: in force, ending soon, unused, waiting, not allowed by its policy, ended.

            Examples:
              compliance-agent exceptions list
              compliance-agent exceptions list --all --json
            """) { All, Json, shared.Tenant, shared.Policy, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        ExceptionsRequestCommand.Create(shared, environment),
        Deciding(
            "approve",
            """
            Approve an exception that was requested by another account. From then on what it covers is excepted, until its last day.

            Examples:
              compliance-agent exceptions approve 7 --why "Case 4711, reviewed" --role "Designee of the agency head"
            """,
            WaiverDecisionKind.Approved, shared, environment, Role),
        Deciding(
            "reject",
            """
            Reject a request. Whoever asked may do so too, to take it back.

            Examples:
              compliance-agent exceptions reject 7 --why "A stand-alone device is there"
            """,
            WaiverDecisionKind.Rejected, shared, environment),
        Deciding(
            "revoke",
            """
            End an approved exception before its time. What no other exception covers is open again at once.

            Examples:
              compliance-agent exceptions revoke 7 --why "The research has ended"
            """,
            WaiverDecisionKind.Revoked, shared, environment),
        ExceptionsExportCommand.Create(shared, environment),
        ExceptionsValidateCommand.Create(shared, environment),
    };

    /// <summary>A text that a person gave, cleaned; refused when it says nothing.</summary>
    public static string Text(string option, string? given, int most, bool mayBeEmpty = false) => GivenText.Of(given, most, mayBeEmpty)
        ?? throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"{option}: write 1 to {most} characters."));

    /// <summary>Ends the command with every fault of a refused request.</summary>
    public static void RefuseFaults(WaiverOutcome outcome)
    {
        if (outcome.Faults.Count > 0)
        {
            throw new CommandException(ExitCodes.BadUsage, string.Join('\n', outcome.Faults.Select(Sentences.Say).Append(
                outcome.Faults.Any(fault => fault.Code == WaiverDesk.OwnRequestCode) ? "Nothing was decided; the audit keeps the attempt." : "Nothing was written.")));
        }
    }

    private static Command Deciding(string name, string description, WaiverDecisionKind kind, SharedOptions shared, CommandEnvironment environment, params Option[] more)
    {
        var command = new Command(name, description) { Number, Why, DryRun, shared.Tenant, shared.Policy, shared.Store };
        foreach (var option in more)
        {
            command.Add(option);
        }

        return command.Does(shared, environment, (context, cancellationToken) => DecideAsync(context, shared, kind, cancellationToken));
    }

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var view = await ExceptionsView.OpenAsync(context, shared, cancellationToken);
        var standings = context.Get(All) ? view.Standings : WaiverOverview.ToTell(view.Standings, view.Now);
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(ExceptionsJson.Of(view, standings));
        }
        else
        {
            ExceptionsText.Write(context.Out, view, standings);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> DecideAsync(VerbContext context, SharedOptions shared, WaiverDecisionKind kind, CancellationToken cancellationToken)
    {
        var number = NumberOf(context.Get(Number)!);
        var request = new WaiverRequest(kind, context.Environment.Account, Text("--why", context.Get(Why), MostWhy), context.Environment.Clock.GetUtcNow())
        {
            Number = number,
            Role = kind == WaiverDecisionKind.Approved ? Text("--role", context.Get(Role), MostRole, mayBeEmpty: true) : "",
        };
        var view = await ExceptionsView.OpenAsync(context, shared, cancellationToken, toDecide: true);
        var isDryRun = context.Get(DryRun);
        var outcome = await view.Store.DecideExceptionAsync(view.State.Tenant, request, view.Policies.Policies, view.Registered, isDryRun, cancellationToken);
        RefuseFaults(outcome);
        ExceptionsText.Decided(context.Out, view, outcome, isDryRun);
        return ExitCodes.Done;
    }

    private static long NumberOf(string text)
    {
        if (Waiver.IsReferenceToRegister(text))
        {
            throw new CommandException(ExitCodes.BadUsage, $"{text} stands in the register: change it there, where its history is kept (Exceptions:Register, or Exceptions of the tenant).");
        }

        var digits = text.StartsWith("store:", StringComparison.Ordinal) ? text["store:".Length..] : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CommandException(ExitCodes.BadUsage, $"{text}: is no number of an exception. Write 7 or store:7; 'compliance-agent exceptions list' shows them.");
    }
}
