using ComplianceAgent.Inventory;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <summary>The contract on real files, and what is of SQLite alone.</summary>
public sealed partial class SqliteStoreTests : StoreContract
{
    private readonly string folder = Directory.CreateTempSubdirectory("store-").FullName;

    private string File => System.IO.Path.Combine(folder, "state", "compliance.db");

    protected override Task<ViolationStore> OpenAsync() => OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 1 });

    private Task<ViolationStore> OpenAsync(StoreOpening opening, string? file = null) =>
        ViolationStore.OpenAsync(StoreConnection.Parse($"Data Source={file ?? File}"), opening, cancellationToken: Cancel);

    private SqliteStore Context() => new(SqliteStore.OptionsFor(File, 1), TenantScope.EveryTenant);

    private protected override StoreContext ContextOf(TenantScope scope) => new SqliteStore(SqliteStore.OptionsFor(File, 1), scope);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> RefusalAsync(StoreOpening? opening = null, string? file = null) =>
        (await FluentActions.Awaiting(() => OpenAsync(opening ?? new StoreOpening { Simulated = false, BusySeconds = 1 }, file)).Should().ThrowAsync<StoreException>()).Which.Message;

    [Fact]
    public async Task The_migrations_match_the_model()
    {
        await using var context = Context();

        context.Database.HasPendingModelChanges().Should().BeFalse();
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_block_the_next_start()
    {
        await using (var context = Context())
        {
            // As a process leaves it that died within its first migration.
            await context.Database.EnsureDeletedAsync(Cancel);
            await context.Database.OpenConnectionAsync(Cancel);
            await context.Database.ExecuteSqlRawAsync($"PRAGMA application_id = {SqliteFile.ApplicationId}", Cancel);
            await context.Database.ExecuteSqlRawAsync("CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL)", Cancel);
            await context.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsLock VALUES (1, '2026-03-01')", Cancel);
        }

        SetMode(File, "600");
        await using var again = await OpenAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        (await again.BeginScanAsync(Tenant, Cancel)).Number.Should().Be(1);
    }

    [Fact]
    public async Task Whoever_migrates_keeps_others_out_and_says_so()
    {
        var file = System.IO.Path.Combine(folder, "new.db");
        await using var held = PrivateFile.Lock(file + ".lock");

        (await RefusalAsync(file: file)).Should().Contain("updating the store").And.Contain(file);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        await using (var context = Context())
        {
            await context.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Later', '99.0')", Cancel);
        }

        (await RefusalAsync()).Should().Contain(File).And.Contain("newer version").And.Contain("29991231000000_Later");
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        var file = System.IO.Path.Combine(folder, "theirs.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (id INTEGER)";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        SetMode(file, "600");
        var before = await System.IO.File.ReadAllBytesAsync(file, Cancel);

        (await RefusalAsync(file: file)).Should().Contain("another program");
        (await System.IO.File.ReadAllBytesAsync(file, Cancel)).Should().Equal(before);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var file = System.IO.Path.Combine(folder, "notes.txt");
        await System.IO.File.WriteAllTextAsync(file, new string('x', 5000), Cancel);
        SetMode(file, "600");

        (await RefusalAsync(file: file)).Should().Contain("not a database of this program");
        (await System.IO.File.ReadAllTextAsync(file, Cancel)).Should().Be(new string('x', 5000));
    }

    [Fact]
    public async Task A_damaged_store_is_refused()
    {
        var violations = Enumerable.Range(0, 300).Select(i => Opened(Known(Phone($"phone-{i}")))).ToList();
        await ScanAsync(Day(1), violations);
        await Store.DisposeAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        bytes.AsSpan(4096 * 10, 4096 * 8).Fill(0x5A);
        await System.IO.File.WriteAllBytesAsync(File, bytes, Cancel);

        (await RefusalAsync()).Should().Contain("damaged");
        (await System.IO.File.ReadAllBytesAsync(File, Cancel)).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_missing_store_is_refused_by_those_who_only_read()
    {
        var file = System.IO.Path.Combine(folder, "absent", "none.db");

        (await RefusalAsync(new StoreOpening { MustExist = true }, file)).Should().Contain(file).And.Contain("no store");
        Directory.Exists(System.IO.Path.GetDirectoryName(file)).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_demo_and_real_tenants_never_share_a_store(bool demo)
    {
        var file = System.IO.Path.Combine(folder, "demo.db");
        await using (var first = await OpenAsync(new StoreOpening { Simulated = demo }, file))
        {
            await first.BeginScanAsync(Tenant, Cancel);
        }

        (await RefusalAsync(new StoreOpening { Simulated = !demo }, file)).Should().Contain("demo").And.Contain("--store");
        await using var reader = await OpenAsync(new StoreOpening { MustExist = true }, file);
        (await reader.TenantsAsync(Cancel)).Single().Simulated.Should().Be(demo);
        await FluentActions.Awaiting(() => reader.BeginScanAsync(Tenant, Cancel)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task A_store_held_by_another_program_is_named_after_a_bounded_wait()
    {
        await using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var held = other.BeginTransaction(deferred: false);

        var begin = () => Store.BeginScanAsync(Tenant, Cancel);

        (await begin.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain(File).And.Contain("held by another program");
    }

    [Fact]
    public async Task Readers_are_not_kept_waiting_by_a_writer()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var held = other.BeginTransaction(deferred: false);

        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_kill_leaves_behind_opens_whole_at_every_moment_of_a_commit()
    {
        await ScanAsync(Day(1), [Opened(Known())], Fleet(1));
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var changes = Enumerable.Range(2, 200).Select(i => Opened(Known(Phone($"phone-{i}")))).ToList();

        // A copy of the files in mid-transaction is what the disk holds after kill -9.
        await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(2)), Changes = changes, Devices = Fleet(2, Copy) }, Cancel);

        var copies = Directory.GetDirectories(folder, "killed-*");
        copies.Should().HaveCount(10);
        foreach (var copy in copies)
        {
            await using var killed = await OpenAsync(new StoreOpening { Simulated = false }, System.IO.Path.Combine(copy, "compliance.db"));
            var state = await killed.ReadAsync(Tenant, Cancel);
            state!.Violations.Should().ContainSingle();
            state.LastScan!.Number.Should().Be(1);
            (await killed.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();
            (await killed.BeginScanAsync(Tenant, Cancel)).Number.Should().Be(3);
        }

        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().HaveCount(201);
    }

    private static IEnumerable<DeviceState> Fleet(ulong fingerprint, Action<int>? at = null)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (i % 100 == 0)
            {
                at?.Invoke(i);
            }

            yield return Device($"phone-{i:0000}", fingerprint);
        }
    }

    private void Copy(int at)
    {
        var copy = Directory.CreateDirectory(System.IO.Path.Combine(folder, $"killed-{at}")).FullName;
        SetMode(copy, "700");
        foreach (var suffix in new[] { "", "-wal" })
        {
            System.IO.File.Copy(File + suffix, System.IO.Path.Combine(copy, "compliance.db" + suffix));
        }
    }

    [Fact]
    public async Task A_full_disk_leaves_the_store_whole_and_is_named()
    {
        await ScanAsync(Day(1), [Opened(Known())], [Device("phone-1")]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var changes = Enumerable.Range(2, 2000).Select(i => Opened(Known(Phone($"phone-{i}")))).ToList();

        var file = new SqliteFile(File, new StoreOpening { BusySeconds = 1 }, TimeProvider.System, NullLogger.Instance);
        var full = () => file.GuardAsync(async () =>
        {
            await using var context = ContextOf(TenantScope.Of(Tenant));
            await context.Database.OpenConnectionAsync(Cancel);
            await context.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 40", Cancel);
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            return await ScanWriter.WriteAsync(context, new() { Run = run, Result = Result(run, Day(2)), Changes = changes }, Cancel);
        });

        (await full.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain(File).And.Contain("is full");
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().ContainSingle();
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();
    }

    [Fact]
    public Task Even_a_nul_comes_back() => RoundTripAsync("nul\0inside", "nul\0inside");
}
