using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace ComplianceAgent.Hosting;

/// <summary>
/// Compares what is set with the classes that describe it: every unknown name and every value of the wrong kind at once, each by its
/// full name. The binder stops at the first, and names the class instead of the setting.
/// </summary>
internal static class SettingsShape
{
    /// <summary>One message a fault.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration, IReadOnlyCollection<SettingsSection> sections) =>
        sections.SelectMany(section => Faults(configuration.GetSection(section.Section), section.Options, sections));

    /// <summary>One message a fault of one section; <paramref name="sections"/> are sections of their own within it.</summary>
    public static IEnumerable<string> Faults(IConfigurationSection section, Type type, IReadOnlyCollection<SettingsSection> sections) =>
        ElementOf(type) is { } element ? OfList(section, element, sections)
        : IsGroup(type) ? OfGroup(section, type, sections)
        : OfValue(section, type);

    private static IEnumerable<string> OfList(IConfigurationSection section, Type element, IReadOnlyCollection<SettingsSection> sections) =>
        string.IsNullOrEmpty(section.Value)
            ? section.GetChildren().SelectMany(child => Faults(child, element, sections))
            : [$"{section.Path}: is a list. Write {section.Path}:0 for its first entry."];

    private static IEnumerable<string> OfGroup(IConfigurationSection section, Type type, IReadOnlyCollection<SettingsSection> sections)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            return [$"{section.Path}: is a group of settings, not a value. It has: {string.Join(", ", NamesOf(section.Path, type, sections))}."];
        }

        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren()
            .Where(child => !sections.Any(other => IsWithin(other.Section, child.Path)))
            .SelectMany(child => members.TryGetValue(child.Key, out var property)
                ? Faults(child, property.PropertyType, sections)
                : [$"{child.Path}: there is no such setting. {section.Path} has: {string.Join(", ", NamesOf(section.Path, type, sections))}."]);
    }

    private static IEnumerable<string> OfValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            return [$"{section.Path}: takes one value, not a group or a list."];
        }

        var target = Nullable.GetUnderlyingType(type) ?? type;
        return section.Value is null || (section.Value.Length == 0 && target != type) || CanBe(section.Value, target)
            ? []
            : [$"{section.Path}: \"{section.Value}\" is not {Describe(target)}."];
    }

    private static bool CanBe(string text, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number (write the decimal sign as a point)",
        _ when type == typeof(TimeSpan) => "a length of time such as 00:00:10",
        _ => $"a {type.Name}",
    };

    private static Type? ElementOf(Type type) => type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable))
        ? null
        : type.GetInterfaces().Append(type).First(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];

    private static bool IsGroup(Type type) => type.IsClass && type != typeof(string);

    private static bool IsSetting(PropertyInfo property) => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0;

    private static bool IsWithin(string section, string path) =>
        section.Equals(path, StringComparison.OrdinalIgnoreCase) || section.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> NamesOf(string path, Type type, IEnumerable<SettingsSection> sections) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).Select(property => property.Name)
        .Concat(sections.Where(other => other.Section.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase)).Select(other => other.Section[(path.Length + 1)..]));
}
