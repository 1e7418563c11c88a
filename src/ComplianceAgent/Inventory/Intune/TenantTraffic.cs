namespace ComplianceAgent.Inventory.Intune;

/// <summary>Whose requests these are, where they may go, and how many there were. It rides on every request of one source.</summary>
internal sealed class TenantTraffic(string tenant, GraphEndpoints endpoints)
{
    private static readonly HttpRequestOptionsKey<TenantTraffic> Key = new("compliance-agent.tenant");

    private int total;
    private int throttled;
    private int retried;

    /// <summary>Key of the tenant; each has its own pace and circuit breaker.</summary>
    public string Tenant { get; } = tenant;

    /// <summary>Where requests may go.</summary>
    public GraphEndpoints Endpoints { get; } = endpoints;

    /// <summary>Requests so far.</summary>
    public RequestCounts Counts => new(Volatile.Read(ref total), Volatile.Read(ref throttled), Volatile.Read(ref retried));

    /// <summary>The traffic a request belongs to; null for one that did not come from a tenant's client.</summary>
    public static TenantTraffic? Of(HttpRequestMessage? request) => request is not null && request.Options.TryGetValue(Key, out var traffic) ? traffic : null;

    /// <summary>Marks a request as belonging here.</summary>
    public void Stamp(HttpRequestMessage request) => request.Options.Set(Key, this);

    /// <summary>Counts a request that is about to be made.</summary>
    public void CountRequest() => Interlocked.Increment(ref total);

    /// <summary>What time it was by the first reply that told; null before one did.</summary>
    public DateTimeOffset? ServerTime { get; private set; }

    /// <summary>Takes the time a reply tells.</summary>
    public void Heard(DateTimeOffset? date) => ServerTime ??= date;

    /// <summary>Counts a reply of 429.</summary>
    public void CountThrottled() => Interlocked.Increment(ref throttled);

    /// <summary>Counts a try after the first, and what is waited before it.</summary>
    public void CountRetry(bool isThrottled, TimeSpan wait)
    {
        Interlocked.Increment(ref retried);
        GraphMetrics.Retried(Tenant, isThrottled, wait);
    }

    /// <summary>What was added since an earlier look.</summary>
    public RequestCounts Since(RequestCounts start)
    {
        var now = Counts;
        return new RequestCounts(now.Total - start.Total, now.Throttled - start.Throttled, now.Retried - start.Retried);
    }
}

/// <summary>Outermost handler of one tenant's client: says whose request it is.</summary>
internal sealed class TenantStampHandler(TenantTraffic traffic, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        traffic.Stamp(request);
        return base.SendAsync(request, cancellationToken);
    }

    // The inner handler belongs to the factory and outlives this client.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}

/// <summary>
/// Innermost handler: no request leaves for anything but the tenant's Graph root, whatever wrote its address. It stands behind
/// everything that may change an address, and counts what is really sent.
/// </summary>
internal sealed class AuthorityGuardHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var traffic = TenantTraffic.Of(request);
        if (traffic is null || !traffic.Endpoints.Covers(request.RequestUri))
        {
            throw new ForeignAddressException();
        }

        traffic.CountRequest();
        var response = await CountedAsync(request, traffic, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            // A refusal may be some proxy's, and so its date.
            traffic.Heard(response.Headers.Date);
        }

        if ((int)response.StatusCode == 429)
        {
            traffic.CountThrottled();
        }

        return response;
    }

    private async Task<HttpResponseMessage> CountedAsync(HttpRequestMessage request, TenantTraffic traffic, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            GraphMetrics.Replied(traffic.Tenant, (int)response.StatusCode);
            return response;
        }
        catch (Exception failure)
        {
            GraphMetrics.Failed(traffic.Tenant, failure);
            throw;
        }
    }
}

/// <summary>A request was about to leave for an address that is not the tenant's Graph. The address is foreign text and stays out of the message.</summary>
internal sealed class ForeignAddressException() : Exception("A request to an address outside the tenant's Graph root was refused.");
