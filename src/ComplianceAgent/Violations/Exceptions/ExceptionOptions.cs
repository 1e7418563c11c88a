using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;
using ComplianceAgent.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>Settings of the section <c>Exceptions</c>.</summary>
public sealed class ExceptionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Exceptions";

    /// <summary>Register of exceptions (YAML); empty for none.</summary>
    public string Register { get; set; } = "";

    /// <summary>True to let exceptions name Entra groups, whose members each scan then reads; needs the application permission <c>GroupMember.Read.All</c>.</summary>
    public bool ReadGroups { get; set; }

    /// <summary>Days before its end from which an exception is warned of.</summary>
    [Range(0, 365, ErrorMessage = "Exceptions:WarnDays must be between 0 and 365.")]
    public int WarnDays { get; set; } = 14;
}

/// <summary>Registers the exceptions.</summary>
public static class ExceptionServices
{
    /// <summary>Adds the settings and the register, loaded and watched from the first time it is asked for.</summary>
    public static IServiceCollection AddExceptions(this IServiceCollection services)
    {
        services.AddSettings<ExceptionOptions>(ExceptionOptions.Section);
        services.AddSingleton(provider => RegisterMonitor.Start(
            provider.GetRequiredService<IOptions<ExceptionOptions>>().Value.Register,
            new RegisterKind(OfTenant: false, provider.GetRequiredService<IOptions<ExceptionOptions>>().Value.ReadGroups),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PoliciesOptions>>().Value.ReloadEvery,
            provider.GetRequiredService<ILogger<RegisterMonitor>>()));
        return services;
    }
}
