using System.Collections.Concurrent;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using Microsoft.Data.Sqlite;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>How SQLite goes about what pages ask.</content>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task What_pages_count_and_sort_by_is_read_from_an_index_and_no_row_is()
    {
        var policies = Dated();
        await ScanAsync(Day(30), Many(new Random(3), policies, 50).ConvertAll(Opened));
        var query = Query(policies) with { SoonBefore = Today.AddDays(7), Take = 5 };
        var statements = new ConcurrentQueue<string>();
        using (new StatementWatch(File, statements.Enqueue))
        {
            await Store.CountViolationsAsync(Tenant, query, Cancel);
            await Store.UnitsAsync(Tenant, Cancel);
            foreach (var sort in new[] { ViolationSort.Pressing, ViolationSort.FirstSeen, ViolationSort.StateSince, ViolationSort.Policy })
            {
                await Store.BrowseViolationsAsync(Tenant, query with { Sort = sort }, Cancel);
                await Store.BrowseViolationsAsync(Tenant, query with { Sort = sort, States = [ViolationState.Open], IsBan = true, Due = DueFilter.Overdue, PolicyId = "p1" }, Cancel);
            }
        }

        await using var connection = new SqliteConnection($"Data Source={File}");
        await connection.OpenAsync(Cancel);
        // What is shown is read by its ids; that is told by the columns it asks for.
        var asked = statements.Where(statement => statement.Contains("FROM violations", StringComparison.Ordinal) && !statement.Contains("app_name", StringComparison.Ordinal)).ToList();
        asked.Should().HaveCountGreaterThan(10);
        foreach (var statement in asked)
        {
            (await PlanAsync(connection, statement)).Where(step => step.Contains("violations", StringComparison.Ordinal)).Should().NotBeEmpty().And.AllSatisfy(step => step.Should().Contain("COVERING INDEX", statement));
        }
    }

    private static async Task<List<string>> PlanAsync(SqliteConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var steps = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
