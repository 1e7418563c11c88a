using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Everything the store holds of one tenant, table by table as the model lists them, so that a table added later is neither left out nor left
/// behind. Secrets (the fingerprint key) are not exported.
/// </summary>
internal static class TenantArchive
{
    /// <summary>Writes each row as one line, <c>{"table":…,"row":{…}}</c>, in the order of the keys; returns how many of each table.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ExportAsync(StoreContext context, string tenant, Stream to, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entity in Tables(context))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = $"SELECT * FROM \"{entity.GetTableName()}\" WHERE \"tenant\" = @tenant ORDER BY {Key(entity)}";
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@tenant", tenant);
            command.Parameters.Add(parameter);
            counts[entity.GetTableName()!] = await WriteRowsAsync(command, entity.GetTableName()!, to, cancellationToken);
        }

        return counts;
    }

    /// <summary>Deletes everything of a tenant; returns how many rows of each table.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> EraseAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entity in Tables(context))
        {
#pragma warning disable EF1002 // The name of the table comes from the model.
            counts[entity.GetTableName()!] = await context.Database.ExecuteSqlRawAsync($"DELETE FROM \"{entity.GetTableName()}\" WHERE \"tenant\" = {{0}}", [tenant], cancellationToken);
#pragma warning restore EF1002
        }

        return counts;
    }

    private static IEnumerable<IEntityType> Tables(StoreContext context) => context.Model.GetEntityTypes().OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal);

    private static string Key(IEntityType entity) => string.Join(", ", entity.FindPrimaryKey()!.Properties.Select(property => $"\"{property.GetColumnName()}\""));

    private static async Task<long> WriteRowsAsync(DbCommand command, string table, Stream to, CancellationToken cancellationToken)
    {
        var count = 0L;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await using var json = new Utf8JsonWriter(to);
        while (await reader.ReadAsync(cancellationToken))
        {
            json.Reset(to);
            json.WriteStartObject();
            json.WriteString("table", table);
            json.WriteStartObject("row");
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.GetValue(i) is not byte[] and var value)
                {
                    json.WritePropertyName(reader.GetName(i));
                    WriteValue(json, value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken);
            to.WriteByte((byte)'\n');
            count++;
        }

        return count;
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case DBNull:
                json.WriteNullValue();
                break;
            case long or int or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
