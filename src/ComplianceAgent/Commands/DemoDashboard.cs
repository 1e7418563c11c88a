using System.Globalization;
using ComplianceAgent.Dashboard;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary>The dashboard of the demo: the same as that of the service, with the simulated tenant and no other.</summary>
internal static class DemoDashboard
{
    /// <summary>Builds the host; nothing listens yet.</summary>
    public static WebApplication Build(VerbContext context, TenantOptions tenant, IReadOnlyList<string> policies, int port)
    {
        // Whatever is set up for real: a demo is for this machine alone, sends nothing, and shows no tenant of yours.
        context.Settings.AddRange(
        [
            KeyValuePair.Create("Dashboard:Enabled", (string?)"true"),
            KeyValuePair.Create("Dashboard:SignIn:TenantId", (string?)""),
            KeyValuePair.Create("Service:Url", (string?)$"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"),
            KeyValuePair.Create("Messages:Smtp:Host", (string?)""),
            KeyValuePair.Create("Messages:Teams:Url", (string?)""),
            KeyValuePair.Create("Tickets:Tracker", (string?)"Webhook"),
            KeyValuePair.Create("Tickets:Webhook:Url", (string?)"http://127.0.0.1:9/demo-has-no-tracker"),
            KeyValuePair.Create("Tickets:Webhook:Secret", (string?)"whsec_ZGVtby1kZW1vLWRlbW8tZGVtby1kZW1vLWRlbW8="),
        ]);
        return context.Web((services, configuration) =>
        {
            services.AddSchedule(configuration, simulated: true);
            services.AddDashboardAccess(configuration);
            services.AddHealth();
            services.AddDashboardPages();
            services.AddSingleton(provider => TenantDirectory.Start([tenant], new TenantFilesOptions(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TenantDirectory>>()));
            services.PostConfigure<PoliciesOptions>(options => options.Use = [.. policies]);
            services.PostConfigure<ReportOptions>(options => options.Mail.To = []);
        });
    }

    /// <summary>Listens, and says by which link it opens.</summary>
    public static async Task OpenAsync(VerbContext context, WebApplication web, CancellationToken cancellationToken)
    {
        await context.Service<StoreSession>().OpenAsync(simulated: true, cancellationToken);
        web.UseDashboardAccess();
        web.MapDashboardPages();
        web.MapHealth();
        await RunCommand.ListenAsync(web, context.Service<IOptions<ServiceOptions>>().Value.Url, cancellationToken);
        context.Error.Line();
        RunCommand.Invite(context, web);
        context.Environment.Listening(web);
    }
}
