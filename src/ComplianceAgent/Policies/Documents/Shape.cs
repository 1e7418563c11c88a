using System.Collections.Immutable;

namespace ComplianceAgent.Policies.Documents;

/// <summary>
/// What a document may hold. One declaration serves the check with lines and columns, the did-you-mean, and the JSON Schema that
/// editors use, so that the three cannot drift apart.
/// </summary>
internal abstract record Shape(string Description);

/// <summary>What a single value is.</summary>
internal enum ScalarKind
{
    /// <summary>Any text on one line.</summary>
    Text,

    /// <summary>A policy or rule id.</summary>
    Id,

    /// <summary>A product or vendor id, which may hold an underscore.</summary>
    ProductId,

    /// <summary>One of a list of words.</summary>
    Word,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary><c>2023-03-31</c>.</summary>
    Date,

    /// <summary><c>P5D</c>.</summary>
    Duration,

    /// <summary><c>-P7D</c>: days before or after.</summary>
    DayOffset,

    /// <summary><c>Europe/Brussels</c>.</summary>
    Zone,

    /// <summary>An https link.</summary>
    Link,

    /// <summary>A text with <c>*</c> and <c>?</c>.</summary>
    Glob,

    /// <summary>A regular expression that runs without backtracking.</summary>
    Regex,

    /// <summary><c>&gt;= 1.0, &lt; 2.0</c>.</summary>
    VersionRange,
}

/// <summary>A single value.</summary>
internal sealed record ScalarShape(ScalarKind Kind, string Description) : Shape(Description)
{
    /// <summary>For <see cref="ScalarKind.Word"/>.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>For <see cref="ScalarKind.Number"/>.</summary>
    public (int Least, int Most) Range { get; init; } = (0, int.MaxValue);
}

/// <summary>A list.</summary>
internal sealed record ListShape(Shape Item, string Description, bool MayBeEmpty = true) : Shape(Description);

/// <summary>Named keys.</summary>
internal sealed record MapShape(string Description, ImmutableArray<Field> Fields) : Shape(Description)
{
    /// <summary>The field of a name.</summary>
    public Field? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>Free keys of one kind, each with the same shape of value.</summary>
internal sealed record DictionaryShape(ScalarShape Key, Shape Value, string Description) : Shape(Description);

/// <summary>A short form (one value) or the long one (keys).</summary>
internal sealed record EitherShape(ScalarShape Short, MapShape Long, string Description) : Shape(Description);

/// <summary>Whether a key may be left out.</summary>
internal enum Need
{
    /// <summary>It may.</summary>
    None,

    /// <summary>Every file must have it.</summary>
    InFile,

    /// <summary>It may come from the policy that this one extends.</summary>
    WhenWhole,
}

/// <summary>One key of a <see cref="MapShape"/>.</summary>
internal sealed record Field(string Name, Shape Shape, Need Need = Need.None);
