using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports;

/// <content>The words of exceptions.</content>
public static partial class ReportWords
{
    /// <summary>For whom an exception is.</summary>
    public static string Say(WaiverTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            WaiverTargetKind.Device => "Device " + target.Value,
            WaiverTargetKind.Serial => "Serial number " + target.Value,
            WaiverTargetKind.User => "User " + target.Value,
            WaiverTargetKind.Category => "Category " + target.Value,
            WaiverTargetKind.Group => "Group " + target.Value,
            _ => "Whole fleet",
        };
    }

    /// <summary>How an exception stands.</summary>
    public static string Say(WaiverStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return standing switch
        {
            { EndsSoon: true } => "Ends in " + Days(standing.DaysLeft ?? 0) + (standing.IsUnused ? ", unused" : ""),
            { IsUnused: true } => "In force, unused",
            { Status: WaiverStatus.InForce } => "In force",
            { Status: WaiverStatus.Planned } => "Begins later",
            { Status: WaiverStatus.Requested } => "Waits for an approver",
            { Status: WaiverStatus.Refused } => "Not allowed by its policy",
            { Status: WaiverStatus.PolicyNotInForce } => "Policy not loaded",
            { Status: WaiverStatus.Expired } => "Ended",
            { Status: WaiverStatus.Revoked } => "Revoked",
            _ => "Rejected",
        };
    }

    /// <summary>Code of <see cref="SayAssurance"/>.</summary>
    public static string AssuranceOf(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return waiver.IsEnforced ? "enforced" : "asserted";
    }

    /// <summary>Whether requester and approver are certain to be two people.</summary>
    public static string SayAssurance(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return waiver.IsOfRegister ? $"asserted by the register with SHA-256 {waiver.RegisterHash[..12]}…" : AssuranceOf(waiver);
    }

    /// <summary>How it is known who somebody is.</summary>
    public static string SaySource(string source) => source switch
    {
        Author.SignedIn => "signed in",
        Author.OsAccount => "account of the system, asserted",
        Author.Register => "named in the register, asserted",
        _ => source,
    };
}
