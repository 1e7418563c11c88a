using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>Turns what became of something into a status and problem details.</summary>
internal static class ApiAnswers
{
    private static readonly string[] NotYours =
        ["act-role", "act-key", "act-needs-sign-in", "act-proof-unknown", ActGate.ProveAgainCode, "act-session-over", "act-beyond-unit", "excuse-own", "exception-own-request", "excuse-needs-proof"];

    private static readonly string[] Wrong = ["act-why", "act-nothing-named", "act-channel", "key-role", "key-days", "key-label"];

    private static readonly string[] Conflicts = ["scan-runs-already", "excuse-decided-already", "exception-decided-already", "exception-not-approved", "exception-ended-already", "release-not-open"];

    /// <summary>There is none, or the caller may not see it.</summary>
    public static IResult NotFound() => Results.Problem(statusCode: StatusCodes.Status404NotFound);

    /// <summary>The request is wrong.</summary>
    public static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>What became of an act.</summary>
    public static IResult Of(ActResult result) => result.Outcome switch
    {
        ActOutcome.Done => Results.Ok(new ApiDone("done", result.Number)),
        ActOutcome.Pending => Results.Json(new ApiDone("pending", result.Number), statusCode: StatusCodes.Status202Accepted),
        ActOutcome.NotFound => NotFound(),
        _ => Refused(result.Faults),
    };

    /// <summary>Why something was refused.</summary>
    public static IResult Refused(IReadOnlyList<Reason> faults) => Results.Problem(
        string.Join(' ', faults.Select(Sentences.Say)), statusCode: StatusOf(faults[0].Code), extensions: [KeyValuePair.Create("code", (object?)faults[0].Code)]);

    private static int StatusOf(string code) =>
        NotYours.Contains(code, StringComparer.Ordinal) ? StatusCodes.Status403Forbidden
        : Wrong.Contains(code, StringComparer.Ordinal) ? StatusCodes.Status400BadRequest
        : Conflicts.Contains(code, StringComparer.Ordinal) ? StatusCodes.Status409Conflict
        : code == "act-directory-unreachable" ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status422UnprocessableEntity;
}
