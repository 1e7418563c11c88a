using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

public sealed class WaiverDeskTests
{
    private static readonly Violation Open = Known();

    private static WaiverDesk Desk(WaiverBook? book = null, IReadOnlyCollection<Violation>? violations = null, params Waiver[] registered) =>
        new(Tenant, violations ?? [Open], book ?? WaiverBook.Empty, [Lenient()], registered);

    private static WaiverRequest Request(WaiverAsk? ask = null) => new(WaiverDecisionKind.Requested, Ann, "", Day(2)) { Ask = ask ?? Ask() };

    private static WaiverRequest Do(WaiverDecisionKind kind, Author? author = null, double day = 3) => new(kind, author ?? Bob, "Looked at it", Day(day)) { Number = 1 };

    private static WaiverBook Book(params WaiverRequest[] requests) => requests.Aggregate(WaiverBook.Empty, (book, request) => book.With(Desk(book).Decide(request).Decision!));

    private static string Codes(WaiverOutcome outcome) => string.Join(' ', outcome.Faults.Select(fault => fault.Code));

    [Fact]
    public void A_request_is_kept_and_excuses_nothing()
    {
        var outcome = Desk().Decide(Request());

        outcome.Faults.Should().BeEmpty();
        outcome.Changes.Should().BeEmpty();
        outcome.Waiver.Should().BeEquivalentTo(new { Reference = "store:1", State = WaiverState.Requested, Requester = Ann, Ask = Ask() });
    }

