using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class PolicyAgeTests
{
    [Theory]
    [InlineData("2026-11-23", "2027-11-23", false)]
    [InlineData("2026-11-23", "2027-11-24", true)]
    [InlineData("2024-02-29", "2025-02-28", false)]
    [InlineData("2024-02-28", "2025-03-01", true)]
    [InlineData("2026-11-23", "2026-01-01", false)]
    public void Facts_are_old_after_twelve_months(string checkedOn, string today, bool isOld)
    {
        var policy = PolicyText.One($"{PolicyText.Good}checkedOn: {checkedOn}\n");

        PolicyAge.IsOld(policy, DateOnly.Parse(today)).Should().Be(isOld);
        (PolicyAge.Note(policy, DateOnly.Parse(today)) is not null).Should().Be(isOld);
    }

    [Fact]
    public void A_policy_that_does_not_say_when_it_was_checked_is_never_old() =>
        PolicyAge.Note(PolicyText.One(PolicyText.Good), new DateOnly(2999, 1, 1)).Should().BeNull();

    [Theory]
    [InlineData("validUntil: 2026-06-30\n", "2026-06-30T21:59:59Z", false)]
    [InlineData("validUntil: 2026-06-30\n", "2026-06-30T22:00:00Z", true)]
    [InlineData("validUntil: 2026-06-30\nrenewals: [{ on: 2026-06-01, source: https://example.org }]\n", "2030-01-01T00:00:00Z", false)]
    [InlineData("", "2030-01-01T00:00:00Z", false)]
    public void A_policy_that_has_ended_is_noted_from_24_00_there(string dates, string now, bool isEnded) =>
        (PolicyAge.Ended(PolicyText.One($"{PolicyText.Good}timeZone: Europe/Brussels\n{dates}"), DateTimeOffset.Parse(now)) is not null).Should().Be(isEnded);

    [Fact]
    public void Validate_warns_of_old_facts_at_their_line()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("ours.policy.yaml", PolicyText.Good + "checkedOn: 2025-01-01\n");

        var fault = PolicyLibrary.Validate([file], null, DateTimeOffset.Parse("2026-11-23T00:00:00Z")).Should().ContainSingle().Subject;

        (fault.IsWarning, fault.Line, fault.Reason!.Code).Should().Be((true, 6, "policy-facts-old"));
        PolicyLibrary.Validate([file]).Should().BeEmpty();
    }

    [Fact]
    public void Old_facts_that_are_inherited_are_told_of_the_file_that_inherits_them()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("ours.policy.yaml", "schema: 1\npolicy: ours\nextends: be-flanders-tiktok\n");

        PolicyLibrary.Validate([file], null, DateTimeOffset.Parse("2028-01-01T00:00:00Z")).Should().ContainSingle()
            .Which.Message.Should().Contain("ours").And.Contain("2026-11-23");
    }
}
