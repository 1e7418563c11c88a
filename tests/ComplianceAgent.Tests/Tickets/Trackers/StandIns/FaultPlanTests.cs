using ComplianceAgent.Tests.Tickets.Trackers.Jira;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.AspNetCore.Http;

namespace ComplianceAgent.Tests.Tickets.Trackers.StandIns;

/// <summary>The faults of the servers in the tests.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void A_seed_gives_the_same_faults_again_and_another_seed_others()
    {
        Draw(1).Should().Equal(Draw(1)).And.NotEqual(Draw(2)).And.Contain([ServerFault.CutAfter, ServerFault.Throttled, ServerFault.None]);
    }

    [Fact]
    public async Task Many_at_once_and_faults_at_random_leave_every_ticket_that_was_made_to_be_found()
    {
        var world = await JiraWorld.OwnAsync(isCloud: true);
        world.Server.Faults.Seed(5, (ServerFault.CutAfter, 0.1), (ServerFault.Throttled, 0.1), (ServerFault.FailsBefore, 0.1), (ServerFault.FailsAfter, 0.1));
        var outcomes = new System.Collections.Concurrent.ConcurrentDictionary<string, TrackerFault?>();

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, cancellationToken) =>
        {
            var key = $"CA-{i:0000}";
            try
            {
                await world.Tracker.CreateAsync(new TicketDraft { Key = key, Title = "x", Body = TextDocument.OfLine("y") }, cancellationToken);
                outcomes[key] = null;
            }
            catch (TrackerException failed)
            {
                outcomes[key] = failed.Fault;
            }
        });
        world.Server.Faults.Clear();
        await world.SettleAsync();

        world.Server.Faults.Hits.Should().BePositive();
        outcomes.Values.Should().Contain([null, TrackerFault.Uncertain, TrackerFault.Throttled]);
        foreach (var (key, fault) in outcomes)
        {
            var found = await world.Tracker.FindAsync(key, TestContext.Current.CancellationToken);
            found.Count.Should().BeLessThanOrEqualTo(1, key);
            found.Should().HaveCount(fault is null ? 1 : fault == TrackerFault.Uncertain ? found.Count : 0, "of {0}, which ended as {1}", key, fault);
        }
    }

    private static List<ServerFault> Draw(int seed)
    {
        var plan = new FaultPlan();
        plan.Seed(seed, (ServerFault.CutAfter, 0.2), (ServerFault.Throttled, 0.2));
        var request = new ServerRequest("GET", "/", new QueryCollection(), "", new HeaderDictionary());
        return [.. Enumerable.Range(0, 100).Select(_ => plan.For(request))];
    }
}
