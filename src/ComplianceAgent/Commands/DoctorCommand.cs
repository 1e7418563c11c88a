using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text.Templates;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>doctor</c>: looks at everything the agent is set up with, and changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of lines." };
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "doctor",
        """
        Check settings, store, policies, tracker, mail and templates: sign in, look for project, queue, fields and rights. Changes nothing, sends
        nothing. Says of each fault what to do. Ends with 1 when anything is wrong. To sign in to tenants, run 'tenants test'.

        Examples:
          compliance-agent doctor
          compliance-agent doctor --json
        """) { Json, shared.Store }
        .Does(shared, environment, RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var findings = new List<Finding> { new("settings", Fine: true, "every setting is known and in its range") };
        findings.AddRange(await StoreAsync(context, cancellationToken));
        findings.AddRange(Policies(context));
        findings.AddRange(await OutgoingAsync(context, cancellationToken));
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(JsonSerializer.Serialize(new { Fine = findings.All(finding => finding.Fine), Findings = findings }, Layout));
        }
        else
        {
            foreach (var finding in findings)
            {
                context.Out.Line($"{(finding.Fine ? "ok   " : "FAULT")}  {finding.What}: {finding.Says}");
            }
        }

        return findings.All(finding => finding.Fine) ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<IEnumerable<Finding>> StoreAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var session = context.Service<StoreSession>();
        try
        {
            if (!await session.ExistsAsync(cancellationToken))
            {
                return session.MissedHere() is { } missing ? [new("store", Fine: false, session.Refusal(missing).Message)] : [new("store", Fine: true, $"{session.Path} is not there yet; the first scan makes it")];
            }

            var store = await session.OpenToLookAsync(simulated: null, cancellationToken);
            var tenants = await store.TenantsAsync(cancellationToken);
            return [new("store", Fine: true, $"{session.Path}, {tenants.Count} tenants")];
        }
        catch (StoreException broken)
        {
            return [new("store", Fine: false, broken.Message)];
        }
    }

    private static IEnumerable<Finding> Policies(VerbContext context)
    {
        var tenants = context.Service<TenantDirectory>();
        foreach (var fault in tenants.Faults)
        {
            yield return new("tenants", Fine: false, fault);
        }

        foreach (var tenant in tenants.Current.Select(known => known.Options))
        {
            yield return OfPolicies(context, tenant);
        }
    }

    private static Finding OfPolicies(VerbContext context, Inventory.Intune.TenantOptions tenant)
    {
        try
        {
            return new($"policies of {tenant.Name}", Fine: true, string.Join(", ", context.Service<TenantPolicies>().For(tenant).Policies.Select(policy => policy.Id)));
        }
        catch (PolicyException unusable)
        {
            return new($"policies of {tenant.Name}", Fine: false, unusable.Message);
        }
    }

    private static async Task<IEnumerable<Finding>> OutgoingAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        if (context.Service<TrackerAccess>().Current is { } tracker)
        {
            findings.AddRange(Of($"tracker {tracker.Traits.Name}", await tracker.CheckAsync(cancellationToken), "signed in; project, fields and rights are there"));
        }
        else
        {
            findings.Add(new("tracker", Fine: true, "none is set (Tickets:Tracker)"));
        }

        var channels = context.Service<MessageChannels>();
        findings.AddRange(channels.Set.Count > 0
            ? Of(string.Join(" and ", channels.Set), await channels.CheckAsync(cancellationToken), "the server answers, is trusted, and takes the sender; nothing was sent")
            : [new("messages", Fine: true, "neither mail nor Teams is set (Messages:Smtp:Host, Messages:Teams:Url)")]);
        findings.AddRange(Of("templates", context.Service<NoticeTemplates>().Check(), "every text in every language can be written"));
        return findings;
    }

    private static IEnumerable<Finding> Of(string what, IReadOnlyList<Reason> faults, string fine) => Of(what, [.. faults.Select(Sentences.Say)], fine);

    private static IEnumerable<Finding> Of(string what, IReadOnlyList<string> faults, string fine) =>
        faults.Count == 0 ? [new(what, Fine: true, fine)] : faults.Select(fault => new Finding(what, Fine: false, fault));

    private sealed record Finding(string What, bool Fine, string Says);
}
