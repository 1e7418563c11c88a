using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Full disks, limits, wrong and busy stores: 4, one message, the store whole, the old report as it was.</summary>
public sealed class DiskTests : IAsyncDisposable
{
    private readonly Sandbox sandbox = new();

    public DiskTests()
    {
        sandbox.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        sandbox.Write("apps.csv", Apps(1));
        sandbox.Set("Log:File", "false");
    }

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Theory]
    [InlineData(8, "The disk of the store")]
    [InlineData(48, "The disk of the store")]
    public async Task A_store_that_cannot_grow_is_left_whole(int kilobytes, string message)
    {
        Sandbox.OnlyOnUnix();
        sandbox.Write("many.csv", Apps(400));
        sandbox.Before = $"ulimit -f {kilobytes}";
        var end = await sandbox.RunAsync("scan", "--inventory", "many.csv", "--policy", Sandbox.Policy);
        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain(message).And.Contain(sandbox.Store).And.NotContain("   at ");

        sandbox.Before = null;
        (await sandbox.AskAsync("PRAGMA quick_check")).Should().Be("ok");
        var after = await sandbox.ScanAsync("--inventory", "many.csv");
        after.Code.Should().Be(0, after.Error);
        after.Open.Should().HaveCount(400);
        await sandbox.StoreIsWholeAsync();
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_leaves_the_old_one_and_no_half_file()
    {
        Sandbox.OnlyOnUnix();
        sandbox.Write("many.csv", Apps(400));
        (await sandbox.ScanAsync("--inventory", "many.csv", "--output", "reports")).Code.Should().Be(0);
        var before = Reports();
        // Room enough to read the store, too little for the page.
        sandbox.Before = "ulimit -f 64";

        var end = await sandbox.RunAsync("report", "--output", "reports", "--policy", Sandbox.Policy);

        end.Code.Should().Be(4, end.Error);
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain("The report could not be written to").And.Contain(Path.Combine(sandbox.Work, "reports")).And.NotContain("   at ");
        Reports().Should().Equal(before);
    }

    [Fact]
    public async Task A_scan_whose_report_cannot_be_written_is_stored_and_says_so()
    {
        await CanMountAsync();
        var disk = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "disk")).FullName;
        // A file can be made there, as is asked before the scan; the report has no room.
        sandbox.Before = $"exec unshare --mount --map-root-user bash -c 'mount -t tmpfs -o size=8k,mode=700 none \"{disk}\" && \"$0\" \"$@\"' \"$0\" \"$@\"";

        var end = await sandbox.RunAsync("scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy, "--output", disk);
        sandbox.Before = null;

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain("The report could not be written to").And.Contain("The scan itself is stored");
        (await sandbox.AskAsync("SELECT count(*) FROM scans")).Should().Be(1L);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_scan_after_making_room_is_right()
    {
        await CanMountAsync();
        var disk = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "disk")).FullName;
        sandbox.Write("many.csv", Apps(400));
        // The mount lives in a namespace of this process and goes with it; what is left of the store is copied out.
        sandbox.Before = $"exec unshare --mount --map-root-user bash -c 'mount -t tmpfs -o size=160k,mode=700 none \"{disk}\" && \"$0\" \"$@\"; code=$?; cp \"{disk}\"/full.db* \"{sandbox.Work}\"; exit $code' \"$0\" \"$@\"";
        var end = await sandbox.RunAsync("scan", "--inventory", "many.csv", "--policy", Sandbox.Policy, "--store", Path.Combine(disk, "full.db"));

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain("is full").And.Contain("full.db").And.NotContain("   at ");
        sandbox.Before = null;
        var after = await sandbox.ScanAsync("--inventory", "many.csv", "--store", "full.db");
        after.Code.Should().Be(0, after.Error);
        after.Open.Should().HaveCount(400);
    }

    [Theory]
    [InlineData("folder", "is a folder. Name a file in it")]
    [InlineData("notes.txt", "is not a database of this program")]
    [InlineData("apps.csv/store.db", "apps.csv")]
    public async Task A_store_that_is_none_is_named_and_left_alone(string store, string message)
    {
        Directory.CreateDirectory(Path.Combine(sandbox.Work, "folder"));
        Sandbox.SetMode(sandbox.Write("notes.txt", new string('x', 4096)), 0b110_000_000);

        var end = await sandbox.RunAsync("scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy, "--store", store);

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain(message).And.Contain(sandbox.Work).And.NotContain("   at ");
        (await File.ReadAllTextAsync(Path.Combine(sandbox.Work, "notes.txt"), TestContext.Current.CancellationToken)).Should().Be(new string('x', 4096));
    }

    [Fact]
    public async Task A_store_held_by_another_program_is_waited_for_and_then_named()
    {
        (await sandbox.ScanAsync("--inventory", "apps.csv")).Code.Should().Be(0);
        await using var other = new SqliteConnection($"Data Source={sandbox.Store};Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var held = other.BeginTransaction(deferred: false);

        var watch = Stopwatch.StartNew();
        var end = await sandbox.RunAsync("scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy, "--set", "Store:BusySeconds=1");

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain($"The store '{sandbox.Store}' is held by another program").And.NotContain("   at ");
        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1)).And.BeLessThan(TimeSpan.FromSeconds(30));
    }

    private static string Apps(int devices) =>
        "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\n"
        + string.Concat(Enumerable.Range(1, devices).Select(i => $"iOS,TikTok,TikTok Ltd.,1,11111111-0000-0000-0000-{i:D12}\n"));

    /// <summary>Every file of the reports folder, temporary ones too, with its content.</summary>
    private List<string> Reports() =>
        [.. new DirectoryInfo(Path.Combine(sandbox.Work, "reports")).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"{file.Name} {file.LastWriteTimeUtc.Ticks} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)))}")];

    private static async Task CanMountAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Small disks are made with tmpfs.");
        using var probe = System.Diagnostics.Process.Start(new ProcessStartInfo("bash", ["-c", "unshare --mount --map-root-user bash -c 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none $d && umount $d; r=$?; rmdir $d; exit $r' 2>/dev/null"]) { UseShellExecute = false })!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(probe.ExitCode == 0, "This account may not mount a small disk of its own (unshare).");
    }
}
