using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>Every row of a table of the store as text, in order.</summary>
internal static class StoreRows
{
    public static IEnumerable<string> Of(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var cells = new object[reader.FieldCount];
            reader.GetValues(cells);
            rows.Add(table + "|" + string.Join('|', cells.Select(cell => cell is byte[] bytes ? Convert.ToHexString(bytes) : cell.ToString())));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
