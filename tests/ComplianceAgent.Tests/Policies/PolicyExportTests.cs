using System.Text.Json;
using System.Xml.Linq;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Export;

namespace ComplianceAgent.Tests.Policies;

public sealed class PolicyExportTests
{
    private const string Hostile = "Evil --> </string>\\\" // */ app";

    /// <summary>One app on every platform, each with a verified and an unverified identifier, and one with a name alone.</summary>
    private static readonly PolicyLibrary Ours = PolicyText.Library(
        ("x.catalog.yaml", $$"""
            catalogue: ours
            vendors: { maker: { name: Maker, publishers: ["Maker & Sons"] } }
            products:
              one:
                name: {{JsonSerializer.Serialize(Hostile)}}
                vendor: maker
                family: fam
                names: [One]
                nameStandsAlone: false
                ios: [com.maker.one, { id: com.maker.guess, mark: unverified, source: rumour }]
                android: [com.maker.droid, { id: com.maker.droidguess, mark: unverified, source: rumour }]
                macos: [com.maker.mac]
                packageFamilies: [Maker.One_0123456789abc, Maker.One, { id: Maker.Guess, mark: unverified, source: rumour }]
              two: { name: Two, vendor: maker, family: fam, names: [Two], nameStandsAlone: false, windows: [TwoSetup], ios: [com.maker.two] }
              three: { name: Zorblax, vendor: maker, names: [Zorblax Words Here] }
            """),
        ("one.policy.yaml", "schema: 1\npolicy: one\ntitle: { en: \"One & only\" }\nrules: [{ product: one }]\n"),
        ("family.policy.yaml", "schema: 1\npolicy: family\ntitle: { en: Family }\nrules: [{ product: one, family: true }]\n"),
        ("vendor.policy.yaml", "schema: 1\npolicy: vendor\ntitle: { en: Vendor }\nrules: [{ vendor: maker }, { product: two, severity: advice }]\n"),
        ("phones.policy.yaml", "schema: 1\npolicy: phones\ntitle: { en: Phones }\nscope: { platforms: [android] }\nrules: [{ product: one }]\n"),
        ("other.policy.yaml", """
            schema: 1
            policy: other
            title: { en: Other }
            rules:
              - { id: exact, identifier: org.exact, platform: ios }
              - { id: wild, identifier: "org.wild.*" }
              - { id: named, name: Some Name }
              - { id: advised, identifier: org.advised, severity: advice }
              - { product: two, version: "< 5" }
              - { id: listed, category: play, list: [one, Some Game, { identifier: org.game }, { name: Game, publisher: Maker }] }
              - { id: allowed, allowList: true, list: [three], title: Not on our list }
            """));

    public static TheoryData<ExportTarget> Targets => [.. Enum.GetValues<ExportTarget>()];

    [Fact]
    public void Every_target_has_a_word() => PolicyExport.Targets.Values.Should().BeEquivalentTo(Enum.GetValues<ExportTarget>());

    [Fact]
    public void Apple_gets_a_profile_that_blocks_bundles_on_supervised_phones()
    {
        var plist = XDocument.Parse(Text(ExportTarget.Apple, "family"));

        plist.DocumentType!.PublicId.Should().Be("-//Apple//DTD PLIST 1.0//EN");
        var profile = Dictionary(plist.Root!.Element("dict")!);
        profile["PayloadType"].Value.Should().Be("Configuration");
        profile["PayloadDisplayName"].Value.Should().Be("Family");
        var payload = Dictionary(profile["PayloadContent"].Element("dict")!);
        payload["PayloadType"].Value.Should().Be("com.apple.applicationaccess");
        payload["blockedAppBundleIDs"].Elements("string").Select(id => id.Value).Should().Equal("com.maker.one", "com.maker.two");
        plist.DescendantNodes().OfType<XComment>().Should().ContainSingle(comment => comment.Value.Contains("com.maker.guess"));
        new[] { profile["PayloadUUID"].Value, payload["PayloadUUID"].Value }.Should().OnlyHaveUniqueItems().And.OnlyContain(id => IsGuid(id));
    }

