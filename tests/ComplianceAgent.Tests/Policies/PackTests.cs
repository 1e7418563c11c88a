using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class PackTests
{
    private static readonly PolicyLibrary Library = PolicyLibrary.Load();

    /// <summary>What is shipped, with the dates and the reading of personal devices that each rests on.</summary>
    public static TheoryData<string, string, string, string, Severity> Facts => new()
    {
        { "be-federal-tiktok", "2023-03-10", "2023-03-17", "2023-03-31", Severity.Advice },
        { "be-federal-deepseek", "2025-09-11", "2025-12-01", "2025-12-01", Severity.Out },
        { "be-flanders-tiktok", "2023-03-09", "2023-03-09", "2023-03-09", Severity.Out },
        { "be-wallonia-tiktok", "2023-03-17", "2023-03-31", "2023-03-31", Severity.Violation },
        { "be-fwb-tiktok", "2023-03-16", "2023-03-16", "", Severity.Violation },
        { "be-brussels-tiktok", "2023-03-10", "2023-03-17", "", Severity.Advice },
        { "eu-commission-tiktok", "2023-02-23", "2023-03-15", "2023-03-15", Severity.Violation },
        { "eu-parliament-tiktok", "2023-02-28", "2023-03-20", "2023-03-20", Severity.Advice },
        { "eu-council-tiktok", "2023-02-23", "", "", Severity.Out },
        { "us-federal-tiktok", "2023-02-27", "2023-02-27", "2023-03-29", Severity.Out },
        { "us-far-52-204-27", "2023-06-02", "2023-06-02", "", Severity.Violation },
        { "us-tx-covered", "2022-12-07", "2023-06-14", "", Severity.Out },
        { "us-tx-prohibited", "2022-12-07", "2022-12-07", "", Severity.Violation },
        { "uk-government-tiktok", "2023-03-16", "2023-03-16", "2023-03-16", Severity.Out },
        { "nl-rijksoverheid", "2023-03-21", "2023-03-21", "", Severity.Advice },
        { "fr-recreational", "2023-03-24", "2023-03-24", "2023-03-24", Severity.Out },
        { "ca-federal-tiktok", "2023-02-27", "2023-02-28", "2023-02-28", Severity.Out },
        { "ca-federal-wechat-kaspersky", "2023-10-30", "2023-10-30", "2023-10-30", Severity.Out },
        { "au-tiktok", "2023-04-04", "2023-04-04", "", Severity.Out },
        { "au-deepseek", "2025-02-04", "2025-02-05", "2025-02-05", Severity.Out },
        { "au-kaspersky", "2025-02-21", "2025-02-21", "2025-04-01", Severity.Out },
        { "nz-parliament-tiktok", "2023-03-17", "2023-03-31", "2023-03-31", Severity.Violation },
        { "no-government", "2023-03-21", "2023-03-21", "", Severity.Violation },
    };

    public static TheoryData<string> Ids => [.. Facts.Select(row => row.Data.Item1)];

    [Fact]
    public void The_packs_there_are_load_without_fault()
    {
        Library.Ids.Should().BeEquivalentTo(Ids.Select(row => row.Data));
        Library.Faults.Where(fault => !fault.IsWarning).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Facts))]
    public void A_pack_has_the_dates_of_its_ban_and_its_reading_of_personal_devices(string id, string announced, string effective, string removeBy, Severity personal)
    {
        var pack = Pack(id);

        (pack.Announced, pack.Effective, pack.RemoveBy).Should().Be((Day(announced), Day(effective), Day(removeBy)));
        pack.Scope.For(DeviceOwner.Personal, PlatformFamily.IOS).Should().Be(personal);
        pack.Scope.For(DeviceOwner.Company, PlatformFamily.IOS).Should().Be(Severity.Violation);
        pack.Scope.For(DeviceOwner.Unknown, PlatformFamily.Android).Should().Be(Severity.Violation);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_pack_says_what_it_rests_on(string id)
    {
        var pack = Pack(id);
        pack.Title.Keys.Should().BeEquivalentTo("en", "nl", "fr", "de");
        pack.Title.Values.Should().OnlyHaveUniqueItems();
        pack.Authority.Should().NotBeEmpty();
        pack.Sources.Should().NotBeEmpty().And.OnlyContain(link => link.StartsWith("https://"));
        pack.SourceDetails.Should().OnlyContain(source => (source.Mark == "primary" || source.Mark == "secondary") && source.What.Length > 0);
        pack.CheckedOn.Should().Be(new DateOnly(2026, 11, 23));
        pack.TimeZone.Should().NotBe(TimeZoneInfo.Utc);
        pack.Hash.Should().HaveLength(64);
        pack.Origin.Should().Be("pack:" + id);
    }

    [Fact]
    public void No_two_packs_have_the_same_title() =>
        Ids.SelectMany(row => Pack(row.Data).Title.Values).Should().OnlyHaveUniqueItems();

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_pack_carries_cases_of_both_kinds(string id)
    {
        var cases = Pack(id).Cases;
        cases.Should().HaveCountGreaterThanOrEqualTo(8).And.OnlyHaveUniqueItems();
        cases.Select(one => one.Expected).Should().Contain("none");
        if (id != "fr-recreational")
        {
            cases.Select(one => one.Expected).Should().Contain("violation").And.Contain("suspected");
        }
    }

    /// <summary>Packs that can be put in force as they are: the French one waits for the customer's list, and is tested with one below.</summary>
    public static TheoryData<string> Ready => [.. Ids.Select(row => row.Data).Where(id => id != "fr-recreational")];

    [Theory]
    [MemberData(nameof(Ready))]
    public void Every_case_of_a_pack_comes_out_as_it_says(string id) =>
        PolicyCases.Run(Pack(id), Library.Catalogue).Where(outcome => !outcome.Passed)
            .Select(outcome => $"{outcome.Case.App.Name}: expected {outcome.Case.Expected}, found {outcome.Found}").Should().BeEmpty();

    [Fact]
    public void The_belgian_circular_is_open_ended()
    {
        var pack = Pack("be-federal-tiktok");
        pack.ValidUntil.Should().BeNull();
        pack.Renewals.Should().ContainSingle().Which.Until.Should().BeNull();
        pack.Exceptions.Should().BeNull();
    }

    [Fact]
    public void The_walloon_decision_has_ended_as_far_as_is_known_and_a_policy_of_ones_own_goes_on_with_it()
    {
        Deadlines.LastDayOf(Pack("be-wallonia-tiktok")).Should().Be(new DateOnly(2023, 12, 31));

        Deadlines.EndOf(PolicyText.One("schema: 1\npolicy: ours\nextends: be-wallonia-tiktok\nrenewals: []\n", "ours")).Should().BeNull();
    }

    [Fact]
    public void The_american_memorandum_names_reasons_and_an_approver()
    {
        var terms = Pack("us-federal-tiktok").Exceptions!;
        terms.Reasons.Should().Equal("law-enforcement", "national-security", "security-research");
        terms.Approver.Should().Be("Agency head or designee");
        (terms.Blanket, terms.Delegable).Should().Be((false, true));
    }

    [Fact]
    public void The_texan_list_may_be_excepted_by_the_agency_head_only_and_is_reported()
    {
        var terms = Pack("us-tx-prohibited").Exceptions!;
        (terms.Approver, terms.Delegable, terms.ReportTo).Should().Be(("Agency head", false, "Texas Department of Information Resources"));
    }

    [Fact]
    public void The_dutch_pack_names_every_vendor_of_the_catalogue_from_the_four_states() =>
        Pack("nl-rijksoverheid").Rules.Select(rule => rule.Vendor).Should().BeEquivalentTo(
            Library.Catalogue.Vendors.Values.Where(vendor => vendor.Country is "CN" or "RU" or "IR" or "KP").Select(vendor => vendor.Id));

    [Theory]
    [InlineData("ca-federal-tiktok")]
    [InlineData("nl-rijksoverheid")]
    [InlineData("fr-recreational")]
    public void A_ban_on_phones_does_not_speak_of_computers(string id)
    {
        Pack(id).Scope.For(DeviceOwner.Company, PlatformFamily.Windows).Should().Be(Severity.Out);
        Pack(id).Scope.For(DeviceOwner.Company, PlatformFamily.Android).Should().Be(Severity.Violation);
    }

    [Theory]
    [InlineData("us-federal-tiktok")]
    [InlineData("be-federal-tiktok")]
    public void Successors_are_off_until_a_policy_of_ones_own_turns_them_on(string id)
    {
        var library = PolicyText.Library(("x.policy.yaml", $"schema: 1\npolicy: ours\nextends: {id}\nrules: [{{ product: tiktok, family: true }}, {{ vendor: bytedance }}]\ncases: []\n"));
        var app = new DistinctApp(Platform.IOS, "CapCut");

        VerdictOf(Pack(id), Library.Catalogue, app).Should().Be("none");
        VerdictOf(library.Select(["ours"]).Policies[0], library.Catalogue, app).Should().Be("violation");
    }

    [Fact]
    public void The_french_pack_waits_for_the_list_of_the_customer_and_then_applies_it()
    {
        Library.Invoking(library => library.Select(["fr-recreational"])).Should().Throw<PolicyException>().WithMessage("*extends: fr-recreational*");

        var library = PolicyText.Library(("x.policy.yaml", "schema: 1\npolicy: ours\nextends: fr-recreational\nrules: [{ id: recreational, category: recreational, list: [tiktok, Netflix] }]\n"));
        var ours = library.Select(["ours"]).Policies[0];
        VerdictOf(ours, library.Catalogue, new DistinctApp(Platform.IOS, "Netflix")).Should().Be("violation");
        VerdictOf(ours, library.Catalogue, new DistinctApp(Platform.AndroidFullyManaged, "TikTok Lite")).Should().Be("violation");
        VerdictOf(ours, library.Catalogue, new DistinctApp(Platform.IOS, "Spotify")).Should().Be("none");
        PolicyCases.Run(ours, library.Catalogue).Should().OnlyContain(outcome => outcome.Passed);
    }

    private static string VerdictOf(Policy policy, Catalogue catalogue, DistinctApp app) =>
        PolicyCases.Verdict(policy, app, PolicyMatcher.Compile(new PolicySet([policy], catalogue)).Match(app));

    private static Policy Pack(string id) => Library.List().Single(listing => listing.Id == id).Policy!;

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");
}
