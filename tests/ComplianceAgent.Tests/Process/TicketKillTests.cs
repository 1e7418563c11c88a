using System.Globalization;
using System.Text;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Tickets.Trackers.Jira;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>
/// SIGKILL while tickets go to a tracker that fails in every way, on both engines: every group has one ticket. The figures are small here;
/// <c>COMPLIANCE_TESTS_KILLS=50</c> and <c>COMPLIANCE_TESTS_GROUPS=1000</c> try as many.
/// </summary>
public sealed class TicketKillTests : IAsyncLifetime
{
    private static readonly int Kills = Number("COMPLIANCE_TESTS_KILLS", 2);
    private static readonly int Groups = Number("COMPLIANCE_TESTS_GROUPS", 40);

    private readonly Sandbox agent = new();
    private readonly JiraServer tracker = new(isCloud: true);
    private PostgresServer? server;
    private string database = "";

    public async ValueTask InitializeAsync() => await tracker.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await tracker.DisposeAsync();
        if (database.Length > 0)
        {
            await server!.DropDatabaseAsync(database);
        }
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Killed_at_moments_nobody_chose_every_group_has_one_ticket(string engine)
    {
        await OnAsync(engine);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        agent.Write("rows.csv", Rows());
        var scan = await agent.RunAsync("scan", "--tenant", "contoso", "--inventory", Path.Combine(agent.Work, "rows.csv"), "--policy", Sandbox.Policy);
        scan.Code.Should().Be(ExitCodes.Held, scan.Error + scan.Out);
        tracker.Desk.Lag = TimeSpan.FromSeconds(1);
        tracker.Faults.Seed(seed, (ServerFault.CutAfter, 0.04), (ServerFault.FailsAfter, 0.02), (ServerFault.CutBefore, 0.02), (ServerFault.HangsAfter, 0.01), (ServerFault.Throttled, 0.01));
        var first = true;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var sending = agent.Start(first
                ? ["release", Sandbox.Policy, "--channel", "tickets", "--reason", "A storm", "--tenant", "contoso", "--set", "Policies:Use:0=" + Sandbox.Policy]
                : ["tickets", "retry", "--tenant", "contoso", "--set", "Policies:Use:0=" + Sandbox.Policy]);
            if (first)
            {
                await sending.SaysAsync("Sending for");
                first = false;
            }

            await AgentProcess.Pause(random.Next(300, 3000));
            sending.Kill();
        }

        tracker.Faults.Clear();
        await EverythingSentAsync();

        tracker.Desk.All.Select(issue => issue.Labels.Single(label => label.Contains("CA-", StringComparison.Ordinal))).Should().OnlyHaveUniqueItems("none is doubled").And.HaveCount(Groups, "none is missing");
        (await agent.RunAsync("audit", "verify", "--tenant", "contoso")).Code.Should().Be(ExitCodes.Done);
    }

    /// <summary>What failed waits its time; each look sends what is due by then.</summary>
    private async Task EverythingSentAsync()
    {
        for (var look = 0; look < 120; look++)
        {
            var sent = await agent.RunAsync("tickets", "retry", "--tenant", "contoso", "--set", "Policies:Use:0=" + Sandbox.Policy);
            var list = await agent.RunAsync("tickets", "list", "--json", "--tenant", "contoso");
            if (list.Code == ExitCodes.Done && !list.Out.Contains("\"state\": \"waiting\"", StringComparison.Ordinal) && !list.Out.Contains("\"state\": \"inDoubt\"", StringComparison.Ordinal))
            {
                return;
            }

            _ = sent;
            await AgentProcess.Pause(2000);
        }
    }

    private async Task OnAsync(string engine)
    {
        Sandbox.OnlyOnUnix();
        foreach (var (key, value) in new JiraWorld(tracker, isCloud: true).Settings)
        {
            agent.Set(key, value);
        }

        agent.Set("Tickets:Tracker", "Jira").Set("Tickets:MaxPerMinute", "6000").Set("Tickets:TimeoutSeconds", "2").Set("Tickets:SettleSeconds", "3").Set("Tickets:MaxOpenings", "100000");
        if (engine == "PostgreSQL")
        {
            server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
            database = await server.CreateDatabaseAsync();
            agent.Set("Store:Connection", server.ConnectionTo(database));
        }
    }

    private static string Rows()
    {
        var rows = new StringBuilder("DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n");
        for (var i = 0; i < Groups; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"phone-{i},TikTok,1.0,TikTok Pte. Ltd.,IOS\n");
        }

        return rows.ToString();
    }

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
