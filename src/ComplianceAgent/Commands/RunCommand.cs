using System.CommandLine;
using System.Net.Sockets;
using ComplianceAgent.Dashboard;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Diagnostics.Telemetry;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;
using Serilog.Events;

namespace ComplianceAgent.Commands;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    private static readonly Option<bool> Simulated = new("--simulated")
    {
        Description = "Serve simulated tenants (those with a SimulatorUrl) and no others, into a store of their own. For trying out and load tests.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment)
    {
        var command = new Command(
            "run",
            """
            Run as a service: scan every tenant by its schedule, write reports, answer /health/live and /health/ready. Stops in order on Ctrl+C or SIGTERM.
            With a PostgreSQL store any number of agents may run; they share the schedule, and when one dies another takes its scans.

            Examples:
              compliance-agent run
              compliance-agent run --store /srv/compliance/compliance.db --set Service:Url=http://127.0.0.1:9090
            """)
        {
            Simulated, shared.Policy, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        context.ConsoleLevel = LogEventLevel.Information;
        var simulated = context.Get(Simulated);
        var named = context.Get(shared.Policy)!.Select(name => PolicyChoice.ResolveFile(context, name)).ToList();
        var app = context.Web((services, configuration) =>
        {
            // First: what reads the figures looks whether anybody watches them.
            services.AddPrometheus(configuration);
            services.AddSchedule(configuration, simulated);
            services.AddDashboardAccess(configuration);
            services.AddHealth();
            services.AddHeartbeat();
            services.AddDashboardPages();
            services.AddServiceManager();
            // Policies named on the line replace those of the settings; laid over them by index, some of those would stay in force.
            services.PostConfigure<PoliciesOptions>(policies => policies.Use = named.Count > 0 ? named : policies.Use);
        });
        var tenants = context.Service<TenantDirectory>();
        foreach (var fault in tenants.Faults)
        {
            context.Error.Line(fault);
        }

        RefuseOtherKind([.. tenants.Current.Select(known => known.Options)], simulated);
        var store = context.Service<StoreSession>();
        context.Error.Line($"Store: {store.Path}");
        foreach (var tenant in tenants.Current.Select(known => known.Options.Name))
        {
            if (await store.DoubtAsync(tenant, cancellationToken) is { } doubt)
            {
                throw store.Refusal(doubt);
            }
        }

        var opened = await store.OpenAsync(simulated, cancellationToken);
        using var alone = StoreInUse.Take(store.Connection);
        if (StandbyWatch.Judge(await opened.ClockAheadAsync(cancellationToken)) is { } clock)
        {
            throw new CommandException(ExitCodes.Failed, clock);
        }

        LoadPolicies(context, tenants);
        LoadRegisters(context, tenants);

        var isDashboard = context.Service<IOptions<DashboardOptions>>().Value.Enabled;
        if (isDashboard)
        {
            app.UseDashboardAccess();
            app.MapDashboardPages();
        }

        app.MapHealth();
        app.MapMetrics();
        await ListenAsync(app, context.Service<IOptions<ServiceOptions>>().Value.Url, cancellationToken);
        if (isDashboard)
        {
            Invite(context, app);
        }

        context.Error.Line($"Running. Health: {app.Urls.First()}/health/ready. Stop with Ctrl+C.");
        context.Environment.Listening(app);
        using var stop = cancellationToken.Register(() => app.Lifetime.StopApplication());
        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    /// <summary>Says where the dashboard is; without a directory by a link that works once, and by the next one when it was used.</summary>
    internal static void Invite(VerbContext context, WebApplication app)
    {
        var address = app.Urls.First();
        if (context.Service<IOptions<DashboardOptions>>().Value.SignIn.IsOn)
        {
            context.Error.Line($"Dashboard: {address}/");
            return;
        }

        var local = context.Service<LocalSignIn>();
        local.Tell = path => context.Error.Line($"Dashboard, for the next sign-in: {address}{path}");
        context.Error.Line($"Dashboard, for this machine alone; the link works once: {address}{local.Path}");
    }

    internal static async Task ListenAsync(WebApplication app, string url, CancellationToken cancellationToken)
    {
        app.Urls.Clear();
        app.Urls.Add(url);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            throw new CommandException(
                ExitCodes.Failed,
                $"Service:Url {url}: cannot be listened on ({refused.GetBaseException().Message}). Is another agent running? Stop it, or set Service:Url to another port.",
                refused);
        }
    }

    /// <summary>Policies that cannot be used stop the start, unless another tenant has good ones: one tenant's fault is not another's.</summary>
    private static void LoadPolicies(VerbContext context, TenantDirectory tenants)
    {
        var policies = context.Service<TenantPolicies>();
        var failures = new List<PolicyException>();
        foreach (var tenant in tenants.Current)
        {
            try
            {
                policies.For(tenant.Options);
            }
            catch (PolicyException unusable)
            {
                failures.Add(unusable);
                if (tenants.Current.Length > 1)
                {
                    context.Error.Line($"Tenant {tenant.Options.Name} cannot be scanned: {unusable.Message}");
                }
            }
        }

        if (failures.Count == tenants.Current.Length)
        {
            throw failures[0];
        }
    }

    /// <summary>The register of all stops the start when it cannot be used; a tenant's own touches that tenant alone.</summary>
    private static void LoadRegisters(VerbContext context, TenantDirectory tenants)
    {
        _ = context.Service<RegisterMonitor>();
        foreach (var fault in tenants.Current.SelectMany(tenant => context.Service<TenantRegisters>().FaultsOf(tenant.Options)))
        {
            context.Error.Line(fault);
        }
    }

    private static void RefuseOtherKind(IReadOnlyList<TenantOptions> tenants, bool simulated)
    {
        if (tenants.Count == 0)
        {
            throw new CommandException(
                ExitCodes.BadUsage,
                "No tenant is configured, so there is nothing to run. Set Tenants:0:Name, Tenants:0:TenantId and Tenants:0:Credential, or put a file per tenant into TenantFiles:Path (see the README).");
        }

        if (tenants.FirstOrDefault(tenant => tenant.SimulatorUrl is null == simulated) is { } other)
        {
            throw new CommandException(ExitCodes.BadUsage, simulated
                ? $"Tenant {other.Name} has no SimulatorUrl; 'run --simulated' serves simulated tenants only."
                : $"Tenant {other.Name} has a SimulatorUrl; 'run' serves real tenants only. Use 'demo', 'scan --tenant {other.Name}', or 'run --simulated'.");
        }
    }
}
