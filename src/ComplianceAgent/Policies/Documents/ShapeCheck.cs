using System.Globalization;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Checks a tree against its shape and names every fault with its place.</summary>
internal static class ShapeCheck
{
    /// <summary>Unknown keys, wrong kinds of value, bad values.</summary>
    public static void Check(YamlNode node, Shape shape, string name, FaultList faults)
    {
        if (node.IsEmpty)
        {
            // A key with nothing behind it counts as not given; Required and MayBeEmpty judge that.
            return;
        }

        switch (shape, node)
        {
            case (ScalarShape scalar, YamlScalar value):
                CheckScalar(scalar, value, faults);
                break;
            case (ListShape list, YamlSequence items):
                CheckList(list, items, name, faults);
                break;
            case (MapShape map, YamlMapping mapping):
                CheckMap(map, mapping, faults);
                break;
            case (DictionaryShape dictionary, YamlMapping mapping):
                CheckDictionary(dictionary, mapping, faults);
                break;
            case (EitherShape either, YamlScalar value):
                CheckScalar(either.Short, value, faults);
                break;
            case (EitherShape either, YamlMapping mapping):
                CheckMap(either.Long, mapping, faults);
                break;
            default:
                faults.Add(node.Mark, "policy-wrong-kind", ("key", name), ("expected", Expected(shape)), ("found", node.Kind));
                break;
        }
    }

    /// <summary>Keys that must be there: in the file itself, or once the tree is whole (after <c>extends</c>).</summary>
    public static void CheckNeeded(YamlNode node, Shape shape, Need need, FaultList faults)
    {
        switch (shape, node)
        {
            case (ListShape list, YamlSequence items):
                items.Items.ForEach(item => CheckNeeded(item, list.Item, need, faults));
                break;
            case (MapShape map, YamlMapping mapping):
                CheckNeededKeys(map, mapping, need, faults);
                break;
            case (DictionaryShape dictionary, YamlMapping mapping):
                mapping.Entries.ForEach(entry => CheckNeeded(entry.Value, dictionary.Value, need, faults));
                break;
            case (EitherShape either, YamlMapping mapping):
                CheckNeededKeys(either.Long, mapping, need, faults);
                break;
            default:
                break;
        }
    }

    private static void CheckNeededKeys(MapShape map, YamlMapping mapping, Need need, FaultList faults)
    {
        foreach (var field in map.Fields)
        {
            if (mapping.Find(field.Name) is { } value)
            {
                CheckNeeded(value, field.Shape, need, faults);
            }
            else if (field.Need == need)
            {
                faults.Add(mapping.Entry(field.Name)?.Key.Mark ?? mapping.Mark, "policy-missing-key", ("key", field.Name));
            }
        }
    }

    private static void CheckScalar(ScalarShape shape, YamlScalar value, FaultList faults)
    {
        if (Scalars.Check(shape, value.Text, value.IsPlain) is { } reason)
        {
            faults.Add(value.Mark, reason.Code, [.. reason.Parameters.Select(p => (p.Key, p.Value))]);
        }
    }

    private static void CheckList(ListShape list, YamlSequence items, string name, FaultList faults)
    {
        if (items.Items.Count == 0 && !list.MayBeEmpty)
        {
            faults.Add(items.Mark, "policy-empty-list", ("key", name));
        }

        for (var i = 0; i < items.Items.Count; i++)
        {
            var itemName = string.Create(CultureInfo.InvariantCulture, $"{name}[{i + 1}]");
            if (items.Items[i].IsEmpty)
            {
                faults.Add(items.Items[i].Mark, "policy-empty-item", ("key", itemName));
            }

            Check(items.Items[i], list.Item, itemName, faults);
        }
    }

    private static void CheckMap(MapShape map, YamlMapping mapping, FaultList faults)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (map.Find(key.Text) is { } field)
            {
                Check(value, field.Shape, field.Name, faults);
            }
            else if (Spelling.Nearest(key.Text, map.Fields.Select(f => f.Name)) is { } near)
            {
                faults.Add(key.Mark, "policy-unknown-key-near", ("key", key.Text), ("near", near));
            }
            else
            {
                faults.Add(key.Mark, "policy-unknown-key", ("key", key.Text), ("known", string.Join(", ", map.Fields.Select(f => f.Name))));
            }
        }
    }

    private static void CheckDictionary(DictionaryShape dictionary, YamlMapping mapping, FaultList faults)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            CheckScalar(dictionary.Key, key, faults);
            if (value.IsEmpty)
            {
                faults.Add(key.Mark, "policy-empty-item", ("key", key.Text));
            }

            Check(value, dictionary.Value, key.Text, faults);
        }
    }

    private static string Expected(Shape shape) => shape switch
    {
        ScalarShape => "a single value",
        ListShape => "a list",
        EitherShape => "a single value or keys with values",
        _ => "keys with values",
    };
}
