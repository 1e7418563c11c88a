using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Hosting;

/// <summary>A setting that cannot be used. The message names it, says what is wrong and what to do.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Every section the agent reads, with the class that describes it: the one list that binding, checks and documents go by.</summary>
/// <param name="Section">Section name.</param>
/// <param name="Options">Options class.</param>
internal sealed record SettingsSection(string Section, Type Options);

/// <summary>Registers sections so that a wrong value, type or key stops the start with one message.</summary>
internal static class SettingsRegistration
{
    /// <summary>Binds a section to its class; unknown keys are refused, ranges checked at start.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        if (!services.Any(service => service.ImplementationInstance is SettingsSection known && known.Section == section))
        {
            services.AddSingleton(new SettingsSection(section, typeof(T)));
        }

        services.AddSingleton<IValidateOptions<T>, AnnotatedRanges<T>>();
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>The ranges given as attributes; each attribute's own sentence is the whole message.</summary>
    private sealed class AnnotatedRanges<T> : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(faults.Select(fault => fault.ErrorMessage ?? "a setting is out of its range."));
        }
    }
}

/// <summary>Checks the whole configuration against the registered sections before anything starts.</summary>
internal static class SettingsCheck
{
    // Serilog reads its own section; the rest is what hosts leave in a configuration.
    private static readonly string[] ReadByOthers = ["Serilog", "applicationName", "contentRoot", "environment", "urls", "AllowedHosts"];

    /// <summary>Checks names, kinds and paths, before anything is built from them. Throws one <see cref="SettingsException"/> that lists every fault.</summary>
    public static void CheckShape(IServiceCollection services, IConfiguration configuration)
    {
        SettingsSection[] sections = [.. services.Select(service => service.ImplementationInstance).OfType<SettingsSection>()];
        Refuse([.. UnknownSections(configuration, sections), .. SettingsShape.Faults(configuration, sections), .. PathSettings.Faults(configuration)]);
    }

    /// <summary>Checks ranges and what hangs together. Throws one <see cref="SettingsException"/> that lists every fault found.</summary>
    public static void CheckValues(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException refused)
        {
            Refuse([.. refused.Failures]);
        }
        catch (AggregateException many)
        {
            Refuse([.. many.Flatten().InnerExceptions.SelectMany(Messages)]);
        }
    }

    private static void Refuse(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, faults.Distinct(StringComparer.Ordinal)));
        }
    }

    private static IEnumerable<string> UnknownSections(IConfiguration configuration, SettingsSection[] sections)
    {
        var known = sections.Select(section => section.Section.Split(':')[0]).Concat(ReadByOthers).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetChildren()
            .Where(child => !known.Contains(child.Key))
            .Select(child => string.Create(CultureInfo.InvariantCulture, $"{child.Key}: there is no such setting. Known sections: {string.Join(", ", known.Except(ReadByOthers).Order(StringComparer.Ordinal))}."));
    }

    private static IEnumerable<string> Messages(Exception exception) => exception is OptionsValidationException refused ? refused.Failures : [exception.Message];
}
