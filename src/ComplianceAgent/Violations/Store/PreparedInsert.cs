using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ComplianceAgent.Violations.Store;

/// <summary>What to do with a row whose key is there already.</summary>
internal enum KeyConflict
{
    /// <summary>An error.</summary>
    Fail,

    /// <summary>The row takes its place.</summary>
    Replace,
}

/// <summary>
/// One insert statement for a kind of row, made from EF's model, prepared once and run for each row within the context's transaction:
/// ten times as fast as tracked entities. The SQL is that which SQLite and PostgreSQL share.
/// </summary>
internal sealed class PreparedInsert<TRow> : IAsyncDisposable
    where TRow : class
{
    private readonly DbCommand command;
    private readonly (DbParameter Parameter, IProperty Property, Func<object?, object?>? Convert)[] columns;

    private PreparedInsert(DbCommand command, (DbParameter, IProperty, Func<object?, object?>?)[] columns)
    {
        this.command = command;
        this.columns = columns;
    }

    /// <summary>Prepares the statement. The context must be in a transaction.</summary>
    /// <param name="context">Context in a transaction.</param>
    /// <param name="conflict">What to do with a row whose key is there already.</param>
    /// <param name="table">Another table with the same columns; null takes the row's own.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PreparedInsert<TRow>> PrepareAsync(StoreContext context, KeyConflict conflict, string? table, CancellationToken cancellationToken)
    {
        var entity = context.Model.FindEntityType(typeof(TRow))!;
        var properties = entity.GetProperties().ToArray();
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Sql(entity, properties, table ?? entity.GetTableName()!, conflict);
        var columns = properties.Select((property, index) => Column(command, property, index)).ToArray();
        await command.PrepareAsync(cancellationToken);
        return new(command, columns);
    }

    /// <summary>Writes one row.</summary>
    public Task WriteAsync(TRow row, CancellationToken cancellationToken)
    {
        foreach (var (parameter, property, convert) in columns)
        {
            var value = property.GetGetter().GetClrValue(row);
            parameter.Value = (convert is null || value is null ? value : convert(value)) ?? DBNull.Value;
        }

        return command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => command.DisposeAsync();

    private static (DbParameter, IProperty, Func<object?, object?>?) Column(DbCommand command, IProperty property, int index)
    {
        var mapping = property.GetRelationalTypeMapping();
        var parameter = mapping.CreateParameter(command, Name(index), value: null, nullable: true);
        command.Parameters.Add(parameter);
        return (parameter, property, mapping.Converter?.ConvertToProvider);
    }

    private static string Sql(IEntityType entity, IProperty[] properties, string table, KeyConflict conflict)
    {
        var names = string.Join(", ", properties.Select(Quoted));
        var values = string.Join(", ", properties.Select((_, index) => Name(index)));
        var insert = $"INSERT INTO \"{table}\" ({names}) VALUES ({values})";
        return conflict == KeyConflict.Fail ? insert : insert + Replacing(entity.FindPrimaryKey()!.Properties, properties);
    }

    private static string Replacing(IReadOnlyList<IProperty> key, IProperty[] properties)
    {
        var assignments = properties.Except(key).Select(property => $"{Quoted(property)} = excluded.{Quoted(property)}");
        return $" ON CONFLICT ({string.Join(", ", key.Select(Quoted))}) DO UPDATE SET {string.Join(", ", assignments)}";
    }

    private static string Quoted(IProperty property) => $"\"{property.GetColumnName()}\"";

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");
}
