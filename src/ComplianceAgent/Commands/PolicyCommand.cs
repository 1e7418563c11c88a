using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>policy</c>: the ban lists, and how apps would be judged by them.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Policy or catalogue files; without any, everything there is.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string> Name = new("NAME") { Description = "Display name of the app, as inventoried." };
    private static readonly Option<string> Publisher = new("--publisher") { Description = "Its publisher.", HelpName = "P", DefaultValueFactory = _ => "" };
    private static readonly Option<string> PlatformText = new("--platform") { Description = "windows, macos, ios, android, … in any of Intune's spellings.", HelpName = "P", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Identifier = new("--identifier") { Description = "Bundle id, package name or package family.", HelpName = "ID", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Version = new("--version") { Description = "Its version.", HelpName = "V", DefaultValueFactory = _ => "" };

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
        new Command("schema", "Write the JSON Schemas of policy and catalogue files into the output folder, for editors that complete and check YAML.") { shared.Output }
            .Does(shared, environment, (context, _) => Task.FromResult(Schema(context, shared))),
        new Command(
            "explain",
            """
            Say how one app would be judged and why, near misses included.

            Examples:
              compliance-agent policy explain "TikTok Lite" --platform android
              compliance-agent policy explain "Eclipse Temurin JDK" --publisher "Eclipse Adoptium" --policy our-ban.yaml
            """) { Name, Publisher, PlatformText, Identifier, Version, shared.Policy }
            .Does(shared, environment, (context, _) => Task.FromResult(Explain(context, shared))),
        PolicyMatchCommand.Create(shared, environment),
        PolicyTestCommand.Create(shared, environment),
        PolicyExportCommand.Create(shared, environment),
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
        foreach (var path in PolicySchema.Write(directory))
        {
            context.Out.Line(path);
        }

        return ExitCodes.Done;
    }

    private static int Explain(VerbContext context, SharedOptions shared)
    {
        var app = new DistinctApp(
            Platform(context.Get(PlatformText)!), ForeignText.Clean(context.Get(Name)), ForeignText.Clean(context.Get(Publisher)),
            ForeignText.Clean(context.Get(Version)), ForeignText.Clean(context.Get(Identifier)));
        var explanation = PolicyMatcher.Compile(PolicyChoice.LoadOrAll(context, shared)).Explain(app);
        context.Out.Heading($"{app.Name}{(app.Publisher.Length > 0 ? $" by {app.Publisher}" : "")}");
        context.Out.Line($"compared as \"{explanation.ComparedName}\"{(explanation.ComparedPublisher.Length > 0 ? $", published by \"{explanation.ComparedPublisher}\"" : "")}");
        foreach (var verdict in explanation.Policies)
        {
            context.Out.Line();
            context.Out.Line($"{verdict.PolicyId}: {verdict.Title}");
            foreach (var match in verdict.Matches)
            {
                context.Out.Line($"  {match.Severity.ToString().ToLowerInvariant()}, {match.Confidence.ToString().ToLowerInvariant()}: {match.SubjectName} ({match.Subject}). {Sentences.Say(match.Evidence)}");
            }

            if (verdict.Matches.IsEmpty)
            {
                context.Out.Line("  no match.");
            }

            foreach (var miss in verdict.NearMisses)
            {
                context.Out.Line($"  not {miss.SubjectName}: {Sentences.Say(miss.Reason)}");
            }
        }

        return ExitCodes.Done;
    }

    private static Platform Platform(string text) => text.Length == 0 || Platforms.Parse(text) is var platform && platform != Inventory.Platform.Unknown
        ? Platforms.Parse(text)
        : throw new CommandException(ExitCodes.BadUsage, $"--platform {text}: unknown. Write windows, macos, ios or android.");
}
