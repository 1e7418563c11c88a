using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Violations.Store;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets.Sending;

/// <summary>A store, a tracker in memory, and as many agents as a test starts.</summary>
internal sealed class SendingWorld(string store, TimeProvider clock, FakeTracker tracker, TicketOptions options)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IReadOnlyCollection<Policy> Policies { get; init; } = [Policy(), Policy("other")];

    public FakeTracker Tracker => tracker;

    /// <summary>An agent as it is after a start: it knows nothing but the store.</summary>
    public async Task<Agent> StartAsync()
    {
        var session = new StoreSession(
            Options.Create(new StoreOptions { Connection = store, BusySeconds = 30 }),
            new CheckpointLog(Options.Create(new AuditOptions { CheckpointFile = AuditOptions.None }), clock, NullLogger<CheckpointLog>.Instance), clock, NullLogger<ViolationStore>.Instance);
        await session.OpenAsync(simulated: false, Cancel);
        var settings = Options.Create(options);
        var access = new TrackerAccess(new ServiceCollection().AddKeyedSingleton<ITracker>(options.Tracker, tracker).BuildServiceProvider(), settings);
        var decider = new OutboxDecider(access, NoMessages(clock), settings, clock);
        var texts = new PlainTexts();
        var dispatcher = new Dispatcher(session, access, texts, settings, NoMessages(clock), new SendMetrics(), clock);
        return new Agent(session, dispatcher, new TicketSync(session, access, dispatcher, decider, texts, settings, Options.Create(new ExcusingOptions()), clock), decider);
    }

    /// <summary>Neither mail nor Teams.</summary>
    public static MessageChannels NoMessages(TimeProvider clock) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSingleton(clock).AddLogging().AddTickets().BuildServiceProvider().GetRequiredService<MessageChannels>();

    public SendContext Context() => new(Tenant, Policies, []) { Now = clock.GetUtcNow() };

    /// <summary>A stored scan that changes violations.</summary>
    public async Task<ScanResult> ScanAsync(Agent agent, params Violation[] violations)
    {
        var known = await agent.Store.LoadAsync(Tenant, Cancel);
        var run = await agent.Store.BeginScanAsync(Tenant, Cancel);
        var after = known.Violations.Where(violation => violations.All(changed => changed.Id != violation.Id)).Concat(violations).ToArray();
        return await agent.Store.CommitAsync(
            new()
            {
                Run = run,
                Result = StoreContract.Result(run, clock.GetUtcNow()),
                Changes = [.. violations.Select(violation => new ViolationChange(violation, ViolationEventKind.Opened, violation.StateReason, known.Violations.All(before => before.Id != violation.Id)))],
                LastReview = known.Reviews.LastSequence,
                LastException = known.Exceptions.LastSequence,
                LastExcuse = known.Excuses.LastSequence,
                Outbox = state => agent.Decider.Decide(new OutboxFacts { Tenant = Tenant, Now = clock.GetUtcNow(), Violations = after, Policies = Policies, Exceptions = known.Exceptions, Excuses = known.Excuses }, state),
            },
            Cancel);
    }

    public static Task<ChannelRelease> ReleaseAsync(Agent agent, string policy = Ban) => agent.Store.ReleaseChannelAsync(TicketSamples.Open(policy), Cancel);

    /// <summary>Turns until nothing is due any more, with time passing between them.</summary>
    public async Task<SendReport> SendAllAsync(Agent agent, int turns = 50)
    {
        var report = new SendReport();
        for (var turn = 0; turn < turns; turn++)
        {
            report = report.Plus(await agent.Dispatcher.SendTicketsAsync(Context(), 100, Cancel));
            if (report.Heard > 0)
            {
                await agent.DecideAsync(this, clock);
            }

            if (await agent.IsQuietAsync())
            {
                return report;
            }

            ((SkippingClock)clock).Advance(TimeSpan.FromMinutes(2));
        }

        return report;
    }

    internal sealed record Agent(StoreSession Session, Dispatcher Dispatcher, TicketSync Sync, OutboxDecider Decider) : IAsyncDisposable
    {
        public ViolationStore Store => Session.Current!;

        public async Task<IReadOnlyList<Ticket>> TicketsAsync() => (await Store.OutboxAsync(Tenant, Cancel)).Tickets;

        public async Task<bool> IsQuietAsync() => (await TicketsAsync()).All(ticket => ticket.Delivery.State is DeliveryState.Done or DeliveryState.Dead);

        public Task<OutboxChanges> DecideAsync(SendingWorld world, TimeProvider clock) =>
            Store.DecideOutboxAsync(Tenant, (knowledge, state) => Decider.Decide(OutboxFacts.Of(knowledge, world.Policies, clock.GetUtcNow()), state), Cancel);

        public ValueTask DisposeAsync() => Session.DisposeAsync();
    }

    /// <summary>Texts that say which kind they are, and of what.</summary>
    private sealed class PlainTexts : INoticeWriter
    {
        public NoticeText Write(Notice notice, string language) => new(
            $"[{notice.Key}] {notice.Kind} {string.Join(", ", notice.Devices.Select(device => device.Device.Name))}",
            TextDocument.OfLine(string.Join(' ', notice.Changes.Select(change => change.Code))));
    }
}
