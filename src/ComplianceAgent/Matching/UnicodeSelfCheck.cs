using System.Text;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>
/// In globalization-invariant mode normalising non-ASCII text does nothing and says nothing, so full-width names would pass unseen.
/// Asked once at start.
/// </summary>
public static class UnicodeSelfCheck
{
    /// <summary>The fault, or null when names can be compared as they must.</summary>
    public static Reason? Verify() => Verify(static text => text.Normalize(NormalizationForm.FormKC));

    internal static Reason? Verify(Func<string, string> compatibilityCompose) =>
        compatibilityCompose("\uFF34\uFF49\uFF4B") == "Tik" && compatibilityCompose("e\u0301") == "\u00E9"
            ? null
            : Reason.Of("unicode-normalization-missing");
}
