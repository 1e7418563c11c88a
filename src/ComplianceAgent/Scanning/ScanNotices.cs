using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>What an auditor must be able to date and that is no violation: which policies, catalogue and register counted from when, and what the clock did. Pure.</summary>
internal static class ScanNotices
{
    /// <summary>What differs from the tenant's last scan.</summary>
    /// <param name="last">The last scan; null for the first.</param>
    /// <param name="now">This one.</param>
    public static IEnumerable<AuditNotice> Of(ScanResult? last, ScanResult now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return [.. OfClock(last, now), .. OfPolicies(last, now), .. OfCatalogue(last, now), .. OfRegister(last, now), .. OfPersons(last, now)];
    }

    private static IEnumerable<AuditNotice> OfClock(ScanResult? last, ScanResult now)
    {
        if (last is not null && now.StartedAt < last.StartedAt)
        {
            yield return new(ViolationEventKind.ClockChanged, Reason.Of("audit-clock-back", ("now", Moment(now.StartedAt)), ("before", Moment(last.StartedAt)), ("scan", Number(last.Number))));
        }
    }

    private static IEnumerable<AuditNotice> OfPolicies(ScanResult? last, ScanResult now)
    {
        var before = (last?.Policies ?? []).ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        foreach (var policy in now.Policies)
        {
            if (!before.Remove(policy.Id, out var known))
            {
                yield return new(ViolationEventKind.PolicyChanged, Reason.Of("audit-policy-began", ("policy", policy.Id), ("hash", policy.Hash)));
            }
            else if (known.Hash != policy.Hash)
            {
                yield return new(ViolationEventKind.PolicyChanged, Reason.Of("audit-policy-changed", ("policy", policy.Id), ("before", known.Hash), ("hash", policy.Hash)));
            }
        }

        foreach (var gone in before.Values)
        {
            yield return new(ViolationEventKind.PolicyChanged, Reason.Of("audit-policy-left", ("policy", gone.Id), ("hash", gone.Hash)));
        }
    }

    private static IEnumerable<AuditNotice> OfCatalogue(ScanResult? last, ScanResult now)
    {
        if (last is not null && last.CatalogueHash != now.CatalogueHash)
        {
            yield return new(ViolationEventKind.CatalogueChanged, Reason.Of("audit-catalogue-changed", ("before", last.CatalogueHash), ("hash", now.CatalogueHash)));
        }
    }

    private static IEnumerable<AuditNotice> OfRegister(ScanResult? last, ScanResult now)
    {
        (string Code, RegisterInForce? Before, RegisterInForce? Now)[] registers =
        [
            ("audit-register-changed", last?.ExceptionRegister, now.ExceptionRegister),
            ("audit-tenant-register-changed", last?.TenantExceptionRegister, now.TenantExceptionRegister),
        ];
        foreach (var (code, before, after) in registers.Where(register => register.Before?.Hash != register.Now?.Hash))
        {
            yield return new(ViolationEventKind.RegisterChanged, Reason.Of(code, ("before", before?.Hash ?? "none"), ("hash", after?.Hash ?? "none")));
        }
    }

    private static IEnumerable<AuditNotice> OfPersons(ScanResult? last, ScanResult now)
    {
        if (last is { ExcusingPersons: > 0 } && last.ExcusingPersons != now.ExcusingPersons)
        {
            yield return new(ViolationEventKind.PersonsChanged, Reason.Of("audit-persons-changed", ("before", Number(last.ExcusingPersons)), ("persons", Number(now.ExcusingPersons))));
        }
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