    [Fact]
    public void An_Apple_profile_keeps_its_ids_when_the_catalogue_changes_and_differs_by_policy()
    {
        var more = PolicyText.Library(("y.catalog.yaml", "catalogue: more\nproducts: { tiktok: { ios: [com.more.tiktok] } }\n"));

        Ids(PolicyLibrary.Load(), "be-flanders-tiktok").Should().Equal(Ids(more, "be-flanders-tiktok"));
        Ids(more, "be-flanders-tiktok").Should().NotIntersectWith(Ids(more, "be-federal-tiktok"));

        static IEnumerable<string> Ids(PolicyLibrary library, string id) =>
            XDocument.Parse(PolicyExport.Write(ExportTarget.Apple, library.Select([id])).Text).Descendants("key").Where(key => key.Value == "PayloadUUID").Select(key => ((XElement)key.NextNode!).Value).ToList();
    }

    [Fact]
    public void AppLocker_gets_deny_rules_by_package_name_and_lets_the_rest_run()
    {
        var text = Text(ExportTarget.AppLocker, "family");
        var root = XDocument.Parse(text).Root!;

        (root.Name.LocalName, root.Attribute("Version")!.Value).Should().Be(("AppLockerPolicy", "1"));
        var appx = root.Elements("RuleCollection").Should().ContainSingle().Subject;
        (appx.Attribute("Type")!.Value, appx.Attribute("EnforcementMode")!.Value).Should().Be(("Appx", "AuditOnly"));
        appx.Elements("FilePublisherRule").Select(rule => (rule.Attribute("Action")!.Value, rule.Descendants("FilePublisherCondition").Single().Attribute("ProductName")!.Value))
            .Should().Equal(("Allow", "*"), ("Deny", "Maker.One"));
        appx.Elements().Should().OnlyContain(rule => IsGuid(rule.Attribute("Id")!.Value) && rule.Attribute("UserOrGroupSid")!.Value == "S-1-1-0");
        appx.Elements().Select(rule => rule.Attribute("Id")!.Value).Should().OnlyHaveUniqueItems();
        appx.Nodes().OfType<XComment>().Should().ContainSingle().Which.Value.Should().Contain("Maker.Guess");
        root.Nodes().OfType<XComment>().Should().Contain(comment => comment.Value.Contains("RuleCollection Type=\"Exe\"") && comment.Value.Contains("O=MAKER"));
    }

    [Fact]
    public void A_desktop_rule_that_was_commented_out_is_whole_once_it_is_put_in()
    {
        var comment = XDocument.Parse(Text(ExportTarget.AppLocker, "family")).Root!.Nodes().OfType<XComment>().Single(comment => comment.Value.Contains("Type=\"Exe\""));

        XElement.Parse(comment.Value.Trim()).Element("FilePublisherRule")!.Attribute("Action")!.Value.Should().Be("Deny");
    }

