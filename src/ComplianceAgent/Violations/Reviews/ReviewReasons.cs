using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>What reviews do to violations. Ids only: who decided and why stands in the decision itself.</summary>
internal static class ReviewReasons
{
    /// <summary>Code of <see cref="Dismissed"/>.</summary>
    public const string DismissedCode = "review-dismissed";

    public static Reason Undone { get; } = Reason.Of("review-undone");

    public static Reason OtherApp { get; } = Reason.Of("review-other-app");

    public static Reason Confirmed(string caseId) => Reason.Of("review-confirmed", ("case", caseId));

    public static Reason Dismissed(string caseId) => Reason.Of(DismissedCode, ("case", caseId));

    public static Reason Superseded(string caseId) => Reason.Of("review-superseded", ("case", caseId));
}
