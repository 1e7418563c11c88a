using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>What is downloaded is on disk without a name, and with the process it is gone.</summary>
public sealed class PrivateInventoryTests
{
    [Fact]
    public async Task The_downloaded_inventory_is_unlinked_while_it_is_open_and_gone_with_a_killed_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are looked up in /proc.");
        await using var simulator = await Sandbox.SimulatorAsync(100);
        await using var sandbox = new Sandbox().WithSimulator(simulator);
        simulator.Faults.Add(SimulatorFault.DownloadHangs);
        await using (var scan = sandbox.Start(["scan", "--policy", Sandbox.Policy]))
        {
            await scan.SaysAsync("export download, bytes");
            var open = await OpenPrivateFileAsync(scan.Id);
            Sandbox.ModeOf(open).Should().Be(0b110_000_000);
            Sandbox.ModeOf(sandbox.PrivateFolder).Should().Be(0b111_000_000);
            Directory.EnumerateFileSystemEntries(sandbox.PrivateFolder).Should().BeEmpty();
            scan.Kill();
        }

        Directory.EnumerateFileSystemEntries(sandbox.PrivateFolder).Should().BeEmpty();
        // What a system that cannot unlink open files would have left.
        var leftover = Path.Combine(sandbox.PrivateFolder, "0123456789abcdef.private");
        await File.WriteAllTextAsync(leftover, "inventory", TestContext.Current.CancellationToken);
        (await sandbox.ScanAsync()).Code.Should().Be(0);
        Directory.EnumerateFileSystemEntries(sandbox.PrivateFolder).Should().BeEmpty();
    }

    /// <summary>The handle of the unlinked file, once something is in it.</summary>
    private static async Task<string> OpenPrivateFileAsync(int process)
    {
        for (var i = 0; i < 500; i++)
        {
            foreach (var handle in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                if (File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName is { } target && target.EndsWith(".private (deleted)", StringComparison.Ordinal))
                {
                    return handle;
                }
            }

            await AgentProcess.Pause(10);
        }

        throw new InvalidOperationException("There was no open, unlinked private file.");
    }
}
