using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;
using IntuneSimulator.Shapes;
using IntuneSimulator.Tenants;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IntuneSimulator;

/// <summary>
/// A running simulator: an Intune tenant that speaks the part of Microsoft Graph v1.0 that an inventory agent uses, on 127.0.0.1 only.
/// Three listeners: Graph, the blob host of downloads, and a canary that nobody should ever ask.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private const string ListenerKey = "simulator-listener";
    private readonly Addresses addresses = new();
    private readonly List<ListenOptions> listeners = [];
    private readonly WebApplication app;
    private readonly TenantView view;
    private readonly string folder;
    private readonly X509Certificate2? certificate;

    private SimulatorHost(SimulatorOptions options)
    {
        Options = options;
        Clock = new SimulatorClock(options.Now);
        var model = options.Tenant ?? new GeneratedTenant(options);
        if (model is ScriptedTenant scripted)
        {
            scripted.Clock = Clock;
        }

        Tenant = options.Shape is { } shape ? new ShapedTenant(model, shape) : model;

        folder = Directory.CreateTempSubdirectory("intune-simulator-").FullName;
        certificate = options.Https ? SelfSigned() : null;
        addresses.NamesCloud = options.NamesCloud;
        addresses.Scheme = options.Https ? "https" : "http";
        view = new TenantView(Tenant, Clock, Faults);
        app = Build();
    }

    /// <summary>What it was started with.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The tenant's time.</summary>
    public SimulatorClock Clock { get; }

    /// <summary>The tenant.</summary>
    public ITenantModel Tenant { get; }

    /// <summary>Faults in force.</summary>
    public FaultSet Faults { get; } = new();

    /// <summary>Entra groups; there are none until a test sets some.</summary>
    public GroupBook Groups { get; } = new();

    /// <summary>Requests that came in.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Root of the Graph and token endpoints, without a path.</summary>
    public Uri BaseAddress => new(addresses.GraphListener);

    /// <summary>Root of the downloads.</summary>
    public Uri BlobAddress => new(addresses.BlobListener);

    /// <summary>Root of the listener that nobody should ever ask.</summary>
    public Uri CanaryAddress => new(addresses.Canary);

    /// <summary>The certificate of an https simulator, for a client that is to trust it.</summary>
    public X509Certificate2? Certificate => certificate;

    /// <summary>How far the clock of the server is from the tenant's time, as replies of Graph tell it.</summary>
    public TimeSpan DateAhead { get; set; }

    /// <summary>The tenant's time now.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Which banned products the inventory shows now, and on which devices.</summary>
    public IEnumerable<ExpectedFinding> ExpectedFindings => Tenant.Findings(Now);

    /// <summary>Starts one; it listens when this returns.</summary>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var host = new SimulatorHost(options ?? new SimulatorOptions());
        try
        {
            await host.app.StartAsync(cancellationToken);
            host.TakePorts();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the tenant's time on; gives the new time.</summary>
    public DateTimeOffset Advance(TimeSpan by) => Clock.Advance(by);

    /// <summary>Runs until it is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        view.Dispose();
        certificate?.Dispose();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = [], ApplicationName = "intune-simulator", ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, Options.Port, SimulatorListener.Graph);
            Listen(kestrel, 0, SimulatorListener.Blob);
            Listen(kestrel, 0, SimulatorListener.Canary);
        });
        var built = builder.Build();
        Map(built);
        return built;
    }

    private void Listen(KestrelServerOptions kestrel, int port, SimulatorListener listener) => kestrel.Listen(IPAddress.Loopback, port, listen =>
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Items[ListenerKey] = listener;
            return next(connection);
        });
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }

        listeners.Add(listen);
    });

    private void Map(WebApplication built)
    {
        var tokens = new TokenService(Options);
        var jobs = new ExportJobs(Options, view, Faults, addresses, folder);
        var blob = new BlobEndpoint(jobs, Faults, addresses);
        var replies = new FaultReplies(Faults, addresses);
        built.Use(next => http =>
        {
            var listener = (SimulatorListener)http.Features.Get<IConnectionItemsFeature>()!.Items[ListenerKey]!;
            if (!http.Request.Path.StartsWithSegments("/simulator", StringComparison.Ordinal))
            {
                Requests.Add(http.Request, listener);
            }

            return listener switch
            {
                SimulatorListener.Blob => blob.AnswerAsync(http),
                SimulatorListener.Canary => CanaryEndpoint.AnswerAsync(http),
                _ => AnswerGraphAsync(http, next, tokens, replies),
            };
        });
        built.UseRouting();
        IEndpointRouteBuilder routes = built;
        routes.MapPost("/{tenant}/oauth2/v2.0/token", tokens.AnswerAsync);
        new GraphEndpoints(view, new PageWriter(Options, Faults, addresses), Faults).Map(routes);
        new GroupEndpoints(Groups, new PageWriter(Options, Faults, addresses), Options).Map(routes);
        jobs.Map(routes);
        new ControlEndpoints(Clock, Faults, Requests, Tenant, addresses).Map(routes);
        routes.MapFallback(http => Replies.WriteErrorAsync(http, 400, "BadRequest", $"Resource not found for the segment '{http.Request.Path}'."));
    }

    private async Task AnswerGraphAsync(HttpContext http, RequestDelegate next, TokenService tokens, FaultReplies replies)
    {
        http.Response.Headers.Date = (Now + DateAhead).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var isControl = http.Request.Path.StartsWithSegments("/simulator", StringComparison.Ordinal);
        if (!isControl && await replies.TryAsync(http))
        {
            return;
        }

        if (http.Request.Path.StartsWithSegments("/v1.0", StringComparison.Ordinal) && !tokens.IsValid(http.Request.Headers.Authorization))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"\"";
            await Replies.WriteErrorAsync(http, 401, "InvalidAuthenticationToken", "Access token is empty or not valid here.");
            return;
        }

        await next(http);
    }

    private void TakePorts()
    {
        addresses.GraphPort = listeners[0].IPEndPoint!.Port;
        addresses.BlobPort = listeners[1].IPEndPoint!.Port;
        addresses.CanaryPort = listeners[2].IPEndPoint!.Port;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SIMULATED Intune", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
