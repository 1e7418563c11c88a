using ComplianceAgent.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Microsoft.Graph;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// The three named clients. Graph: the SDK's own handlers without its retry and redirects, then one resilience pipeline a tenant,
/// then the guards. Storage and sign-in: bare, without credentials, cookies, redirects or logs that would hold an address.
/// </summary>
internal static class GraphPipeline
{
    public const string Graph = "intune-graph";
    public const string Storage = "intune-export-storage";
    public const string SignIn = "intune-sign-in";

    public static void AddClients(IServiceCollection services)
    {
        services.TryAddTransient<ReplyGuardHandler>();
        services.TryAddTransient<AuthorityGuardHandler>();
        AddGraph(services);
        foreach (var bare in (string[])[Storage, SignIn])
        {
            services.AddHttpClient(bare, http => http.Timeout = Timeout.InfiniteTimeSpan)
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(() => Connections(System.Net.DecompressionMethods.None))
                .RemoveAllLoggers();
        }
    }

    // Order is behaviour: what is added first is outermost.
    private static void AddGraph(IServiceCollection services)
    {
        var graph = services.AddHttpClient(Graph)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => Connections(System.Net.DecompressionMethods.All))
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => AddSdkHandlers(handlers));
        graph.AddResilienceHandler("graph", (builder, context) => Configure(
                builder,
                context.ServiceProvider.GetRequiredService<IOptions<GraphOptions>>().Value,
                context.ServiceProvider.GetRequiredService<TimeProvider>()))
            .SelectPipelineBy(_ => request => TenantTraffic.Of(request)?.Tenant ?? "");
        graph.AddHttpMessageHandler<ReplyGuardHandler>().AddHttpMessageHandler<AuthorityGuardHandler>();
    }

    private static void AddSdkHandlers(IList<DelegatingHandler> handlers)
    {
        foreach (var handler in GraphClientFactory.CreateDefaultHandlers())
        {
            if (handler is not (RetryHandler or RedirectHandler))
            {
                handlers.Add(handler);
            }
        }
    }

    private static SocketsHttpHandler Connections(System.Net.DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = AddressRace.ConnectAsync,
    };

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, GraphOptions options, TimeProvider clock)
    {
        builder.TimeProvider = clock;
        builder.AddTimeout(options.TotalTimeout);
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(Retry(options, clock));
        }

        // Each try counts against Intune's limits and against the breaker, so both stand inside the retry.
        builder.AddRateLimiter(new RequestPace(options.RequestsPerSecond, clock))
            .AddCircuitBreaker(Breaker(options))
            .AddTimeout(options.AttemptTimeout);
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(GraphOptions options, TimeProvider clock) => new()
    {
        MaxRetryAttempts = options.MaxRetries,
        ShouldHandle = args => ValueTask.FromResult(
            !args.Context.CancellationToken.IsCancellationRequested && RetryRules.IsTransient(args.Outcome.Result, args.Outcome.Exception)),
        DelayGenerator = args =>
        {
            var asked = (args.Outcome.Exception as BrokenCircuitException)?.RetryAfter ?? RetryRules.RetryAfter(args.Outcome.Result, clock.GetUtcNow());
            return ValueTask.FromResult<TimeSpan?>(RetryRules.Delay(args.AttemptNumber, asked, options, Random.Shared.NextDouble()));
        },
        OnRetry = args =>
        {
            TenantTraffic.Of(args.Context.GetRequestMessage())?.CountRetry(args.Outcome.Result is { StatusCode: System.Net.HttpStatusCode.TooManyRequests }, args.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(GraphOptions options) => new()
    {
        FailureRatio = 0.9,
        MinimumThroughput = 20,
        SamplingDuration = TimeSpan.FromMinutes(2),
        BreakDuration = TimeSpan.FromSeconds(options.CircuitBreakSeconds),
        ShouldHandle = args => ValueTask.FromResult(RetryRules.IsOutage(args.Outcome.Result, args.Outcome.Exception)),
    };
}