    [Fact]
    public void Managed_Play_gets_blocked_packages()
    {
        var policy = Json(ExportTarget.ManagedPlay, "family");

        policy.GetProperty("applications").EnumerateArray().Select(app => (app.GetProperty("packageName").GetString(), app.GetProperty("installType").GetString()))
            .Should().Equal(("com.maker.droid", "BLOCKED"));
        var personal = policy.GetProperty("personalUsagePolicies");
        personal.GetProperty("personalPlayStoreMode").GetString().Should().Be("BLOCKLIST");
        personal.GetProperty("personalApplications").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public void Intune_gets_a_request_for_each_platform_that_has_something_to_block()
    {
        var requests = Json(ExportTarget.Intune, "family").GetProperty("requests").EnumerateArray().ToDictionary(request => request.GetProperty("id").GetString()!);

        requests.Keys.Should().Equal("ios", "android", "macos");
        requests.Values.Should().OnlyContain(request => request.GetProperty("method").GetString() == "POST" && request.GetProperty("url").GetString()!.StartsWith("/deviceManagement/"));
        var ios = requests["ios"].GetProperty("body");
        ios.GetProperty("@odata.type").GetString().Should().Be("#microsoft.graph.iosCompliancePolicy");
        ios.GetProperty("restrictedApps").EnumerateArray().Select(app => app.GetProperty("appId").GetString()).Should().Equal("com.maker.one", "com.maker.two");
        ios.GetProperty("restrictedApps")[0].GetProperty("publisher").GetString().Should().Be("Maker & Sons");
        ios.GetProperty("scheduledActionsForRule")[0].GetProperty("scheduledActionConfigurations")[0].GetProperty("actionType").GetString().Should().Be("block");
        var android = requests["android"].GetProperty("body");
        android.GetProperty("personalProfilePlayStoreMode").GetString().Should().Be("blockedApps");
        android.GetProperty("personalProfilePersonalApplications")[0].GetProperty("appStoreUrl").GetString().Should().EndWith("?id=com.maker.droid");
        requests["macos"].GetProperty("body").GetProperty("compliantAppListType").GetString().Should().Be("appsNotInListCompliant");

        Json(ExportTarget.Intune, "phones").GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("id").GetString()).Should().Equal("android");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_hostile_name_breaks_no_file(ExportTarget target)
    {
        var text = Text(target, "one");

        (target is ExportTarget.Intune or ExportTarget.ManagedPlay ? (object)Json(target, "one") : XDocument.Parse(text)).Should().NotBeNull();
        text.Should().NotContain("guess\"}\n").And.Contain("Evil");
    }

    [Theory]
    [InlineData(ExportTarget.Intune)]
    [InlineData(ExportTarget.ManagedPlay)]
    public void Lines_commented_out_are_whole_once_the_slashes_are_gone(ExportTarget target)
    {
        var text = string.Join('\n', Text(target, "family").Split('\n').Select(line => line.TrimStart() is ['/', '/', ' ', '{', ..] ? line.TrimStart()[3..] : line).Where(line => !line.TrimStart().StartsWith("//")));

        JsonDocument.Parse(text).RootElement.ToString().Should().ContainAny("com.maker.guess", "com.maker.droidguess");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Equal_policies_give_equal_files(ExportTarget target)
    {
        Text(target, "family", "vendor").Should().Be(Text(target, "vendor", "family")).And.EndWith("\n").And.NotContain("\r");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_cannot_be_blocked_is_named_in_the_file(ExportTarget target)
    {
        var exported = PolicyExport.Write(target, Ours.Select(["vendor"]));

        exported.NotPreventable.Should().Contain("Zorblax");
        exported.Text.Should().Contain("No identifier to block by here: ").And.Contain("everything of Maker").And.NotContain("com.maker.two").And.NotContain("TwoSetup");
    }

    [Fact]
    public void Of_patterns_only_a_whole_identifier_given_alone_is_written_and_of_lists_the_products_with_their_families()
    {
        var exported = PolicyExport.Write(ExportTarget.Apple, Ours.Select(["other"]));

        XDocument.Parse(exported.Text).Descendants("array").Last().Elements("string").Select(id => id.Value).Should().BeEquivalentTo("com.maker.one", "com.maker.two", "org.exact", "org.game");
        exported.NotPreventable.Should().BeEquivalentTo("org.wild.*", "Some Name", "two", "Some Game", "Game", "Not on our list");
        exported.Text.Should().NotContain("org.advised");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_pack_can_be_exported(ExportTarget target)
    {
        var library = PolicyLibrary.Load();
        foreach (var pack in library.List().Select(listing => listing.Policy!))
        {
            var exported = PolicyExport.Write(target, new PolicySet([pack], library.Catalogue));
            var read = () => target is ExportTarget.Intune or ExportTarget.ManagedPlay ? (object)Parse(exported.Text) : XDocument.Parse(exported.Text);
            read.Should().NotThrow(pack.Id);
        }
    }

    private static string Text(ExportTarget target, params string[] ids) => PolicyExport.Write(target, Ours.Select(ids)).Text;

    private static JsonElement Json(ExportTarget target, params string[] ids) => Parse(Text(target, ids));

    /// <summary>Reads it as the help says: the lines that begin with two slashes taken away, and then plain JSON.</summary>
    private static JsonElement Parse(string text) =>
        JsonDocument.Parse(string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//")))).RootElement;

    private static Dictionary<string, XElement> Dictionary(XElement dict) =>
        dict.Elements("key").ToDictionary(key => key.Value, key => key.ElementsAfterSelf().First());

    private static bool IsGuid(string text) => Guid.TryParseExact(text, "D", out _);
}
