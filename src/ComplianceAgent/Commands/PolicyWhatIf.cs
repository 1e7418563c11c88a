using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;

namespace ComplianceAgent.Commands;

/// <summary>The part of <c>policy match</c> that judges an exported inventory: what would the policies open, withdraw and keep?</summary>
internal static class PolicyWhatIf
{
    private static readonly Option<string?> Inventory = new("--inventory")
    {
        Description = "Exported AppInvRawData report (.zip, .csv or .json) to judge instead of a list of apps.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> DeviceList = new("--device-list")
    {
        Description = "With --inventory: the exported Devices report, for owners and the devices without apps.",
        HelpName = "FILE",
    };

    private static readonly Option<DateTimeOffset?> AsOf = new("--as-of")
    {
        Description = "With --inventory: the day the files speak of; otherwise the newest last contact in the device list.",
        HelpName = "DATE",
    };

    private static readonly Option<string[]> Against = new("--against")
    {
        Description = "With --inventory: the policy the new one would follow, by id or file. May be repeated.",
        HelpName = "FILE-OR-ID",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Json = new("--json") { Description = "With --inventory: print one JSON object." };

    /// <summary>Its options.</summary>
    public static IEnumerable<Option> Options => [Inventory, DeviceList, AsOf, Against, Json];

    /// <summary>True for an inventory, false for a list of apps; anything else is bad usage.</summary>
    public static bool IsAskedFor(VerbContext context, string? apps)
    {
        var isAsked = context.Get(Inventory) is not null;
        if (isAsked == apps is not null)
        {
            throw new CommandException(ExitCodes.BadUsage, "Give either --apps FILE.csv (a list of apps) or --inventory FILE (an exported inventory).");
        }

        return isAsked || (context.Get(DeviceList) is null && context.Get(AsOf) is null && context.Get(Against)!.Length == 0 && !context.Get(Json))
            ? isAsked
            : throw new CommandException(ExitCodes.BadUsage, "--device-list, --as-of, --against and --json go with --inventory.");
    }

    /// <summary>Judges and prints.</summary>
    public static async Task<int> RunAsync(VerbContext context, SharedOptions shared, PolicySet policies, CancellationToken cancellationToken)
    {
        var against = PolicyChoice.LoadAgainst(context, shared, context.Get(Against)!, policies);
        var files = new InventoryFiles(
            ScanCommand.Existing(context, "--inventory", context.Get(Inventory)!),
            context.Get(DeviceList) is { } list ? ScanCommand.Existing(context, "--device-list", list) : null,
            context.Get(AsOf));
        var answer = await context.Error.WithProgressAsync(
            "Judging", progress => context.Service<WhatIfOfFiles>().CompareAsync(policies, against, files, progress, cancellationToken));
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(Serialize(answer, policies, against));
        }

        Print(context.Get(Json) ? context.Error : context.Out, answer, policies, against);
        return answer.Faults.Count > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private static string Serialize(FilesWhatIf answer, PolicySet policies, PolicySet against) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            policies = policies.Policies.Select(Shape),
            against = against.Policies.Select(Shape),
            answer.Devices,
            answer.AppRows,
            answer.DistinctApps,
            whatIf = WhatIfJson.Of(answer.WhatIf),
            answer.Held,
            answer.Faults,
            answer.Notes,
        },
        ScanJson.Options);

    private static object Shape(Policy policy) => new { policy.Id, policy.Hash, policy.Origin };

    private static void Print(Terminal terminal, FilesWhatIf answer, PolicySet policies, PolicySet against)
    {
        terminal.Heading($"{Names(policies)} against {(against.Policies.IsEmpty ? "no policy" : Names(against))}");
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture, $"{answer.Devices:N0} devices, {answer.AppRows:N0} app rows, {answer.DistinctApps:N0} distinct apps; nothing was stored"));
        foreach (var fault in answer.Faults)
        {
            terminal.Line($"Incomplete: {Sentences.Say(fault)}");
        }

        foreach (var note in answer.Notes)
        {
            terminal.Line($"Note: {Sentences.Say(note)}");
        }

        WhatIfSummary.Write(terminal, answer.WhatIf);
    }

    private static string Names(PolicySet set) => string.Join(", ", set.Policies.Select(policy => $"{policy.Id} ({policy.Origin})"));
}
