using System.Threading.RateLimiting;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Keeps a tenant's requests under a rate: a bucket that fills steadily, and a request that finds it empty waits its turn instead of
/// being refused. The clock is given, which the framework's own bucket does not allow.
/// </summary>
internal sealed class RequestPace(int perSecond, TimeProvider clock) : RateLimiter
{
    private readonly Lock gate = new();
    private double tokens = perSecond;
    private long filledAt = clock.GetTimestamp();
    private long granted;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => null;

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (gate)
        {
            return new RateLimiterStatistics { CurrentAvailablePermits = Math.Max(0, (long)tokens), TotalSuccessfulLeases = granted };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            Fill();
            if (tokens < permitCount)
            {
                return Lease.Refused;
            }

            tokens -= permitCount;
            granted++;
            return Lease.Granted;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var wait = Take(permitCount);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        return Lease.Granted;
    }

    private TimeSpan Take(int permits)
    {
        lock (gate)
        {
            Fill();
            tokens -= permits;
            granted++;

            // Below zero the bucket owes: who comes now waits until it is paid, and those after him longer.
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / perSecond);
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        tokens = Math.Min(perSecond, tokens + (clock.GetElapsedTime(filledAt, now).TotalSeconds * perSecond));
        filledAt = now;
    }

    private sealed class Lease(bool isAcquired) : RateLimitLease
    {
        public static readonly Lease Granted = new(true);
        public static readonly Lease Refused = new(false);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
