using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>Closings of a policy that a scan holds.</summary>
/// <param name="Held">What is held.</param>
/// <param name="Release">The newest release of any of them; null while nobody let one go.</param>
public sealed record HeldClosingsView(HeldClosings Held, GateRelease? Release);

/// <summary>Opens tenants for visitors; one that a visitor may not see is not there for them.</summary>
public sealed class TenantViews(StoreSession stores, TenantDirectory tenants, TenantPolicies policies, ViolationTallies tallies, IOptions<ServiceOptions> service, TimeProvider clock)
{
    private const int MostReviewed = 5_000;

    private readonly Dictionary<string, Task<TenantView?>> opened = new(StringComparer.Ordinal);

    /// <summary>The store.</summary>
    public ViolationStore Store => stores.Current ?? throw new InvalidOperationException("The store has not been opened.");

    /// <summary>Keys of the tenants a visitor sees, those set up first, then those the store still holds.</summary>
    public async Task<IReadOnlyList<string>> SeenAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var stored = await Store.TenantsAsync(cancellationToken);
        return [.. tenants.Current.Select(tenant => tenant.Options.Name).Concat(stored.Select(tenant => tenant.Tenant)).Distinct(StringComparer.Ordinal).Where(visitor.Sees)];
    }

    /// <summary>A tenant; null when there is none of that key, or the visitor may not see it. A request opens it once, however many parts of a page ask.</summary>
    public Task<TenantView?> OpenAsync(string tenant, Visitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return !visitor.Sees(tenant) ? Task.FromResult<TenantView?>(null)
            : opened.TryGetValue(tenant, out var known) ? known
            : opened[tenant] = ReadAsync(tenant, visitor, cancellationToken);
    }

    /// <summary>The suspected matches that wait for a person, as far as the visitor sees all their devices; the oldest five thousand violations are looked at.</summary>
    public async Task<IReadOnlyList<ReviewCase>> CasesAsync(TenantView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var waiting = await Store.BrowseViolationsAsync(
            view.Tenant, view.Query with { Units = null, States = [ViolationState.Review], Sort = ViolationSort.FirstSeen, Take = MostReviewed, NeedsTotal = false }, cancellationToken);
        return [.. ReviewCases.Of(view.Tenant, waiting.Items.Select(item => item.Violation), await Store.ReviewBookAsync(view.Tenant, cancellationToken))
            .Where(open => open.Waiting.All(violation => view.Visitor.SeesUnit(view.Tenant, violation.Device.Category)))];
    }

    /// <summary>The figures of what the visitor sees.</summary>
    public Task<ViolationCounts> CountAsync(TenantView view, CancellationToken cancellationToken) => tallies.OfAsync(Store, view, cancellationToken);

    /// <summary>The closings that the last scan holds, and who let them go since.</summary>
    public async Task<IReadOnlyList<HeldClosingsView>> ClosingsAsync(TenantView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Last is not { HeldClosings: { Count: > 0 } held })
        {
            return [];
        }

        var releases = await Store.GateReleasesAsync(view.Tenant, cancellationToken);
        return [.. held.Select(closings => new HeldClosingsView(closings, releases.Where(release => release.PolicyId == closings.PolicyId && release.At >= closings.Since).MaxBy(release => release.At)))];
    }

    private async Task<TenantView?> ReadAsync(string tenant, Visitor visitor, CancellationToken cancellationToken)
    {
        var stored = (await Store.TenantsAsync(cancellationToken)).FirstOrDefault(known => known.Tenant == tenant);
        var options = tenants.Find(tenant);
        if (stored is null && options is null)
        {
            return null;
        }

        var scans = await Store.LastScansAsync(tenant, cancellationToken);
        var simulated = stored?.Simulated ?? options?.SimulatorUrl is not null;
        var now = (simulated ? scans.Last?.FinishedAt : null) ?? clock.GetUtcNow();
        var (set, fault) = PoliciesOf(options ?? new TenantOptions { Name = tenant });
        var alarmAfter = TimeSpan.FromHours(service.Value.ReadyWithinHours) is var within && within < ReportModel.OldAfter ? within : ReportModel.OldAfter;
        return new TenantView
        {
            Tenant = tenant,
            Options = options,
            Simulated = simulated,
            Last = scans.Last,
            LastComplete = scans.LastComplete,
            Policies = set,
            PolicyFault = fault,
            Now = now,
            IsOverdue = scans.LastComplete is null || now - scans.LastComplete.FinishedAt > alarmAfter,
            Visitor = visitor.In(tenant),
        };
    }

    private (PolicySet Set, string Fault) PoliciesOf(TenantOptions options)
    {
        try
        {
            return (policies.For(options), "");
        }
        catch (PolicyException unusable)
        {
            return (new PolicySet([], Catalogue.Empty), unusable.Message);
        }
    }
}
