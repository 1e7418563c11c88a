using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>release</c>: lists what the gate holds, and lets it go: closings, tickets and messages; all, a batch, or a pilot.</summary>
internal static class ReleaseCommand
{
    private static readonly Argument<string?> Policy = new("POLICY") { Description = "Id of the policy; without one, everything that waits is listed.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Why = new("--reason") { Description = "Why, for whoever asks later. Kept with the release.", HelpName = "TEXT" };
    private static readonly Option<int?> First = new("--first") { Description = "Only so many, the longest held first: a batch.", HelpName = "N" };
    private static readonly Option<string?> Channel = Among(new("--channel") { Description = $"What to let go of: {string.Join(", ", ChannelNames.All)}. Left out: closings.", HelpName = "CHANNEL" });
    private static readonly Option<bool> Stop = new("--stop") { Description = "Stop the channel for the policy again: what comes waits. Tickets that are open are kept true." };
    private static readonly Option<FileInfo?> Users = new("--users") { Description = "Only those of the users in this file, a user principal name or Entra object id on each line: a pilot.", HelpName = "FILE" };
    private static readonly Option<string?> Category = new("--category") { Description = "Only those of devices in this category of Intune: a pilot.", HelpName = "NAME" };
    private static readonly Option<FileInfo?> Devices = new("--devices") { Description = "Only those of the devices in this file, an Intune device id or name on each line: a pilot.", HelpName = "FILE" };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "release",
        """
        Let go what the release gate holds. Nothing of a policy leaves the house, as a ticket or a message, before its channel is released; what is
        released goes out within the target's pace, and what comes later goes out by itself unless it is very much at once. A scan that would close very many violations of a policy at once keeps them open instead; what is
        released here is closed by the next complete scan that still finds the apps gone. A complete scan a day later that says the same
        closes them without a release.

        Examples:
          compliance-agent release
          compliance-agent release be-federal-tiktok --channel tickets --category Pilot --reason "Pilot of the service desk"
          compliance-agent release be-federal-tiktok --channel tickets --reason "Pilot went well"
          compliance-agent release be-federal-tiktok --channel mail --stop --reason "Wrong wording"
          compliance-agent release be-federal-tiktok --reason "Blocked by configuration profile on Monday"
          compliance-agent release be-federal-tiktok --first 50 --reason "First batch"
          compliance-agent release be-federal-tiktok --devices pilot.txt --reason "Pilot group looked at"
        """)
    {
        Policy, Channel, Stop, First, Devices, Users, Category, Why, shared.Tenant, shared.Store,
    }.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        Refuse(context);

        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: context.Get(Policy) is not null);
        var violations = (await store.ReadAsync(tenant.Tenant, cancellationToken))?.Violations ?? [];
        if (context.Get(Policy) is not { } policy)
        {
            var outbox = await store.OutboxAsync(tenant.Tenant, cancellationToken);
            Print(context.Out, tenant.Tenant, ClosingGate.Waiting(violations), await store.GateReleasesAsync(tenant.Tenant, cancellationToken), outbox.Holds.Count > 0);
            ReleaseChannels.Print(context.Out, outbox);
            return ExitCodes.Done;
        }

        var why = Reason(context.Get(Why));
        if (context.Get(Channel) is { } channel)
        {
            return context.Get(Stop)
                ? await ReleaseChannels.StopAsync(context, tenant, policy, channel, why, cancellationToken)
                : await ReleaseChannels.ReleaseAsync(context, tenant, policy, channel, Choice(context), why, cancellationToken);
        }

        var chosen = Choose(context, Held(violations, policy), policy);
        await context.Service<ClosingDesk>().ReleaseAsync(tenant.Tenant, policy, chosen, context.Environment.Account, why, cancellationToken);
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{chosen.Length:N0} held closings of policy {policy} are released by {context.Environment.Account.Name}. The next complete scan that still finds the apps gone closes them."));
        return ExitCodes.Done;
    }

    private static void Refuse(VerbContext context)
    {
        var isPart = context.Get(First) is not null || context.Get(Devices) is not null || context.Get(Users) is not null || context.Get(Category) is not null;
        if (context.Get(Policy) is null && (isPart || context.Get(Stop) || context.Get(Channel) is not null || context.Get(Why) is not null))
        {
            throw new CommandException(ExitCodes.BadUsage, "Name the policy that is to be released: release POLICY --reason TEXT, for tickets or messages with --channel.");
        }

        if (context.Get(Channel) is null && (context.Get(Stop) || context.Get(Users) is not null || context.Get(Category) is not null))
        {
            throw new CommandException(ExitCodes.BadUsage, "--stop, --users and --category go with --channel.");
        }

        if (context.Get(Stop) && isPart)
        {
            throw new CommandException(ExitCodes.BadUsage, "--stop is of the whole channel; leave --first, --devices, --users and --category out.");
        }
    }

    private static ReleaseChoice Choice(VerbContext context) => new(
        context.Get(First) is { } first ? first > 0 ? first : throw new CommandException(ExitCodes.BadUsage, "--first must be 1 or more.") : null,
        context.Get(Devices) is { } devices ? Names("--devices", devices) : null,
        context.Get(Users) is { } users ? Names("--users", users) : null,
        context.Get(Category));

    private static HashSet<string> Names(string option, FileInfo file) => file.Exists
        ? File.ReadLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase)
        : throw new CommandException(ExitCodes.BadUsage, $"{option} {file.FullName}: there is no such file.");

    private static Option<string?> Among(Option<string?> option)
    {
        option.AcceptOnlyFromAmong([.. ChannelNames.All]);
        return option;
    }

    private static string Reason(string? given)
    {
        return GivenText.Of(given) ?? throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"--reason: say why, in 1 to {GivenText.Most} characters."));
    }

    private static Violation[] Held(IReadOnlyList<Violation> violations, string policy)
    {
        Violation[] held = [.. violations.Where(violation => violation.PolicyId == policy && ClosingGate.IsHeld(violation)).OrderBy(HeldSince).ThenBy(violation => violation.Id)];
        if (held.Length > 0)
        {
            return held;
        }

        var waiting = ClosingGate.Waiting(violations);
        throw new CommandException(
            ExitCodes.BadUsage,
            $"No closing of policy {policy} is held. {(waiting.Count == 0 ? "None is of any policy." : $"Held: {string.Join(", ", waiting.Select(held => held.PolicyId))}.")}");
    }

    private static Violation[] Choose(VerbContext context, Violation[] held, string policy)
    {
        var chosen = held;
        if (context.Get(Devices) is { } file)
        {
            var named = Names("--devices", file);
            chosen = [.. held.Where(violation => named.Contains(violation.DeviceId) || named.Contains(violation.Device.Name))];
        }

        if (context.Get(First) is { } first)
        {
            chosen = first > 0 ? [.. chosen.Take(first)] : throw new CommandException(ExitCodes.BadUsage, "--first must be 1 or more.");
        }

        return chosen.Length > 0 ? chosen : throw new CommandException(ExitCodes.BadUsage, $"None of the devices in the file has a held closing of policy {policy}; nothing was released.");
    }

    private static DateTimeOffset HeldSince(Violation violation) => ClosingGate.HeldSince(violation);

    private static void Print(Terminal terminal, string tenant, IReadOnlyList<HeldClosings> waiting, IReadOnlyList<GateRelease> releases, bool othersWait)
    {
        if (waiting.Count == 0 && othersWait)
        {
            terminal.Line($"No closing is held for tenant {tenant}.");
        }
        else if (waiting.Count == 0)
        {
            terminal.Line($"Nothing is held for tenant {tenant}.");
        }
        else
        {
            terminal.Table(
                ["Policy", "Would close", "Of live", "Held since (UTC)", "A scan that says the same closes them from"],
                waiting.Select(held => (IReadOnlyList<string>)[held.PolicyId, Number(held.Count), Number(held.Live), Minute(held.Since), Minute(held.Since + ClosingGate.Confirmation)]));
        }

        if (releases.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                ["Released policy", "Closings", "By", "When (UTC)", "Reason"],
                releases.Select(release => (IReadOnlyList<string>)[release.PolicyId, Number(release.Violations.Length), release.Author.Name, Minute(release.At), release.Reason]));
        }
    }

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
