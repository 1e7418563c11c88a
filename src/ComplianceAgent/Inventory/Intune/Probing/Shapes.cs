namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>How a tenant answers: no name, id, token or mail of it.</summary>
internal sealed record ProbedTenant
{
    /// <summary>The app inventory as exported; null when there was no job to be had.</summary>
    public ProbedExport? Export { get; init; }

    /// <summary>The list of managed devices.</summary>
    public required ProbedList ManagedDevices { get; init; }

    /// <summary>The list of detected apps.</summary>
    public required ProbedList DetectedApps { get; init; }
}

/// <summary>How a list is paged and what stands in it.</summary>
/// <param name="Asked">Rows asked for in a page.</param>
/// <param name="Pages">Rows of the pages read.</param>
/// <param name="More">True when there were more pages than are read.</param>
/// <param name="Declared">Number of rows that the list declares; null when it declares none.</param>
/// <param name="Properties">Properties of its rows.</param>
/// <param name="Texts">Texts of the properties that are enumerations or as good as.</param>
/// <param name="Headers">Names of the headers of the first reply.</param>
/// <param name="OtherHeaders">How many more there were whose names are nobody's business.</param>
/// <param name="Outcome"><c>read</c>, or the code of what went wrong.</param>
internal sealed record ProbedList(
    int Asked, IReadOnlyList<int> Pages, bool More, long? Declared, IReadOnlyList<string> Properties, IReadOnlyDictionary<string, IReadOnlyList<ShapedText>> Texts,
    IReadOnlyList<string> Headers, int OtherHeaders, string Outcome);

/// <summary>How the app inventory is exported.</summary>
internal sealed record ProbedExport
{
    /// <summary><c>read</c>, or the code of what went wrong.</summary>
    public required string Outcome { get; init; }

    /// <summary><c>lean</c> when the job was accepted with five columns named, <c>all</c> when that was refused.</summary>
    public string Asked { get; init; } = "lean";

    /// <summary>How long the job took.</summary>
    public int Seconds { get; init; }

    /// <summary>Size of the download.</summary>
    public long Bytes { get; init; }

    /// <summary><c>csv</c> or <c>json</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Starts with the UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>What separates its cells.</summary>
    public string Delimiter { get; init; } = "";

    /// <summary>Its columns in their order.</summary>
    public IReadOnlyList<ProbedColumn> Columns { get; init; } = [];

    /// <summary>Spellings of the platform.</summary>
    public IReadOnlyList<ShapedText> Platforms { get; init; } = [];

    /// <summary>Rows.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public long SetAside { get; init; }
}

/// <summary>A column.</summary>
/// <param name="Name">Its name, or the outline of one that is not known.</param>
/// <param name="Known">False for an outline.</param>
/// <param name="Means">What Intune's documents call it; null when the agent does not use it.</param>
/// <param name="Empty">Rows in which it is empty.</param>
internal sealed record ProbedColumn(string Name, bool Known, string? Means, long Empty);
