using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>The reasons of exceptions, in one list. They hold references, codes, dates and hashes, never a person.</summary>
internal static class WaiverReasons
{
    /// <summary>Name of the parameter that holds the reference of an exception.</summary>
    public const string Exception = "exception";

    public static Reason Applies(Waiver waiver) => waiver.IsOfRegister
        ? Reason.Of("exception-applies-register", ("exception", waiver.Reference), ("reason", waiver.Ask.ReasonCode), ("hash", waiver.RegisterHash))
        : Reason.Of("exception-applies", ("exception", waiver.Reference), ("reason", waiver.Ask.ReasonCode));

    public static Reason Expired(Waiver waiver) => Reason.Of("exception-expired", ("exception", waiver.Reference), ("until", Day(waiver.Ask.Until)));

    public static Reason Revoked(Waiver waiver) => Reason.Of("exception-revoked", ("exception", waiver.Reference));

    public static Reason Removed(string reference) => Reason.Of("exception-removed", ("exception", reference));

    public static Reason Refused(Waiver waiver, Reason fault) => Reason.Of("exception-refused", ("exception", waiver.Reference)).And(fault.Code, [.. fault.Parameters.Select(pair => (pair.Key, pair.Value))]);

    public static Reason NoLongerCovers(Waiver waiver) => Reason.Of("exception-no-longer-covers", ("exception", waiver.Reference));

    public static Reason NotNeeded(string reference) => Reason.Of("exception-not-needed", ("exception", reference));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
