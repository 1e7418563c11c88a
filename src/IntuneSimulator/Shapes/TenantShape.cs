using System.Text.Json;

namespace IntuneSimulator.Shapes;

/// <summary>
/// How a tenant of somebody else answers, as <c>compliance-agent doctor --probe FILE</c> wrote it down: columns, spellings, page sizes; nobody's
/// names. A simulator that is given one answers in the same way.
/// </summary>
public sealed record TenantShape
{
    /// <summary>Number of the form that is read.</summary>
    public const int Form = 1;

    private const int MostBytes = 4 << 20;
    private const int MostEntries = 500;
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The app inventory as it is exported; null where no file could be had.</summary>
    public ExportShape? Export { get; init; }

    /// <summary>The list of managed devices.</summary>
    public ListShape ManagedDevices { get; init; } = new();

    /// <summary>The list of detected apps.</summary>
    public ListShape DetectedApps { get; init; } = new();

    /// <summary>Reads the first tenant of a file.</summary>
    /// <exception cref="InvalidDataException">The file is no such file; the message says what is wrong with it.</exception>
    public static TenantShape Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new InvalidDataException($"{path}: larger than {MostBytes >> 20} MB, so this is no shape of a tenant.");
        }

        try
        {
            var file = JsonSerializer.Deserialize<ShapeFile>(File.ReadAllBytes(path), Web);
            return Checked(path, file);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}({broken.LineNumber + 1}): not the shape of a tenant: {broken.Message.Split(" Path:")[0]}", broken);
        }
    }

    private static TenantShape Checked(string path, ShapeFile? file)
    {
        if (file is not { Shape: Form })
        {
            throw new InvalidDataException($"{path}: \"shape\" must be {Form}: write the file with 'compliance-agent doctor --probe FILE' of this version.");
        }

        if (file.Tenants is not [{ } first, ..])
        {
            throw new InvalidDataException($"{path}: holds no tenant. Probe one that can be signed in to.");
        }

        return first.Entries().All(count => count <= MostEntries)
            ? first
            : throw new InvalidDataException($"{path}: more than {MostEntries} columns, pages or spellings in one list.");
    }

    private IEnumerable<int> Entries() =>
    [
        Export?.Columns.Count ?? 0, Export?.Platforms.Count ?? 0, ManagedDevices.Pages.Count, DetectedApps.Pages.Count,
        .. ManagedDevices.Texts.Values.Concat(DetectedApps.Texts.Values).Select(texts => texts.Count),
    ];

    private sealed record ShapeFile(int Shape, IReadOnlyList<TenantShape?>? Tenants);
}

/// <summary>An exported file.</summary>
public sealed record ExportShape
{
    /// <summary><c>lean</c> when the job was accepted with a few columns named, <c>all</c> when that was refused.</summary>
    public string Asked { get; init; } = Lean;

    /// <summary>Starts with the UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>What separates the cells.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Columns in their order.</summary>
    public IReadOnlyList<ColumnShape> Columns { get; init; } = [];

    /// <summary>Spellings of the platform.</summary>
    public IReadOnlyList<TextShape> Platforms { get; init; } = [];

    internal const string Lean = "lean";
}

/// <summary>A column.</summary>
/// <param name="Name">Its name, or the outline of one that is not known.</param>
/// <param name="Means">What Intune's documents call it; null when nobody knows.</param>
public sealed record ColumnShape(string Name, string? Means);

/// <summary>A text and how often it stands there.</summary>
/// <param name="Text">The text, or the outline of one that is not known.</param>
/// <param name="Count">How often.</param>
/// <param name="Platform">Platform that it means; null or <c>Unknown</c> when nobody knows.</param>
public sealed record TextShape(string Text, long Count, string? Platform = null);

/// <summary>A list that is read page by page.</summary>
public sealed record ListShape
{
    /// <summary>Rows of the first pages.</summary>
    public IReadOnlyList<int> Pages { get; init; } = [];

    /// <summary>True when more pages followed.</summary>
    public bool More { get; init; }

    /// <summary>Texts by property.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TextShape>> Texts { get; init; } = new Dictionary<string, IReadOnlyList<TextShape>>();

    /// <summary>Rows of a full page; null when there was but one page, which may not have been full.</summary>
    internal int? PageSize => Pages.Count > 1 || More ? Math.Max(1, Pages.Max()) : null;

    internal IReadOnlyList<TextShape> Of(string property) => Texts.TryGetValue(property, out var texts) ? texts : [];
}
