using ComplianceAgent.Policies;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets;

/// <summary>What tickets and messages are decided by, beside what is known of them.</summary>
public sealed record OutboxFacts
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>The time of the tenant: the clock, or that of its simulated days.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every violation, live and ended, as it is after whatever is being stored.</summary>
    public required IReadOnlyCollection<Violation> Violations { get; init; }

    /// <summary>Policies in force.</summary>
    public required IReadOnlyCollection<Policy> Policies { get; init; }

    /// <summary>Exceptions that people asked for and decided.</summary>
    public WaiverBook Exceptions { get; init; } = WaiverBook.Empty;

    /// <summary>What was or would be excused without a removal.</summary>
    public ExcusingBook Excuses { get; init; } = ExcusingBook.Empty;

    /// <summary>When the last complete scan was stored, this one counted; null before the first.</summary>
    public DateTimeOffset? LastCompleteScan { get; init; }

    /// <summary>After how long without one managers are alarmed.</summary>
    public TimeSpan AlarmAfter { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Violations whose device, user or app is told otherwise than before.</summary>
    public IReadOnlySet<Guid> Relabelled { get; init; } = new HashSet<Guid>();

    /// <summary>Violations of which a ticket would read otherwise: another device name, user, owner or app name. Another version alone is no reason to write to anybody.</summary>
    public static IReadOnlySet<Guid> RelabelledBy(IEnumerable<ViolationChange> changes) => changes
        .Where(change => change.Kind == ViolationEventKind.Updated && change.Reason.Parameters.GetValueOrDefault("what", "").Split(", ").Any(what => what is "app" or "device" or "owner" or "user"))
        .Select(change => change.Violation.Id).ToHashSet();

    /// <summary>The facts of what the store knows, between two scans.</summary>
    /// <param name="knowledge">What the store knows.</param>
    /// <param name="policies">Policies in force.</param>
    /// <param name="now">The clock.</param>
    public static OutboxFacts Of(TenantKnowledge knowledge, IReadOnlyCollection<Policy> policies, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        return new()
        {
            Tenant = knowledge.Tenant,
            Now = TimeOf(knowledge, now),
            Violations = knowledge.Violations,
            Policies = policies,
            Exceptions = knowledge.Exceptions,
            Excuses = knowledge.Excuses,
            LastCompleteScan = knowledge.LastCompleteScan?.FinishedAt,
        };
    }

    /// <summary>The time of a tenant: a simulated one has its own.</summary>
    public static DateTimeOffset TimeOf(TenantKnowledge knowledge, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        return knowledge.LastScan is { Simulated: true } simulated ? simulated.FinishedAt : now;
    }
}

/// <summary>Decides tickets and messages of a tenant with the settings of this agent.</summary>
public sealed class OutboxDecider(TrackerAccess trackers, MessageChannels channels, IOptions<TicketOptions> options, TimeProvider clock)
{
    private const string ExceptionProposal = "exception ";
    private const string CaseProposal = "case ";

    /// <summary>True when nothing is sent anywhere.</summary>
    public bool IsIdle => trackers.Current is null && channels.Set.Count == 0;

    private TicketUnits Units => TicketUnits.Read(options.Value, out _);

