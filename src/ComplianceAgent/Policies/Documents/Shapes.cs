using System.Collections.Immutable;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Short ways to write shapes.</summary>
internal static class Shapes
{
    public static ScalarShape Text(string description) => new(ScalarKind.Text, description);

    public static ScalarShape Scalar(ScalarKind kind, string description) => new(kind, description);

    public static ScalarShape Date(string description) => new(ScalarKind.Date, description);

    public static ScalarShape Flag(string description) => new(ScalarKind.Flag, description);

    public static ScalarShape Word(string description, params ImmutableArray<string> words) => new(ScalarKind.Word, description) { Words = words };

    public static ScalarShape Number(string description, int least, int most) => new(ScalarKind.Number, description) { Range = (least, most) };

    public static ListShape List(Shape item, string description) => new(item, description);

    public static MapShape Map(string description, params ImmutableArray<Field> fields) => new(description, fields);

    public static Field Key(string name, Shape shape) => new(name, shape);

    public static Field Required(string name, Shape shape) => new(name, shape, Need.InFile);

    public static Field Whole(string name, Shape shape) => new(name, shape, Need.WhenWhole);
}
