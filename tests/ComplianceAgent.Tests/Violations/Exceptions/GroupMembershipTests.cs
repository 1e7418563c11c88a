using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

/// <summary>Whom an exception for a group covers, and what becomes of it when nobody can say.</summary>
public sealed class GroupMembershipTests
{
    private const string Group = "11111111-2222-3333-4444-555555555555";

    private static readonly Waiver OfGroup = Granted(kind: WaiverTargetKind.Group, value: Group);

    [Theory]
    [InlineData("user-1", "", true)]
    [InlineData("USER-1", "gone@contoso.example", true)]
    [InlineData("user-2", "ann@contoso.example", false)] // Her name went to somebody else: the id decides.
    [InlineData("", "ann@contoso.example", false)]
    public void It_covers_the_people_in_it_by_object_id(string id, string name, bool covers) =>
        (With([new GroupMember(id, name)]).Covering(Known()) is not null).Should().Be(covers);

    [Fact]
    public void A_device_that_tells_no_object_id_is_found_by_the_name_of_its_user()
    {
        var violation = Known() with { Device = Phone() with { UserId = " " } };

        With([new GroupMember("user-9", "Ann@contoso.example")]).Covering(violation).Should().NotBeNull();
        With([new GroupMember("user-9", "")]).Covering(violation with { Device = violation.Device with { UserPrincipalName = "" } }).Should().BeNull("two blanks are not the same person");
    }

    [Fact]
    public void A_group_that_was_not_read_keeps_what_it_excuses_and_takes_nothing_new()
    {
        var excepted = Excepted(Known());
        var rules = With(null);

        Decide(rules, Known(), excepted).Should().BeEmpty();
        Decide(With([]), Known(), excepted).Should().ContainSingle().Which.Should().Match<ViolationChange>(change => change.Kind == ViolationEventKind.ExceptionEnded && change.Reason.Code == "exception-no-longer-covers");
    }

    [Fact]
    public void Not_even_an_unread_group_keeps_what_has_ended_or_another_subject()
    {
        var excepted = Excepted(Known());

        Decide(With(null, Day(40)), excepted).Should().ContainSingle().Which.Reason.Code.Should().Be("exception-expired");
        Decide(Rules(OfGroup with { State = WaiverState.Revoked, EndedAt = Day(2) }, null, Day(3)), excepted).Should().ContainSingle().Which.Reason.Code.Should().Be("exception-revoked");
        Decide(Rules(OfGroup with { Ask = OfGroup.Ask with { Subject = "other" } }, null, Day(3)), excepted).Should().ContainSingle();
    }

    [Fact]
    public void It_is_blanket_and_says_of_itself_that_it_was_not_read()
    {
        new WaiverRules([Lenient()], [OfGroup], Day(2)).FaultsOf(OfGroup).Should().ContainSingle().Which.Code.Should().Be("exception-blanket");
        var standing = WaiverOverview.Of(With(null), [], new EarlierDevices([]), 14).Single();
        (standing.IsUnread, standing.IsUnused).Should().Be((true, false));
        WaiverOverview.Of(With([]), [], new EarlierDevices([]), 14).Single().IsUnused.Should().BeTrue();
    }

    private static Violation Excepted(Violation violation) => violation with
    {
        State = ViolationState.Excepted, StateReason = Reason.Of("exception-applies", ("exception", OfGroup.Reference), ("reason", "research")),
    };

    private static WaiverRules With(GroupMember[]? members, DateTimeOffset? now = null) => Rules(OfGroup, members, now ?? Day(2));

    private static WaiverRules Rules(Waiver waiver, GroupMember[]? members, DateTimeOffset now) => new(
        [Lenient(new() { Blanket = true })], [waiver], now,
        members is null ? GroupMembership.Unread : GroupMembership.Of(new Dictionary<string, IReadOnlyList<GroupMember>> { [Group.ToUpperInvariant()] = members }));

    private static IReadOnlyList<ViolationChange> Decide(WaiverRules rules, params Violation[] violations) =>
        [.. Excepting.Decide(violations, rules, new EarlierDevices(violations), rules.Now)];
}
