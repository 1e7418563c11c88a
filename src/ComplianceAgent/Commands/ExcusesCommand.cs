using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>excuses</c>: what would free violations without a removal and without an exception, and the second person's word on it.</summary>
internal static class ExcusesCommand
{
    private static readonly Argument<long[]> Numbers = new("N") { Description = "Numbers of acts, as 'excuses list' prints them. All of them are decided, or none.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Why = new("--reason") { Description = "Why, for whoever asks later. Kept with the decision.", HelpName = "TEXT", Required = true };
    private static readonly Option<string?> WhyIfAny = new("--reason") { Description = "Why, for whoever asks later. Kept with the decision.", HelpName = "TEXT" };
    private static readonly Option<bool> All = new("--all") { Description = "List what was approved, refused or overtaken too." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object on standard output." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("excuses", "What would free violations without a removal: list it, approve it as the second person, or refuse it.")
    {
        new Command(
            "list",
            """
            List what would free violations although nobody removed an app and nobody has an exception: dismissals, and policies or a catalogue that
            ask for less than before. Says how many violations on how many devices each would free, who or which file is behind it, and how it stands.

            Examples:
              compliance-agent excuses list
              compliance-agent excuses list --all --json
            """) { All, Json, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        new Command(
            "approve",
            """
            Agree, as the second person: another account than the one that proposed it. A dismissal counts at once, a changed policy or catalogue
            with the next scan. What came from a file needs one account, whichever.

            Examples:
              compliance-agent excuses approve 3
              compliance-agent excuses approve 3 4 --reason "Decided in the security board on 12 November"
            """) { Numbers, WhyIfAny, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => DecideAsync(context, shared, ExcusingStep.Approved, Text(context.Get(WhyIfAny), mayBeEmpty: true), cancellationToken)),
        new Command(
            "refuse",
            """
            Refuse it: the violations stay. Whoever proposed a dismissal takes it back with this.

            Examples:
              compliance-agent excuses refuse 3 --reason "The circular still names it"
            """) { Numbers, Why, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => DecideAsync(context, shared, ExcusingStep.Refused, Text(context.Get(Why), mayBeEmpty: false), cancellationToken)),
    };

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var state = await store.ReadAsync(tenant.Tenant, cancellationToken);
        var desk = await store.ReviewDeskAsync(tenant.Tenant, cancellationToken);
        var persons = context.Service<IOptions<ExcusingOptions>>().Value.Persons;
        var lines = ExcusesText.Lines(state, desk, persons, context.Get(All));
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(ExcusesText.Json(tenant, lines, persons));
        }
        else
        {
            ExcusesText.Write(context.Out, tenant, lines, persons);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> DecideAsync(VerbContext context, SharedOptions shared, ExcusingStep step, string why, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var request = new ExcusingRequest(step, context.Get(Numbers)!, context.Environment.Account, why, context.Environment.Clock.GetUtcNow());
        var outcome = await store.DecideExcusesAsync(tenant.Tenant, request, cancellationToken);
        if (outcome.Faults.Count > 0)
        {
            throw new CommandException(ExitCodes.BadUsage, string.Join('\n', outcome.Faults.Select(Sentences.Say).Append(outcome.Own.Count > 0 ? "Nothing was decided; the audit keeps the attempt." : "Nothing was decided.")));
        }

        foreach (var act in outcome.Acts)
        {
            ExcusesText.Decided(context.Out, act);
        }

        return ExitCodes.Done;
    }

    private static string Text(string? given, bool mayBeEmpty) => GivenText.Of(given, mayBeEmpty: mayBeEmpty)
        ?? throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"--reason: say why, in 1 to {GivenText.Most} characters."));
}
