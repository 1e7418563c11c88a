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
        Register<T>(services, section);
        return services.AddOptions<T>()
            .BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
    }

    /// <summary>The same for a section that holds other sections: the binder cannot tell those from unknown keys, so <see cref="SettingsCheck"/> does.</summary>
    public static OptionsBuilder<T> AddSettingsWithSubsections<T>(this IServiceCollection services, string section)
        where T : class
    {
        Register<T>(services, section);
        return services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
    }

    private static void Register<T>(IServiceCollection services, string section)
    {
        if (!services.Any(service => service.ImplementationInstance is SettingsSection known && known.Section == section))
        {
            services.AddSingleton(new SettingsSection(section, typeof(T)));
        }
    }
}

/// <summary>Checks the whole configuration against the registered sections before anything starts.</summary>
internal static class SettingsCheck
{
    // Serilog reads its own section; the rest is what hosts leave in a configuration.
    private static readonly string[] ReadByOthers = ["Serilog", "applicationName", "contentRoot", "environment", "urls", "AllowedHosts"];

    /// <summary>Throws one <see cref="SettingsException"/> that lists every fault found.</summary>
    public static void Check(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var configuration = services.GetRequiredService<IConfiguration>();
        var sections = services.GetServices<SettingsSection>().ToArray();
        List<string> faults = [.. UnknownSections(configuration, sections), .. UnknownBesideSubsections(configuration, sections), .. PathSettings.Faults(configuration)];
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException refused)
        {
            faults.AddRange(Messages(refused));
        }
        catch (AggregateException many)
        {
            faults.AddRange(many.Flatten().InnerExceptions.SelectMany(Messages));
        }
        catch (InvalidOperationException wrongType)
        {
            faults.AddRange(Messages(wrongType));
        }

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

    private static IEnumerable<string> UnknownBesideSubsections(IConfiguration configuration, SettingsSection[] sections) =>
        from parent in sections
        let subsections = sections.Where(other => other.Section.StartsWith(parent.Section + ":", StringComparison.Ordinal)).Select(other => other.Section.Split(':')[^1]).ToArray()
        where subsections.Length > 0
        let known = parent.Options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Concat(subsections).ToArray()
        from child in configuration.GetSection(parent.Section).GetChildren()
        where !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        select $"{parent.Section}:{child.Key}: there is no such setting. Known: {string.Join(", ", known)}.";

    private static IEnumerable<string> Messages(Exception exception) => exception switch
    {
        OptionsValidationException refused => refused.Failures.Select(Ours),
        // "Failed to convert configuration value 'abc' at 'Scan:MaxShrink' to type 'System.Double'." names the setting already.
        InvalidOperationException { InnerException: { } inner } wrongType when inner is FormatException or ArgumentException => [wrongType.Message],
        _ => [exception.Message],
    };

    /// <summary>Our own sentence names the setting and its range; the framework's wrapping around it names classes.</summary>
    private static string Ours(string failure)
    {
        const string Lead = "with the error: '";
        var at = failure.IndexOf(Lead, StringComparison.Ordinal);
        return at >= 0 && failure.EndsWith("'.", StringComparison.Ordinal) ? failure[(at + Lead.Length)..^2] : failure;
    }
}
