using System.Collections.Immutable;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Tickets;

/// <summary>
/// What units have of their own, by device category: a YAML file with a mapping of categories, each with <c>queue</c> and <c>language</c>, either left out for the general one.
/// </summary>
public sealed class TicketUnits
{
    private readonly ImmutableDictionary<string, TicketUnit> units;
    private readonly TicketUnit otherwise;

    private TicketUnits(ImmutableDictionary<string, TicketUnit> units, TicketUnit otherwise) => (this.units, this.otherwise) = (units, otherwise);

    /// <summary>The unit of a category; null when it has none of its own.</summary>
    public TicketUnit? Find(string category) => units.GetValueOrDefault(category.Trim());

    /// <summary>The unit of a category; the general one when it has none.</summary>
    public TicketUnit Of(string category) => units.GetValueOrDefault(category.Trim(), otherwise);

    /// <summary>Reads the file that the settings name.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="faults">What is wrong with it, each with its line; the units that are good count all the same.</param>
    public static TicketUnits Read(TicketOptions options, out IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(options);
        var otherwise = new TicketUnit("", options.Language);
        var list = new List<string>();
        faults = list;
        if (options.UnitFile.Length == 0)
        {
            return new TicketUnits(ImmutableDictionary<string, TicketUnit>.Empty, otherwise);
        }

        try
        {
            return new TicketUnits(Parse(options.UnitFile, File.ReadAllBytes(options.UnitFile), otherwise, list), otherwise);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            list.Add($"Tickets:UnitFile: {options.UnitFile} cannot be read. {unreadable.Message}");
            return new TicketUnits(ImmutableDictionary<string, TicketUnit>.Empty, otherwise);
        }
    }

    private static ImmutableDictionary<string, TicketUnit> Parse(string file, byte[] bytes, TicketUnit otherwise, List<string> faults)
    {
        var found = new FaultList();
        var document = YamlReader.Read(file, bytes, found);
        faults.AddRange(found.Items.Where(fault => !fault.IsWarning).Select(fault => fault.ToString()));
        var units = ImmutableDictionary.CreateBuilder<string, TicketUnit>(StringComparer.OrdinalIgnoreCase);
        if (faults.Count == 0 && document.Root is not YamlMapping)
        {
            faults.Add($"{file}: write a device category on each line, with its queue and language beneath.");
        }

        foreach (var entry in (document.Root as YamlMapping)?.Entries ?? [])
        {
            units[entry.Key.Text.Trim()] = Unit(file, entry.Value, otherwise, faults);
        }

        return units.ToImmutable();
    }

    private static TicketUnit Unit(string file, YamlNode node, TicketUnit otherwise, List<string> faults)
    {
        if (node is not YamlMapping mapping)
        {
            faults.Add(At(file, node.Mark, "a category has queue and language beneath it."));
            return otherwise;
        }

        var unit = otherwise;
        foreach (var entry in mapping.Entries)
        {
            var text = (entry.Value as YamlScalar)?.Text ?? "";
            switch (entry.Key.Text)
            {
                case "queue" when text.Length > 0:
                    unit = unit with { Queue = text };
                    break;
                case "language" when text.Split('+') is { Length: 1 or 2 } parts && parts.All(part => part is "en" or "fr" or "nl" or "de"):
                    unit = unit with { Language = text };
                    break;
                case "language":
                    faults.Add(At(file, entry.Key.Mark, $"\"{text}\" is no language; write en, fr, nl, de, or two such as nl+fr."));
                    break;
                default:
                    faults.Add(At(file, entry.Key.Mark, $"\"{entry.Key.Text}\" means nothing here, or is empty; a category has queue and language."));
                    break;
            }
        }

        return unit;
    }

    private static string At(string file, Mark mark, string what) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}({mark.Line},{mark.Column}): {what}");
}
