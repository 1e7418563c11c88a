using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary><c>policy accept</c>: a person accepts that a rule hits as much as it does; two different ones have to.</summary>
internal static class PolicyAcceptCommand
{
    private static readonly Argument<string?> Policy = new("POLICY") { Description = "Id of the policy.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Rule = new("RULE") { Description = "Id of the rule that the last scan held.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> List = new("--list") { Description = "Only list the rules that are held, and who accepted what." };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "accept",
        """
        Accept a rule that a scan held because it would hit very much. It goes live with the next scan after two different accounts have
        accepted it as it stands; a change to the rule asks both again. Without POLICY and RULE, or with --list, it lists.

        Examples:
          compliance-agent policy accept --list
          compliance-agent policy accept our-ban everything-by-example-corp --tenant contoso
        """)
    {
        Policy, Rule, List, shared.Tenant, shared.Store,
    }.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, known) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: !context.Get(List) && context.Get(Policy) is not null);
        var tenant = known.Tenant;
        var held = (await store.LastScansAsync(tenant, cancellationToken)).Last?.Held ?? [];
        var given = await store.RuleAcceptancesAsync(tenant, cancellationToken);
        if (context.Get(List) || context.Get(Policy) is null)
        {
            Print(context.Out, held, given);
            return ExitCodes.Done;
        }

        var rule = Find(held, context.Get(Policy)!, context.Get(Rule));
        context.Out.Line(Figures(rule));
        var (mayAccept, reason) = RuleBreadthAcceptance.Judge(rule, context.Environment.Account, given);
        if (!mayAccept)
        {
            if (reason.Code == RuleBreadthAcceptance.OwnCode)
            {
                await store.TellOwnApprovalAsync(tenant, $"rule:{rule.PolicyId}:{rule.RuleId}", context.Environment.Account, cancellationToken);
            }

            throw new CommandException(ExitCodes.BadUsage, Sentences.Say(reason));
        }

        await store.AcceptRuleAsync(Acceptance(tenant, rule, context.Environment), cancellationToken);
        context.Out.Line(Sentences.Say(reason));
        return ExitCodes.Done;
    }

    private static HeldRule Find(IReadOnlyList<HeldRule> held, string policy, string? rule)
    {
        if (held.FirstOrDefault(candidate => candidate.PolicyId == policy && candidate.RuleId == rule) is { } found)
        {
            return found;
        }

        var known = held.Count == 0 ? "It held none." : $"It held: {string.Join(", ", held.Select(candidate => $"{candidate.PolicyId} {candidate.RuleId}"))}.";
        throw new CommandException(
            ExitCodes.BadUsage,
            rule is null ? $"Name the rule as well: policy accept {policy} RULE. {known}" : $"The last scan held no rule {rule} of policy {policy}. {known}");
    }

    private static RuleAcceptance Acceptance(string tenant, HeldRule rule, CommandEnvironment environment) => new()
    {
        Tenant = tenant,
        PolicyId = rule.PolicyId,
        RuleId = rule.RuleId,
        Fingerprint = rule.Meaning,
        Author = environment.Account,
        At = environment.Clock.GetUtcNow(),
        Devices = rule.Devices ?? 0,
        Apps = rule.Apps,
        Share = Math.Max(Share(rule.Apps, rule.DistinctApps), Share(rule.Devices ?? 0, rule.DevicesInScope)),
    };

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static void Print(Terminal terminal, IReadOnlyList<HeldRule> held, IReadOnlyList<RuleAcceptance> given)
    {
        terminal.Line(held.Count == 0 ? "The last scan held no rule." : "Held by the last scan:");
        foreach (var rule in held)
        {
            terminal.Line("  " + Figures(rule));
        }

        if (given.Count == 0)
        {
            return;
        }

        var inEffect = RuleBreadthAcceptance.InEffect(given);
        terminal.Line();
        terminal.Table(
            ["Policy", "Rule", "Accepted by", "When (UTC)", "Apps", "Devices", "In effect", "Meaning"],
            given.Select(acceptance => (IReadOnlyList<string>)
            [
                acceptance.PolicyId,
                acceptance.RuleId,
                acceptance.Author.Name,
                acceptance.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                Number(acceptance.Apps),
                acceptance.Devices == 0 ? "not counted" : Number(acceptance.Devices),
                inEffect.Contains(acceptance.Fingerprint) ? "yes" : "no, one more person",
                acceptance.Fingerprint[..Math.Min(12, acceptance.Fingerprint.Length)],
            ]));
    }

    private static string Figures(HeldRule rule)
    {
        var devices = rule.Devices is { } counted ? $"{Number(counted)} of {Number(rule.DevicesInScope)} devices" : $"devices not counted ({Number(rule.DevicesInScope)} in scope)";
        return $"{rule.PolicyId} {rule.RuleId}: would hit {Number(rule.Apps)} of {Number(rule.DistinctApps)} distinct apps, {devices}.";
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
