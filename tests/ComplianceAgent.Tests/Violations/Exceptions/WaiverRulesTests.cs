using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

public sealed class WaiverRulesTests
{
    private static readonly Violation OfAnn = Known(Phone() with { Category = "Investigations" });

    public static TheoryData<WaiverTargetKind, string, bool> Targets => new()
    {
        { WaiverTargetKind.Device, "PHONE-1", true },
        { WaiverTargetKind.Device, "phone-2", false },
        { WaiverTargetKind.Device, "Ann's iPhone", false },
        { WaiverTargetKind.Serial, " c02xk0aajg5j ", true },
        { WaiverTargetKind.Serial, "C02XK0AAJG5K", false },
        { WaiverTargetKind.User, "Ann@Contoso.example", true },
        { WaiverTargetKind.User, "user-1", true },
        { WaiverTargetKind.User, "ann", false },
        { WaiverTargetKind.User, "", false },
        { WaiverTargetKind.Category, "investigations", true },
        { WaiverTargetKind.Category, "", false },
        { WaiverTargetKind.Fleet, "", true },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void An_exception_covers_whom_it_names(WaiverTargetKind kind, string value, bool covers)
    {
        var rules = new WaiverRules([Lenient(new() { Blanket = true })], [Granted(kind: kind, value: value)], Day(2));

        (rules.Covering(OfAnn) is not null).Should().Be(covers);
    }

    [Fact]
    public void A_device_without_a_user_is_not_covered_by_an_exception_for_nobody()
    {
        var userless = Known(Phone(serial: "") with { UserPrincipalName = "", UserId = "", Category = "" });
        Waiver[] blanks = [Granted(kind: WaiverTargetKind.User, value: ""), Granted(kind: WaiverTargetKind.Serial, value: "", reference: "store:2"), Granted(kind: WaiverTargetKind.Category, value: " ", reference: "store:3")];

        new WaiverRules([Lenient(new() { Blanket = true })], blanks, Day(2)).Covering(userless).Should().BeNull();
    }

    [Fact]
    public void A_filler_for_a_serial_number_covers_nothing()
    {
        var filler = Known(Phone(serial: "To be filled by O.E.M."));

        Rules(Day(2), Granted(kind: WaiverTargetKind.Serial, value: "To be filled by O.E.M.")).Covering(filler).Should().BeNull();
    }

    [Theory]
    [InlineData("tiktok", true)]
    [InlineData("family-rule", true)]
    [InlineData("wechat", false)]
    public void An_exception_may_be_for_one_app_or_one_rule_of_the_policy(string subject, bool covers)
    {
        var waiver = Granted() with { Ask = Ask() with { Subject = subject } };

        (Rules(Day(2), waiver).Covering(OfAnn with { RuleId = "family-rule" }) is not null).Should().Be(covers);
    }

    [Fact]
    public void Days_begin_and_end_at_midnight_in_the_zone_of_the_policy()
    {
        var brussels = Lenient() with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels") };
        var waiver = Granted(from: 10, until: 29);
        var (start, end) = (new DateTimeOffset(2026, 3, 9, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero));

        WaiverStatus At(DateTimeOffset now) => new WaiverRules([brussels], [waiver], now).StatusOf(waiver);

        (At(start.AddTicks(-1)), At(start), At(end.AddTicks(-1)), At(end)).Should().Be((WaiverStatus.Planned, WaiverStatus.InForce, WaiverStatus.InForce, WaiverStatus.Expired));
    }

    [Fact]
    public void Of_several_the_one_that_lasts_longest_is_named_and_the_present_one_is_kept()
    {
        var rules = Rules(Day(2), Granted(until: 20), Granted(until: 40, reference: "store:2"), Granted(until: 30, reference: "store:3"));
        var present = OfAnn with { State = ViolationState.Excepted, StateReason = Reason.Of("exception-applies", ("exception", "store:3")) };

        rules.Covering(OfAnn)!.Reference.Should().Be("store:2");
        rules.Covering(present)!.Reference.Should().Be("store:3");
    }

    [Theory]
    [InlineData(Author.SignedIn, Author.SignedIn, true)]
    [InlineData(Author.SignedIn, Author.OsAccount, false)]
    [InlineData(Author.OsAccount, Author.OsAccount, false)]
    [InlineData(Author.Register, Author.SignedIn, false)]
    public void Two_people_are_enforced_only_when_both_were_signed_in(string requester, string approver, bool enforced) =>
        (Granted() with { Requester = new("ann", requester), Approver = new("bob", approver) }).IsEnforced.Should().Be(enforced);

    [Fact]
    public void A_policy_that_is_not_loaded_is_told_from_one_that_allows_nothing()
    {
        var waiver = Granted();

        new WaiverRules([], [waiver], Day(2)).StatusOf(waiver).Should().Be(WaiverStatus.PolicyNotInForce);
        new WaiverRules([Policy()], [waiver], Day(2)).StatusOf(waiver).Should().Be(WaiverStatus.Refused);
        new WaiverRules([Policy()], [waiver], Day(2)).FaultsOf(waiver).Should().ContainSingle().Which.Code.Should().Be("exception-none-allowed");
    }

    public static TheoryData<string, WaiverAsk, PolicyExceptionTerms, string> Terms => new()
    {
        { "all is well", Ask(), ExceptionSamples.Terms, "" },
        { "any reason where the policy names none", Ask() with { ReasonCode = "whatever" }, new(), "" },
        { "a reason the policy does not name", Ask() with { ReasonCode = "Research" }, ExceptionSamples.Terms, "exception-reason-not-allowed" },
        { "exactly as long as allowed", Ask(1, 90), ExceptionSamples.Terms, "" },
        { "a day longer", Ask(1, 91), ExceptionSamples.Terms, "exception-too-long" },
        { "one day", Ask(5, 5), ExceptionSamples.Terms, "" },
        { "the end before the beginning", Ask(5, 4), ExceptionSamples.Terms, "exception-ends-before-it-begins" },
        { "eleven years", Ask(1, 4000), new(), "exception-period-odd" },
        { "a category is a blanket", Ask(kind: WaiverTargetKind.Category, value: "x"), ExceptionSamples.Terms, "exception-blanket" },
        { "the fleet is a blanket", Ask(kind: WaiverTargetKind.Fleet, value: ""), ExceptionSamples.Terms, "exception-blanket" },
        { "a blanket where the policy allows it", Ask(kind: WaiverTargetKind.Fleet, value: ""), new() { Blanket = true }, "" },
        { "every fault at once", Ask(1, 91, WaiverTargetKind.Fleet, "") with { ReasonCode = "fun" }, ExceptionSamples.Terms, "exception-too-long exception-reason-not-allowed exception-blanket" },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_policy_sets_the_terms(string what, WaiverAsk ask, PolicyExceptionTerms terms, string faults) =>
        string.Join(' ', WaiverTerms.FaultsOf(ask, Lenient(terms)).Select(fault => fault.Code)).Should().Be(faults, what);

    [Fact]
    public void Days_beyond_every_calendar_are_a_fault_and_break_nothing()
    {
        var waiver = Granted() with { Ask = Ask() with { From = DateOnly.MinValue, Until = DateOnly.MaxValue } };

        Rules(Day(2), waiver).StatusOf(waiver).Should().Be(WaiverStatus.Refused);
    }
}
