using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Tests.Tickets.Sending;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tests.Scanning.Reviews;

/// <summary>A person decides while a scan reads: the decision holds, and the scan heeds it without reading again.</summary>
public sealed class DecisionDuringScanTests
{
    [Theory]
    [InlineData("dismiss", "", "d1 Withdrawn review-dismissed, d2 Withdrawn review-dismissed, d3 Open seen-first")]
    [InlineData("confirm", "d5 tiktok", "d1 Open review-confirmed, d2 Open review-confirmed, d3 Open seen-first, d5 Open seen-first")]
    public async Task It_holds_and_the_scan_heeds_it(string verb, string opened, string states)
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        var id = await world.CaseAsync();
        var rows = world.Agent.Write("later.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\nd1,T1kTok,2.0,Acme,IOS\nd2,T1kTok,1.1,Acme,IOS\nd3,TikTok,1.0,TikTok Pte. Ltd.,IOS\nd5,T1kTok,1.0,Acme,IOS\n");
        var source = new Interrupted(
            new FileInventorySource(new InventoryFiles(rows, AsOf: new DateTimeOffset(2026, 10, 9, 0, 0, 0, TimeSpan.Zero)), Options.Create(new ArchiveLimits()), TimeProvider.System),
            async () => (await world.ReviewsAsync(verb, id, "--reason", "Just now")).Code.Should().Be(0));

        var report = await ScanAsync(world, source);

        source.Reads.Should().Be(1);
        report.Result.Complete.Should().BeTrue();
        report.Live.Where(violation => violation.DeviceId == "d5").Select(violation => $"{violation.DeviceId} {violation.Subject}").Should().Equal(opened.Length > 0 ? [opened] : []);
        (await world.StatesAsync()).Should().Equal(states.Split(", "));
        (await world.StateAsync()).LastScan!.Coverage.Where(line => line is { PolicyId: "", Class: CoverageClass.UnderReview }).Should().BeEmpty();
    }

    private static async Task<ScanReport> ScanAsync(ReviewWorld world, IInventorySource source)
    {
        using var checkpoints = new CheckpointLog(Options.Create(new AuditOptions { CheckpointFile = world.Agent.CheckpointPath }), TimeProvider.System, NullLogger<CheckpointLog>.Instance);
        await using var session = new StoreSession(
            Options.Create(new StoreOptions { Connection = world.Agent.StorePath }), checkpoints, TimeProvider.System, NullLogger<ViolationStore>.Instance);
        var scan = new Scan(session, Options.Create(new ScanOptions()), Options.Create(new ObservabilityOptions()), Options.Create(new ExceptionOptions()), Options.Create(new ExcusingOptions()), NoOutbox(), TimeProvider.System, NullLogger<Scan>.Instance);
        var request = new ScanRequest { Tenant = "local", Source = source, Policies = PolicyLibrary.Load("", [ReviewWorld.Ban]).Select([ReviewWorld.Ban]) };
        return await scan.RunAsync(request, new Progress<InventoryProgress>(), TestContext.Current.CancellationToken);
    }

    private static OutboxDecider NoOutbox()
    {
        var settings = Options.Create(new TicketOptions());
        return new OutboxDecider(new TrackerAccess(new ServiceCollection().BuildServiceProvider(), settings), SendingWorld.NoMessages(TimeProvider.System), settings, TimeProvider.System);
    }

    /// <summary>Lets something happen once the read is done, before anything is judged.</summary>
    private sealed class Interrupted(IInventorySource source, Func<Task> meanwhile) : IInventorySource
    {
        public int Reads { get; private set; }

        public async Task<InventoryOutcome> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
        {
            Reads++;
            var outcome = await source.ReadAsync(collector, progress, cancellationToken);
            await meanwhile();
            return outcome;
        }

        public Task<bool?> IsManagedAsync(string deviceId, CancellationToken cancellationToken) => source.IsManagedAsync(deviceId, cancellationToken);
    }
}
