using System.CommandLine;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Commands;

/// <summary><c>policy match</c>: judges a file of apps, one JSON object a row, in order.</summary>
internal static class PolicyMatchCommand
{
    private static readonly Option<string?> Apps = new("--apps")
    {
        Description = "CSV file with the columns platform,name,publisher,version,identifier; only the name is needed.",
        HelpName = "FILE.csv",
    };

    private static readonly Option<string[]> Product = new("--product")
    {
        Description = "Ban this catalogue product on the spot, its family included. May be repeated.",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Vendor = new("--vendor")
    {
        Description = "Ban everything of this catalogue vendor on the spot. May be repeated.",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment)
    {
        var command = new Command(
            "match",
            """
            With --apps: judge every app of a file, one JSON object a row on standard output, in the order of the rows, with row (from 1) and matches.
            With --inventory: judge an exported inventory and say how many violations on how many devices the policies would open, withdraw and
            keep, against those of --against or, without it, those in force that have the same id. Nothing is stored.

            Examples:
              compliance-agent policy match --apps apps.csv --policy be-federal-tiktok
              compliance-agent policy match --apps apps.csv --product tiktok --vendor kaspersky
              compliance-agent policy match --inventory AppInvRawData.zip --device-list Devices.csv --policy changed.yaml --against be-federal-tiktok
            """)
        {
            Apps, shared.Policy, Product, Vendor,
        };
        foreach (var option in PolicyWhatIf.Options)
        {
            command.Add(option);
        }

        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        if (PolicyWhatIf.IsAskedFor(context, context.Get(Apps)))
        {
            return await PolicyWhatIf.RunAsync(
                context, shared, PolicyChoice.LoadWithAdHoc(context, shared, context.Get(Product)!, context.Get(Vendor)!), cancellationToken);
        }

        var matcher = PolicyMatcher.Compile(PolicyChoice.LoadWithAdHoc(context, shared, context.Get(Product)!, context.Get(Vendor)!));
        var path = context.Environment.Resolve(context.Get(Apps)!);
        if (!File.Exists(path))
        {
            throw new CommandException(ExitCodes.BadUsage, $"--apps {context.Get(Apps)}: there is no such file ({path}).");
        }

        await using var content = File.OpenRead(path);
        var verdicts = new Dictionary<DistinctApp, object[]>();
        var faults = await context.Service<AppListReader>().ReadAsync(
            content, Path.GetFileName(path), (row, app, code) => context.Out.Writer.WriteLine(Line(matcher, verdicts, row, app, code)), cancellationToken);
        foreach (var fault in faults)
        {
            context.Error.Line($"Incomplete: {Sentences.Say(fault)}");
        }

        return faults.Count > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private static string Line(PolicyMatcher matcher, Dictionary<DistinctApp, object[]> verdicts, long row, DistinctApp? app, string? code)
    {
        if (app is null)
        {
            return JsonSerializer.Serialize(new { row, matches = Array.Empty<object>(), error = Sentences.Say(Reason.Of(code!)) }, ScanJson.OneLine);
        }

        if (!verdicts.TryGetValue(app, out var matches))
        {
            verdicts[app] = matches = [.. matcher.Match(app).Select(Shape)];
        }

        return JsonSerializer.Serialize(new { row, matches }, ScanJson.OneLine);
    }

    private static object Shape(AppMatch match) => new
    {
        policy = match.PolicyId,
        product = match.Subject,
        confidence = match.Confidence,
        severity = match.Severity,
        explanation = Sentences.Say(match.Evidence),
    };
}
