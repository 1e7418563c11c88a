using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ComplianceAgent.Violations.Store;

/// <summary>Inserts for PostgreSQL: a statement takes a thousand rows, each column an array, because every statement is a journey to the server.</summary>
internal sealed class ManyRowsInsert<TRow> : PreparedInsert<TRow>
    where TRow : class
{
    private readonly StoreContext context;
    private readonly NpgsqlCommand command;
    private readonly Func<TRow, object?>[] readers;
    private readonly Type[] elements;
    private readonly List<object?[]> waiting = [];
    private readonly int most;

    private ManyRowsInsert(StoreContext context, NpgsqlCommand command, IProperty[] properties)
    {
        (this.context, this.command) = (context, command);
        readers = [.. properties.Select(ReaderOf)];
        elements = [.. properties.Select(ElementOf)];
        most = context.RowsAStatement;
    }

    public static ManyRowsInsert<TRow> Make(StoreContext context, IEntityType entity, KeyConflict conflict, string table)
    {
        IProperty[] properties = [.. entity.GetProperties()];
        var command = (NpgsqlCommand)context.Database.GetDbConnection().CreateCommand();
        command.Transaction = (NpgsqlTransaction)context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Sql(entity, properties, table, $"SELECT * FROM unnest({string.Join(", ", properties.Select((_, index) => Name(index)))})", conflict);
        for (var i = 0; i < properties.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter { ParameterName = Name(i), DataTypeName = properties[i].GetRelationalTypeMapping().StoreType + "[]" });
        }

        return new(context, command, properties);
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(TRow row, CancellationToken cancellationToken)
    {
        waiting.Add(Array.ConvertAll(readers, read => read(row)));
        if (waiting.Count == most)
        {
            await SendAsync(cancellationToken);
        }
    }

    /// <summary>Sends what waits. In a transaction that has failed already nothing is sent: the failure is on its way to the caller.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (waiting.Count > 0 && context.Database.CurrentTransaction is not null && command.Connection is { State: System.Data.ConnectionState.Open })
            {
                await SendAsync(CancellationToken.None);
            }
        }
        catch (PostgresException failed) when (failed.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            // Such a transaction can only be rolled back.
        }
        finally
        {
            await command.DisposeAsync();
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        for (var column = 0; column < readers.Length; column++)
        {
            var values = Array.CreateInstance(elements[column], waiting.Count);
            for (var row = 0; row < waiting.Count; row++)
            {
                values.SetValue(waiting[row][column], row);
            }

            command.Parameters[column].Value = values;
        }

        waiting.Clear();
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The type of a column's values, nullable where the column is.</summary>
    private static Type ElementOf(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        var type = mapping.Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        type = type == typeof(byte) ? typeof(short) : type;
        return property.IsNullable && type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
    }
}
