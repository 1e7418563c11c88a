using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary>What the verbs of <c>exceptions</c> work on: the store, the policies and the registers as they are now.</summary>
internal sealed class ExceptionsView
{
    private ExceptionsView(ViolationStore store, TenantState state, PolicySet policies, RegistersInForce registers, DateTimeOffset now, int warnDays)
    {
        Store = store;
        State = state;
        Policies = policies;
        Registered = registers.For(state.Tenant);
        Now = now;
        WarnDays = warnDays;
        History = new EarlierDevices([.. state.Violations, .. state.Ended]);
        Rules = new WaiverRules(policies.Policies, [.. Registered, .. state.Exceptions.Waivers], now);
    }

    /// <summary>The store, open.</summary>
    public ViolationStore Store { get; }

    /// <summary>The tenant as stored.</summary>
    public TenantState State { get; }

    /// <summary>Policies named now, else those of the last scan; none when those cannot be loaded.</summary>
    public PolicySet Policies { get; }

    /// <summary>Exceptions of the registers for this tenant.</summary>
    public IReadOnlyList<Waiver> Registered { get; }

    /// <summary>The moment; a simulated tenant has a time of its own.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Days before its end from which an exception is warned of.</summary>
    public int WarnDays { get; }

    /// <summary>Links of hardware over enrolments.</summary>
    public EarlierDevices History { get; }

    /// <summary>Which exceptions hold.</summary>
    public WaiverRules Rules { get; }

    /// <summary>Every exception and how it stands.</summary>
    public ImmutableArray<WaiverStanding> Standings =>
        WaiverOverview.Of(Rules, State.Violations.Select(violation => Excepting.AsOf(violation, Rules, History)), History, WarnDays);

    /// <summary>Opens it.</summary>
    public static async Task<ExceptionsView> OpenAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken, bool toDecide = false)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide);
        var state = (await store.ReadAsync(tenant.Tenant, cancellationToken))!;
        var policies = PolicyChoice.LoadForStored(context, shared, state.LastScan) ?? new PolicySet([], Catalogue.Empty);
        return new(
            store,
            state,
            policies,
            TenantChoice.RegistersOf(context, tenant.Tenant),
            (state.Simulated ? state.LastScan?.FinishedAt : null) ?? context.Environment.Clock.GetUtcNow(),
            context.Service<IOptions<ExceptionOptions>>().Value.WarnDays);
    }
}
