using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>What speaks for a vendor having made an app.</summary>
internal static class VendorEvidence
{
    /// <summary>Vendors that anything speaks for.</summary>
    public static IEnumerable<string> Vendors(AppFindings findings) =>
        findings.Publishers.Where(hit => hit.IsSure).Select(hit => hit.Owner).Concat(findings.VendorIdentifiers.Select(hit => hit.Vendor))
            .Concat(findings.House is { } house ? [house.Vendor] : []).Distinct(StringComparer.Ordinal);

    /// <summary>Publisher, else identifier, else the name of the house within the app's own, else a publisher spelling that is not verified; null without any.</summary>
    public static Verdict? Of(string vendor, string vendorName, AppFindings findings)
    {
        var app = findings.App;
        if (PublisherOf(vendor, isVerified: true, findings) is { } publisher)
        {
            return new Verdict(Confidence.Strong, Reason.Of(EvidenceCodes.VendorPublisher, ("publisher", publisher), ("vendor", vendorName)));
        }

        foreach (var (owner, prefix) in findings.VendorIdentifiers)
        {
            if (owner == vendor)
            {
                var identifier = app.Identifier.Exists ? app.Identifier.Text : app.NameAsIdentifier.Text;
                return new Verdict(Confidence.Strong, Reason.Of(EvidenceCodes.VendorIdentifier, ("identifier", identifier), ("known", prefix), ("vendor", vendorName)));
            }
        }

        if (findings.House is { } house && house.Vendor == vendor)
        {
            var (confidence, code) = house.IsSure ? (Confidence.Strong, EvidenceCodes.VendorName) : (Confidence.Suspected, EvidenceCodes.VendorNameUnsure);
            return new Verdict(confidence, Reason.Of(code, ("name", app.App.Name), ("vendor", vendorName)));
        }

        return PublisherOf(vendor, isVerified: false, findings) is { } unverified
            ? new Verdict(Confidence.Suspected, Reason.Of(EvidenceCodes.VendorPublisherUnverified, ("publisher", unverified), ("vendor", vendorName)))
            : null;
    }

    private static string? PublisherOf(string vendor, bool isVerified, AppFindings findings)
    {
        foreach (var hit in findings.Publishers)
        {
            if (hit.Owner == vendor && hit.IsSure && hit.IsVerified == isVerified)
            {
                return hit.Seen == findings.App.Publisher.Text ? findings.App.App.Publisher : hit.Seen;
            }
        }

        return null;
    }
}
