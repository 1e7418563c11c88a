using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Commands.Doctor;
using ComplianceAgent.Commands.Setup;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>init</c>: asks a few questions and writes the settings of a first tenant.</summary>
internal static class InitCommand
{
    private static readonly Option<string?> Name = new("--name") { Description = "Short name of the tenant, of a-z, 0-9 and hyphens.", HelpName = "NAME" };
    private static readonly Option<string?> TenantId = new("--tenant-id") { Description = "Directory (tenant) ID, or a verified domain.", HelpName = "ID" };
    private static readonly Option<GraphCloud> Cloud = new("--cloud") { Description = "Cloud the tenant lives in: Global, GccHigh, DoD or China. Not asked for.", HelpName = "CLOUD", DefaultValueFactory = _ => GraphCloud.Global };
    private static readonly Option<string?> Credential = new("--credential") { Description = "Certificate, ManagedIdentity, WorkloadIdentity or ClientSecret.", HelpName = "KIND" };
    private static readonly Option<string?> ClientId = new("--client-id") { Description = "Application (client) ID.", HelpName = "ID" };
    private static readonly Option<string?> Certificate = new("--certificate") { Description = "PFX or PEM file with certificate and private key.", HelpName = "FILE" };
    private static readonly Option<string?> SecretFile = new("--secret-file") { Description = "File that holds the client secret.", HelpName = "FILE" };
    private static readonly Option<string?> Country = new("--country") { Description = "Offer the bans of this country only, such as be.", HelpName = "CC" };
    private static readonly Option<string[]> Policy = new("--policy")
    {
        Description = "Policy to write down as in force: a pack's id or a file. May be repeated.", HelpName = "FILE-OR-ID", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Ask nothing: what no option answers takes its default, and what has none ends with 2." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a settings file that is there." };
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "init",
        """
        Ask what a first scan needs and write it to appsettings.Production.json beside the program, or to the file of --config, readable by this account
        alone: tenant, credential, the bans that apply. Every answer can be given as an option. Nothing is contacted; a file that is there stays.

        Examples:
          compliance-agent init
          compliance-agent init --yes --name contoso --tenant-id ID --client-id ID --certificate /etc/compliance-agent/agent.pfx --policy be-federal-tiktok
        """) { Name, TenantId, Cloud, Credential, ClientId, Certificate, SecretFile, Country, Policy, Yes, Force }
        .Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var path = context.Get(shared.Config) is { } named ? context.Environment.Resolve(named) : Path.Combine(context.Environment.ProgramFolder, "appsettings.Production.json");
        if (Path.Exists(path) && !context.Get(Force))
        {
            throw new CommandException(ExitCodes.BadUsage, $"{path} is there already and stays as it is. Change it with an editor, name another file with --config, or replace it with --force.");
        }

        var interview = new Interview(context.Environment.In, context.Error, context.Get(Yes));
        var tenant = await TenantAsync(context, interview, cancellationToken);
        var policies = await PoliciesAsync(context, interview, cancellationToken);
        await WriteAsync(context, path, Settings(tenant, policies), cancellationToken);
        TellNext(context.Out, path, context.Get(shared.Config) is not null, tenant, policies);
        return ExitCodes.Done;
    }

    private static async Task<TenantOptions> TenantAsync(VerbContext context, Interview interview, CancellationToken cancellationToken)
    {
        Func<string, string> resolve = context.Environment.Resolve;
        var name = await interview.AskAsync(SetupQuestions.Name, context.Get(Name), cancellationToken);
        var id = await interview.AskAsync(SetupQuestions.TenantId, context.Get(TenantId), cancellationToken);
        var kind = SetupQuestions.KindOf(await interview.AskAsync(SetupQuestions.Credential, context.Get(Credential), cancellationToken))!.Value;
        var credential = new CredentialOptions { Kind = kind, ClientId = await interview.AskAsync(SetupQuestions.ClientId(kind), context.Get(ClientId), cancellationToken) };
        if (kind == CredentialKind.Certificate)
        {
            credential.CertificatePath = resolve(await interview.AskAsync(SetupQuestions.Certificate(resolve), context.Get(Certificate), cancellationToken));
        }
        else if (kind == CredentialKind.ClientSecret)
        {
            credential.ClientSecretFile = resolve(await interview.AskAsync(SetupQuestions.SecretFile(resolve), context.Get(SecretFile), cancellationToken));
        }

        return new TenantOptions { Name = name, TenantId = id, Cloud = context.Get(Cloud), Credential = credential };
    }

    private static async Task<IReadOnlyList<string>> PoliciesAsync(VerbContext context, Interview interview, CancellationToken cancellationToken)
    {
        string[] named = [.. context.Get(Policy)!.Select(policy => PolicyChoice.ResolveFile(context, policy))];
        var library = PolicyLibrary.Load(path: null, named);
        if (named.Length > 0)
        {
            _ = library.Select(named);
            return named;
        }

        IReadOnlyList<PolicyListing> all = [.. library.List()];
        var offered = SetupQuestions.Of(await interview.AskAsync(SetupQuestions.Country(all), context.Get(Country), cancellationToken), all);
        if (!context.Get(Yes))
        {
            Offer(context.Error, offered);
        }

        return SetupQuestions.Chosen(await interview.AskAsync(SetupQuestions.Policies(offered, library), null, cancellationToken), offered);
    }

    private static void Offer(Terminal output, IReadOnlyList<PolicyListing> offered) => output.Table(
        ["No.", "Name", "Remove by", "Title"],
        offered.Select((policy, index) => (IReadOnlyList<string>)
        [
            (index + 1).ToString(CultureInfo.InvariantCulture), policy.Id, policy.Policy?.RemoveBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", policy.Title,
        ]));

    /// <summary>The settings file: what was answered and nothing else, so that defaults of later versions count.</summary>
    private static JsonObject Settings(TenantOptions tenant, IEnumerable<string> policies)
    {
        var credential = new JsonObject { ["Kind"] = tenant.Credential.Kind.ToString() };
        Add(credential, "ClientId", tenant.Credential.ClientId);
        Add(credential, "CertificatePath", tenant.Credential.CertificatePath);
        Add(credential, "ClientSecretFile", tenant.Credential.ClientSecretFile);
        var entry = new JsonObject { ["Name"] = tenant.Name, ["TenantId"] = tenant.TenantId };
        Add(entry, "Cloud", tenant.Cloud == GraphCloud.Global ? null : tenant.Cloud.ToString());
        entry["Credential"] = credential;
        return new JsonObject { ["Tenants"] = new JsonArray(entry), ["Policies"] = new JsonObject { ["Use"] = new JsonArray([.. policies.Select(policy => (JsonNode)policy)]) } };
    }

    private static void Add(JsonObject settings, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            settings[name] = value;
        }
    }

    /// <summary>Beside its place first, where the agent itself reads it: only a file that it can use takes the place.</summary>
    private static async Task WriteAsync(VerbContext context, string path, JsonObject settings, CancellationToken cancellationToken)
    {
        var draft = path + ".new";
        File.Delete(draft);
        PrivateFile.MakeNew(draft);
        try
        {
            await File.WriteAllTextAsync(draft, settings.ToJsonString(Layout) + "\n", cancellationToken);
            context.ConfigFile = draft;
            _ = context.Service<IConfiguration>();
            File.Move(draft, path, overwrite: context.Get(Force));
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void TellNext(Terminal output, string path, bool isNamed, TenantOptions tenant, IReadOnlyList<string> policies)
    {
        var config = isNamed ? $" --config {path}" : "";
        output.Line($"Written: {path}, readable by this account alone.");
        output.Line();
        output.Line("Next:");
        output.Line($"  1. Grant the one permission, {GraphPermission.Devices.Name}, in Entra, or with the Azure command line:");
        foreach (var line in EntraCommands.Grant(tenant, GraphPermission.Devices))
        {
            output.Line($"       {line}");
        }

        output.Line($"  2. compliance-agent doctor{config}");
        output.Line("       is everything set up, is every permission granted, does the firewall let through what must be?");
        output.Line(policies.Count > 0
            ? $"  3. compliance-agent scan --dry-run{config}"
            : $"  3. compliance-agent policy list, name those that apply in Policies:Use, then compliance-agent scan --dry-run{config}");
        output.Line("       what would be found; nothing is stored");
        output.Line($"  4. compliance-agent scan --output reports{config}, then compliance-agent run{config}");
    }
}
