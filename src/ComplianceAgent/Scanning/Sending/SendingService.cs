using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning.Sending;

/// <summary>
/// Sends what is due while the service runs, tenant by tenant and a turn each, and reads tickets back by the clock. Agents that share a store share the work by
/// leases; a fault of one tenant is told and stops no other.
/// </summary>
internal sealed partial class SendingService(
    TenantSending sending, TenantDirectory tenants, ServedTenants served, StoreSession stores, IOptions<TicketOptions> options, TimeProvider clock, ILogger<SendingService> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    // Digests and alarms come by the clock, also while nobody scans.
    private static readonly TimeSpan DecideEvery = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> decidedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> readAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sending.IsIdle)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var hasMore = false;
            foreach (var tenant in tenants.Current.Select(known => known.Options).Where(tenant => tenant.SimulatorUrl is not null == served.Simulated))
            {
                hasMore |= await TryAsync(tenant, stoppingToken);
            }

            if (!hasMore)
            {
                await Task.Delay(Idle, clock, stoppingToken);
            }
        }
    }

    /// <summary>One tenant's turn; true when more is due.</summary>
    private async Task<bool> TryAsync(TenantOptions tenant, CancellationToken cancellationToken)
    {
        try
        {
            if (stores.Current is null)
            {
                return false;
            }

            var context = await sending.ContextAsync(tenant, cancellationToken);
            await ReadBackAsync(context, cancellationToken);
            if (!decidedAt.TryGetValue(tenant.Name, out var decided) || clock.GetUtcNow() - decided >= DecideEvery)
            {
                await sending.DecideAsync(context, cancellationToken);
                decidedAt[tenant.Name] = clock.GetUtcNow();
            }

            var report = await sending.TurnAsync(context, cancellationToken);
            Tell(tenant.Name, report.Why is { } why ? $"sending rests until {report.PausedUntil:u}: {why}" : null);
            return report is { IsDone: false, IsElsewhere: false, PausedUntil: null };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (failure is StoreException or PolicyException or Tickets.Text.TemplateException)
        {
            Tell(tenant.Name, failure.Message);
            return false;
        }
#pragma warning disable CA1031 // A bug at one tenant must not end the sending of all others, nor the service.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.FailedUnexpectedly(logger, tenant.Name, failure);
            return false;
        }
    }

    private async Task ReadBackAsync(SendContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (readAt.TryGetValue(context.Tenant, out var last) && now - last < options.Value.SyncEvery)
        {
            return;
        }

        var report = await sending.SyncAsync(context, acceptMany: false, cancellationToken);
        if (!report.IsElsewhere)
        {
            readAt[context.Tenant] = now;
        }

        if (report.Heard > 0)
        {
            Log.Heard(logger, context.Tenant, report.Heard, report.Proposed, report.Folded);
        }

        if (report.Held > 0)
        {
            Log.Held(logger, context.Tenant, report.Held);
        }
    }

    /// <summary>A fault that stays is told once.</summary>
    private void Tell(string tenant, string? fault)
    {
        if (fault is null)
        {
            told.Remove(tenant);
        }
        else if (!told.TryGetValue(tenant, out var before) || before != fault)
        {
            told[tenant] = fault;
            Log.Fault(logger, tenant, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1701, LogLevel.Warning, "Tickets and messages of tenant {Tenant}: {Fault}")]
        public static partial void Fault(ILogger logger, string tenant, string fault);

        [LoggerMessage(1702, LogLevel.Error, "Sending for tenant {Tenant} failed unexpectedly; please report it.")]
        public static partial void FailedUnexpectedly(ILogger logger, string tenant, Exception failure);

        [LoggerMessage(1703, LogLevel.Information, "Tenant {Tenant}: people did something with {Count} tickets; {Proposed} proposals, {Folded} doubles folded.")]
        public static partial void Heard(ILogger logger, string tenant, int count, int proposed, int folded);

        [LoggerMessage(1704, LogLevel.Warning, "Tenant {Tenant}: {Count} tickets were closed otherwise than as done at once, which is more than Tickets:MaxProposals; none of it is heeded until 'compliance-agent tickets sync --accept-many'.")]
        public static partial void Held(ILogger logger, string tenant, int count);
    }
}
