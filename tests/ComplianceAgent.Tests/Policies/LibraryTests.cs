using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class LibraryTests
{
    [Fact]
    public void No_policy_is_in_force_until_named() =>
        PolicyLibrary.Load().Invoking(library => library.Select([])).Should().Throw<PolicyException>()
            .WithMessage("Policies:Use: no policy is in force*be-federal-deepseek, be-federal-tiktok, be-flanders-tiktok*us-tx-prohibited");

    [Fact]
    public void A_misspelt_id_is_guessed() =>
        PolicyLibrary.Load().Invoking(library => library.Select(["be-federal-tiktock"])).Should().Throw<PolicyException>().WithMessage("*did you mean be-federal-tiktok?*");

    [Fact]
    public void Every_fault_of_a_choice_comes_at_once() =>
        PolicyLibrary.Load().Invoking(library => library.Select(["zzzzzzzz", "qqqqqqqqq", "be-federal-tiktok"])).Should().Throw<PolicyException>()
            .Which.Faults.Should().HaveCount(2);

    [Fact]
    public void Policies_come_in_the_order_they_are_named_and_once() =>
        PolicyLibrary.Load().Select(["us-federal-tiktok", "be-federal-tiktok", "us-federal-tiktok"]).Policies.Select(p => p.Id).Should().Equal("us-federal-tiktok", "be-federal-tiktok");

    [Fact]
    public void A_policy_is_chosen_by_file()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("mine.yaml", PolicyText.Good);
        var policy = PolicyLibrary.Load(null, [file]).Select([file]).Policies.Should().ContainSingle().Subject;
        (policy.Id, policy.Origin).Should().Be(("house-ban", file));
    }

    [Fact]
    public void A_file_that_is_in_the_folder_too_counts_once()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("mine.yaml", PolicyText.Good);
        PolicyLibrary.Load(folder.Path, [file]).Select([file, "house-ban"]).Policies.Should().ContainSingle();
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_clear_fault() =>
        PolicyLibrary.Load(null, ["./nowhere/x.yaml"]).Invoking(library => library.Select(["./nowhere/x.yaml"])).Should().Throw<PolicyException>()
            .Which.Faults.Should().ContainSingle().Which.Message.Should().StartWith("the file cannot be read");

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault() =>
        PolicyLibrary.Load("./nowhere").Invoking(library => library.Select(["be-federal-tiktok"])).Should().Throw<PolicyException>().WithMessage("*folder*");

    [Fact]
    public void A_catalogue_given_as_policy_is_refused_by_name()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("x.catalog.yaml", "catalogue: mine\n");
        PolicyLibrary.Load(null, [file]).Invoking(library => library.Select([file])).Should().Throw<PolicyException>().WithMessage("*this is a catalogue file*");
    }

    [Fact]
    public void A_broken_file_that_nobody_uses_does_not_stand_in_the_way_but_is_told()
    {
        using var folder = new PolicyFolder();
        folder.Write("broken.policy.yaml", "policy: [");
        var library = PolicyLibrary.Load(folder.Path);
        library.Select(["be-federal-tiktok"]).Policies.Should().ContainSingle();
        library.Faults.Should().Contain(fault => !fault.IsWarning && fault.File.EndsWith("broken.policy.yaml"));
    }

    [Fact]
    public void A_policy_hidden_by_a_syntax_error_is_explained()
    {
        using var folder = new PolicyFolder();
        folder.Write("broken.policy.yaml", "schema: 1\ntitle: {\n");
        PolicyLibrary.Load(folder.Path).Invoking(library => library.Select(["house-ban"])).Should().Throw<PolicyException>()
            .Which.Faults.Should().Contain(fault => fault.File.EndsWith("broken.policy.yaml") && fault.Line == 3);
    }

    [Fact]
    public void The_list_marks_what_is_in_force()
    {
        var list = PolicyLibrary.Load().List(["be-federal-tiktok"]);
        list.Should().HaveCount(23);
        list.Where(policy => policy.IsInForce).Select(policy => (policy.Id, policy.IsShipped, policy.Title))
            .Should().Equal(("be-federal-tiktok", true, "TikTok on Belgian federal work devices"));
    }

    [Fact]
    public void Validate_tells_the_faults_of_the_files_asked_for_only()
    {
        using var folder = new PolicyFolder();
        var good = folder.Write("good.policy.yaml", PolicyText.Good);
        var bad = folder.Write("bad.policy.yaml", "schema: 1\npolicy: bad\ntitle: { en: x }\nrules: []\n");
        PolicyLibrary.Validate([good]).Should().BeEmpty();
        PolicyLibrary.Validate([good, bad]).Select(fault => fault.ToString()).Should().Equal(bad + "(4,8): rules must not be empty");
        PolicyLibrary.Validate([], folder.Path).Should().Contain(fault => fault.File == bad).And.OnlyContain(fault => fault.IsWarning || fault.File == bad);
    }

    [Fact]
    public void A_new_app_is_a_two_line_file()
    {
        using var folder = new PolicyFolder();
        folder.Write("ours.yaml", "catalogue: ours\nproducts: { some_app: { names: [Some App], android: [com.some.app] } }\n");
        folder.Write("ban.yaml", "schema: 1\npolicy: our-ban\ntitle: { en: Our ban }\nrules: [{ product: some_app }]\n");
        var set = PolicyLibrary.Load(folder.Path).Select(["our-ban"]);
        var product = set.Catalogue.Products["some_app"];
        (product.Name, product.Family, product.Vendor).Should().Be(("Some App", "some_app", ""));
        product.Identities.Should().ContainSingle().Which.Should().Match<CatalogueIdentity>(i => i.Verified && i.Kind == IdentityKind.Package && i.Value == "com.some.app");
        set.Catalogue.Products.Should().ContainKey("tiktok");
    }

    [Fact]
    public void Own_files_add_to_shipped_products_and_to_the_names_never_to_flag()
    {
        var before = CatalogueLoader.LoadEmbedded();
        var after = PolicyText.Library(("x.catalog.yaml", """
            catalogue: ours
            products:
              tiktok:
                names: [Our TikTok]
                ios: [{ id: com.own.build, mark: unverified, source: rumour }]
                neverFlag: [TikTok poster]
            neverFlag: ["TikTok training*", { regex: "tiktok (policy|guide)" }]
            adviceOnly: [TikTok wallpaper]
            """)).Catalogue;
        after.Products["tiktok"].Names.Should().StartWith(before.Products["tiktok"].Names).And.EndWith("Our TikTok");
        after.Products["tiktok"].Identities.Should().HaveCount(before.Products["tiktok"].Identities.Length + 1);
        after.Products["tiktok"].Identities[^1].Verified.Should().BeFalse();
        after.Products["tiktok"].NeverFlag.Should().Contain(new NamePattern("TikTok poster"));
        after.NeverFlag.Should().Contain([new NamePattern("TikTok training*"), new NamePattern("tiktok (policy|guide)", IsRegex: true)]);
        after.AdviceOnly.Should().Contain(new NamePattern("TikTok wallpaper"));
        after.Hash.Should().NotBe(before.Hash);
    }

    [Fact]
    public void An_ad_hoc_ban_names_products_and_vendors()
    {
        var policy = PolicyLibrary.Load().AdHoc(["tiktok"], ["deepseek"]).Policies.Should().ContainSingle().Subject;
        policy.Id.Should().Be("ad-hoc");
        policy.Rules.Select(rule => (rule.Id, rule.Product, rule.Vendor)).Should().Equal(("tiktok", "tiktok", null), ("vendor-deepseek", null, "deepseek"));
        policy.Scope.For(DeviceOwner.Personal, PlatformFamily.Windows).Should().Be(Severity.Violation);
    }

    [Fact]
    public void An_ad_hoc_ban_guesses_misspelt_ids_all_at_once() =>
        PolicyLibrary.Load().Invoking(library => library.AdHoc(["tiktokk"], ["bytedanse"])).Should().Throw<PolicyException>()
            .Which.Faults.Select(fault => fault.ToString()).Should().Equal(
                "--product: there is no product tiktokk; did you mean tiktok?", "--vendor: there is no vendor bytedanse; did you mean bytedance?");

    [Fact]
    public void An_ad_hoc_ban_of_nothing_is_refused() =>
        PolicyLibrary.Load().Invoking(library => library.AdHoc([], [])).Should().Throw<PolicyException>();
}
