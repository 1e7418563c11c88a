using System.Globalization;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>The exceptions of a tenant, of its registers and of the store, and how they stand.</summary>
public sealed class ExceptionViews(TenantRegisters registers, IOptions<ExceptionOptions> options)
{
    private const int MostExcused = 5_000;

    /// <summary>Number of an exception of the store; 0 for one of a register.</summary>
    public static long NumberOf(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return !waiver.IsOfRegister && long.TryParse(waiver.Reference[(waiver.Reference.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The standings that a visitor may see: what they excuse is counted over excused violations alone.</summary>
    public async Task<IReadOnlyList<WaiverStanding>> OfAsync(TenantView view, ViolationStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(store);
        var excused = await store.BrowseViolationsAsync(
            view.Tenant, view.Query with { States = [ViolationState.Excepted], Sort = ViolationSort.FirstSeen, Take = MostExcused }, cancellationToken);
        Violation[] live = [.. excused.Items.Select(item => item.Violation)];
        var rules = new WaiverRules(view.Policies.Policies, [.. registers.For(view.Options).For(view.Tenant), .. (await store.ExceptionsAsync(view.Tenant, cancellationToken)).Waivers], view.Now);
        return [.. WaiverOverview.Of(rules, live, new EarlierDevices(live), options.Value.WarnDays).Where(standing => view.SeesAll || standing.Violations > 0)];
    }
}

/// <summary>What exceptions are called, in English; pages translate.</summary>
public static class WaiverWords
{
    /// <summary>How one stands.</summary>
    public static string Of(WaiverStatus status) => status switch
    {
        WaiverStatus.InForce => "In force",
        WaiverStatus.Planned => "Not begun yet",
        WaiverStatus.Requested => "Waits for approval",
        WaiverStatus.Refused => "Refused by the policy",
        WaiverStatus.PolicyNotInForce => "Its policy is not in force",
        WaiverStatus.Expired => "Ended",
        WaiverStatus.Revoked => "Revoked",
        _ => "Rejected",
    };

    /// <summary>For whom.</summary>
    public static string Of(WaiverTargetKind kind) => kind switch
    {
        WaiverTargetKind.Device => "One device",
        WaiverTargetKind.Serial => "One serial number",
        WaiverTargetKind.User => "One user",
        WaiverTargetKind.Category => "A device category",
        WaiverTargetKind.Fleet => "Every device",
        _ => "An Entra group",
    };
}
