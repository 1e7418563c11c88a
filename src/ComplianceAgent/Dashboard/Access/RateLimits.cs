using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>How often somebody may ask: a visitor by who they are, a stranger by where they come from.</summary>
internal static class RateLimits
{
    /// <summary>Name of the limit for signing in.</summary>
    public const string SignIn = "signin";

    /// <summary>Requests a minute.</summary>
    public const int RequestsAMinute = 600;

    /// <summary>Tries to sign in, a minute and address.</summary>
    public const int SignInsAMinute = 20;

    /// <summary>Sets them up.</summary>
    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Window(Who(context), RequestsAMinute));
        options.AddPolicy(SignIn, context => Window(Where(context), SignInsAMinute));
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, _) => await RefuseAsync(context.HttpContext, context.Lease);
    }

    /// <summary>Answers 429, and says when to come again.</summary>
    public static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)after.TotalSeconds) : 60;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return AccessAnswers.RefuseAsync(context, StatusCodes.Status429TooManyRequests);
    }

    private static RateLimitPartition<string> Window(string who, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        who, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    // Whoever watches the service is never kept out by those who use it.
    private static string Who(HttpContext context) => AccessSchemes.IsHealth(context.Request) ? "health" : Visitor.Of(context.User) is { Id.Length: > 0 } visitor ? visitor.Id : Where(context);

    private static string Where(HttpContext context) => "address " + context.Connection.RemoteIpAddress;
}

/// <summary>How often a person or key may take out files: enough for work, too little to carry everything off unseen.</summary>
public sealed class ExportLimit : IDisposable
{
    /// <summary>Exports an hour.</summary>
    public const int AnHour = 60;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetSlidingWindowLimiter(
        who, _ => new SlidingWindowRateLimiterOptions { PermitLimit = AnHour, Window = TimeSpan.FromHours(1), SegmentsPerWindow = 12, QueueLimit = 0 }));

    /// <summary>True when one more may be taken; it then counts.</summary>
    public bool TryTake(Visitor visitor)
    {
        using var lease = Take(visitor);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    internal RateLimitLease Take(Visitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return limiter.AttemptAcquire(visitor.Id);
    }
}
