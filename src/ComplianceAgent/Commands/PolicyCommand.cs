using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>policy</c>: the ban lists, and how apps would be judged by them.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string[]> Files = new Argument<string[]>("FILE")
    {
        Description = "Policy or catalogue files; without any, everything there is.",
        Arity = ArgumentArity.ZeroOrMore,
    }.WithoutOptions();

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("policy", "Look at the ban lists: which there are, whether they are good, and how an app would be judged.")
    {
        new Command("list", "List the policies there are; those in force are marked. No policy is in force until Policies:Use names it.")
            .Does(shared, environment, (context, _) => Task.FromResult(List(context))),
        new Command(
            "validate",
            """
            Check policy and catalogue files: every fault at once, with its file, line and column. Ends with 2 when there is a fault.

            Examples:
              compliance-agent policy validate
              compliance-agent policy validate our-ban.yaml our-apps.catalog.yaml
            """) { Files }.Does(shared, environment, (context, _) => Task.FromResult(Validate(context))),
        new Command("schema", "Write the JSON Schemas of policy and catalogue files and of the register of exceptions into the output folder, for editors that complete and check YAML.") { shared.Output }
            .Does(shared, environment, (context, _) => Task.FromResult(Schema(context, shared))),
        PolicyExplainCommand.Create(shared, environment),
        PolicyMatchCommand.Create(shared, environment),
        PolicyAcceptCommand.Create(shared, environment),
        PolicyTestCommand.Create(shared, environment),
        PolicyExportCommand.Create(shared, environment),
        PolicyCatalogueCommand.Create(shared, environment),
    };

    private static int List(VerbContext context)
    {
        var options = context.Service<IOptions<PoliciesOptions>>().Value;
        var listings = PolicyLibrary.Load(options).List(options.Use);
        var now = context.Environment.Clock.GetUtcNow();
        context.Out.Table(
            ["In force", "Policy", "Title", "Remove by", "Checked", "From"],
            listings.Select(listing => (IReadOnlyList<string>)
            [
                listing.IsInForce ? "yes" : "",
                listing.Id,
                listing.Title,
                listing.Policy?.RemoveBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                Checked(listing.Policy, PolicyAge.DayOf(now)),
                listing.Origin,
            ]));
        TellOutdated(context, listings, now);
        if (!listings.Any(listing => listing.IsInForce))
        {
            context.Error.Line("No policy is in force. Name some in Policies:Use, or with --policy.");
        }

        return ExitCodes.Done;
    }

    private static string Checked(Policy? policy, DateOnly today) => policy is null
        ? "has faults"
        : policy.CheckedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (PolicyAge.IsOld(policy, today) ? " (old)" : "");

    /// <summary>All old ones on one line, since the packs of a release grow old together; those that have ended on one each.</summary>
    private static void TellOutdated(VerbContext context, IReadOnlyCollection<PolicyListing> listings, DateTimeOffset now)
    {
        var policies = listings.Select(listing => listing.Policy).OfType<Policy>().ToList();
        var old = policies.Where(policy => PolicyAge.IsOld(policy, PolicyAge.DayOf(now))).Select(policy => policy.Id).ToList();
        if (old.Count > 0)
        {
            context.Error.Line(string.Create(
                CultureInfo.InvariantCulture, $"warning: facts last checked more than {PolicyAge.Months} months ago: {string.Join(", ", old)}. They still hold; look whether their sources do."));
        }

        foreach (var ended in policies.Select(policy => PolicyAge.Ended(policy, now)).OfType<Reason>())
        {
            context.Error.Line($"warning: {Sentences.Say(ended)}");
        }
    }

    private static int Validate(VerbContext context)
    {
        var files = context.Get(Files)!.Select(context.Environment.Resolve).ToArray();
        var faults = PolicyLibrary.Validate(files, context.Service<IOptions<PoliciesOptions>>().Value.Path, context.Environment.Clock.GetUtcNow());
        foreach (var fault in faults)
        {
            context.Out.Line($"{fault}{(fault.IsWarning ? " (warning)" : "")}");
        }

        var errors = faults.Count(fault => !fault.IsWarning);
        context.Error.Line(errors == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Good{(faults.IsEmpty ? "" : $", with {faults.Length} warnings")}.")
            : string.Create(CultureInfo.InvariantCulture, $"{errors} fault{(errors == 1 ? "" : "s")}."));
        return errors == 0 ? ExitCodes.Done : ExitCodes.BadUsage;
    }

    private static int Schema(VerbContext context, SharedOptions shared)
    {
        var directory = context.Environment.Resolve(context.Get(shared.Output) ?? ".");
        var register = Path.Combine(directory, RegisterShape.SchemaFile);
        var written = PolicySchema.Write(directory).Append(register).ToList();
        File.WriteAllText(register, RegisterShape.Schema);
        foreach (var path in written)
        {
            context.Out.Line(path);
        }

        return ExitCodes.Done;
    }
}
