using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Privacy;

/// <summary>Who is one person and who is not, in records and in words.</summary>
public sealed class PersonTests
{
    private static Violation Of(string id, string upn, string mail = "", string device = "phone-1", string name = "Ann's iPhone", string person = "Ann", string serial = "C02XK0AAJG5J", string model = "") =>
        Known(Phone(device, serial) with { UserId = id, UserPrincipalName = upn, Email = mail, Name = name, UserDisplayName = person, Model = model });

    [Theory]
    [InlineData("ann@contoso.example", 3, "the name, and by the id the later name")]
    [InlineData("ANN.MAES@contoso.example", 3, "the later name, and by the id the first")]
    [InlineData("u1", 3, "the id, and what stands under its names without an id")]
    [InlineData("a.j@contoso.example", 3, "a mail address")]
    [InlineData("joann@contoso.example", 1, "another whose name ends like it")]
    [InlineData("nn@contoso.example", 0, "nobody")]
    public void Records_are_found_from_any_of_their_names(string given, int records, string why)
    {
        Violation[] all =
        [
            Of("u1", "ann@contoso.example", "a.j@contoso.example"), Of("U1", "ann.maes@contoso.example", device: "phone-2"), Of("", "ann@contoso.example", device: "phone-3"), Of("u2", "joann@contoso.example", device: "phone-4"),
        ];

        Person.Of(given, all).Records.Should().HaveCount(records, why);
    }

    [Fact]
    public void A_name_that_two_ids_had_is_ambiguous_and_an_id_is_not()
    {
        Violation[] all = [Of("u1", "ann@contoso.example"), Of("u2", "ann@contoso.example", device: "phone-2")];

        Person.Of("ann@contoso.example", all).IsAmbiguous.Should().BeTrue();
        Person.Of("u2", all).Should().BeEquivalentTo(new { IsAmbiguous = false, Records = new[] { new { DeviceId = "phone-2" } } });
    }

    [Theory]
    [InlineData("Seen on ann@contoso.example.", true)]
    [InlineData("(ANN@CONTOSO.EXAMPLE)", true)]
    [InlineData("joann@contoso.example", false)]
    [InlineData("jo.ann@contoso.example", false)]
    [InlineData("ann@contoso.example.org", false)]
    [InlineData("serial C02XK0AAJG5J,", true)]
    [InlineData("xC02XK0AAJG5J", false)]
    [InlineData("on Ann's iPhone today", true)]
    [InlineData("Annelies Janssens has left", true)]
    [InlineData("Annelies Janssenson has left", false)]
    [InlineData("an iPhone 14", false)]
    [InlineData("", false)]
    public void Words_name_them_by_whole_names_only(string text, bool isNamed) =>
        Person.Of("ann@contoso.example", [Of("u1", "ann@contoso.example", person: "Annelies Janssens")]).IsNamedIn(text).Should().Be(isNamed);

    [Fact]
    public void Names_that_others_share_or_that_a_model_has_are_nobodys()
    {
        Violation[] all =
        [
            Of("u1", "ann@contoso.example", name: "SHARED-01", person: "Service Desk"), Of("u2", "bob@contoso.example", device: "phone-2", name: "Shared-01", person: "Service desk", serial: "C02XK0AAJG5J"),
            Of("u1", "ann@contoso.example", device: "phone-3", name: "iPhone", person: "Ann", model: "iPhone 14"),
        ];
        var ann = Person.Of("u1", all);

        ann.IsNamedIn("SHARED-01 of the Service Desk, serial C02XK0AAJG5J, an iPhone").Should().BeFalse();
        ann.IsTargetOf(new WaiverTarget(WaiverTargetKind.Serial, "C02XK0AAJG5J")).Should().BeFalse();
        ann.IsTargetOf(new WaiverTarget(WaiverTargetKind.Device, "PHONE-1")).Should().BeTrue();
        ann.IsTargetOf(new WaiverTarget(WaiverTargetKind.Device, "phone-2")).Should().BeFalse();
    }

    [Fact]
    public void An_account_of_a_system_is_theirs_only_when_it_was_named()
    {
        Violation[] all = [Of("u1", "ann@contoso.example")];

        Person.Of("u1", all).Is(new Author("ann@pc-7", Author.OsAccount)).Should().BeFalse();
        Person.Of("u1", all, ["ann"]).Is(new Author("ANN@pc-7", Author.OsAccount)).Should().BeTrue();
        Person.Of("u1", all).Is(new Author("ann@contoso.example", Author.SignedIn)).Should().BeTrue();
    }

    [Fact]
    public void A_shared_device_of_which_the_store_knows_the_last_user_only_is_that_users()
    {
        Violation[] all = [Of("u1", "ann@contoso.example"), Of("u2", "bob@contoso.example", device: "phone-1") with { Subject = "other" }];

        Person.Of("u1", all).IsTargetOf(new WaiverTarget(WaiverTargetKind.Device, "phone-1")).Should().BeFalse("it is Bob's too");
    }
}
