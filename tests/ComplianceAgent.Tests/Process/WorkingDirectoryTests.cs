using System.Diagnostics;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Paths on the command line count from the caller's folder, wherever that is and however the agent is started.</summary>
public sealed class WorkingDirectoryTests
{
    private const string Apps = "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n";

    private const string Ban = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        authority: The house
        announced: 2026-01-01
        effective: 2026-01-01
        scope: { owner: { company: violation, personal: violation, unknown: violation }, platforms: [ios] }
        rules:
          - product: tiktok
        """;

    [Fact]
    public async Task Every_path_counts_from_the_callers_folder()
    {
        await using var sandbox = new Sandbox();
        sandbox.Write("deep/er/apps.csv", Apps);
        sandbox.Write("deep/bans/house.yaml", Ban);
        sandbox.Work = Path.Combine(sandbox.Work, "deep", "er");

        var scan = await sandbox.ScanAsync(
            "--inventory", "apps.csv", "--policy", "../bans/house.yaml", "--store", "../kept/store.db", "--output", "reports", "--set", "Log:Directory=../logs", "--set", "Audit:CheckpointFile=../checkpoints.jsonl");

        scan.Code.Should().Be(0, scan.Error);
        var deep = Path.GetDirectoryName(sandbox.Work)!;
        File.Exists(Path.Combine(deep, "kept", "store.db")).Should().BeTrue();
        Directory.EnumerateFiles(Path.Combine(sandbox.Work, "reports"), "*.html").Should().NotBeEmpty();
        Directory.EnumerateFiles(Path.Combine(deep, "logs")).Should().NotBeEmpty();
        File.ReadLines(Path.Combine(deep, "checkpoints.jsonl")).Should().ContainSingle();
        Directory.Exists(sandbox.State).Should().BeFalse("every place was named");
    }

    [Fact]
    public async Task A_folder_that_was_removed_since_is_told_only_when_it_matters()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox { Before = "mkdir gone && cd gone && rmdir ../gone" };

        (await sandbox.RunAsync("policy", "list")).Code.Should().Be(0);
        var end = await sandbox.RunAsync("policy", "match", "--apps", "apps.csv", "--policy", Sandbox.Policy);

        end.Code.Should().Be(2);
        end.Error.Should().Contain("the folder that this was started in is not there any more").And.NotContain("   at ");
    }

    [Fact]
    public async Task Dotnet_run_from_another_folder_keeps_the_callers_folder()
    {
        var root = RepositoryRoot();
        Assert.SkipWhen(root is null, "The tests do not lie in their repository.");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await using var sandbox = new Sandbox();
        sandbox.Write("apps.csv", "platform,name,publisher,version,identifier\nios,TikTok,TikTok Ltd.,1,\n");
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "--configuration", configuration, "--project", Path.Combine(root!, "src", "ComplianceAgent"), "--", "policy", "match", "--apps", "apps.csv", "--product", "tiktok"])
        {
            WorkingDirectory = sandbox.Work,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = sandbox.Environment["XDG_STATE_HOME"];
        await using var run = new AgentProcess(start);

        var end = await run.EndAsync();

        end.Code.Should().Be(0, end.Error);
        end.Out.Should().Contain("\"product\":\"tiktok\"");
    }

    private static string? RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ComplianceAgent.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
