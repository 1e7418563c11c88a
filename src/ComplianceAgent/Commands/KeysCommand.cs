using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Commands;

/// <summary><c>keys</c>: keys by which machines speak to the API.</summary>
internal static class KeysCommand
{
    private static readonly Option<string> Label = new("--for") { Description = "What the key is for, 1 to 100 characters.", HelpName = "TEXT", Required = true };
    private static readonly Option<string> RoleName = Among(new("--role") { Description = "What it may do: Reader, or Administrator (begin scans, release).", HelpName = "ROLE", DefaultValueFactory = _ => nameof(Role.Reader) });
    private static readonly Option<int> Days = new("--days") { Description = "Days it is good, 1 to 366.", HelpName = "N", DefaultValueFactory = _ => ApiKeys.DefaultDays };
    private static readonly Argument<string> Id = new("KEY") { Description = "Id of the key, as 'keys list' prints it." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("keys", "Keys by which machines speak to the API of the dashboard: make, list, revoke them.")
    {
        new Command(
            "create",
            """
            Make a key for one tenant. It is printed once, and the store keeps its hash alone. A key approves nothing, whatever its role.

            Examples:
              compliance-agent keys create --for "Power BI"
              compliance-agent keys create --for "Nightly pipeline" --role Administrator --days 30 --tenant contoso
            """) { Label, RoleName, Days, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => CreateAsync(context, shared, cancellationToken)),
        new Command(
            "list",
            """
            List the keys of a tenant: what for, which role, until when, last used, revoked.

            Examples:
              compliance-agent keys list
            """) { shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        new Command(
            "revoke",
            """
            Revoke a key. It opens nothing from that moment on.

            Examples:
              compliance-agent keys revoke 4f1b02a9c3d8
            """) { Id, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => RevokeAsync(context, shared, cancellationToken)),
    };

    private static async Task<int> CreateAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var role = RoleNames.Own[context.Get(RoleName)!];
        if (ApiKeys.FaultOf(role, context.Get(Days), context.Get(Label)!) is { } fault)
        {
            throw new CommandException(ExitCodes.BadUsage, Sentences.Say(fault));
        }

        var (_, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: true);
        var made = await context.Service<ApiKeys>().CreateAsync(tenant.Tenant, role, context.Get(Days), context.Get(Label)!, context.Environment.Account, cancellationToken);
        context.Error.Line($"Key {made.Key.Id} of tenant {tenant.Tenant}, role {made.Key.Role}, good until {Day(made.Key.ExpiresAt)}. It is shown this once:");
        context.Out.Line(made.Text);
        return ExitCodes.Done;
    }

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (_, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var keys = await context.Service<ApiKeys>().ListAsync(tenant.Tenant, cancellationToken);
        if (keys.Count == 0)
        {
            context.Out.Line($"Tenant {tenant.Tenant} has no keys.");
            return ExitCodes.Done;
        }

        context.Out.Table(
            ["Key", "For", "Role", "Made", "Good until", "Last used (UTC)", "Revoked"],
            keys.Select(key => (IReadOnlyList<string>)
                [key.Id, key.Label, key.Role, Day(key.CreatedAt), Day(key.ExpiresAt), key.LastUsedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never", key.RevokedAt is { } revoked ? Day(revoked) : "no"]));
        return ExitCodes.Done;
    }

    private static async Task<int> RevokeAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (_, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: true);
        var id = context.Get(Id)!;
        if (!await context.Service<ApiKeys>().RevokeAsync(tenant.Tenant, id, context.Environment.Account, cancellationToken))
        {
            throw new CommandException(ExitCodes.BadUsage, $"{id}: tenant {tenant.Tenant} has no such key, or it was revoked before. 'compliance-agent keys list' shows them.");
        }

        context.Out.Line($"Key {id} is revoked.");
        return ExitCodes.Done;
    }

    private static Option<string> Among(Option<string> option)
    {
        option.AcceptOnlyFromAmong(nameof(Role.Reader), nameof(Role.Administrator));
        return option;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
