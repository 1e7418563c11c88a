using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning.Figures;

/// <summary>Keeps the figures of every tenant fresh while the service runs. What one tenant's rows do to it touches no other.</summary>
internal sealed partial class FigureService(
    FigureReader reader, FigureMetrics metrics, TenantDirectory tenants, ServedTenants served, IEnumerable<OwnCertificate> certificates, TimeProvider clock, ILogger<FigureService> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private bool isTold;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await RoundAsync(stoppingToken);
                await Task.Delay(Every, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends, or could not begin: the host would tell that as a fault of this one.
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!reader.IsWatched)
        {
            return;
        }

        var current = tenants.Current.Select(known => known.Options).Where(tenant => tenant.SimulatorUrl is not null == served.Simulated).ToList();
        metrics.KeepOnly(current.Select(tenant => tenant.Name).ToHashSet(StringComparer.Ordinal));
        var hasFault = !await TryAsync(() => reader.RefreshStoreAsync(cancellationToken));
        foreach (var tenant in current)
        {
            hasFault |= !await TryAsync(() => reader.RefreshAsync(tenant, cancellationToken));
        }

        foreach (var certificate in certificates)
        {
            metrics.NoteCertificate(certificate.Use, certificate.End());
        }

        isTold = hasFault;
    }

    /// <summary>A store that cannot be read is told once, until it can be again.</summary>
    private async Task<bool> TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (StoreException unread)
        {
            if (!isTold)
            {
                isTold = true;
                Log.Unread(logger, unread.Message);
            }

            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1801, LogLevel.Warning, "The figures for metrics cannot be read; they stay as they were. {Why}")]
        public static partial void Unread(ILogger logger, string why);
    }
}

/// <summary>A certificate of the service's own, whose end is watched.</summary>
/// <param name="Use">What it is for: <c>dashboard</c>, <c>sign_in</c>.</param>
/// <param name="End">When it ends; null when it cannot be read.</param>
internal sealed record OwnCertificate(string Use, Func<DateTimeOffset?> End);
