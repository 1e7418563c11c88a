using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Yaml;

/// <summary>Where something stands, so that every fault can name its place.</summary>
internal readonly record struct Mark(string File, int Line, int Column);

/// <summary>A node of the small tree that files are read into: marks kept, nothing converted.</summary>
internal abstract class YamlNode(Mark mark)
{
    public Mark Mark { get; } = mark;

    /// <summary>True for a value that was left empty (or written <c>null</c> or <c>~</c>): the key counts as not given.</summary>
    public virtual bool IsEmpty => false;

    /// <summary>What it is, in the words a fault uses.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, number, date or flag, not yet told apart.</summary>
internal sealed class YamlScalar(Mark mark, string text, bool isPlain) : YamlNode(mark)
{
    public string Text { get; } = text;

    /// <summary>False when it was quoted: a quoted <c>"true"</c> is a text.</summary>
    public bool IsPlain { get; } = isPlain;

    public override bool IsEmpty => IsPlain && Text is "" or "~" or "null";

    public override string Kind => "a single value";
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(Mark mark) : YamlNode(mark)
{
    public List<YamlNode> Items { get; } = [];

    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the file; a key stands there once.</summary>
internal sealed class YamlMapping(Mark mark) : YamlNode(mark)
{
    private readonly Dictionary<string, YamlEntry> _byKey = new(StringComparer.Ordinal);

    public List<YamlEntry> Entries { get; } = [];

    public override string Kind => "keys with values";

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(YamlEntry entry)
    {
        if (!_byKey.TryAdd(entry.Key.Text, entry))
        {
            return false;
        }

        Entries.Add(entry);
        return true;
    }

    /// <summary>The value of a key; null when the key is missing or left empty.</summary>
    public YamlNode? Find(string key) => _byKey.TryGetValue(key, out var entry) && !entry.Value.IsEmpty ? entry.Value : null;

    /// <summary>The entry of a key, empty or not.</summary>
    public YamlEntry? Entry(string key) => _byKey.GetValueOrDefault(key);
}

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A file as read.</summary>
/// <param name="Root">The outermost keys; null when there are none to judge.</param>
/// <param name="IsComplete">False when reading stopped at a syntax error: what is missing then cannot be told.</param>
internal sealed record YamlDocument(YamlMapping? Root, bool IsComplete);

/// <summary>Collects faults; the same list goes through every step, so that no fault hides another.</summary>
internal sealed class FaultList
{
    /// <summary>A file with more faults than this is not one that anybody mends by reading them all.</summary>
    public const int Most = 1000;

    private const int LongestValue = 120;
    private readonly HashSet<PolicyFault> _faults = [];

    public bool HasErrors { get; private set; }

    /// <summary>Faults in the order of the files' lines.</summary>
    public IEnumerable<PolicyFault> Items => _faults
        .OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column);

    public void Add(Mark mark, string code, params ReadOnlySpan<(string Name, string Value)> parameters) => Add(mark, isWarning: false, code, parameters);

    public void Warn(Mark mark, string code, params ReadOnlySpan<(string Name, string Value)> parameters) => Add(mark, isWarning: true, code, parameters);

    /// <summary>An id that nothing has, with the nearest that something has.</summary>
    public void AddUnknown(Mark mark, string what, string id, IEnumerable<string> known)
    {
        if (Documents.Spelling.Nearest(id, known) is { } near)
        {
            Add(mark, "policy-unknown-id-near", ("what", what), ("id", id), ("near", near));
        }
        else
        {
            Add(mark, "policy-unknown-id", ("what", what), ("id", id));
        }
    }

    public void AddRange(IEnumerable<PolicyFault> faults)
    {
        foreach (var fault in faults)
        {
            Add(fault);
        }
    }

    private void Add(Mark mark, bool isWarning, string code, ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var cleaned = new (string, string)[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            cleaned[i] = (parameters[i].Name, Shorten(ForeignText.Clean(parameters[i].Value)));
        }

        Add(PolicyFault.Of(mark.File, mark.Line, mark.Column, Reasons.Reason.Of(code, cleaned), isWarning));
    }

    private void Add(PolicyFault fault)
    {
        HasErrors |= !fault.IsWarning;
        if (_faults.Count < Most)
        {
            _faults.Add(fault);
        }
    }

    private static string Shorten(string value)
    {
        if (value.Length <= LongestValue)
        {
            return value;
        }

        var length = char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return value[..length] + ForeignText.CutMark;
    }
}
