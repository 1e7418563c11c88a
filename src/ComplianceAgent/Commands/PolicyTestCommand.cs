using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>policy test</c>: runs the cases that policies carry.</summary>
internal static class PolicyTestCommand
{
    private const int MostReasons = 5;

    private static readonly Argument<string[]> Named = new Argument<string[]>("FILE-OR-ID")
    {
        Description = "Policies to test, each an id or a file; without any, every one there is.",
        Arity = ArgumentArity.ZeroOrMore,
    }.WithoutOptions();

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "test",
        """
        Run the cases that policies carry (name, publisher, platform, identifier, and what is expected): each failed one is told with what came
        out and why. Ends with 1 when a case failed, with 2 when a policy cannot be used.

        Examples:
          compliance-agent policy test
          compliance-agent policy test be-federal-tiktok our-ban.yaml
        """)
    {
        Named,
    }.Does(shared, environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(VerbContext context)
    {
        var options = context.Service<IOptions<PoliciesOptions>>().Value;
        var named = context.Get(Named)!.Select(name => PolicyChoice.ResolveFile(context, name)).ToArray();
        var library = PolicyLibrary.Load(options.Path, named.Length > 0 ? named : options.Use);
        var policies = named.Length > 0 ? library.Select(named).Policies : All(library, options);
        var outcomes = policies.Select(policy => (Policy: policy, Cases: PolicyCases.Run(policy, library.Catalogue))).ToList();
        foreach (var (policy, cases) in outcomes)
        {
            TellFailed(context.Out, policy, cases);
        }

        context.Out.Table(["Policy", "Cases", "Failed"], outcomes.Select(outcome => (IReadOnlyList<string>)
            [outcome.Policy.Id, Number(outcome.Cases.Length), Number(outcome.Cases.Count(one => !one.Passed))]));
        TellWaiting(context, named.Length > 0 ? [] : library.Ids.Except(library.ReadyIds, StringComparer.Ordinal));
        var broken = named.Length > 0 ? 0 : TellBroken(context, library);
        return Conclude(context, outcomes, broken);
    }

    /// <summary>Every policy there is that can be put in force, those that the settings name by file among them.</summary>
    private static ImmutableArray<Policy> All(PolicyLibrary library, PoliciesOptions options)
    {
        var ready = library.ReadyIds.ToHashSet(StringComparer.Ordinal);
        var listed = library.List().Where(listing => ready.Contains(listing.Id)).Select(listing => listing.Policy).OfType<Policy>();
        return options.Use.Count == 0 ? [.. listed] : [.. listed.Union(library.Select(options.Use).Policies)];
    }

    private static void TellWaiting(VerbContext context, IEnumerable<string> waiting)
    {
        foreach (var id in waiting)
        {
            context.Error.Line($"Not tested: {id} waits for a list of yours; test the policy of your own that extends it.");
        }
    }

    private static int TellBroken(VerbContext context, PolicyLibrary library)
    {
        var faults = library.Faults.Where(fault => !fault.IsWarning).ToList();
        foreach (var fault in faults)
        {
            context.Error.Line($"{fault}");
        }

        return faults.Count;
    }

    private static void TellFailed(Terminal terminal, Policy policy, ImmutableArray<CaseOutcome> cases)
    {
        foreach (var failed in cases.Where(one => !one.Passed))
        {
            var app = failed.Case.App;
            terminal.Line($"{policy.Id}: \"{app.Name}\"{Detail("by", app.Publisher)}{Detail("on", PlatformWord(failed))}{Detail("version", app.Version)}{Detail("as", app.Identifier)}: expected {failed.Case.Expected}, found {failed.Found}");
            foreach (var (subject, reason) in failed.Why.Take(MostReasons))
            {
                terminal.Line($"  {subject}: {Sentences.Say(reason)}");
            }

            if (failed.Why.IsEmpty)
            {
                terminal.Line("  nothing the policy names came near.");
            }

            terminal.Line();
        }
    }

    private static int Conclude(VerbContext context, List<(Policy Policy, ImmutableArray<CaseOutcome> Cases)> outcomes, int broken)
    {
        var without = outcomes.Where(outcome => outcome.Cases.IsEmpty).Select(outcome => outcome.Policy.Id).ToList();
        if (without.Count > 0)
        {
            context.Error.Line($"Without cases: {string.Join(", ", without)}. Give them some, so that a change of the catalogue cannot change their verdicts unnoticed.");
        }

        var all = outcomes.SelectMany(outcome => outcome.Cases).ToList();
        var failed = all.Count(one => !one.Passed);
        context.Error.Line(failed == 0
            ? $"Good: {Amount(all.Count, "case", "cases")} of {Amount(outcomes.Count, "policy", "policies")}."
            : $"{Number(failed)} of {Number(all.Count)} cases failed.");
        return broken > 0 ? ExitCodes.BadUsage : failed > 0 ? ExitCodes.NotInOrder : ExitCodes.Done;
    }

    private static string PlatformWord(CaseOutcome outcome) =>
        outcome.Case.App.Platform == Inventory.Platform.Unknown ? "" : outcome.Case.App.Platform.ToString();

    private static string Detail(string word, string value) => value.Length == 0 ? "" : $" {word} {value}";

    private static string Amount(int number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
