using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>Registers what everything that sends shares.</summary>
internal static class OutgoingServices
{
    /// <summary>Adds the outgoing HTTP client and the reader of secrets; may be called by each feature that sends.</summary>
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOutgoingHttp();
        services.TryAddSingleton(provider => new SecretReader(
            (address, cancellationToken) => AzureVault.ReadAsync(address, provider.GetRequiredService<IHttpClientFactory>(), cancellationToken),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
