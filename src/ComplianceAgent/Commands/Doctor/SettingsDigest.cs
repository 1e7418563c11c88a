using System.Collections;
using System.Globalization;
using System.Reflection;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>
/// The settings that differ from what they are by themselves, as they may leave the house: switches, numbers, times and choices by value, of every text
/// only that it is set. Which is which the classes of the settings tell, so that a setting made tomorrow is right by itself.
/// </summary>
internal static class SettingsDigest
{
    private const string IsSet = "set";

    /// <summary>By name of the setting.</summary>
    /// <param name="configuration">Settings as they count.</param>
    /// <param name="sections">What describes them.</param>
    /// <param name="passedOver">Names of those that whoever asks has set for itself.</param>
    public static IReadOnlyDictionary<string, string> Of(IConfiguration configuration, IEnumerable<SettingsSection> sections, IReadOnlyCollection<string> passedOver)
    {
        var differing = sections.SelectMany(section => Walk(configuration.GetSection(section.Section), section.Options))
            .Where(pair => !passedOver.Contains(pair.Key, StringComparer.Ordinal))
            .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        return new SortedDictionary<string, string>(differing.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Walk(IConfigurationSection section, Type type)
    {
        if (IsList(type))
        {
            var element = type.GetInterfaces().Append(type).First(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
            return section.GetChildren().SelectMany((entry, index) => Entry(entry, element, string.Create(CultureInfo.InvariantCulture, $"{section.Path}:{index}")));
        }

        var defaults = Activator.CreateInstance(type)!;
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .SelectMany(property => Of(section.GetSection(property.Name), property, defaults, section.Path + ":" + property.Name));
    }

    // A list's own keys are numbers, whatever somebody wrote there.
    private static IEnumerable<KeyValuePair<string, string>> Entry(IConfigurationSection entry, Type element, string path) => IsGroup(element)
        ? Walk(entry, element).Select(pair => KeyValuePair.Create(path + pair.Key[entry.Path.Length..], pair.Value))
        : [KeyValuePair.Create(path, IsSet)];

    private static IEnumerable<KeyValuePair<string, string>> Of(IConfigurationSection setting, PropertyInfo property, object defaults, string path)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (IsList(type) || IsGroup(type))
        {
            return Walk(setting, type);
        }

        if (string.IsNullOrEmpty(setting.Value) || string.Equals(setting.Value, Text(property.GetValue(defaults)), StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        return [KeyValuePair.Create(path, IsPlain(type) ? setting.Value : IsSet)];
    }

    private static bool IsList(Type type) => typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string);

    private static bool IsGroup(Type type) => type.IsClass && type != typeof(string);

    // The shape was checked at the start, so a value of these types is what its type says.
    private static bool IsPlain(Type type) => type.IsEnum || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(TimeSpan);

    private static string Text(object? value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
}
