using System.Diagnostics;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Who can read the store.</content>
public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task Only_the_owner_can_read_the_store_whatever_the_umask()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        await ScanAsync(Day(1), [Opened(Known())]);

        Modes().Should().Equal(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["compliance.db"] = "600", ["compliance.db-shm"] = "600", ["compliance.db-wal"] = "600", ["compliance.db.lock"] = "600", ["state"] = "700",
        });
    }

    [Fact]
    public async Task Even_a_umask_that_allows_everything_widens_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no umask.");

        // The umask is of a whole process, so the test above runs once more in one of its own.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("umask 000; exec \"$0\" \"$1\" -noLogo -noColor -method \"*.Only_the_owner_can_read_the_store_whatever_the_umask\"");
        start.ArgumentList.Add(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        start.ArgumentList.Add(typeof(SqliteStoreTests).Assembly.Location);
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(Cancel);
        await child.WaitForExitAsync(Cancel);

        output.Should().Contain("Total: 1, Errors: 0, Failed: 0, Skipped: 0");
        child.ExitCode.Should().Be(0);
    }

    private SortedDictionary<string, string> Modes()
    {
        var modes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(System.IO.Path.GetDirectoryName(File)!).EnumerateFileSystemInfos().Append(new DirectoryInfo(System.IO.Path.GetDirectoryName(File)!)))
        {
            modes[entry.Name] = ModeOf(entry.FullName);
        }

        return modes;
    }

    private static string ModeOf(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)System.IO.File.GetUnixFileMode(path), 8);

    private static void SetMode(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task A_store_that_others_can_read_is_refused(string suffix)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        await ScanAsync(Day(1));
        SetMode(File + suffix, "640");

        (await RefusalAsync()).Should().Contain($"chmod 600 '{File}{suffix}'");
    }

    [Fact]
    public async Task A_folder_that_others_can_write_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        var shared = Directory.CreateDirectory(System.IO.Path.Combine(folder, "shared")).FullName;
        SetMode(shared, "777");

        (await RefusalAsync(file: System.IO.Path.Combine(shared, "compliance.db"))).Should().Contain("chmod go-w");
        Directory.EnumerateFileSystemEntries(shared).Should().BeEmpty();
    }
}
