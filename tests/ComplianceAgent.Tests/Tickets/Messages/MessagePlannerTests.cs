using ComplianceAgent.Policies;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using CsCheck;
using static ComplianceAgent.Tests.Tickets.TicketSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets.Messages;

/// <summary>Who is written to about what, and when; a sentence a test. Day 1 is Sunday, 1 March 2026, 02:00 UTC.</summary>
public sealed class MessagePlannerTests
{
    private static readonly ChannelRelease[] Released = [Open() with { Channel = ChannelNames.Mail }, Open("other") with { Channel = ChannelNames.Mail }, Open() with { Channel = ChannelNames.Teams }];

    private static MessageInput Input(double day, params Violation[] violations) => new()
    {
        Tenant = Tenant,
        Now = Day(day),
        Violations = violations,
        Policies = new Dictionary<string, Policy> { [Ban] = Policy() with { RemoveBy = new DateOnly(2026, 3, 20), ReminderDays = [-7, -1, 7] }, ["other"] = Policy("other") },
        Releases = Released,
        MaxOpenings = 100,
        Options = new MessageOptions { Users = true, Desk = ["desk@contoso.example"], DigestEvery = DigestRhythm.Never, WeekdaysOnly = false },
        HasMail = true,
        Secret = Secret,
        LastCompleteScan = Day(day),
    };

    private static OutboxMessage[] Plan(MessageInput input) => [.. MessagePlanner.Plan(input).Messages];

    private static OutboxMessage Sent(OutboxMessage message) => message with { SentAt = message.Delivery.NotBefore, Delivery = message.Delivery with { State = DeliveryState.Done } };