    [Fact]
    public void Another_person_approves_and_it_excuses_at_once()
    {
        var outcome = Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Approved) with { Role = "Designee" });

        outcome.Waiver.Should().BeEquivalentTo(new { State = WaiverState.Approved, Approver = Bob, ApproverRole = "Designee", ApprovedAt = Day(3), IsEnforced = false });
        outcome.Changes.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = ViolationEventKind.Excepted, Violation = new { State = ViolationState.Excepted, StateSince = Day(3) } });
    }

    [Theory]
    [InlineData("ann@pc-7", Author.OsAccount)]
    [InlineData("ANN@another-machine", Author.OsAccount)]
    [InlineData("ann", Author.OsAccount)]
    public void Nobody_approves_what_they_asked_for(string name, string source) =>
        Codes(Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Approved, new Author(name, source)))).Should().Be("exception-own-request");

    [Fact]
    public void People_who_are_signed_in_are_told_apart_by_their_whole_name()
    {
        var first = new Author("ann@contoso.example", Author.SignedIn);
        var book = WaiverBook.Empty.With(Desk().Decide(Request() with { Author = first }).Decision!);

        Codes(Desk(book).Decide(Do(WaiverDecisionKind.Approved, first))).Should().Be("exception-own-request");
        var outcome = Desk(book).Decide(Do(WaiverDecisionKind.Approved, new Author("ann@fabrikam.example", Author.SignedIn)));
        outcome.Faults.Should().BeEmpty();
        outcome.Waiver!.IsEnforced.Should().BeTrue();
    }

    [Fact]
    public void Whoever_asked_may_take_the_request_back() =>
        Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Rejected, Ann)).Waiver!.State.Should().Be(WaiverState.Rejected);

    [Fact]
    public void Revoking_opens_again_at_once()
    {
        var book = Book(Request(), Do(WaiverDecisionKind.Approved));
        var excepted = Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Approved)).Changes.Single().Violation;

        var change = Desk(book, [excepted]).Decide(Do(WaiverDecisionKind.Revoked, day: 5)).Changes.Should().ContainSingle().Subject;

        change.Kind.Should().Be(ViolationEventKind.ExceptionEnded);
        change.Reason.Should().Be(Reason.Of("exception-revoked", ("exception", "store:1")));
        change.Violation.ExceptedUntil.Should().Be(Day(5));
    }

    [Fact]
    public void Revoking_leaves_excepted_what_the_register_covers_too()
    {
        var book = Book(Request(), Do(WaiverDecisionKind.Approved));
        var excepted = Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Approved)).Changes.Single().Violation;

        var change = Desk(book, [excepted], Registered()).Decide(Do(WaiverDecisionKind.Revoked, day: 5)).Changes.Should().ContainSingle().Subject;

        (change.Kind, change.Violation.State, change.Reason.Code).Should().Be((ViolationEventKind.Excepted, ViolationState.Excepted, "exception-applies-register"));
    }

    [Fact]
    public void Approving_one_leaves_alone_what_others_except()
    {
        var other = Open with { Id = Guid.NewGuid(), DeviceId = "phone-2", State = ViolationState.Excepted, StateReason = Reason.Of("exception-applies-register", ("exception", "register:gone")) };

        Desk(Book(Request()), [Open, other]).Decide(Do(WaiverDecisionKind.Approved)).Changes.Should().ContainSingle().Which.Violation.DeviceId.Should().Be("phone-1");
    }

    public static TheoryData<string, WaiverDecisionKind, string> Refused => new()
    {
        { "", WaiverDecisionKind.Approved, "exception-unknown" },
        { "", WaiverDecisionKind.Revoked, "exception-unknown" },
        { "requested", WaiverDecisionKind.Revoked, "exception-not-approved" },
        { "approved", WaiverDecisionKind.Approved, "exception-decided-already" },
        { "approved", WaiverDecisionKind.Rejected, "exception-decided-already" },
        { "rejected", WaiverDecisionKind.Approved, "exception-decided-already" },
        { "revoked", WaiverDecisionKind.Revoked, "exception-not-approved" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_fit_is_refused_and_told(string before, WaiverDecisionKind kind, string code)
    {
        WaiverRequest[] history = before switch
        {
            "" => [],
            "requested" => [Request()],
            "approved" => [Request(), Do(WaiverDecisionKind.Approved)],
            "rejected" => [Request(), Do(WaiverDecisionKind.Rejected)],
            _ => [Request(), Do(WaiverDecisionKind.Approved), Do(WaiverDecisionKind.Revoked)],
        };

        var outcome = Desk(Book(history)).Decide(Do(kind));

        Codes(outcome).Should().Be(code);
        outcome.Decision.Should().BeNull();
        outcome.Faults.Select(Sentences.Say).Should().AllSatisfy(sentence => sentence.Should().EndWith(".").And.NotContain("{"));
    }

    [Fact]
    public void A_request_that_the_policy_does_not_allow_is_refused_with_every_fault()
    {
        Codes(Desk().Decide(Request(Ask(1, 91) with { ReasonCode = "fun" }))).Should().Be("exception-too-long exception-reason-not-allowed");
        Codes(Desk().Decide(Request(Ask() with { PolicyId = "other" }))).Should().Be("exception-policy-not-in-force");
        Codes(Desk().Decide(Request(Ask(-5, 1)))).Should().Be("exception-in-the-past");
        Codes(Desk().Decide(Request(Ask(-5, 2)))).Should().Be("", "its last day is today");
    }

    [Fact]
    public void A_policy_that_has_become_stricter_is_heeded_when_it_comes_to_approval()
    {
        var strict = new WaiverDesk(Tenant, [Open], Book(Request()), [Lenient(new() { Reasons = ["law-enforcement"] })], []);

        Codes(strict.Decide(Do(WaiverDecisionKind.Approved))).Should().Be("exception-reason-not-allowed");
    }

    [Fact]
    public void A_request_whose_days_have_passed_can_no_longer_be_approved_nor_a_passed_one_revoked()
    {
        Codes(Desk(Book(Request())).Decide(Do(WaiverDecisionKind.Approved, day: 32))).Should().Be("exception-in-the-past");
        Codes(Desk(Book(Request(), Do(WaiverDecisionKind.Approved))).Decide(Do(WaiverDecisionKind.Revoked, day: 32))).Should().Be("exception-ended-already");
    }
}
