using System.Diagnostics;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning.Sending;

/// <summary>Sends and reads back a tenant's tickets and messages, by the policies it is set up with.</summary>
public sealed class TenantSending(
    StoreSession stores, TenantPolicies policies, TenantRegisters registers, Dispatcher dispatcher, TicketSync sync, OutboxDecider decider, ScanTraces traces, IOptions<ServiceOptions> service, TimeProvider clock)
{
    private const int ATurn = 25;

    /// <summary>True when nothing is sent anywhere.</summary>
    public bool IsIdle => decider.IsIdle;

    /// <summary>Sends a turn's worth of what is due: few enough that other tenants need not wait long.</summary>
    public async Task<SendReport> TurnAsync(SendContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var span = traces.StartAfter(context.Tenant, "send");
        var report = await SendAsync(context, cancellationToken);
        Tell(span, report);
        return report;
    }

    /// <summary>A turn in which nothing was due is none that anybody wants to see.</summary>
    private static void Tell(Activity? span, SendReport report)
    {
        if (report is { Sent: 0, Retried: 0, Dead: 0, PausedUntil: null })
        {
            span.Forget();
            return;
        }

        span?.SetTag("compliance_agent.send.sent", report.Sent).SetTag("compliance_agent.send.retried", report.Retried).SetTag("compliance_agent.send.set_aside", report.Dead);
        if (report is not { Retried: 0, Dead: 0, PausedUntil: null })
        {
            span.Fail("not_all_sent");
        }
    }

    private async Task<SendReport> SendAsync(SendContext context, CancellationToken cancellationToken)
    {
        var report = await dispatcher.SendTicketsAsync(context, ATurn, cancellationToken);
        var messages = await dispatcher.SendMessagesAsync(context, ATurn, cancellationToken);
        report = report.Plus(messages) with
        {
            IsDone = report.IsDone && messages.IsDone,
            IsElsewhere = report.IsElsewhere || messages.IsElsewhere,
            PausedUntil = report.PausedUntil ?? messages.PausedUntil,
            Why = report.Why ?? messages.Why,
        };
        if (report.Heard > 0)
        {
            await DecideAsync(context, cancellationToken);
            report = report with { IsDone = false };
        }

        return report;
    }

    /// <summary>Sends everything that is due, until nothing is, the target rests, or time is up.</summary>
    /// <param name="context">The tenant.</param>
    /// <param name="until">No turn begins after this moment.</param>
    /// <param name="progress">Told after each turn.</param>
    /// <param name="cancellationToken">Cancels between two calls.</param>
    public async Task<SendReport> SendAllAsync(SendContext context, DateTimeOffset until, IProgress<SendReport> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var report = new SendReport();
        do
        {
            report = report.Plus(await TurnAsync(context, cancellationToken));
            progress.Report(report);
        }
        while (report is { IsDone: false, IsElsewhere: false, PausedUntil: null } && clock.GetUtcNow() < until);

        return report;
    }

    /// <summary>Reads the state of tickets back.</summary>
    public Task<SyncReport> SyncAsync(SendContext context, bool acceptMany, CancellationToken cancellationToken) => sync.RunAsync(context, acceptMany, cancellationToken);

    /// <summary>Decides tickets and messages anew, between two scans.</summary>
    public Task<OutboxChanges> DecideAsync(SendContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return stores.Current!.DecideOutboxAsync(
            context.Tenant, (knowledge, state) => decider.Decide(OutboxFacts.Of(knowledge, context.Policies, clock.GetUtcNow()) with { AlarmAfter = TimeSpan.FromHours(service.Value.ReadyWithinHours) }, state), cancellationToken);
    }

    /// <summary>What sending needs to know of a tenant as it is set up.</summary>
    /// <exception cref="PolicyException">Its policies or its register of exceptions cannot be used.</exception>
    public Task<SendContext> ContextAsync(TenantOptions tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return ContextAsync(tenant, policies.For(tenant), registers.For(tenant), cancellationToken);
    }

    /// <summary>What sending needs to know of a tenant, with the policies that a scan was given.</summary>
    public async Task<SendContext> ContextAsync(TenantOptions tenant, PolicySet inForce, RegistersInForce register, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(register);
        var simulated = tenant.SimulatorUrl is not null;
        return new SendContext(tenant.Name, inForce.Policies, register.For(tenant.Name))
        {
            Simulated = simulated,
            Now = simulated ? OutboxFacts.TimeOf(await stores.Current!.LoadAsync(tenant.Name, cancellationToken), clock.GetUtcNow()) : clock.GetUtcNow(),
            Zone = TimeZoneInfo.FindSystemTimeZoneById(tenant.Schedule.TimeZone),
        };
    }
}
