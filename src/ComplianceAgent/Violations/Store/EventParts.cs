using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// The personal parts of events, in whatever table: every table whose rows are of one event and hold a content with a salt, to which the event
/// commits. A row erased takes its salt along, so that nothing can be guessed from the commitment, and leaves the chain whole.
/// </summary>
internal static class EventParts
{
    private const int DeletesAtOnce = 500;
    private const string People = "event_people";

    /// <summary>Every part of a tenant, as it is stored.</summary>
    public static async Task<IReadOnlyList<(string Table, long Sequence, string Content)>> RowsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = new List<(string, long, string)>();
        foreach (var table in Tables(context))
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            await using var command = Command(context, $"SELECT \"sequence\", \"content\" FROM \"{table}\" WHERE \"tenant\" = @tenant ORDER BY \"sequence\"", tenant);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add((table, reader.GetInt64(0), reader.GetString(1)));
            }
        }

        return rows;
    }

    /// <summary>What a part says.</summary>
    public static EventPart Read(string table, long sequence, string content)
    {
        if (table != People)
        {
            using var document = JsonDocument.Parse(content);
            return new(sequence, null, [.. Texts(document.RootElement)]);
        }

        var person = StoreJson.ReadPerson(content);
        return new(sequence, new Author(person.Author, person.Source), [person.Reason]);
    }

    /// <summary>True for parts that tell something else than who decided.</summary>
    public static bool IsState(string table) => table != People;

    /// <summary>Erases the parts of events; returns how many.</summary>
    public static async Task<int> EraseAsync(StoreContext context, string tenant, IEnumerable<long> sequences, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var some in sequences.Distinct().Order().Chunk(DeletesAtOnce))
        {
            var numbers = string.Join(", ", some.Select(number => number.ToString(CultureInfo.InvariantCulture)));
            foreach (var table in Tables(context))
            {
#pragma warning disable EF1002 // The name of the table comes from the model, and numbers are numbers.
                erased += await context.Database.ExecuteSqlRawAsync($"DELETE FROM \"{table}\" WHERE \"tenant\" = {{0}} AND \"sequence\" IN ({numbers})", [tenant], cancellationToken);
#pragma warning restore EF1002
            }
        }

        return erased;
    }

    /// <summary>Names of the tables.</summary>
    public static IReadOnlyList<string> Tables(StoreContext context) =>
    [
        .. context.Model.GetEntityTypes()
            .Where(entity => new[] { "Sequence", "Salt", "Content" }.All(name => entity.FindProperty(name) is not null))
            .Select(entity => entity.GetTableName()!).Order(StringComparer.Ordinal),
    ];

    private static DbCommand Command(StoreContext context, string sql, string tenant)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@tenant", tenant);
        command.Parameters.Add(parameter);
        return command;
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };
}
