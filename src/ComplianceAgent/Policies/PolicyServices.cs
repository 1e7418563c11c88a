using ComplianceAgent.Hosting;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Policies;

/// <summary>Registers the policies.</summary>
public static class PolicyServices
{
    /// <summary>Adds the settings (<c>Policies</c>) and the policies in force, loaded and watched from the first time they are asked for.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSettings<PoliciesOptions>(PoliciesOptions.Section);
        services.AddSingleton(provider => PolicyMonitor.Start(
            provider.GetRequiredService<IOptions<PoliciesOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PolicyMonitor>>()));
        return services;
    }
}
