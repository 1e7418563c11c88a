using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class PackTests
{
    private static readonly PolicyLibrary Library = PolicyLibrary.Load();

    public static TheoryData<string> Ids => new("be-federal-tiktok", "be-flanders-tiktok", "be-federal-deepseek", "us-federal-tiktok", "eu-commission-tiktok");

    [Fact]
    public void The_packs_there_are_load_without_fault()
    {
        Library.Ids.Should().BeEquivalentTo(Ids.Select(row => row.Data));
        Library.Faults.Where(fault => !fault.IsWarning).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_pack_says_what_it_rests_on(string id)
    {
        var pack = Library.Select([id]).Policies[0];
        pack.Title.Keys.Should().BeEquivalentTo("en", "nl", "fr", "de");
        pack.Authority.Should().NotBeEmpty();
        pack.Sources.Should().NotBeEmpty().And.OnlyContain(link => link.StartsWith("https://"));
        pack.SourceDetails.Should().OnlyContain(source => source.Mark == "primary" || source.Mark == "secondary");
        pack.CheckedOn.Should().Be(new DateOnly(2026, 11, 23));
        pack.TimeZone.Should().NotBe(TimeZoneInfo.Utc);
        pack.RemoveBy.Should().NotBeNull();
        pack.Cases.Select(c => c.Expected).Should().Contain("violation").And.Contain("none");
        pack.Hash.Should().HaveLength(64);
        pack.Origin.Should().Be("pack:" + id);
    }

    [Fact]
    public void The_belgian_circular_advises_on_personal_devices_and_is_open_ended()
    {
        var pack = Library.Select(["be-federal-tiktok"]).Policies[0];
        pack.Scope.For(DeviceOwner.Personal, PlatformFamily.IOS).Should().Be(Severity.Advice);
        pack.Scope.For(DeviceOwner.Company, PlatformFamily.IOS).Should().Be(Severity.Violation);
        (pack.Effective, pack.RemoveBy, pack.ValidUntil).Should().Be((new DateOnly(2023, 3, 17), new DateOnly(2023, 3, 31), null));
        pack.Renewals.Should().ContainSingle().Which.Until.Should().BeNull();
        pack.Exceptions.Should().BeNull();
    }

    [Fact]
    public void The_american_memorandum_names_reasons_and_an_approver()
    {
        var terms = Library.Select(["us-federal-tiktok"]).Policies[0].Exceptions!;
        terms.Reasons.Should().Equal("law-enforcement", "national-security", "security-research");
        terms.Approver.Should().Be("Agency head or designee");
        terms.Blanket.Should().BeFalse();
    }
}
