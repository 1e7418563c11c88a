using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class DeadlineTests
{
    private static readonly Policy Policy = PolicyText.One("""
        schema: 1
        policy: dates
        title: { en: Dates }
        timeZone: Europe/Brussels
        effective: 2023-03-17
        removeBy: 2023-03-31
        grace: { firstSeen: P5D, enrolment: P8D }
        rules:
          - product: tiktok
          - { product: capcut, removeBy: 2026-12-15 }
        """, "dates");

    [Theory]
    [InlineData("Europe/Brussels", 2023, 3, 31, "2023-03-31T22:00Z")]
    [InlineData("Europe/Brussels", 2023, 3, 25, "2023-03-25T23:00Z")]
    [InlineData("Europe/Brussels", 2023, 3, 26, "2023-03-26T22:00Z")]
    [InlineData("Europe/Brussels", 2023, 10, 29, "2023-10-29T23:00Z")]
    [InlineData("America/New_York", 2023, 3, 29, "2023-03-30T04:00Z")]
    [InlineData("UTC", 2023, 12, 31, "2024-01-01T00:00Z")]
    [InlineData("Pacific/Auckland", 2023, 3, 31, "2023-03-31T11:00Z")]
    [InlineData("America/Asuncion", 2023, 9, 30, "2023-10-01T04:00Z")]
    [InlineData("America/Santiago", 2023, 9, 2, "2023-09-03T04:00Z")]
    [InlineData("America/Santiago", 2023, 4, 1, "2023-04-02T04:00Z")]
    [InlineData("America/Havana", 2023, 11, 4, "2023-11-05T04:00Z")]
    public void A_date_ends_at_midnight_of_the_policys_zone(string zone, int year, int month, int day, string expected) =>
        Deadlines.EndOfDay(new DateOnly(year, month, day), TimeZoneInfo.FindSystemTimeZoneById(zone)).Should().Be(At(expected));

    [Fact]
    public void Seen_before_the_legal_date_the_legal_clock_counts()
    {
        var deadline = Deadlines.For(Policy, "tiktok", At("2023-03-20T08:00Z"), enrolledAt: null);
        deadline.Should().Be(new Deadline(At("2023-03-31T22:00Z"), At("2023-03-25T08:00Z"), DeadlineClock.Legal));
        deadline.Headline.Should().Be(At("2023-03-31T22:00Z"));
        deadline.IsOverdue(At("2023-03-31T21:59Z")).Should().BeFalse();
        deadline.IsOverdue(At("2023-03-31T22:00Z")).Should().BeTrue();
    }

    [Fact]
    public void Seen_after_the_legal_date_the_house_clock_counts_from_first_sight()
    {
        var deadline = Deadlines.For(Policy, "tiktok", At("2026-11-02T08:00Z"), enrolledAt: null);
        (deadline.Clock, deadline.Headline).Should().Be((DeadlineClock.House, At("2026-11-07T08:00Z")));
    }

    [Fact]
    public void A_rule_added_later_has_its_own_date() =>
        Deadlines.For(Policy, "capcut", At("2026-11-02T08:00Z"), enrolledAt: null).Should().Match<Deadline>(d => d.Clock == DeadlineClock.Legal && d.Legal == At("2026-12-15T23:00Z"));

    [Fact]
    public void A_device_enrolled_with_the_app_gets_the_enrolment_grace() =>
        Deadlines.For(Policy, "tiktok", At("2026-11-02T08:00Z"), At("2026-11-01T08:00Z")).House.Should().Be(At("2026-11-09T08:00Z"));

    [Fact]
    public void An_old_enrolment_does_not_shorten_the_grace() =>
        Deadlines.For(Policy, "tiktok", At("2026-11-02T08:00Z"), At("2024-01-01T08:00Z")).House.Should().Be(At("2026-11-07T08:00Z"));

    [Theory]
    [InlineData("2023-03-18T08:00Z", "2023-03-20T08:00Z", "2023-03-16T23:00Z", DeadlineClock.House, "2023-03-25T08:00Z")] // installed while the ban was in effect: no time until the removal date
    [InlineData("2023-03-16T22:59Z", "2023-03-20T08:00Z", "2023-03-31T22:00Z", DeadlineClock.Legal, "2023-03-31T22:00Z")] // may have been there before it took effect
    [InlineData(null, "2023-03-20T08:00Z", "2023-03-31T22:00Z", DeadlineClock.Legal, "2023-03-31T22:00Z")]                // nothing proves it new
    [InlineData("2023-03-20T08:00Z", "2023-03-12T08:00Z", "2023-03-16T23:00Z", DeadlineClock.Legal, "2023-03-16T23:00Z")] // removed and installed again: overdue at once
    public void What_is_installed_once_the_ban_is_in_effect_has_no_time_until_the_removal_date(string? absent, string seen, string legal, DeadlineClock clock, string headline)
    {
        var deadline = Deadlines.For(Policy, "tiktok", At(seen), enrolledAt: null, absent is null ? null : At(absent));

        (deadline.Legal, deadline.Clock, deadline.Headline).Should().Be((At(legal), clock, At(headline)));
    }

    [Fact]
    public void A_rule_with_a_date_of_its_own_keeps_it_for_new_installs() =>
        Deadlines.For(Policy, "capcut", At("2023-03-20T08:00Z"), enrolledAt: null, At("2023-03-19T08:00Z")).Legal.Should().Be(At("2026-12-15T23:00Z"));

    [Fact]
    public void Without_a_legal_date_only_the_house_clock_runs() =>
        Deadlines.For(PolicyText.One(PolicyText.Good), "tiktok", At("2026-11-02T08:00Z"), null)
            .Should().Be(new Deadline(null, At("2026-11-07T08:00Z"), DeadlineClock.House));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
