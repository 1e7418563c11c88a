using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Commands.Doctor;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text.Templates;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>doctor</c>: looks at everything the agent is set up with, and changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of lines." };

    private static readonly Option<string?> Probe = new("--probe")
    {
        Description = "Also start one export job, and write how the tenant answers (columns, spellings, page sizes, counts; no name, id, token or mail) with what a support case needs into this file, which must not be there yet.",
        HelpName = "FILE",
    };

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    // A scan has all night; whoever runs doctor waits for it.
    private static readonly KeyValuePair<string, string?>[] Haste =
        [KeyValuePair.Create("Graph:MaxRetries", (string?)"2"), KeyValuePair.Create("Graph:AttemptTimeoutSeconds", (string?)"20"), KeyValuePair.Create("Graph:DownloadTries", (string?)"2")];

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "doctor",
        """
        Say whether everything is set up: settings, clock, store, policies, credentials and when they end, permissions (missing, and granted without need),
        both routes, hosts that a firewall must let through, proxy, who issued the certificates, tracker, mail, dashboard sign-in. Says of each fault
        what to do. Changes nothing, sends nothing, creates nothing; only --probe starts an export job, as every scan does.
        Ends with 0 when nothing is wrong (warnings count as that), 1 when something is, 2 when the settings cannot be used.

        Examples:
          compliance-agent doctor
          compliance-agent doctor --json --tenant contoso
          compliance-agent doctor --probe shape.json     (look through the file, then send it along; demo --shape shape.json answers alike)
        """) { Json, Probe, shared.Tenant, shared.Store }
        .Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var file = context.Get(Probe) is { } named ? context.Environment.Resolve(named) : null;
        if (file is not null)
        {
            WritePlace.RefuseFile("--probe", file);
        }

        context.Settings.AddRange(Haste);
        IReadOnlyList<TenantOptions> tenants;
        try
        {
            tenants = Tenants(context, shared);
        }
        catch (SettingsException refused)
        {
            Print(context, [.. refused.Message.Split('\n').Select(line => Finding.Fault("settings", "", line.TrimEnd('\r'), "Mend it, then run doctor again: nothing else can be looked at before."))]);
            return ExitCodes.BadUsage;
        }

        var (store, looks) = (new StoreChecks(context.Service<StoreSession>(), tenants), TenantLooks(context));
        var findings = new List<Finding> { Finding.Ok("settings", "", "every setting is known and in its range") };
        findings.AddRange(context.Service<TenantDirectory>().Faults.Select(fault => Finding.Fault("tenants", "", fault)));
        if (tenants.Count == 0)
        {
            findings.Add(Finding.Warning("tenants", "", "none is set up", "compliance-agent init asks what is needed and writes it down. Exported files can be scanned without: scan --inventory FILE."));
        }

        findings.AddRange(await CheckRun.RunAsync(Checks(context, tenants, store, looks, probes: file is not null), context.Error.Line, context.Environment.Clock, cancellationToken));
        if (file is not null)
        {
            await ShapeFile.WriteAsync(file, Content(context, tenants, store, looks, findings), cancellationToken);
            context.Error.Line($"Written to {file}: no name, id, token or mail. Look through it before it leaves the house.");
        }

        Print(context, findings);
        return findings.Exists(finding => finding.Level == FindingLevel.Fault) ? ExitCodes.NotInOrder : ExitCodes.Done;
    }

    private static IReadOnlyList<TenantOptions> Tenants(VerbContext context, SharedOptions shared)
    {
        IReadOnlyList<TenantOptions> tenants = [.. context.Service<TenantDirectory>().Current.Select(known => known.Options)];
        return context.Get(shared.Tenant) is { } name ? [TenantChoice.ForScan(tenants, name, fromFiles: false)] : tenants;
    }

    private static TenantChecks TenantLooks(VerbContext context) => new(
        context.Service<Lazy<IntuneInventory>>().Value,
        context.Service<TenantPolicies>(),
        context.Service<TenantRegisters>(),
        context.Service<IOptions<ExceptionOptions>>().Value.ReadGroups,
        context.Environment.Clock);

    private static IReadOnlyList<Check> Checks(VerbContext context, IReadOnlyList<TenantOptions> tenants, StoreChecks store, TenantChecks looks, bool probes) =>
    [
        store.Of(counts: probes),
        .. HostChecks.Of(tenants, probes, context.Environment.Clock),
        .. tenants.SelectMany(tenant => looks.Of(tenant, probes)),
        .. OutgoingChecks.Of(context.Service<TrackerAccess>(), context.Service<MessageChannels>(), context.Service<NoticeTemplates>()),
        new DashboardChecks(
            context.Service<IOptions<DashboardOptions>>().Value, context.Service<IOptions<ServiceOptions>>().Value.Url, context.Service<SecretReader>(), context.Environment.Clock).Of(),
    ];

    private static ShapeContent Content(VerbContext context, IReadOnlyList<TenantOptions> tenants, StoreChecks store, TenantChecks looks, IReadOnlyList<Finding> findings) => new(
        [.. tenants.Where(tenant => looks.Probed.ContainsKey(tenant.Name)).Select(tenant => looks.Probed[tenant.Name])],
        findings,
        store.Counts.Values.SelectMany(tables => tables).GroupBy(table => table.Key, StringComparer.Ordinal).ToDictionary(table => table.Key, table => table.Sum(count => count.Value), StringComparer.Ordinal),
        [.. tenants.Where(tenant => store.Scans.ContainsKey(tenant.Name)).Select(tenant => store.Scans[tenant.Name])],
        SettingsDigest.Of(context.Service<IConfiguration>(), context.Service<IEnumerable<SettingsSection>>(), [.. Haste.Select(setting => setting.Key)]));

    private static void Print(VerbContext context, IReadOnlyList<Finding> findings)
    {
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(JsonSerializer.Serialize(new { Fine = findings.All(finding => finding.Level != FindingLevel.Fault), Findings = findings }, Layout));
            return;
        }

        foreach (var finding in findings)
        {
            context.Out.Line($"{Mark(finding.Level)}  {finding.Check}{(finding.Subject.Length > 0 ? " of " + finding.Subject : "")}: {finding.Says}");
            foreach (var step in finding.Do)
            {
                context.Out.Line("             " + step);
            }
        }

        context.Out.Line($"{Count(findings, FindingLevel.Fault, "fault")}, {Count(findings, FindingLevel.Warning, "warning")}, {findings.Count(finding => finding.Level == FindingLevel.NotTried)} not tried, {findings.Count(finding => finding.Level == FindingLevel.Ok)} in order.");
    }

    private static string Mark(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok       ",
        FindingLevel.NotTried => "not tried",
        FindingLevel.Warning => "warning  ",
        _ => "FAULT    ",
    };

    private static string Count(IReadOnlyList<Finding> findings, FindingLevel level, string noun) =>
        findings.Count(finding => finding.Level == level) is var count && count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
