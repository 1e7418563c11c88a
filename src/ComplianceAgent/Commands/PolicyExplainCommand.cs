using System.CommandLine;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Commands;

/// <summary><c>policy explain</c>: how one app would be judged, and why not otherwise.</summary>
internal static class PolicyExplainCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Display name of the app, as inventoried." };
    private static readonly Option<string> Publisher = new("--publisher") { Description = "Its publisher.", HelpName = "P", DefaultValueFactory = _ => "" };
    private static readonly Option<string> PlatformText = new("--platform") { Description = "windows, macos, ios, android, … in any of Intune's spellings.", HelpName = "P", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Identifier = new("--identifier") { Description = "Bundle id, package name or package family.", HelpName = "ID", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Version = new("--version") { Description = "Its version.", HelpName = "V", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "explain",
        """
        Say how one app would be judged and why, near misses included.

        Examples:
          compliance-agent policy explain "TikTok Lite" --platform android
          compliance-agent policy explain "Eclipse Temurin JDK" --publisher "Eclipse Adoptium" --policy our-ban.yaml
        """)
    {
        Name, Publisher, PlatformText, Identifier, Version, shared.Policy, Json,
    }.Does(shared, environment, (context, _) => Task.FromResult(Explain(context, shared)));

    private static int Explain(VerbContext context, SharedOptions shared)
    {
        var app = new DistinctApp(
            Platform(context.Get(PlatformText)!), ForeignText.Clean(context.Get(Name)), ForeignText.Clean(context.Get(Publisher)),
            ForeignText.Clean(context.Get(Version)), ForeignText.Clean(context.Get(Identifier)));
        var explanation = PolicyMatcher.Compile(PolicyChoice.LoadOrAll(context, shared)).Explain(app);
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(JsonSerializer.Serialize(Shape(explanation), ScanJson.Options));
        }
        else
        {
            Print(context.Out, explanation);
        }

        return ExitCodes.Done;
    }

    private static object Shape(PolicyExplanation explanation) => new
    {
        schema = 1,
        explanation.App,
        explanation.ComparedName,
        explanation.ComparedPublisher,
        policies = explanation.Policies.Select(verdict => new
        {
            policy = verdict.PolicyId,
            verdict.Title,
            matches = verdict.Matches.Select(match => new
            {
                rule = match.RuleId,
                product = match.Subject,
                name = match.SubjectName,
                match.Confidence,
                match.Severity,
                explanation = Sentences.Say(match.Evidence),
                match.Evidence,
            }),
            nearMisses = verdict.NearMisses.Select(miss => new { product = miss.Subject, name = miss.SubjectName, explanation = Sentences.Say(miss.Reason), miss.Reason }),
        }),
    };

    private static void Print(Terminal terminal, PolicyExplanation explanation)
    {
        var app = explanation.App;
        terminal.Heading($"{app.Name}{(app.Publisher.Length > 0 ? $" by {app.Publisher}" : "")}");
        terminal.Line($"compared as \"{explanation.ComparedName}\"{(explanation.ComparedPublisher.Length > 0 ? $", published by \"{explanation.ComparedPublisher}\"" : "")}");
        foreach (var verdict in explanation.Policies)
        {
            terminal.Line();
            terminal.Line($"{verdict.PolicyId}: {verdict.Title}");
            foreach (var match in verdict.Matches)
            {
                terminal.Line($"  {match.Severity.ToString().ToLowerInvariant()}, {match.Confidence.ToString().ToLowerInvariant()}: {match.SubjectName} ({match.Subject}). {Sentences.Say(match.Evidence)}");
            }

            if (verdict.Matches.IsEmpty)
            {
                terminal.Line("  no match.");
            }

            foreach (var miss in verdict.NearMisses)
            {
                terminal.Line($"  not {miss.SubjectName}: {Sentences.Say(miss.Reason)}");
            }
        }
    }

    private static Platform Platform(string text) => text.Length == 0 || Platforms.Parse(text) is var platform && platform != Inventory.Platform.Unknown
        ? Platforms.Parse(text)
        : throw new CommandException(ExitCodes.BadUsage, $"--platform {text}: unknown. Write windows, macos, ios or android.");
}
