namespace ComplianceAgent.Tickets.Trackers;

/// <summary>A field that the customer wants in every ticket, as a setting names it: <c>NAME=VALUE</c>.</summary>
/// <param name="Name">Name or id of the field.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct FieldSetting(string Name, string Value)
{
    /// <summary>The fields of a list of lines; what cannot be read is left out, see <see cref="Faults"/>.</summary>
    public static IEnumerable<FieldSetting> Of(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.Select(Read).OfType<FieldSetting>();
    }

    /// <summary>What is wrong with the lines.</summary>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="lines">Its value.</param>
    /// <param name="ours">Fields that the agent sets itself.</param>
    public static IEnumerable<string> Faults(string setting, IEnumerable<string> lines, params string[] ours)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.SelectMany((line, index) => Read(line) is not { } field ? [$"{setting}:{index}: \"{line}\" names no field. Write NAME=VALUE."]
            : ours.Contains(field.Name, StringComparer.OrdinalIgnoreCase) ? (IEnumerable<string>)[$"{setting}:{index}: {field.Name} is set by the agent itself. Take it out."]
            : []);
    }

    private static FieldSetting? Read(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && line[..at].Trim() is { Length: > 0 } name ? new FieldSetting(name, line[(at + 1)..].Trim()) : null;
}
