using System.Diagnostics;
using System.Globalization;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Tickets.Trackers.Jira;

namespace ComplianceAgent.Tests.Commands;

/// <summary>The walk-through of the README, on both engines: a backup while the service runs, the store lost, the copy put back, and the next scan goes on.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private const string Header = "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n";

    private readonly AgentFixture agent = new();
    private readonly ShiftedClock clock = new();
    private readonly JiraServer tracker = new(isCloud: true);
    private PostgresServer? server;
    private string database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        agent.Clock = clock;
        await tracker.StartAsync(Cancel);
        foreach (var (key, value) in new JiraWorld(tracker, isCloud: true).Settings)
        {
            agent.Set(key, value);
        }

        agent.Set("Tickets:Tracker", "Jira").Set("Tickets:SettleSeconds", "3").Set("Policies:Use:0", "be-federal-tiktok").Set("Service:Url", "http://127.0.0.1:0").Set("Dashboard:Enabled", "false")
            .Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", "contoso.example").Set("Tenants:0:Credential:Kind", "ManagedIdentity").Set("Tenants:0:Schedule:Cron", "0 0 0 1 1 ? 2099");
    }

    public async ValueTask DisposeAsync()
    {
        await tracker.DisposeAsync();
        agent.Dispose();
        if (database.Length > 0)
        {
            await server!.DropDatabaseAsync(database);
        }
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_lost_store_is_restored_and_the_next_scan_goes_on_without_a_double(string engine)
    {
        await OnAsync(engine);
        (await ScanAsync(daysAgo: 3, "phone-1")).Code.Should().Be(ExitCodes.Held);
        (await agent.RunAsync("release", "be-federal-tiktok", "--channel", "tickets", "--reason", "Pilot went well", "--store", agent.StorePath)).Code.Should().Be(ExitCodes.Done);
        tracker.Desk.All.Should().ContainSingle();

        var copy = Path.Combine(agent.Folder, "copy");
        ScanOutcome before;
        using (var stop = new CancellationTokenSource())
        {
            var run = await RunAsync(stop.Token);
            await BackUpAsync(engine, copy);
            before = await ScanAsync(daysAgo: 2, "phone-1", "phone-2");
            // The service may be sending just then, and a ticket be in doubt.
            before.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.NotInOrder], before.Error);
            await AllSentAsync();
            await stop.CancelAsync();
            (await run).Should().Be(ExitCodes.Done);
        }

        tracker.Desk.All.Should().HaveCount(2);
        await LoseAndRestoreAsync(engine, copy);
        // The copy was made while the service held the right to send; it lapses by itself.
        clock.Forward(TimeSpan.FromMinutes(10));

        (await agent.RunAsync("store", "check", "--store", agent.StorePath)).Code.Should().Be(ExitCodes.Done, "the copy is whole in itself");
        var refused = await ScanAsync(daysAgo: 1, "phone-1", "phone-2");
        refused.Code.Should().Be(ExitCodes.Failed);
        refused.Error.Should().Contain("store accept");
        (await agent.RunAsync("store", "accept", "--reason", "The disk broke; this is last night's copy", "--store", agent.StorePath)).Code.Should().Be(ExitCodes.Done);

        var after = await ScanAsync(daysAgo: 1, "phone-1", "phone-2");
        after.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.NotInOrder], after.Error);
        after.Open.Should().Equal(before.Open).And.HaveCount(2);
        await AllSentAsync();
        tracker.Desk.All.Should().HaveCount(2).And.OnlyContain(issue => issue.Status == "To Do", "the ticket made after the copy was found by its key");
        (await agent.RunAsync("audit", "verify", "--store", agent.StorePath)).Out.Should().Contain("whole");
    }

    private async Task OnAsync(string engine)
    {
        if (engine != "PostgreSQL")
        {
            return;
        }

        server = await PostgresServer.GetAsync(Cancel);
        Assert.SkipUnless(await ShellAsync("command -v pg_dump && command -v pg_restore") is { Code: 0 }, "pg_dump is not installed here (tests/run.sh --install).");
        database = await server.CreateDatabaseAsync();
        agent.StorePath = server.ConnectionTo(database);
    }

    private async Task<ScanOutcome> ScanAsync(int daysAgo, params string[] phones)
    {
        agent.Write("rows.csv", Header + string.Concat(phones.Select(phone => $"{phone},TikTok,1.0,TikTok Pte. Ltd.,IOS\n")) + "phone-9,Outlook,1.0,Microsoft,IOS\n");
        return await agent.ScanAsync("--inventory", "rows.csv", "--as-of", TimeProvider.System.GetUtcNow().AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private async Task AllSentAsync()
    {
        var last = new AgentOutcome(-1, "", "");
        for (var tries = 0; tries < 30 && last.Code != ExitCodes.Done; tries++)
        {
            last = await agent.RunAsync("tickets", "sync", "--store", agent.StorePath);
            await Task.Delay(last.Code == ExitCodes.Done ? 0 : 1000, Cancel);
        }

        last.Code.Should().Be(ExitCodes.Done, last.Out + last.Error);
    }

    private async Task<Task<int>> RunAsync(CancellationToken stop)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = agent.RunAsync(["run", "--store", agent.StorePath], TextWriter.Null, TextWriter.Null, _ => listening.SetResult(), stop);
        (await Task.WhenAny(listening.Task, run)).Should().Be(listening.Task, "the service comes up");
        return run;
    }

    private async Task BackUpAsync(string engine, string copy)
    {
        var backup = await agent.RunAsync("store", "backup", "--out", copy, "--store", agent.StorePath);
        if (engine == "SQLite")
        {
            backup.Code.Should().Be(ExitCodes.Done, backup.Error);
            return;
        }

        var command = backup.Error[(backup.Error.IndexOf("Run: ", StringComparison.Ordinal) + 5)..].Trim();
        (await ShellAsync(command[command.IndexOf("pg_dump", StringComparison.Ordinal)..].Replace("--enable-row-security ", "").Replace(copy, copy + "-not"))).Code.Should().NotBe(0, "row security lets nobody read by the way");
        var (code, said) = await ShellAsync(command);
        code.Should().Be(0, $"{command}: {said}");
    }

    private async Task LoseAndRestoreAsync(string engine, string copy)
    {
        if (engine == "SQLite")
        {
            Directory.GetFiles(Path.GetDirectoryName(agent.StorePath)!, Path.GetFileName(agent.StorePath) + "*").ToList().ForEach(File.Delete);
            File.Copy(copy, agent.StorePath);
            return;
        }

        await server!.DropDatabaseAsync(database);
        database = await server.CreateDatabaseAsync();
        agent.StorePath = server.ConnectionTo(database);
        var there = new Npgsql.NpgsqlConnectionStringBuilder(agent.StorePath);
        var (code, said) = await ShellAsync(FormattableString.Invariant($"pg_restore --no-owner --host={there.Host} --port={there.Port} --username={there.Username} --dbname={database} '{copy}'"));
        code.Should().Be(0, said);
    }

    private async Task<(int Code, string Said)> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = agent.Folder };
        start.Environment["PGPASSWORD"] = server!.Password;
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(Cancel), shell.StandardError.ReadToEndAsync(Cancel));
        await shell.WaitForExitAsync(Cancel);
        return (shell.ExitCode, await output + await error);
    }
}
