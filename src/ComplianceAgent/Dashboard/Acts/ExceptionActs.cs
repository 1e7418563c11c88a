using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>Asks for exceptions and decides them.</summary>
public sealed class ExceptionActs(ActGate gate, TenantPolicies policies, TenantRegisters registers, IOptions<ExceptionOptions> options, TimeProvider clock)
{
    /// <summary>Asks for one. It excuses nothing until another person approves it.</summary>
    public async Task<ActResult> RequestAsync(Visitor visitor, string tenant, WaiverAsk ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Reader, ActNature.Person, "request exception", cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (Clean(ask) is not { } clean)
        {
            return ActResult.Refused("act-why");
        }

        if (await UnitFaultAsync(now, tenant, Role.Reader, clean.Target, "request exception", cancellationToken) is { } beyond)
        {
            return beyond;
        }

        var set = policies.For(gate.OptionsOf(tenant));
        var knowledge = await gate.Store.LoadAsync(tenant, cancellationToken);
        return WaiverAsking.FaultOf(clean, set, knowledge.Violations, options.Value.ReadGroups) is { } fault
            ? ActResult.Refused(fault)
            : await DecideAsync(tenant, new WaiverRequest(WaiverDecisionKind.Requested, now.Author, "", clock.GetUtcNow()) { Ask = clean }, set, cancellationToken);
    }

    /// <summary>Approves a request of somebody else: from then on it excuses.</summary>
    public Task<ActResult> ApproveAsync(Visitor visitor, string tenant, long number, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, WaiverDecisionKind.Approved, number, why, cancellationToken);

    /// <summary>Refuses a request; whoever asked takes it back with this.</summary>
    public Task<ActResult> RejectAsync(Visitor visitor, string tenant, long number, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, WaiverDecisionKind.Rejected, number, why, cancellationToken);

    /// <summary>Ends an approved exception before its time.</summary>
    public Task<ActResult> RevokeAsync(Visitor visitor, string tenant, long number, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, WaiverDecisionKind.Revoked, number, why, cancellationToken);

    private async Task<ActResult> DecideAsync(Visitor visitor, string tenant, WaiverDecisionKind kind, long number, string why, CancellationToken cancellationToken)
    {
        if (!visitor.Sees(tenant) || (await gate.Store.ExceptionsAsync(tenant, cancellationToken)).Find(number) is not { } waiver)
        {
            return ActResult.NotFound;
        }

        var what = $"{kind.ToString().ToLowerInvariant()} {waiver.Reference}";
        var isOwn = kind == WaiverDecisionKind.Rejected && visitor.Author.IsSamePersonAs(waiver.Requester);
        var least = isOwn ? Role.Reader : Role.Approver;
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, least, kind == WaiverDecisionKind.Approved ? ActNature.Excusing : ActNature.Person, what, cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (GivenText.Of(why) is not { } words)
        {
            return ActResult.Refused("act-why");
        }

        return await UnitFaultAsync(now, tenant, least, waiver.Ask.Target, what, cancellationToken)
            ?? await DecideAsync(tenant, new WaiverRequest(kind, now.Author, words, clock.GetUtcNow()) { Number = number }, policies.For(gate.OptionsOf(tenant)), cancellationToken);
    }

    private async Task<ActResult> DecideAsync(string tenant, WaiverRequest request, PolicySet set, CancellationToken cancellationToken)
    {
        var registered = registers.For(gate.OptionsOf(tenant)).For(tenant);
        var outcome = await gate.Store.DecideExceptionAsync(tenant, request, set.Policies, registered, isDryRun: false, cancellationToken);
        if (outcome.Faults.Count > 0)
        {
            return ActResult.Refused(outcome.Faults);
        }

        return (request.Kind == WaiverDecisionKind.Requested ? ActResult.Pending : ActResult.Done) with { Number = outcome.Waiver?.Number };
    }

    private static WaiverAsk? Clean(WaiverAsk ask)
    {
        var (why, value) = (GivenText.Of(ask.Why), GivenText.Of(ask.Target.Value, mayBeEmpty: ask.Target.Kind == WaiverTargetKind.Fleet));
        var measures = ask.Mitigations.Select(measure => GivenText.Of(measure)).ToList();
        return why is null || value is null || measures.Contains(null) ? null : ask with { Why = why, Target = ask.Target with { Value = value }, Mitigations = [.. measures.OfType<string>()] };
    }

    /// <summary>Whoever has a role for some devices only may ask and decide for these, and for nothing whose devices are not known to be among them.</summary>
    private async Task<ActResult?> UnitFaultAsync(Visitor visitor, string tenant, Role least, WaiverTarget target, string what, CancellationToken cancellationToken)
    {
        if (visitor.UnitsIn(tenant, least) is not { } units)
        {
            return null;
        }

        string[] categories = target.Kind switch
        {
            WaiverTargetKind.Category => [target.Value],
            WaiverTargetKind.Device => [.. (await gate.Store.LoadAsync(tenant, cancellationToken)).Violations.Where(violation => violation.DeviceId == target.Value).Select(violation => violation.Device.Category)],
            _ => [],
        };
        return categories.Length > 0 && categories.All(category => units.Contains(category, StringComparer.OrdinalIgnoreCase))
            ? null
            : await gate.RefuseAsync(visitor, tenant, what, Reason.Of("act-beyond-unit"), cancellationToken);
    }
}
