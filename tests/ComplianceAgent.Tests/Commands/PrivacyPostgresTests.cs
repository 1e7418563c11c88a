using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations.Privacy;
using static ComplianceAgent.Tests.Violations.Privacy.PrivacyWorld;

namespace ComplianceAgent.Tests.Commands;

/// <summary>The same on PostgreSQL, as far as a client sees: no row of any table holds an erased person.</summary>
public sealed class PrivacyPostgresTests
{
    [Fact]
    public async Task No_row_of_an_erased_person_is_left_and_the_chain_still_verifies()
    {
        var server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        var database = await server.CreateDatabaseAsync();
        try
        {
            using var world = new PrivacyWorld { Store = server.ConnectionTo(database) };
            await PrivacyEraseTests.LiveAsync(world);
            var before = await EverythingAsync(server, database);
            before.Should().ContainAll(Ann.Traces);

            var erased = await world.PrivacyAsync("erase", "--user", Ann.Upn, "--reports");

            erased.Code.Should().Be(0, erased.Error);
            erased.Out.Should().Contain("the personal data of 1 violation").And.Contain("VACUUM makes room of dead rows");
            var after = await EverythingAsync(server, database);
            after.Should().NotContainAny(Ann.Traces).And.ContainAll(Bob.Traces);
            foreach (var trace in Ann.Traces)
            {
                world.FilesWith(trace).Should().BeEmpty();
            }

            (await server.ScalarAsync(database, "SELECT bool_and(last_vacuum IS NOT NULL OR vacuum_count > 0) FROM pg_stat_user_tables WHERE relname IN ('violations', 'event_people', 'event_states', 'exception_decisions')")).Should().Be(true);
            (await world.VerifyAsync()).Code.Should().Be(0);
            world.PassMonths(14);
            (await world.ScanAsync("Outlook", "Outlook")).Code.Should().Be(0);
            world.PassMonths(14);
            (await world.PrivacyAsync("tidy")).Out.Should().Contain("and erased: the personal data of 1 violation");
            (await EverythingAsync(server, database)).Should().NotContainAny(Bob.Traces);
            (await world.VerifyAsync()).Code.Should().Be(0);
        }
        finally
        {
            await server.DropDatabaseAsync(database);
        }
    }

    /// <summary>Every row of every table as text, as JSON writes it, escapes undone.</summary>
    private static async Task<string> EverythingAsync(PostgresServer server, string database)
    {
        var tables = (string)(await server.ScalarAsync(database, "SELECT string_agg(quote_ident(table_name), ' ' ORDER BY table_name) FROM information_schema.tables WHERE table_schema = 'public'"))!;
        var text = "";
        foreach (var table in tables.Split(' '))
        {
            text += await server.ScalarAsync(database, $"SELECT coalesce(string_agg(row::text, chr(10)), '') FROM {table} row");
        }

        return text;
    }
}
