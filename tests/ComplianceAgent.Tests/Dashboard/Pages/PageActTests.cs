using System.Text.RegularExpressions;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using Microsoft.Playwright;

namespace ComplianceAgent.Tests.Dashboard.Pages;

/// <summary>What people do on pages, each by keyboard alone, and what then stands in the store.</summary>
[Collection(nameof(PagesInBrowser))]
public sealed class PageActTests(PageFixture pages)
{
    private const string There = "/t/" + PageFixture.Tenant;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ViolationQuery Asked { get; } = new() { Now = TimeProvider.System.GetUtcNow(), Policies = [], States = [ViolationState.Open], IsBan = true };

    private static Visitor Administrator { get; } = new()
    {
        Kind = VisitorKind.Local, Name = "carol@pc-9", Author = new("carol@pc-9", ComplianceAgent.Violations.Reviews.Author.OsAccount), Grants = [Grant.Everywhere(Role.Administrator)], Session = "",
    };

    private ViolationStore Store => pages.Agent.Service<StoreSession>().Current!;

    [Fact]
    public async Task A_reader_looks_and_is_offered_nothing_to_decide()
    {
        var page = await pages.OpenAsync("reader");

        await pages.GoAsync(page, There + "/reviews");
        (await page.Locator("main input[type=checkbox], main button[value=confirm]").CountAsync()).Should().Be(0);
        await pages.GoAsync(page, There + "/tickets");
        (await page.Locator("main button[value=release]").CountAsync()).Should().Be(0);
        await pages.GoAsync(page, There + "/scans");
        (await page.Locator("main form[method=post]").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Two_approvers_dismiss_a_suspected_match()
    {
        var first = await pages.OpenAsync("approver");
        await pages.GoAsync(first, There + "/reviews");
        var box = first.Locator("main input[name=Cases]").First;
        var wanted = (await box.GetAttributeAsync("value"))!;
        await box.FocusAsync();
        await first.Keyboard.PressAsync("Space");
        await TypeAsync(first, "#why", "Another app");
        await PressAsync(first, "button[value=dismiss]");
        await first.WaitForURLAsync("**/reviews?said=pending");

        // Who proposed it cannot be the second person, whatever they press.
        await first.Locator("main li:has-text('Another app') input[name=Acts]").FocusAsync();
        await first.Keyboard.PressAsync("Space");
        await TypeAsync(first, "#because", "I am sure");
        await PressAsync(first, "button[value=approve]");
        await first.WaitForSelectorAsync("main [role=alert]");

        var second = await pages.OpenAsync("second");
        await pages.GoAsync(second, There + "/reviews");
        await second.Locator("main li:has-text('Another app') input[name=Acts]").FocusAsync();
        await second.Keyboard.PressAsync("Space");
        await TypeAsync(second, "#because", "Seen it too");
        await PressAsync(second, "button[value=approve]");
        await second.WaitForURLAsync("**/reviews?said=done");

        (await second.Locator($"main input[name=Cases][value='{wanted}']").CountAsync()).Should().Be(0, "it waits for nobody any more");
        var told = await Store.BrowseEventsAsync(PageFixture.Tenant, new EventQuery { Kinds = [ViolationEventKind.ExcuseDecided, ViolationEventKind.OwnApprovalRefused] }, Cancel);
        told.Select(one => one.Event.Kind).Should().Contain(ViolationEventKind.OwnApprovalRefused, "the audit hears of whoever tries to be both");
    }

    [Fact]
    public async Task Who_proved_who_they_are_too_long_ago_is_led_to_do_it_again_and_back()
    {
        var reader = await pages.OpenAsync("reader");
        await AskForExceptionAsync(reader, "bea@agency.example");

        var late = await pages.OpenAsync("late");
        await pages.GoAsync(late, There + "/exceptions");
        await PressAsync(late, "main table tr:has-text('bea@agency.example') summary");
        await TypeAsync(late, "main table details[open] input[name=Why]", "Case 18");
        await PressAsync(late, "main table details[open] button[value=approve]");
        await PressAsync(late, "main [role=alert] a");
        await late.WaitForURLAsync(new Regex("^[^?]*/exceptions$", RegexOptions.NonBacktracking));

        await PressAsync(late, "main table tr:has-text('bea@agency.example') summary");
        await TypeAsync(late, "main table details[open] input[name=Why]", "Case 18");
        await PressAsync(late, "main table details[open] button[value=approve]");
        await late.WaitForURLAsync("**/exceptions?said=done");
    }

    [Fact]
    public async Task Whose_session_is_over_signs_in_on_the_way_to_where_they_wanted()
    {
        var page = await pages.OpenAsync("reader");
        await pages.GoAsync(page, There);
        await page.Context.ClearCookiesAsync();
        pages.Agent.Provider.Current = pages.Agent.Provider.User("reader");

        await PressAsync(page, "nav.side a[href$='/violations']");

        await page.WaitForURLAsync("**/violations");
        (await page.InnerTextAsync("main h1")).Should().Be("Violations");
    }

    [Fact]
    public async Task An_administrator_lets_held_closings_go()
    {
        var page = await pages.OpenAsync("administrator");
        await pages.GoAsync(page, There + "/tickets");
        await PressAsync(page, "section[aria-labelledby=closings] summary");
        await TypeAsync(page, "section[aria-labelledby=closings] details[open] input[name=Why]", "Blocked by profile");
        await PressAsync(page, "section[aria-labelledby=closings] details[open] button[value=release]");
        await page.WaitForURLAsync("**/tickets?said=done");

        var release = (await Store.GateReleasesAsync(PageFixture.Tenant, Cancel)).Should().ContainSingle().Subject;
        release.Violations.Should().NotBeEmpty();
        (release.PolicyId, release.Reason).Should().Be(("us-federal-tiktok", "Blocked by profile"));
        release.Author.Name.Should().StartWith("administrator@");
        (await page.InnerTextAsync("section[aria-labelledby=closings]")).Should().Contain("administrator@").And.Contain("next complete scan");
    }

    [Fact]
    public async Task A_ticket_shows_what_the_tracker_would_be_told()
    {
        var page = await pages.OpenAsync("administrator");
        await pages.GoAsync(page, There + "/scans");
        var before = (await Store.BrowseScansAsync(PageFixture.Tenant, 0, 1, Cancel)).Total;
        await PressAsync(page, "main form[method=post] button");
        await page.WaitForURLAsync("**/scans?said=done");
        await WaitAsync(async () => (await Store.BrowseScansAsync(PageFixture.Tenant, 0, 1, Cancel)).Total > before);
        var open = (await Store.BrowseViolationsAsync(PageFixture.Tenant, Asked with { PolicyId = "be-federal-tiktok" }, Cancel)).Items[0].Violation;
        await pages.GoAsync(page, There + "/tickets");
        await PressAsync(page, "main a[href*='preview=tickets']");
        await page.WaitForURLAsync("**/tickets?preview=tickets#preview");
        await PressAsync(page, "section[aria-labelledby=preview] summary");
        (await page.InnerTextAsync("section[aria-labelledby=preview]")).Should().Contain("TikTok").And.Contain("would be sent");
        await pages.Agent.Service<ReleaseActs>().ReleaseAsync(Administrator, PageFixture.Tenant, "be-federal-tiktok", "tickets", "To see one", Cancel);

        await pages.GoAsync(page, There + $"/tickets?q={open.Id}");
        await PressAsync(page, "section[aria-labelledby=tickets] tbody a");

        await page.WaitForSelectorAsync(".preview");
        (await page.InnerTextAsync("section[aria-labelledby=next]")).Should().Contain("TikTok").And.Contain(open.Device.Name);
        await pages.Agent.Service<ReleaseActs>().StopAsync(Administrator, PageFixture.Tenant, "be-federal-tiktok", "tickets", "Seen", Cancel);
    }

    [Fact]
    public async Task A_session_that_is_about_to_end_says_so_and_goes_on_when_told_to()
    {
        var page = await pages.OpenAsync("reader");
        await page.Clock.InstallAsync();
        await pages.GoAsync(page, There + "/exceptions/new");
        await TypeAsync(page, "#why", "A long story");
        (await page.Locator("#session").IsVisibleAsync()).Should().BeFalse();

        await page.Clock.FastForwardAsync(29 * 60 * 1000);
        await page.WaitForSelectorAsync("#session:not([hidden])");
        await PressAsync(page, "#session button");
        await page.WaitForSelectorAsync("#session", new PageWaitForSelectorOptions { State = WaitForSelectorState.Hidden });

        (await page.InputValueAsync("#why")).Should().Be("A long story", "what was typed is still there");
    }

    [Fact]
    public async Task An_exception_is_asked_for_and_approved_by_another()
    {
        var page = await pages.OpenAsync("reader");
        await AskForExceptionAsync(page, "ann@agency.example");

        var approver = await pages.OpenAsync("approver");
        await pages.GoAsync(approver, There + "/exceptions");
        await PressAsync(approver, "main table tr:has-text('ann@agency.example') summary");
        await TypeAsync(approver, "main table details[open] input[name=Why]", "Case 17");
        await PressAsync(approver, "main table details[open] button[value=approve]");
        await approver.WaitForURLAsync("**/exceptions?said=done");

        (await approver.InnerTextAsync("main table")).Should().Contain("In force").And.Contain("ann@agency.example");
    }

    [Fact]
    public async Task An_administrator_releases_a_channel_and_stops_it()
    {
        var page = await pages.OpenAsync("administrator");
        await pages.GoAsync(page, There + "/scans");
        await PressAsync(page, "main form[method=post] button");
        await page.WaitForURLAsync("**/scans?said=done");
        await WaitAsync(async () => (await Store.BrowseScansAsync(PageFixture.Tenant, 0, 1, Cancel)).Total >= 3);

        await pages.GoAsync(page, There + "/tickets");
        await PressAsync(page, "main table summary");
        await TypeAsync(page, "main table details[open] input[name=Why]", "Looked at the preview");
        await PressAsync(page, "main table details[open] button[value=release]");
        await page.WaitForURLAsync("**/tickets?said=done");
        (await Store.ChannelGateAsync(PageFixture.Tenant, Cancel)).Open.Should().ContainSingle().Which.Reason.Should().Be("Looked at the preview");

        await PressAsync(page, "main ul summary");
        await TypeAsync(page, "main ul details[open] input[name=Why]", "Not yet");
        await PressAsync(page, "main ul details[open] button[value=stop]");
        await WaitAsync(async () => (await Store.ChannelGateAsync(PageFixture.Tenant, Cancel)).Open.Count == 0);
    }

    [Fact]
    public async Task A_pasted_policy_is_judged_and_one_with_a_fault_says_where()
    {
        var page = await pages.OpenAsync("reader");
        await pages.GoAsync(page, There + "/policies");
        await page.FillAsync("#yaml", "schema: 1\npolicy: us-federal-tiktok\ntitle: { en: Ours }\nrules:\n  - product: deepseek\n");
        await PressAsync(page, "main form[method=post] button[type=submit]");
        await page.WaitForSelectorAsync("main .diff li");
        (await page.InnerTextAsync("main")).Should().Contain("Would be withdrawn").And.Contain("title: { en: Ours }");

        await page.FillAsync("#yaml", "schema: 1\npolicy: us-federal-tiktok\ntitle: { en: Ours }\nrules:\n  - product: no-such-thing\n");
        await PressAsync(page, "main form[method=post] button[type=submit]");
        await page.WaitForSelectorAsync("main .banner.error");
        (await page.InnerTextAsync("main .banner.error")).Should().Contain("pasted.yaml(5,").And.Contain("no-such-thing");
    }

    [Fact]
    public async Task The_chain_is_verified_and_the_list_goes_out_as_it_is_shown()
    {
        var page = await pages.OpenAsync("reader");
        await pages.GoAsync(page, There + "/audit");
        await PressAsync(page, "main form[method=post] button");
        await page.WaitForSelectorAsync("main .banner.good");

        await pages.GoAsync(page, There + "/violations?state=review&owner=company");
        var count = await page.Locator("main tbody tr").CountAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => PressAsync(page, "main .count a"));
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, Cancel);
        lines.Count(line => line.Contains(",SIMULATED", StringComparison.Ordinal)).Should().Be(count).And.BePositive();
    }

    private async Task AskForExceptionAsync(IPage page, string user)
    {
        await pages.GoAsync(page, There + "/exceptions/new?policy=us-federal-tiktok");
        await page.SelectOptionAsync("#choice-Policy", "us-federal-tiktok");
        await page.SelectOptionAsync("#choice-Kind", "user");
        await TypeAsync(page, "#target", user);
        await TypeAsync(page, "#reason", "security-research");
        await TypeAsync(page, "#why", "A laboratory");
        await page.FillAsync("#until", TimeProvider.System.GetUtcNow().AddDays(300).ToString("yyyy-MM-dd"));
        await PressAsync(page, "main form.stacked button[type=submit]");
        await page.WaitForURLAsync("**/exceptions?said=pending");
    }

    private static async Task TypeAsync(IPage page, string where, string text)
    {
        await page.Locator(where).First.FocusAsync();
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task PressAsync(IPage page, string where)
    {
        await page.Locator(where).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        for (var i = 0; i < 300 && !await until(); i++)
        {
            await Task.Delay(100, Cancel);
        }

        (await until()).Should().BeTrue();
    }
}
