using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Under a umask that hides nothing, all that the agent makes is its owner's alone, from the moment it is there.</summary>
public sealed class FileModeTests
{
    [Fact]
    public async Task Nothing_is_open_to_others_while_a_scan_runs_or_after_it()
    {
        Sandbox.OnlyOnUnix();
        await using var simulator = await Sandbox.SimulatorAsync(100);
        await using var sandbox = new Sandbox { Before = "umask 000" }.WithSimulator(simulator).Set("Graph:IdleTimeoutSeconds", "2");
        simulator.Faults.Add(SimulatorFault.DownloadHangs);
        var reports = Path.Combine(sandbox.Work, "new", "reports");
        var seen = new HashSet<string>(StringComparer.Ordinal);

        await using var scan = sandbox.Start(["scan", "--policy", Sandbox.Policy, "--output", reports]);
        while (!scan.IsOver)
        {
            foreach (var folder in new[] { sandbox.State, Path.Combine(sandbox.Work, "new") }.Where(Directory.Exists))
            {
                OpenNow(folder, seen).Should().BeEmpty();
            }

            await AgentProcess.Pause(5);
        }

        (await scan.EndAsync()).Code.Should().Be(0, scan.Error);
        seen.Select(Path.GetFileName).Should().Contain(["compliance.db", "compliance.db-wal", "compliance.db-shm", "compliance.db.lock", "logs", "private", "reports"]);
        seen.Should().Contain(path => path.EndsWith(".log", StringComparison.Ordinal)).And.Contain(path => path.EndsWith(".html", StringComparison.Ordinal));
        Sandbox.OpenToOthers(sandbox.State).Should().BeEmpty();
        Sandbox.OpenToOthers(reports).Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_was_opened_to_others_is_refused_with_the_remedy()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox();
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");
        (await sandbox.ScanAsync("--inventory", "apps.csv")).Code.Should().Be(0);
        Sandbox.SetMode(sandbox.Store, 0b110_100_000);

        var end = await sandbox.RunAsync("scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy);

        end.Code.Should().Be(4);
        end.Error.Should().Contain(sandbox.Store).And.Contain("chmod 600");
    }

    /// <summary>What is open to others at this moment; files come and go while it looks.</summary>
    private static List<string> OpenNow(string folder, HashSet<string> seen)
    {
        var open = new List<string>();
        foreach (var path in Directory.GetFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }).Append(folder))
        {
            try
            {
                if ((Sandbox.ModeOf(path) & 0b000_111_111) != 0)
                {
                    open.Add(path);
                }

                seen.Add(path);
            }
            catch (IOException)
            {
                // Gone again.
            }
        }

        return open;
    }
}
