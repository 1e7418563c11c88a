using System.Net;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>
/// The one HTTP client for everything the agent sends to trackers, webhooks and chats: no redirects, no cookies, no logs that would hold an
/// address with a token in it, and connections to checked addresses only. Certificates are validated as the system does.
/// </summary>
internal static class OutgoingHttp
{
    /// <summary>Name of the client.</summary>
    public const string Client = "Outgoing";

    /// <summary>Adds the client, once.</summary>
    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(OutgoingConnector)))
        {
            return services;
        }

        services.AddSingleton(provider => new OutgoingConnector(Dns.GetHostAddressesAsync, provider.GetRequiredService<TimeProvider>()));
        services.AddHttpClient(Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => Connections(provider.GetRequiredService<OutgoingConnector>()))
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>A handler of its own, for the client above and for libraries that bring theirs.</summary>
    public static SocketsHttpHandler Connections(OutgoingConnector connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),

            // A reply that is given up is not read to its end to save the connection.
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        };
    }
}
