using System.Globalization;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Scanning.Scheduling;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>One file of the folder, as its bytes were at one moment.</summary>
/// <param name="Path">Whole path.</param>
/// <param name="Bytes">Content; null when it cannot be read, and <paramref name="Fault"/> says why.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record TenantFileText(string Path, byte[]? Bytes, string? Fault)
{
    /// <summary>The name a tenant has by its file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>
/// Reads one tenant from YAML: the keys of an entry of <c>Tenants</c>, in a file of its own. Every fault at once, each with its line. Pure.
/// </summary>
internal static class TenantFile
{
    // The section that keys are bound under; messages lose it again.
    private const string Root = "T";

    /// <summary>The tenant, or what is wrong with the file.</summary>
    /// <param name="file">The tenant's file.</param>
    /// <param name="defaults">What all share, from <see cref="Keys"/>; the tenant's own keys win.</param>
    public static (TenantOptions? Tenant, IReadOnlyList<string> Faults) Read(TenantFileText file, IReadOnlyDictionary<string, string?> defaults)
    {
        var (own, marks, faults) = Keys(file);
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        var merged = new Dictionary<string, string?>(defaults, StringComparer.OrdinalIgnoreCase) { [$"{Root}:Name"] = file.Name };
        // A list of the tenant's own takes the place of the shared one, it is not laid over it entry by entry.
        foreach (var list in own.Keys.Where(key => int.TryParse(key[(key.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture, out _)).Select(Parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var shared in merged.Keys.Where(key => Parent(key).Equals(list, StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                merged.Remove(shared);
            }
        }

        foreach (var (key, value) in own)
        {
            merged[key] = value;
        }

        var section = new ConfigurationBuilder().AddInMemoryCollection(merged).Build().GetSection(Root);
        var wrong = SettingsShape.Faults(section, typeof(TenantOptions), []).ToList();
        if (wrong.Count == 0)
        {
            var tenant = section.Get<TenantOptions>()!;
            wrong = [.. TenantRules.Check(tenant, Root), .. ScheduleRules.Check(tenant.Schedule, Root)];
            if (wrong.Count == 0)
            {
                return (tenant, []);
            }
        }

        return (null, [.. wrong.Select(fault => Placed(file, fault, marks))]);
    }

    /// <summary>The keys of a file as settings, with their places.</summary>
    public static (IReadOnlyDictionary<string, string?> Keys, IReadOnlyDictionary<string, Mark> Marks, IReadOnlyList<string> Faults) Keys(TenantFileText file)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var marks = new Dictionary<string, Mark>(StringComparer.OrdinalIgnoreCase);
        if (file.Bytes is not { } bytes)
        {
            return (keys, marks, [file.Fault!]);
        }

        if (bytes.All(static letter => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            // The file's name alone may be enough, with what all share.
            return (keys, marks, []);
        }

        var faults = new FaultList();
        var document = YamlReader.Read(file.Path, bytes, faults);
        if (document.Root is { } root)
        {
            Flatten(root, Root, keys, marks);
        }

        return (keys, marks, [.. faults.Items.Where(fault => !fault.IsWarning).Select(fault => fault.ToString())]);
    }

    private static void Flatten(YamlNode node, string path, Dictionary<string, string?> keys, Dictionary<string, Mark> marks)
    {
        marks.TryAdd(path, node.Mark);
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries.Where(entry => !entry.Value.IsEmpty))
                {
                    marks[$"{path}:{entry.Key.Text}"] = entry.Key.Mark;
                    Flatten(entry.Value, $"{path}:{entry.Key.Text}", keys, marks);
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Flatten(sequence.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}:{i}"), keys, marks);
                }

                break;
            case YamlScalar scalar:
                keys[path] = scalar.Text;
                break;
        }
    }

    private static string Parent(string key) => key.LastIndexOf(':') is > 0 and var at ? key[..at] : key;

    /// <summary>Names the line of the key that a fault speaks of, or the beginning of the file when the key is missing or shared.</summary>
    private static string Placed(TenantFileText file, string fault, IReadOnlyDictionary<string, Mark> marks)
    {
        var at = marks.Keys.Where(key => fault.Contains(key, StringComparison.OrdinalIgnoreCase)).MaxBy(key => key.Length);
        var (line, column) = at is null ? (1, 1) : (marks[at].Line, marks[at].Column);
        var text = fault.Replace(Root + ":", "", StringComparison.Ordinal).Replace(Root + " has:", "A tenant has:", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Path}({line},{column}): {text}");
    }
}
