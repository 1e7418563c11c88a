namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Finds columns by name, in any order, without regard to case, blanks and hyphens (the portal writes <c>Device ID</c> where the report
/// writes <c>DeviceId</c>). The first of two columns of one name counts.
/// </summary>
internal sealed class ColumnMap(IReadOnlyList<string> names)
{
    private readonly List<string> compact = [.. names.Select(Compact)];

    /// <summary>The columns as the file names them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>True when two column names mean the same.</summary>
    public static bool Same(string one, string other) => string.Equals(Compact(one), Compact(other), StringComparison.Ordinal);

    /// <summary>Index of the first spelling that is there; else of its localised twin (<c>…_loc</c>); else -1.</summary>
    public int Find(params ReadOnlySpan<string> spellings)
    {
        foreach (var spelling in spellings)
        {
            if (compact.IndexOf(Compact(spelling)) is >= 0 and var found)
            {
                return found;
            }
        }

        return Localised(spellings);
    }

    /// <summary>Index of the localised twin of a column, or -1.</summary>
    public int Localised(params ReadOnlySpan<string> spellings)
    {
        foreach (var spelling in spellings)
        {
            if (compact.IndexOf(Compact(spelling) + "_LOC") is >= 0 and var found)
            {
                return found;
            }
        }

        return -1;
    }

    /// <summary>True when the column is there under one of its spellings.</summary>
    public bool Has(params ReadOnlySpan<string> spellings) => Find(spellings) >= 0;

    private static string Compact(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '-' or '\uFEFF'))).ToUpperInvariant();
}
