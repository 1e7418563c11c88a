using System.Buffers.Text;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// A csv file names no total, so its last row is all that can show a cut. Where it does not end in a line break, its last value must
/// show that it is whole, by itself or by being that of the row before; a file cut between two rows cannot be told from a whole one, and the README says so.
/// </summary>
internal static class LastRow
{
    /// <summary>True when the last value of a row without line break is surely not the beginning of a longer one.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="value">The value.</param>
    public static bool LooksWhole(string column, ReadOnlySpan<byte> value) =>
        (Utf8Parser.TryParse(value, out Guid _, out var used) && used == value.Length)
        || (ColumnMap.Same(column, "Platform") && Platforms.Parse(value) is not (Platform.Unknown or Platform.Android));
}
