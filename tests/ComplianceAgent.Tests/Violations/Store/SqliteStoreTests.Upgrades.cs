using System.Globalization;
using System.Security.Cryptography;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>What a process leaves on the disk that dies while it brings an old store up to date.</content>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task Killed_before_any_statement_of_an_upgrade_the_next_start_finishes_it()
    {
        var (schema, data) = await UpgradedAsync(await RestoreAsync("undisturbed"));
        var dying = await RestoreAsync("dying");
        var copies = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        using (new StatementWatch(dying.Connection, _ => CopyIfChanged(dying.Connection, copies, known)))
        {
            await UpgradedAsync(dying);
        }

        var applied = new List<long>();
        foreach (var copy in copies.Select(PastStore.OfFile))
        {
            applied.Add(long.Parse((await copy.RowsAsync("SELECT count(*) FROM __EFMigrationsHistory"))[0], CultureInfo.InvariantCulture));
            var (itsSchema, itsData) = await UpgradedAsync(copy);
            itsSchema.Should().Equal(schema);
            itsData.Should().Equal(data);
        }

        await using var context = Context();
        applied.Should().BeInAscendingOrder();
        applied.Distinct().Should().Equal(Enumerable.Range(1, context.Database.GetMigrations().Count()).Select(i => (long)i), "it died at each of them");
    }

    private Task<PastStore> RestoreAsync(string name) => PastStore.RestoreAsync(PastStore.OldestFile, System.IO.Path.Combine(folder, name, "compliance.db"));

    /// <summary>Brings it up to date, and tells what is in it then.</summary>
    private async Task<(IReadOnlyList<string> Schema, IReadOnlyList<string> Data)> UpgradedAsync(PastStore store)
    {
        await (await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 5 }, store.Connection)).DisposeAsync();
        return (await store.SchemaAsync(), await store.DataAsync());
    }

    /// <summary>Copies what a kill at this moment would leave, once for each state of the disk.</summary>
    private void CopyIfChanged(string file, List<string> copies, HashSet<string> known)
    {
        string[] files = [.. new[] { "", "-wal", "-journal" }.Select(end => file + end).Where(System.IO.File.Exists)];
        if (!known.Add(string.Concat(files.Select(part => part + Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(part)))))))
        {
            return;
        }

        var to = Directory.CreateDirectory(System.IO.Path.Combine(folder, "killed-" + Guid.NewGuid().ToString("N"))).FullName;
        foreach (var part in files)
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetFileName(part));
            System.IO.File.Copy(part, copy);
            SetMode(copy, "600");
        }

        copies.Add(System.IO.Path.Combine(to, "compliance.db"));
    }
}
