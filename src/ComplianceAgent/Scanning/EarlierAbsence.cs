using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Which findings are proved to be new on their device. A ban's removal date is for copies that were there; what is installed once the ban is
/// in effect is a breach at once. Proof is an earlier inventory of the same device without the app, judged by the same policy and catalogue.
/// </summary>
internal static class EarlierAbsence
{
    /// <summary>Reads what is needed, for policies between taking effect and their removal date only; for others it would change nothing.</summary>
    /// <returns>The date of the inventory that did not have the app; null where nothing is proved.</returns>
    public static async Task<Func<Finding, DateTimeOffset?>> TakeAsync(
        ViolationStore? store, ScanRequest request, TenantKnowledge knowledge, Assessment assessment, IReadOnlyDictionary<string, DeviceSighting> devices, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var policies = request.Policies.Policies.Where(policy => Matters(policy, now) && IsUnchanged(policy, request.Policies.Catalogue, knowledge.LastCompleteScan))
            .Select(policy => policy.Id).ToHashSet(StringComparer.Ordinal);
        var known = knowledge.Violations.Select(ViolationKey.Of).ToHashSet();
        var news = assessment.Findings.Where(finding => policies.Contains(finding.PolicyId) && !known.Contains(ViolationKey.Of(finding))).Select(finding => finding.Device.Id).Distinct(StringComparer.Ordinal).ToList();
        if (store is null || news.Count == 0)
        {
            return static _ => null;
        }

        var before = await store.DevicesAsync(request.Tenant, news, cancellationToken);
        return finding => policies.Contains(finding.PolicyId) && before.TryGetValue(finding.Device.Id, out var device) && Proves(device, finding, devices.GetValueOrDefault(finding.Device.Id))
            ? device.InventoryAt
            : null;
    }

    private static bool Matters(Policy policy, DateTimeOffset now) =>
        policy is { Effective: { } effective, RemoveBy: { } removeBy } && Deadlines.StartOfDay(effective, policy.TimeZone) <= now && now < Deadlines.EndOfDay(removeBy, policy.TimeZone);

    /// <summary>A rule or name that came later would find what had been there all along.</summary>
    private static bool IsUnchanged(Policy policy, Catalogue catalogue, ScanResult? last) =>
        last is not null && last.CatalogueHash == catalogue.Hash && last.Policies.Any(known => known.Id == policy.Id && known.Hash == policy.Hash);

    /// <summary>The device was in scope as it is now, its rows were read, and they have changed since.</summary>
    private static bool Proves(KnownDevice before, Finding finding, DeviceSighting? now) =>
        before.State is { Fingerprint: { } fingerprint, RowCount: > 0 } && now?.Fingerprint is { } changed && changed != fingerprint
        && before.State.Owner == finding.Device.Owner && before.State.Platform == finding.Device.Platform;
}
