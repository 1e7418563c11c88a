using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>Decides suspected matches.</summary>
public sealed class ReviewActs(ActGate gate, IOptions<ExcusingOptions> excusing, TimeProvider clock)
{
    /// <summary>Confirms or dismisses cases, all of them or none. A dismissal that frees violations waits for a second person.</summary>
    public async Task<ActResult> DecideAsync(Visitor visitor, string tenant, IReadOnlyList<string> caseIds, bool confirm, string why, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caseIds);
        var what = $"{(confirm ? "confirm" : "dismiss")} review:{string.Join(',', caseIds.Take(5))}";
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Approver, ActNature.Person, what, cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (caseIds.Count == 0 || GivenText.Of(why) is not { } words)
        {
            return ActResult.Refused(caseIds.Count == 0 ? "act-nothing-named" : "act-why");
        }

        if (await UnitFaultAsync(now, tenant, caseIds, what, cancellationToken) is { } beyond)
        {
            return beyond;
        }

        var mayFree = ActGate.FaultOf(now, tenant, Role.Approver, ActNature.Excusing, clock.GetUtcNow()) is null;
        var request = Request(now, caseIds, confirm, words) with { MayFree = mayFree, Persons = now.SignedIn ? excusing.Value.Persons : 2 };
        if (mayFree && !confirm && await gate.AdmitAsync(visitor, tenant, Role.Approver, ActNature.Excusing, what, cancellationToken) is { Visitor: null, Refusal: { } gone })
        {
            return gone;
        }

        var outcome = await gate.Store.DecideAsync(tenant, request, isDryRun: false, cancellationToken);
        if (outcome.Faults is [{ Code: ExcusingDesk.ProofCode }, ..])
        {
            return (await gate.AdmitAsync(visitor, tenant, Role.Approver, ActNature.Excusing, what, cancellationToken)).Refusal ?? ActResult.Refused(outcome.Faults);
        }

        return outcome.Faults.Count > 0 ? Refused(outcome.Faults) : outcome.Cases.Any(decided => decided.Waits is not null) ? ActResult.Pending : ActResult.Done;
    }

    private ReviewRequest Request(Visitor visitor, IReadOnlyList<string> caseIds, bool confirm, string why) =>
        new(confirm ? ReviewDecisionKind.Confirmed : ReviewDecisionKind.Dismissed, caseIds, visitor.Author, why, clock.GetUtcNow());

    /// <summary>A case is of an app, on whatever devices: whoever has some of them only may not decide for the others.</summary>
    private async Task<ActResult?> UnitFaultAsync(Visitor visitor, string tenant, IReadOnlyList<string> caseIds, string what, CancellationToken cancellationToken)
    {
        if (visitor.UnitsIn(tenant, Role.Approver) is not { } units)
        {
            return null;
        }

        var waiting = (await gate.Store.ReviewDeskAsync(tenant, cancellationToken)).Waiting.ToDictionary(open => open.Id, StringComparer.OrdinalIgnoreCase);
        var categories = caseIds.Select(id => waiting.GetValueOrDefault(id)?.Waiting.Select(violation => violation.Device.Category).ToList() ?? []).ToList();
        if (categories.Exists(of => !of.Exists(category => units.Contains(category, StringComparer.OrdinalIgnoreCase))))
        {
            return ActResult.NotFound;
        }

        return categories.TrueForAll(of => of.TrueForAll(category => units.Contains(category, StringComparer.OrdinalIgnoreCase)))
            ? null
            : await gate.RefuseAsync(visitor, tenant, what, Reason.Of("act-beyond-unit"), cancellationToken);
    }

    private static ActResult Refused(IReadOnlyList<Reason> faults) => faults.All(fault => fault.Code == "review-case-unknown") ? ActResult.NotFound : ActResult.Refused(faults);
}

/// <summary>Agrees, as the second person, to what would free violations without a removal; or refuses it.</summary>
public sealed class ExcuseActs(ActGate gate, TimeProvider clock)
{
    /// <summary>Agrees.</summary>
    public Task<ActResult> ApproveAsync(Visitor visitor, string tenant, IReadOnlyList<long> numbers, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, ExcusingStep.Approved, numbers, why, cancellationToken);

    /// <summary>Refuses: the violations stay.</summary>
    public Task<ActResult> RejectAsync(Visitor visitor, string tenant, IReadOnlyList<long> numbers, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, ExcusingStep.Refused, numbers, why, cancellationToken);

    private async Task<ActResult> DecideAsync(Visitor visitor, string tenant, ExcusingStep step, IReadOnlyList<long> numbers, string why, CancellationToken cancellationToken)
    {
        var what = $"{(step == ExcusingStep.Approved ? "approve" : "refuse")} excuse:{string.Join(',', numbers.Take(5))}";
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Approver, step == ExcusingStep.Approved ? ActNature.Excusing : ActNature.Person, what, cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (numbers.Count == 0 || GivenText.Of(why, mayBeEmpty: step == ExcusingStep.Approved) is not { } words)
        {
            return ActResult.Refused(numbers.Count == 0 ? "act-nothing-named" : "act-why");
        }

        if (await gate.WholeAsync(now, tenant, Role.Approver, what, cancellationToken) is { } beyond)
        {
            return beyond;
        }

        var outcome = await gate.Store.DecideExcusesAsync(tenant, new ExcusingRequest(step, numbers, now.Author, words, clock.GetUtcNow()), cancellationToken);
        return outcome.Faults.Count == 0 ? ActResult.Done : outcome.Faults.All(fault => fault.Code == "excuse-unknown") ? ActResult.NotFound : ActResult.Refused(outcome.Faults);
    }
}
