using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Privacy;

namespace ComplianceAgent.Commands;

/// <content>Legal holds.</content>
internal static partial class PrivacyCommand
{
    private static readonly Option<string?> OnViolation = new("--violation") { Description = "A violation, by the id that reports in JSON and CSV print.", HelpName = "ID" };
    private static readonly Option<string?> OnDevice = new("--device") { Description = "Everything of a device, by its Intune id.", HelpName = "ID" };
    private static readonly Option<string?> OnUser = new("--user") { Description = "Everything of a person: user principal name, mail address or Entra user id.", HelpName = "UPN" };
    private static readonly Argument<long> Number = new("HOLD") { Description = "Number of the hold, as 'privacy hold list' prints it." };
    private static readonly Option<bool> All = new("--all") { Description = "List those that were ended too." };

    private static Command Hold(SharedOptions shared, CommandEnvironment environment) => new("hold", "Legal holds: while one stands, nothing of what it is on is erased.")
    {
        new Command(
            "add",
            """
            Place a legal hold on a violation, a device or a person. Until it is ended neither retention nor 'privacy erase' touches what it is on, and no report file of the tenant
            is erased by retention.

            Examples:
              compliance-agent privacy hold add --user ann@contoso.example --reason "Labour court, case 4711"
            """) { OnViolation, OnDevice, OnUser, Why, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => PlaceAsync(context, shared, cancellationToken)),
        new Command(
            "list",
            """
            List the legal holds that stand.

            Examples:
              compliance-agent privacy hold list --all
            """) { All, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        new Command(
            "end",
            """
            End a legal hold. What is past retention by then goes with the next scan.

            Examples:
              compliance-agent privacy hold end 1 --reason "Case closed"
            """) { Number, Why, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => EndAsync(context, shared, cancellationToken)),
    };

    private static async Task<int> PlaceAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        (LegalHoldKind Kind, string? Target)[] options =
            [(LegalHoldKind.Violation, context.Get(OnViolation)), (LegalHoldKind.Device, context.Get(OnDevice)), (LegalHoldKind.User, context.Get(OnUser))];
        (LegalHoldKind Kind, string Target)[] named = [.. options.Where(one => one.Target is not null).Select(one => (one.Kind, ForeignText.Clean(one.Target).Trim()))];
        if (named is not [var on] || on.Target.Length == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, "Name exactly one of --violation, --device and --user.");
        }

        var outcome = await DecideAsync(context, shared, new LegalHoldRequest(context.Environment.Account, WhyOf(context), context.Environment.Clock.GetUtcNow()) { Kind = on.Kind, Target = on.Target }, cancellationToken);
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Legal hold {outcome.Act!.Number} is placed on {PrivacyText.Of(on.Kind)} {on.Target} by {context.Environment.Account.Name}. It keeps {PrivacyText.Count(outcome.Keeps, "violation")} now{(outcome.Keeps == 0 ? " (is it spelled as Intune spells it?)" : "")}, and whatever comes until it is ended: compliance-agent privacy hold end {outcome.Act.Number} --reason TEXT"));
        return ExitCodes.Done;
    }

    private static async Task<int> EndAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var outcome = await DecideAsync(context, shared, new LegalHoldRequest(context.Environment.Account, WhyOf(context), context.Environment.Clock.GetUtcNow()) { Ends = context.Get(Number) }, cancellationToken);
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Legal hold {outcome.Act!.Number} is ended by {context.Environment.Account.Name}; it kept {PrivacyText.Count(outcome.Keeps, "violation")}. What is past retention goes with the next scan, or with 'privacy tidy'."));
        return ExitCodes.Done;
    }

    private static async Task<LegalHoldOutcome> DecideAsync(VerbContext context, SharedOptions shared, LegalHoldRequest request, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var outcome = await store.HoldAsync(tenant.Tenant, request, cancellationToken);
        return outcome.Fault is { } fault ? throw new CommandException(ExitCodes.BadUsage, Sentences.Say(fault) + " Nothing was written.") : outcome;
    }

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var book = await store.LegalHoldsAsync(tenant.Tenant, cancellationToken);
        var holds = context.Get(All) ? book.All : book.Standing;
        if (holds.Count == 0)
        {
            context.Out.Line($"Tenant {tenant.Tenant}: no legal hold stands.");
            return ExitCodes.Done;
        }

        context.Out.Table(
            ["Hold", "On", "Placed (UTC)", "By", "Reason", "Ended (UTC)", "By", "Reason"],
            holds.Select(hold => (IReadOnlyList<string>)
            [
                hold.Number.ToString(CultureInfo.InvariantCulture), $"{PrivacyText.Of(hold.Kind)} {hold.Target}", PrivacyText.Minute(hold.Placed.At), hold.Placed.Author.Name, hold.Placed.Reason,
                hold.Ended is { } ended ? PrivacyText.Minute(ended.At) : "", hold.Ended?.Author.Name ?? "", hold.Ended?.Reason ?? "",
            ]));
        return ExitCodes.Done;
    }
}
