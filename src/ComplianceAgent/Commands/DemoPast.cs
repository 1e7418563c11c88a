using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;

namespace ComplianceAgent.Commands;

/// <summary>The two months before a demo begins: a scan a week, and people who ask for exceptions and decide.</summary>
internal static class DemoPast
{
    private const int Weeks = 9;

    // Made up; the policy of the demo whose ban allows exceptions.
    private const string Lenient = "us-federal-tiktok";
    private static readonly Author Asker = new("dana@demo.example", Author.OsAccount);
    private static readonly Author Approver = new("sam@demo.example", Author.OsAccount);

    /// <summary>How long ago it begins.</summary>
    public static TimeSpan Length => TimeSpan.FromDays(7 * Weeks);

    /// <summary>Lives through it.</summary>
    public static async Task LiveAsync(VerbContext context, SimulatorHost simulator, TenantOptions tenant, ScanOrder order, CancellationToken cancellationToken)
    {
        for (var week = 0; week < Weeks; week++)
        {
            context.Error.Line($"SIMULATED week {week + 1} of {Weeks}");
            await context.Service<TenantScanner>().ScanAsync(tenant, order, Unwatched.Instance, cancellationToken);
            if (week == 2)
            {
                await DecideAsync(context, tenant.Name, order, simulator.Now, cancellationToken);
            }

            simulator.Advance(TimeSpan.FromDays(7));
        }
    }

    private static async Task DecideAsync(VerbContext context, string tenant, ScanOrder order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var store = context.Service<StoreSession>().Current!;
        var open = await store.BrowseViolationsAsync(
            tenant, new ViolationQuery { Now = now, Policies = order.Policies.Policies, PolicyId = Lenient, States = [ViolationState.Open], IsBan = true, Take = 2 }, cancellationToken);
        foreach (var (violation, index) in open.Items.Select((item, index) => (item.Violation, index)))
        {
            var asked = await DecideAsync(new WaiverRequest(WaiverDecisionKind.Requested, Asker, "", now) { Ask = Ask(violation, now) });
            if (index == 0 && asked.Waiver is { } waiver)
            {
                await DecideAsync(new WaiverRequest(WaiverDecisionKind.Approved, Approver, "Case 2026-17", now) { Number = asked.Decision!.Number, Role = "Agency head or designee" });
            }
        }

        Task<WaiverOutcome> DecideAsync(WaiverRequest request) => store.DecideExceptionAsync(tenant, request, order.Policies.Policies, [], isDryRun: false, cancellationToken);
    }

    private static WaiverAsk Ask(Violation violation, DateTimeOffset now) => new()
    {
        PolicyId = violation.PolicyId,
        Target = new WaiverTarget(WaiverTargetKind.Device, violation.DeviceId),
        ReasonCode = "law-enforcement",
        Why = "Watches channels in an inquiry",
        From = DateOnly.FromDateTime(now.UtcDateTime),
        Until = DateOnly.FromDateTime(now.UtcDateTime).AddDays(120),
    };

    private sealed class Unwatched : IProgress<InventoryProgress>
    {
        public static Unwatched Instance { get; } = new();

        public void Report(InventoryProgress value)
        {
        }
    }
}
