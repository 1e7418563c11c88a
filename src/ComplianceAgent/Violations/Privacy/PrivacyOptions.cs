using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>How long personal data is kept; section <c>Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Privacy";

    /// <summary>Months after its end that the personal data of a case is kept.</summary>
    [Range(1, 1200, ErrorMessage = "Privacy:RetainMonths must be between 1 and 1200.")]
    public int RetainMonths { get; set; } = 13;

    /// <summary>Months that dated report files are kept.</summary>
    [Range(1, 1200, ErrorMessage = "Privacy:RetainReportMonths must be between 1 and 1200.")]
    public int RetainReportMonths { get; set; } = 13;
}

/// <summary>Registers the settings.</summary>
public static class PrivacyServices
{
    /// <summary>Adds the section <c>Privacy</c>.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSettings<PrivacyOptions>(PrivacyOptions.Section);
        return services;
    }
}
