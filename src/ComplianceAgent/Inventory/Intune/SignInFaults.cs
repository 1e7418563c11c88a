using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Why a sign-in failed, from Entra's own error code alone: the rest of its message is long, changes, and is nothing a reason
/// should store.
/// </summary>
internal static class SignInFaults
{
    private const string Mark = "AADSTS";

    /// <summary>The reason for a failed sign-in of a tenant.</summary>
    public static Reason Tell(string tenant, Exception fault)
    {
        var error = Code(fault);
        if (error.Length == 0 && Connection(fault) is { } broken)
        {
            return Reason.Of("sign-in-unreachable", ("tenant", tenant), ("layer", GraphFault.Layer(broken)));
        }

        return Reason.Of(SentenceFor(error), ("tenant", tenant), ("error", error.Length == 0 ? fault.GetType().Name : error));
    }

    /// <summary>Entra's code (<c>AADSTS7000222</c>) in a message; empty without one.</summary>
    public static string Code(string message)
    {
        var at = message.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var digits = message.AsSpan(at + Mark.Length);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return string.Concat(Mark, digits[..Math.Min(length < 0 ? digits.Length : length, 12)]);
    }

    /// <summary>The fault of a connection in what a sign-in library wraps several times over; null when it was none.</summary>
    private static Exception? Connection(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (RetryRules.IsConnectionFault(fault) || fault is OperationCanceledException)
            {
                return fault;
            }
        }

        return null;
    }

    private static string Code(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (Code(fault.Message) is { Length: > 0 } code)
            {
                return code;
            }
        }

        return "";
    }

    private static string SentenceFor(string error) => error switch
    {
        "AADSTS7000222" or "AADSTS700027" => "sign-in-credential-expired",
        "AADSTS7000215" => "sign-in-secret-refused",
        "AADSTS700016" => "sign-in-app-unknown",
        "AADSTS90002" or "AADSTS900023" => "sign-in-tenant-unknown",
        _ => "sign-in-failed",
    };
}
