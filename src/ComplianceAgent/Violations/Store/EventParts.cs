using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ComplianceAgent.Violations.Store;

/// <summary>A personal part of an event.</summary>
/// <param name="Part">What it says.</param>
/// <param name="IsState">True when it tells something else than who decided.</param>
/// <param name="Content">As it is stored: JSON.</param>
internal sealed record StoredEventPart(EventPart Part, bool IsState, string Content);

/// <summary>
/// The personal parts of events, in whatever table: every table whose rows are of one event and hold a content with a salt, to which the event
/// commits. A row erased takes its salt along, so that nothing can be guessed from the commitment, and leaves the chain whole.
/// </summary>
internal static class EventParts
{
    private const int DeletesAtOnce = 500;
    private const string People = "event_people";

    /// <summary>Parts of a tenant that are wanted, as they are stored. They are looked at one by one: all together may be much.</summary>
    public static async Task<IReadOnlyList<StoredEventPart>> RowsAsync(StoreContext context, string tenant, Func<EventPart, bool> isWanted, CancellationToken cancellationToken)
    {
        var rows = new List<StoredEventPart>();
        foreach (var table in Tables(context))
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            await using var command = Command(context, $"SELECT \"sequence\", \"content\" FROM \"{table}\" WHERE \"tenant\" = @tenant ORDER BY \"sequence\"", tenant);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var content = reader.GetString(1);
                var part = Read(table, reader.GetInt64(0), content);
                if (isWanted(part))
                {
                    rows.Add(new(part, table != People, content));
                }
            }
        }

        return rows;
    }

    /// <summary>How many parts events have.</summary>
    public static async Task<int> CountAsync(StoreContext context, string tenant, IEnumerable<long> sequences, CancellationToken cancellationToken)
    {
        var wanted = sequences.ToHashSet();
        return (await RowsAsync(context, tenant, part => wanted.Contains(part.Sequence), cancellationToken)).Count;
    }

    /// <summary>What a part says.</summary>
    private static EventPart Read(string table, long sequence, string content)
    {
        if (table != People)
        {
            using var document = JsonDocument.Parse(content);
            return new(sequence, null, [.. Texts(document.RootElement)]);
        }

        var person = StoreJson.ReadPerson(content);
        return new(sequence, new Author(person.Author, person.Source), [person.Reason]);
    }

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
