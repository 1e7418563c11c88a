using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComplianceAgent.Policies.Yaml;

/// <summary>
/// Builds the tree from parser events. YamlDotNet's deserializer stops at the first fault and its own tree at a duplicate key;
/// events give every fault at once. Containers are hung into their parent before they are filled, so that a syntax error leaves
/// all that was read before it.
/// </summary>
internal sealed class YamlTreeBuilder(string file, IParser parser, FaultList faults)
{
    /// <summary>What was read so far.</summary>
    public YamlMapping? Root { get; private set; }

    /// <summary>True when reading stopped before the end of the file.</summary>
    public bool StoppedEarly { get; private set; }

    /// <summary>Where reading stands: the end of what was read last.</summary>
    public Mark Place => parser.Current is { } last ? new(file, (int)last.End.Line, (int)last.End.Column) : new(file, 1, 1);

    /// <summary>Reads the one document of the file.</summary>
    public YamlMapping? Build()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            faults.Add(new Mark(file, 1, 1), "policy-empty-file");
            return null;
        }

        Read(depth: 1, TakeRoot);
        if (!StoppedEarly)
        {
            ReadEnd();
        }

        return Root;
    }

    private void ReadEnd()
    {
        if (!parser.TryConsume<DocumentEnd>(out _))
        {
            RefuseEvent();
        }
        else if (parser.Accept<DocumentStart>(out var second))
        {
            faults.Add(At(second), "policy-second-document");
        }
    }

    /// <summary>The parser gave something that cannot stand here, as it does for a few broken texts.</summary>
    private void RefuseEvent()
    {
        faults.Add(Place, "policy-syntax", ("problem", parser.Current is { } odd ? "this cannot stand here (" + odd.GetType().Name + ")" : "the end came too early"));
        StoppedEarly = true;
    }

    private void TakeRoot(YamlNode node)
    {
        if (node is YamlMapping root)
        {
            Root = root;
        }
        else
        {
            faults.Add(node.Mark, node.IsEmpty ? "policy-empty-file" : "policy-not-a-mapping", ("kind", node.Kind));
        }
    }

    private void Read(int depth, Action<YamlNode> attach)
    {
        switch (parser.Current)
        {
            case AnchorAlias alias:
                parser.MoveNext();
                faults.Add(At(alias), "policy-alias", ("name", alias.Value.Value));
                break;
            case Scalar scalar:
                parser.MoveNext();
                attach(ReadScalar(scalar));
                break;
            case NodeEvent container when depth > YamlReader.MaxDepth:
                faults.Add(At(container), "policy-too-deep", ("limit", YamlReader.MaxDepth.ToString(CultureInfo.InvariantCulture)));
                StoppedEarly = true;
                break;
            case SequenceStart list:
                parser.MoveNext();
                ReadList(list, depth, attach);
                break;
            case MappingStart mapping:
                parser.MoveNext();
                ReadMapping(mapping, depth, attach);
                break;
            default:
                RefuseEvent();
                break;
        }
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        RefuseDecoration(scalar);
        foreach (var c in scalar.Value.Where(YamlReader.IsForbidden).Take(1))
        {
            faults.Add(At(scalar), "policy-control-character", ("code", ((int)c).ToString("X4", CultureInfo.InvariantCulture)));
        }

        return new YamlScalar(At(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private void ReadList(SequenceStart start, int depth, Action<YamlNode> attach)
    {
        RefuseDecoration(start);
        var list = new YamlSequence(At(start));
        attach(list);
        while (!StoppedEarly && !parser.TryConsume<SequenceEnd>(out _))
        {
            Read(depth + 1, list.Items.Add);
        }
    }

    private void ReadMapping(MappingStart start, int depth, Action<YamlNode> attach)
    {
        RefuseDecoration(start);
        var mapping = new YamlMapping(At(start));
        attach(mapping);
        while (!StoppedEarly && !parser.TryConsume<MappingEnd>(out _))
        {
            ReadEntry(mapping, depth);
        }
    }

    private void ReadEntry(YamlMapping mapping, int depth)
    {
        if (parser.Current is not Scalar)
        {
            if (parser.Current is SequenceStart or MappingStart)
            {
                faults.Add(At(parser.Current), "policy-key-not-text");
            }

            // Read past both, so that what follows is judged.
            Read(depth + 1, static _ => { });
            if (!StoppedEarly)
            {
                Read(depth + 1, static _ => { });
            }

            return;
        }

        var key = ReadScalar(parser.Consume<Scalar>());
        Read(depth + 1, value => Take(mapping, new YamlEntry(key, value)));
    }

    private void Take(YamlMapping mapping, YamlEntry entry)
    {
        if (entry.Key is { Text: "<<", IsPlain: true })
        {
            faults.Add(entry.Key.Mark, "policy-merge-key");
        }
        else if (!mapping.TryAdd(entry))
        {
            var first = mapping.Entry(entry.Key.Text)!.Key.Mark.Line.ToString(CultureInfo.InvariantCulture);
            faults.Add(entry.Key.Mark, "policy-duplicate-key", ("key", entry.Key.Text), ("line", first));
        }
    }

    private void RefuseDecoration(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            faults.Add(At(node), "policy-anchor", ("name", node.Anchor.Value));
        }

        if (!node.Tag.IsEmpty)
        {
            faults.Add(At(node), "policy-tag", ("tag", node.Tag.Value));
        }
    }

    private Mark At(ParsingEvent parsingEvent) => new(file, (int)parsingEvent.Start.Line, (int)parsingEvent.Start.Column);
}
