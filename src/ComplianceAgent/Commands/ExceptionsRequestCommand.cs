using System.Collections.Immutable;
using System.CommandLine;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>exceptions request</c>: asks for an exception, which another account has to approve.</summary>
internal static class ExceptionsRequestCommand
{
    private static readonly Argument<string> Policy = new("POLICY") { Description = "Policy to make an exception from, by its id." };
    private static readonly Option<string?> Device = new("--device") { Description = "For one device, by its Intune id. It follows the hardware when that enrols again.", HelpName = "ID" };
    private static readonly Option<string?> Serial = new("--serial") { Description = "For one piece of hardware, by its serial number.", HelpName = "NUMBER" };
    private static readonly Option<string?> User = new("--user") { Description = "For one person, by user principal name or Entra object id.", HelpName = "NAME" };
    private static readonly Option<string?> Category = new("--category") { Description = "For a device category of Intune; blanket, which the policy must allow.", HelpName = "NAME" };
    private static readonly Option<string?> Group = new("--group") { Description = "For an Entra group, by its object id; blanket, which the policy must allow. Needs Exceptions:ReadGroups.", HelpName = "ID" };
    private static readonly Option<bool> Fleet = new("--fleet") { Description = "For every device; blanket, which the policy must allow." };
    private static readonly Option<string?> Subject = new("--subject") { Description = "Only for this product or rule of the policy.", HelpName = "ID" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Reason code; the policy says which it allows.", HelpName = "CODE", Required = true };
    private static readonly Option<string> Why = new("--why") { Description = "Why, in your words.", HelpName = "TEXT", Required = true };
    private static readonly Option<string?> From = new("--from") { Description = "First day, in the policy's time zone; today when left out.", HelpName = "DATE" };
    private static readonly Option<string> Until = new("--until") { Description = "Last day, in the policy's time zone.", HelpName = "DATE", Required = true };
    private static readonly Option<string[]> Mitigation = new("--mitigation") { Description = "What is done instead. May be repeated.", HelpName = "TEXT", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell what would be done; write nothing." };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "request",
        """
        Request an exception. It excuses nothing until another account approves it. An Entra group can be named when Exceptions:ReadGroups is true;
        its members are read by each scan, with the permission GroupMember.Read.All, so it excuses from the next scan on.

        Examples:
          compliance-agent exceptions request us-federal-tiktok --user ann@agency.example --reason security-research --why "Malware lab" --until 2027-03-31
          compliance-agent exceptions request our-ban --device 0f6c... --reason regulatory --why "Case 4711" --until 2027-03-31 --mitigation "Stand-alone device"
        """)
    {
        Policy, Device, Serial, User, Category, Group, Fleet, Subject, Reason, Why, From, Until, Mitigation, DryRun, shared.Tenant, shared.Policy, shared.Store,
    }.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var target = Target(context);
        var view = await ExceptionsView.OpenAsync(context, shared, cancellationToken, toDecide: true);
        var policy = PolicyOf(view.Policies, context.Get(Policy)!);
        RefuseUnknownSubject(view, policy, context.Get(Subject));
        var request = new WaiverRequest(WaiverDecisionKind.Requested, context.Environment.Account, "", context.Environment.Clock.GetUtcNow())
        {
            Ask = Ask(context, policy, target, view.Now),
        };
        var isDryRun = context.Get(DryRun);
        var outcome = await view.Store.DecideExceptionAsync(view.State.Tenant, request, view.Policies.Policies, view.Registered, isDryRun, cancellationToken);
        ExceptionsCommand.RefuseFaults(outcome);
        ExceptionsText.Requested(context.Out, view, outcome.Waiver!, policy, isDryRun);
        return ExitCodes.Done;
    }

    private static WaiverAsk Ask(VerbContext context, Policy policy, WaiverTarget target, DateTimeOffset now) => new()
    {
        PolicyId = policy.Id,
        Subject = context.Get(Subject) ?? "",
        Target = target,
        ReasonCode = ReasonCode(context.Get(Reason)!),
        Why = ExceptionsCommand.Text("--why", context.Get(Why), ExceptionsCommand.MostWhy),
        From = context.Get(From) is { } from ? Day("--from", from) : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, policy.TimeZone).DateTime),
        Until = Day("--until", context.Get(Until)!),
        Mitigations = [.. context.Get(Mitigation)!.Select(text => ExceptionsCommand.Text("--mitigation", text, ExceptionsCommand.MostWhy))],
    };

    private static WaiverTarget Target(VerbContext context)
    {
        (Option<string?> Option, WaiverTargetKind Kind)[] named =
            [(Device, WaiverTargetKind.Device), (Serial, WaiverTargetKind.Serial), (User, WaiverTargetKind.User), (Category, WaiverTargetKind.Category), (Group, WaiverTargetKind.Group)];
        WaiverTarget[] given =
        [
            .. named.Where(option => context.Get(option.Option) is not null)
                .Select(option => new WaiverTarget(option.Kind, ExceptionsCommand.Text(option.Option.Name, context.Get(option.Option), ExceptionsCommand.MostWhy))),
            .. context.Get(Fleet) ? [WaiverTarget.Fleet] : Array.Empty<WaiverTarget>(),
        ];
        if (given.Length != 1)
        {
            throw new CommandException(ExitCodes.BadUsage, "Say for whom: exactly one of --device, --serial, --user, --category, --group and --fleet.");
        }

        return WaiverAsking.TargetFaultOf(given[0], context.Service<IOptions<ExceptionOptions>>().Value.ReadGroups) switch
        {
            null => given[0],
            { } fault when given[0].Kind == WaiverTargetKind.Serial => throw new CommandException(ExitCodes.BadUsage, $"--serial {given[0].Value}: {Sentences.Say(fault)}"),
            { } fault => throw new CommandException(ExitCodes.BadUsage, $"--group: {Sentences.Say(fault)}."),
        };
    }

    private static Policy PolicyOf(PolicySet policies, string id)
    {
        if (policies.Policies.FirstOrDefault(policy => policy.Id == id) is { } found)
        {
            return found;
        }

        var ids = policies.Policies.Select(policy => policy.Id).ToImmutableArray();
        var near = Spelling.Nearest(id, ids) is { } nearest ? $" Is {nearest} meant?" : "";
        throw new CommandException(ExitCodes.BadUsage, $"There is no policy {id} in force to make an exception from.{near} In force: {(ids.IsEmpty ? "none" : string.Join(", ", ids))}.");
    }

    /// <summary>A subject that nothing has would be an exception that never covers anything.</summary>
    private static void RefuseUnknownSubject(ExceptionsView view, Policy policy, string? subject)
    {
        if (subject is null)
        {
            return;
        }

        var known = WaiverAsking.SubjectsOf(policy, view.Policies, view.State.Violations);
        if (!known.Contains(subject, StringComparer.Ordinal))
        {
            var near = Spelling.Nearest(subject, known) is { } nearest ? $" Is {nearest} meant?" : "";
            throw new CommandException(ExitCodes.BadUsage, $"--subject {subject}: neither a rule of {policy.Id} nor a product of the catalogue.{near}");
        }
    }

    private static string ReasonCode(string code) => WaiverAsking.IsCode(code)
        ? code
        : throw new CommandException(ExitCodes.BadUsage, $"--reason {code}: is no code. Use a-z, 0-9 and hyphens; the words go into --why.");

    private static DateOnly Day(string option, string text) =>
        Scalars.TryDate(text) ?? throw new CommandException(ExitCodes.BadUsage, $"{option} {text}: is not a date; write it as 2027-03-31.");
}
