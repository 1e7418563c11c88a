using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning.Sending;

/// <summary>Lets the closings go that a scan holds: the same for the command line, the pages and the API.</summary>
public sealed class ClosingDesk(StoreSession stores, TimeProvider clock)
{
    private ViolationStore Store => stores.Current ?? throw new InvalidOperationException("The store has not been opened.");

    /// <summary>The held closings of a policy, the longest held first.</summary>
    public async Task<IReadOnlyList<Violation>> HeldAsync(string tenant, string policy, CancellationToken cancellationToken)
    {
        var query = new ViolationQuery { Now = clock.GetUtcNow(), Policies = [], PolicyId = policy, IsConfirmed = false, Take = int.MaxValue, NeedsTotal = false };
        var page = await Store.BrowseViolationsAsync(tenant, query, cancellationToken);
        return [.. page.Items.Select(item => item.Violation).Where(ClosingGate.IsHeld).OrderBy(ClosingGate.HeldSince).ThenBy(violation => violation.Id)];
    }

    /// <summary>Lets all of a policy go; the next complete scan that still finds the apps gone closes them.</summary>
    public async Task<ChannelDecided> ReleaseAsync(string tenant, string policy, Author author, string why, CancellationToken cancellationToken)
    {
        var held = await HeldAsync(tenant, policy, cancellationToken);
        if (held.Count == 0)
        {
            return new(Reason.Of("release-nothing-waits", ("policy", policy), ("channel", "closings")), 0, 0);
        }

        await ReleaseAsync(tenant, policy, held, author, why, cancellationToken);
        return new(null, held.Count, held.Count);
    }

    /// <summary>Lets the chosen ones of a policy go.</summary>
    public async Task ReleaseAsync(string tenant, string policy, IReadOnlyList<Violation> chosen, Author author, string why, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var simulated = (await Store.TenantsAsync(cancellationToken)).Any(known => known.Tenant == tenant && known.Simulated);
        await Store.ReleaseAsync(
            new GateRelease
            {
                Tenant = tenant,
                PolicyId = policy,
                Violations = [.. chosen.Select(violation => violation.Id)],
                Author = author,
                Reason = why,
                // A simulated tenant lives by its own days.
                At = simulated ? chosen.Max(ClosingGate.HeldSince) : clock.GetUtcNow(),
            },
            cancellationToken);
    }
}