    /// <summary>Decides. Pure but for the clock.</summary>
    public OutboxChanges Decide(OutboxFacts facts, OutboxState state)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(state);
        var tickets = Tickets(facts, state);
        var messages = Messages(facts, state, tickets?.Tickets ?? []);
        return new OutboxChanges { Tickets = tickets?.Tickets ?? [], Messages = messages.Messages, Holds = [.. tickets?.Holds ?? [], .. messages.Holds] };
    }

    /// <summary>What would become of tickets, held ones too: nothing is stored.</summary>
    public TicketOutcome? Tickets(OutboxFacts facts, OutboxState state)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(state);
        return trackers.Current is { } tracker ? TicketDecision.Decide(Input(facts, state, tracker.Traits.Name)) : null;
    }

    /// <summary>What would be written to people; nothing is stored.</summary>
    /// <param name="facts">What it is decided by.</param>
    /// <param name="state">What is known.</param>
    /// <param name="changed">Tickets as they were just decided.</param>
    /// <param name="everything">True as if everything that is held were let go.</param>
    internal MessagePlan Messages(OutboxFacts facts, OutboxState state, IReadOnlyCollection<Ticket> changed, bool everything = false)
    {
        if (channels.Set.Count == 0)
        {
            return new MessagePlan([], []);
        }

        var units = Units;
        var plan = MessagePlanner.Plan(new MessageInput
        {
            Tenant = facts.Tenant,
            Now = facts.Now,
            Violations = facts.Violations,
            Policies = facts.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal),
            Known = state.Messages,
            Releases = everything ? [.. state.Releases, .. Everything(facts)] : state.Releases,
            Holds = state.Holds,
            MaxOpenings = options.Value.MaxOpenings,
            InPeace = InPeace(state.Tickets.Where(ticket => changed.All(other => other.Key != ticket.Key)).Concat(changed)),
            Options = channels.Options,
            HasMail = channels.HasMail,
            HasTeams = channels.HasTeams,
            LanguageOf = category => units.Find(category)?.Language,
            Secret = state.Secret,
            LastCompleteScan = facts.LastCompleteScan,
            AlarmAfter = facts.AlarmAfter,
        });
        // The hours of simulated days are not those of the clock that sends.
        return state.Simulated ? plan with { Messages = [.. plan.Messages.Select(message => message with { Delivery = message.Delivery with { NotBefore = default, WaitingSince = clock.GetUtcNow() } })] } : plan;
    }

    private static HashSet<Guid> InPeace(IEnumerable<Ticket> tickets) =>
        [.. tickets.Where(ticket => ticket.Wanted.State is TicketState.AwaitingRefresh or TicketState.Left).SelectMany(ticket => ticket.Wanted.Items).Select(item => item.Violation)];

    private static IEnumerable<ChannelRelease> Everything(OutboxFacts facts) =>
        from policy in facts.Violations.GroupBy(violation => violation.PolicyId, StringComparer.Ordinal)
        from channel in ChannelNames.All
        select new ChannelRelease
        {
            Tenant = facts.Tenant,
            PolicyId = policy.Key,
            Channel = channel,
            Violations = [.. policy.Select(violation => violation.Id)],
            Author = new(ComplianceAgent.Violations.Reviews.Author.Agent, ComplianceAgent.Violations.Reviews.Author.Agent),
            Reason = "",
            At = facts.Now,
        };

    /// <summary>The tickets that would be opened if everything held were let go.</summary>
    public IReadOnlyList<Ticket> Preview(OutboxFacts facts, OutboxState state)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(state);
        if (trackers.Current is not { } tracker)
        {
            return [];
        }

        var input = Input(facts, state, tracker.Traits.Name);
        return TicketDecision.Decide(input with { Releases = [.. input.Releases, .. Everything(facts)] }).Tickets;
    }

    private TicketInput Input(OutboxFacts facts, OutboxState state, string tracker) => new()
    {
        Tenant = facts.Tenant,
        Now = facts.Now,
        SendFrom = clock.GetUtcNow(),
        Tracker = tracker,
        Grouping = options.Value.GroupBy,
        Secret = state.Secret,
        Violations = facts.Violations,
        Policies = facts.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal),
        Tickets = [.. state.Tickets.Where(ticket => ticket.Tracker == tracker)],
        Releases = state.Releases,
        Holds = state.Holds,
        MaxOpenings = options.Value.MaxOpenings,
        UnitOf = Units.Of,
        Relabelled = facts.Relabelled,
        Proposals = ticket => StandingOf(ticket.Proposal, facts),
    };

    /// <summary>What became of a proposal; one that no policy allows was refused when it was made.</summary>
    private static ProposalStanding StandingOf(string proposal, OutboxFacts facts)
    {
        if (proposal == RefusedAtOnce)
        {
            return ProposalStanding.Refused;
        }

        if (proposal.StartsWith(ExceptionProposal, StringComparison.Ordinal))
        {
            var numbers = proposal[ExceptionProposal.Length..].Split(' ').Select(number => long.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            return numbers.Any(number => facts.Exceptions.Find(number) is { State: WaiverState.Rejected or WaiverState.Revoked }) ? ProposalStanding.Refused : ProposalStanding.Waiting;
        }

        return proposal.StartsWith(CaseProposal, StringComparison.Ordinal)
            && proposal[CaseProposal.Length..].Split(' ').Any(id => facts.Excuses.DismissalOf(id) is { State: ExcusingState.Refused })
            ? ProposalStanding.Refused
            : ProposalStanding.Waiting;
    }

    /// <summary>A proposal that was refused in the moment it was made.</summary>
    internal const string RefusedAtOnce = "refused";

    /// <summary>How a proposed exception is written down.</summary>
    internal static string OfExceptions(IEnumerable<long> numbers) => ExceptionProposal + string.Join(' ', numbers);

    /// <summary>How a proposed dismissal is written down.</summary>
    internal static string OfCases(IEnumerable<string> ids) => CaseProposal + string.Join(' ', ids);
}
