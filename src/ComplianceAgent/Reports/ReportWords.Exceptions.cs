using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports;

/// <content>The words of exceptions.</content>
public static partial class ReportWords
{
    /// <summary>For whom an exception is.</summary>
    public static string Say(WaiverTarget target) => English.Say(target);

    /// <summary>For whom an exception is.</summary>
    public static string Say(this Wording words, WaiverTarget target) => target switch
    {
        { Kind: WaiverTargetKind.Device } => words.Say("Device {0}", words.Kept(target.Value)),
        { Kind: WaiverTargetKind.Serial } => words.Say("Serial number {0}", words.Kept(target.Value)),
        { Kind: WaiverTargetKind.User } => words.Say("User {0}", words.Kept(target.Value)),
        { Kind: WaiverTargetKind.Category } => words.Say("Category {0}", target.Value),
        { Kind: WaiverTargetKind.Group } => words.Say("Group {0}", target.Value),
        _ => words["Whole fleet"],
    };

    /// <summary>How an exception stands.</summary>
    public static string Say(WaiverStanding standing) => English.Say(standing);

    /// <summary>How an exception stands.</summary>
    public static string Say(this Wording words, WaiverStanding standing) => standing switch
    {
        { EndsSoon: true, IsUnused: true, DaysLeft: 1 } => words["Ends in 1 day, unused"],
        { EndsSoon: true, IsUnused: true } => words.Say("Ends in {0} days, unused", words.Number(standing.DaysLeft ?? 0)),
        { EndsSoon: true, DaysLeft: 1 } => words["Ends in 1 day"],
        { EndsSoon: true } => words.Say("Ends in {0} days", words.Number(standing.DaysLeft ?? 0)),
        { IsUnused: true } => words["In force, unused"],
        { Status: WaiverStatus.InForce } => words["In force"],
        { Status: WaiverStatus.Planned } => words["Begins later"],
        { Status: WaiverStatus.Requested } => words["Waits for an approver"],
        { Status: WaiverStatus.Refused } => words["Not allowed by its policy"],
        { Status: WaiverStatus.PolicyNotInForce } => words["Policy not loaded"],
        { Status: WaiverStatus.Expired } => words["Ended"],
        { Status: WaiverStatus.Revoked } => words["Revoked"],
        _ => words["Rejected"],
    };

    /// <summary>Code of <see cref="SayAssurance(Waiver)"/>.</summary>
    public static string AssuranceOf(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return waiver.IsEnforced ? "enforced" : "asserted";
    }

    /// <summary>Whether requester and approver are certain to be two people.</summary>
    public static string SayAssurance(Waiver waiver) => English.SayAssurance(waiver);

    /// <summary>Whether requester and approver are certain to be two people.</summary>
    public static string SayAssurance(this Wording words, Waiver waiver) => waiver switch
    {
        { IsOfRegister: true } => words.Say("asserted by the register with SHA-256 {0}…", waiver.RegisterHash[..12]),
        { IsEnforced: true } => words["enforced"],
        _ => words["asserted"],
    };

    /// <summary>How it is known who somebody is.</summary>
    public static string SaySource(string source) => English.SaySource(source);

    /// <summary>How it is known who somebody is.</summary>
    public static string SaySource(this Wording words, string source) => source switch
    {
        Author.SignedIn => words["signed in"],
        Author.OsAccount => words["account of the system, asserted"],
        Author.Register => words["named in the register, asserted"],
        Author.Tracker => words["closed a ticket, asserted"],
        Author.Key => words["key of a machine"],
        Author.Agent => words["the agent itself"],
        _ => source,
    };
}
