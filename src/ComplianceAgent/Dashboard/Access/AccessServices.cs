using System.Net;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Dashboard.Api;
using ComplianceAgent.Hosting;
using ComplianceAgent.Scanning.Figures;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Violations.Reviews;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Registers who gets in, and puts the checks in their order.</summary>
public static class AccessServices
{
    /// <summary>Adds the settings and the keys of machines, for every verb.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSettings<DashboardOptions>(DashboardOptions.Section);
        services.AddSingleton<ApiKeys>();
        return services;
    }

    /// <summary>Adds sign-in, sessions, roles and limits, for the service alone.</summary>
    public static IServiceCollection AddDashboardAccess(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var options = configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new DashboardOptions();
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardRules>();
        Watch(services, "dashboard", options.Certificate);
        Watch(services, "sign_in", options.SignIn.ClientCertificate);
        if (!options.Enabled)
        {
            return services;
        }

        services.AddOutgoing();
        services.AddSingleton<LocalSignIn>();
        services.AddSingleton<ExportLimit>();
        AddActs(services);
        AddDirectory(services);
        AddAuthentication(services, options);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, LiveSession>();
        services.AddRateLimiter(RateLimits.Configure);
        services.AddAntiforgery(antiforgery => Antiforgery(antiforgery, options.SignIn.IsOn));
        services.AddProblemDetails();
        services.AddDashboardApi();
        AddKeyRing(services, isSealed: options.KeyProtection.Length > 0);
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, options.TrustedProxies));
        services.Configure<KestrelServerOptions>(kestrel => Serve(kestrel, options));
        return services;
    }

    /// <summary>Puts the checks in their order; pages and endpoints are mapped after it.</summary>
    public static WebApplication UseDashboardAccess(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.Services.GetRequiredService<IOptions<DashboardOptions>>().Value;
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.Use(async (context, next) =>
        {
            SecurityHeaders.Set(context);
            if (!AccessSchemes.IsHealth(context.Request) && ((options.SignIn.IsOn ? null : LocalOnly.FaultOf(context.Request)) ?? RequestOrigin.FaultOf(context)) is { } fault)
            {
                await AccessAnswers.RefuseAsync(context, options.SignIn.IsOn || RequestOrigin.FaultOf(context) is not null ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, fault);
                return;
            }

            await next(context);
        });
        app.UseWhen(context => AccessSchemes.IsApi(context.Request), api => api.UseStatusCodePages());
        app.UseExceptionHandler(handler => handler.Run(context => AccessAnswers.RefuseAsync(context, StatusCodes.Status500InternalServerError, AccessAnswers.English["Something went wrong; the agent's log has it."])));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapDashboardApi();
        return app;
    }

    /// <summary>The end of a certificate is a metric, and so an alert before it is a fault.</summary>
    private static void Watch(IServiceCollection services, string use, string file)
    {
        if (file.Length > 0)
        {
            services.AddSingleton(new OwnCertificate(use, () => EndOf(file)));
        }
    }

    private static DateTimeOffset? EndOf(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(File.ReadAllBytes(file));
            return new DateTimeOffset(certificate.NotAfter);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static void AddActs(IServiceCollection services)
    {
        services.AddSingleton<ActGate>();
        services.AddSingleton<ReviewActs>();
        services.AddSingleton<ExcuseActs>();
        services.AddSingleton<ExceptionActs>();
        services.AddSingleton<ReleaseActs>();
        services.AddSingleton<TicketActs>();
        services.AddSingleton<ScanActs>();
        services.AddSingleton<ScanProgressFeed>();
    }

    private static void AddDirectory(IServiceCollection services)
    {
        services.AddSingleton(provider => new DirectoryTokens(
            provider.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>, provider.GetRequiredService<IOptions<DashboardOptions>>(), provider.GetRequiredService<SecretReader>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DirectorySessions>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookies>();
    }

    private static void AddAuthentication(IServiceCollection services, DashboardOptions options)
    {
        var authentication = services.AddAuthentication(AccessSchemes.Any)
            .AddPolicyScheme(AccessSchemes.Any, displayName: null, any => any.ForwardDefaultSelector = context => AccessSchemes.BringsKey(context.Request) ? AccessSchemes.Key : AccessSchemes.Session)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(AccessSchemes.Key, displayName: null, _ => { })
            .AddCookie(AccessSchemes.Session);
        if (options is { Enabled: true, SignIn.IsOn: true })
        {
            DirectorySignIn.Add(authentication, options.SignIn);
        }
    }

    private static void Antiforgery(Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions antiforgery, bool isDirectory)
    {
        antiforgery.HeaderName = "X-XSRF-TOKEN";
        antiforgery.Cookie.Name = isDirectory ? "__Host-compliance-agent.xsrf" : "compliance-agent.xsrf";
        antiforgery.Cookie.SecurePolicy = isDirectory ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        antiforgery.Cookie.Path = "/";
        antiforgery.SuppressXFrameOptionsHeader = true;
    }

    private static void AddKeyRing(IServiceCollection services, bool isSealed)
    {
        services.AddSingleton<SealingKey>();
        services.AddSingleton<StoredKeyRing>();
        services.AddDataProtection().SetApplicationName("compliance-agent");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(management =>
        {
            management.XmlRepository = provider.GetRequiredService<StoredKeyRing>();
            // The framework asks for this before the secret has been read; it seals nothing before.
            management.XmlEncryptor = isSealed ? new KeySealer(provider.GetRequiredService<SealingKey>()) : null;
        }));
        services.AddHostedService<AccessStartup>();
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IEnumerable<string> proxies)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        }
    }

    private static void Serve(KestrelServerOptions kestrel, DashboardOptions options)
    {
        kestrel.AddServerHeader = false;
        if (options.Certificate.Length == 0)
        {
            return;
        }

        var services = kestrel.ApplicationServices;
        var certificate = new ServedCertificate(
            options.Certificate, options.CertificateKey, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ServedCertificate>>());
        kestrel.ConfigureHttpsDefaults(https =>
        {
            // The server asks for one before it listens; each connection gets the one of its moment.
            https.ServerCertificate = certificate.Current.TargetCertificate;
            https.OnAuthenticate = (_, connection) => connection.ServerCertificateContext = certificate.Current;
        });
    }
}