    [Fact]
    public void A_user_is_written_to_once_about_everything_within_the_hours_and_by_name_of_nobody()
    {
        var message = Plan(Input(2, OnDevice("phone-1"), OnDevice("phone-2"), OnDevice("phone-1", policy: "other"))).Should().ContainSingle().Subject;

        message.Should().Match<OutboxMessage>(sent => sent.Kind == MessageKind.User && sent.Channel == ChannelNames.Mail && sent.Violations.Length == 3);
        message.Delivery.NotBefore.Should().Be(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        (message.Id + message.Recipient).Should().NotContain("user-1").And.NotContain("ann");
        message.Id.Length.Should().BeLessThanOrEqualTo(64);
    }

    [Fact]
    public void Nothing_is_written_before_the_channel_is_released()
    {
        var plan = MessagePlanner.Plan(Input(2, OnDevice("phone-1")) with { Releases = [] });

        plan.Messages.Should().BeEmpty();
        plan.Holds.Should().ContainSingle().Which.Channel.Should().Be(ChannelNames.Mail);
    }

    [Fact]
    public void Reminders_follow_the_ladder_each_step_once()
    {
        var violation = OnDevice("phone-1");
        var known = new List<OutboxMessage>();
        var told = new List<(double Day, MessageKind Kind, int? Step)>();
        for (var day = 2; day < 40; day++)
        {
            foreach (var message in Plan(Input(day, violation) with { Known = known }))
            {
                told.Add((day, message.Kind, message.Steps.Values.Cast<int?>().SingleOrDefault()));
                known.Add(Sent(message));
            }
        }

        // Due until 20 March, 24:00: seven days before is 14 March, a day before the 20th, seven after the 28th; at two in the night.
        told.Should().Equal((2, MessageKind.User, null), (14, MessageKind.Reminder, -7), (20, MessageKind.Reminder, -1), (28, MessageKind.Reminder, 7));
    }

    [Fact]
    public void Steps_missed_together_are_one_reminder()
    {
        var violation = OnDevice("phone-1");
        var first = Sent(Plan(Input(2, violation)).Single());

        Plan(Input(25, violation) with { Known = [first] }).Should().ContainSingle().Which.Steps.Values.Should().Equal(-1);
    }

    [Fact]
    public void A_violation_that_comes_back_is_written_about_anew()
    {
        var violation = OnDevice("phone-1");
        var first = Sent(Plan(Input(2, violation)).Single());

        Plan(Input(9, violation) with { Known = [first] }).Should().BeEmpty();
        Plan(Input(9, violation with { ReturnCount = 1, StateSince = Day(9) }) with { Known = [first] }).Should().ContainSingle().Which.Kind.Should().Be(MessageKind.User);
    }

    [Fact]
    public void Nobody_is_reminded_while_a_ticket_awaits_the_refresh()
    {
        var violation = OnDevice("phone-1");

        Plan(Input(14, violation) with { Known = [Sent(Plan(Input(2, violation)).Single())], InPeace = new HashSet<Guid> { violation.Id } }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a device without a user")]
    [InlineData("a shared account")]
    [InlineData("an account with many devices")]
    [InlineData("a user without an address")]
    public void The_desk_is_told_about_devices_without_anybody_to_write_to(string what)
    {
        Violation[] violations = what switch
        {
            "a device without a user" => [OnDevice("kiosk", "") with { Device = Phone("kiosk") with { UserId = "", UserPrincipalName = "" } }],
            "a user without an address" => [OnDevice("p") with { Device = Phone("p") with { Email = "", UserPrincipalName = "not an address" } }],
            "an account with many devices" => [.. Enumerable.Range(0, 11).Select(i => OnDevice($"phone-{i}"))],
            _ => [OnDevice("phone-1")],
        };
        var input = Input(2, violations);
        input.Options.SharedAccounts = what == "a shared account" ? ["USER-1@*"] : [];

        Plan(input).Should().ContainSingle().Which.Should().Match<OutboxMessage>(message => message.Kind == MessageKind.Desk && message.Recipient == MessagePlanner.Desk && message.Violations.Length == violations.Length);
    }

    [Fact]
    public void A_device_that_can_no_longer_be_verified_is_to_be_found_once()
    {
        var violation = OnDevice("phone-1") with { NotConfirmedSince = Day(3) };
        var first = Sent(Plan(Input(2, violation with { NotConfirmedSince = null })).Single());

        Plan(Input(10, violation) with { Known = [first] }).Should().BeEmpty();
        var found = Plan(Input(25, violation) with { Known = [first, first with { Id = "r", Kind = MessageKind.Reminder, Steps = first.Steps.Add(violation.Id, 7) }] }).Should().ContainSingle().Subject;
        found.Kind.Should().Be(MessageKind.Find);
        Plan(Input(60, violation) with { Known = [first, first with { Id = "r", Kind = MessageKind.Reminder, Steps = first.Steps.Add(violation.Id, 7) }, Sent(found)] }).Should().BeEmpty("once");
    }

    [Fact]
    public void Managers_have_their_digest_also_when_nothing_is_open_and_an_alarm_when_nobody_scans()
    {
        var input = Input(2) with { Releases = [], LastCompleteScan = Day(2) };
        (input.Options.Managers, input.Options.DigestEvery) = (["boss@contoso.example"], DigestRhythm.Daily);

        Plan(input).Should().ContainSingle().Which.Kind.Should().Be(MessageKind.Digest);
        Plan(input with { LastCompleteScan = Day(-1) }).Select(message => message.Kind).Should().BeEquivalentTo([MessageKind.Digest, MessageKind.Alarm]);
        input.Options.DigestEvery = DigestRhythm.Weekly;
        Plan(input).Should().ContainSingle("2 March 2026 is a Monday");
        Plan(input with { Now = Day(3) }).Should().BeEmpty();
    }

    [Fact]
    public void What_is_over_is_not_sent()
    {
        var violation = OnDevice("phone-1");
        var message = Plan(Input(2, violation)).Single();

        MessagePlanner.Over(message, new Dictionary<Guid, Violation> { [violation.Id] = violation }).Should().BeNull();
        MessagePlanner.Over(message, new Dictionary<Guid, Violation> { [violation.Id] = Ended(violation, ViolationState.Resolved) })!.Code.Should().Be("message-over");
        MessagePlanner.Over(message, new Dictionary<Guid, Violation> { [violation.Id] = violation with { State = ViolationState.Excepted } }).Should().NotBeNull();
    }

    [Fact]
    public void One_message_a_person_and_day_at_most_each_step_once_never_outside_the_hours_whatever_the_order_of_scans() =>
        Gen.Int[1, 40].List[5, 40].Sample(days =>
        {
            var violations = Enumerable.Range(0, 5).Select(i => OnDevice($"phone-{i}", $"user-{i % 2}")).ToArray();
            var known = new List<OutboxMessage>();
            foreach (var (day, index) in days.Order().Select((day, index) => (day + (index * 0.01), index)))
            {
                known.AddRange(Plan(Input(day, violations[..(1 + (index % 5))]) with { Known = known }).Select(Sent));
            }

            known.GroupBy(message => (message.Recipient, message.Delivery.NotBefore.UtcDateTime.Date)).Should().OnlyContain(group => group.Count() == 1);
            known.SelectMany(message => message.Steps).GroupBy(step => (step.Key, step.Value)).Should().OnlyContain(group => group.Count() == 1);
            known.Should().OnlyContain(message => message.Delivery.NotBefore.UtcDateTime.Hour >= 8 && message.Delivery.NotBefore.UtcDateTime.Hour < 18);
        });

    [Fact]
    public void The_hours_of_a_zone_hold_over_its_changes_of_clocks()
    {
        var window = new SendWindow(TimeSpan.FromHours(2.5), TimeSpan.FromHours(18), WeekdaysOnly: false, TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"));

        window.Next(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero)).Should().Be(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), "half past two does not exist that day");
        new SendWindow(TimeSpan.FromHours(8), TimeSpan.FromHours(18), WeekdaysOnly: true, TimeZoneInfo.Utc).Next(new DateTimeOffset(2026, 3, 6, 19, 0, 0, TimeSpan.Zero))
            .Should().Be(new DateTimeOffset(2026, 3, 9, 8, 0, 0, TimeSpan.Zero), "after Friday comes Monday");
    }
}
