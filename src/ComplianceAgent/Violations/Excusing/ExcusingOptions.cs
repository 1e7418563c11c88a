using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>Settings of the section <c>Excusing</c>.</summary>
public sealed class ExcusingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Excusing";

    /// <summary>How many people it takes to excuse violations without an exception: 2, or 1, which every report then says.</summary>
    [Range(1, 2, ErrorMessage = "Excusing:Persons must be 1 or 2 (2: a second account approves what frees violations without a removal).")]
    public int Persons { get; set; } = 2;
}

/// <summary>Registers the rule for excusing acts.</summary>
public static class ExcusingServices
{
    /// <summary>Adds the settings.</summary>
    public static IServiceCollection AddExcusing(this IServiceCollection services)
    {
        services.AddSettings<ExcusingOptions>(ExcusingOptions.Section);
        return services;
    }
}
