using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

/// <summary>Exceptions from the ban of <see cref="Samples"/>, which allows research for up to 90 days, for devices and people.</summary>
internal static class ExceptionSamples
{
    public static readonly Author Ann = new("ann@pc-7", Author.OsAccount);
    public static readonly Author Bob = new("bob@pc-8", Author.OsAccount);

    public static PolicyExceptionTerms Terms { get; } = new() { Reasons = ["research", "law-enforcement"], MaximumDays = 90 };

    public static Policy Lenient(PolicyExceptionTerms? terms = null) => Policy() with { Exceptions = terms ?? Terms };

    public static DateOnly On(int day) => new DateOnly(2026, 3, 1).AddDays(day - 1);

    public static WaiverAsk Ask(int from = 1, int until = 30, WaiverTargetKind kind = WaiverTargetKind.Device, string value = "phone-1") => new()
    {
        PolicyId = Ban,
        Target = new WaiverTarget(kind, value),
        ReasonCode = "research",
        Why = "Lab",
        From = On(from),
        Until = On(until),
    };

    /// <summary>One that was granted.</summary>
    public static Waiver Granted(int from = 1, int until = 30, WaiverTargetKind kind = WaiverTargetKind.Device, string value = "phone-1", string reference = "store:1") => new()
    {
        Reference = reference,
        Ask = Ask(from, until, kind, value),
        State = WaiverState.Approved,
        Requester = Ann,
        RequestedAt = Day(1),
        Approver = Bob,
        ApprovedAt = Day(1),
    };

    public static Waiver Registered(int from = 1, int until = 30, string id = "lab") =>
        Granted(from, until, reference: Waiver.OfRegister(id)) with { RegisterHash = new string('e', 64), Requester = new("Ann", Author.Register), Approver = new("Bob", Author.Register) };

    public static WaiverRules Rules(DateTimeOffset now, params Waiver[] waivers) => new([Lenient()], waivers, now);

    public static Waiver? Covering(this WaiverRules rules, Violation violation, params string[] earlier) => rules.CoveringOf(violation, earlier);
}
