using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Killed while the schema is made: EF's lock stays behind as a row, ours dies with the process.</summary>
public sealed class InterruptedMigrationTests
{
    private const string Apps = "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,11111111-0000-0000-0000-000000000001\n";

    [Fact]
    public async Task A_process_killed_while_it_makes_the_store_does_not_block_the_next()
    {
        Sandbox.OnlyOnUnix();
        var random = new Random();
        await Parallel.ForAsync(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) =>
        {
            await using var sandbox = new Sandbox();
            sandbox.Write("apps.csv", Apps);
            await using (var first = sandbox.Start(["scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy]))
            {
                while (!File.Exists(sandbox.Store + ".lock") && !first.IsOver)
                {
                    await AgentProcess.Pause(2);
                }

                await AgentProcess.Pause(random.Next(0, 250));
                first.Kill();
            }

            await NextScanIsRightAsync(sandbox);
        });
    }

    [Fact]
    public async Task The_row_that_a_killed_migration_leaves_is_removed_and_told()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox();
        sandbox.Write("apps.csv", Apps);
        Sandbox.SetMode(Directory.CreateDirectory(sandbox.State).FullName, 0b111_000_000);
        await using (var connection = new SqliteConnection($"Data Source={sandbox.Store};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA application_id = {ComplianceAgent.Violations.Store.SqliteFile.ApplicationId};
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-01 00:00:00');
                """);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Sandbox.SetMode(sandbox.Store, 0b110_000_000);
        await File.WriteAllTextAsync(sandbox.Store + ".lock", "", TestContext.Current.CancellationToken);

        (await NextScanIsRightAsync(sandbox)).Should().Contain("an earlier update was interrupted");
    }

    private static async Task<string> NextScanIsRightAsync(Sandbox sandbox)
    {
        var scan = await sandbox.ScanAsync("--inventory", "apps.csv");
        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().ContainSingle();
        await sandbox.StoreIsWholeAsync();
        return scan.Error;
    }
}
