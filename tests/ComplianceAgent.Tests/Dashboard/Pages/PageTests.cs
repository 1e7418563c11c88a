using System.Collections.Concurrent;
using ComplianceAgent.Reasons;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ComplianceAgent.Tests.Dashboard.Pages;

/// <summary>Every page in a real browser: it can be read by everybody, fits a phone, runs nothing of a stranger's, and is reached by keyboard.</summary>
[Collection(nameof(PagesInBrowser))]
public sealed class PageTests(PageFixture pages)
{
    private const string Stops =
        """
        (window.stops = [...document.querySelectorAll('main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary, main [tabindex="0"], header a, header button, header select, nav.side a')]
            .filter(one => one.checkVisibility() && (one.matches('summary') || !one.closest('details:not([open])')))).length
        """;

    // What the other theme can differ in.
    private static readonly AxeRunOptions OnlyContrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_serious_fault_for_people_with_a_disability(ColorScheme scheme)
    {
        var page = await pages.OpenAsync("administrator", scheme);
        var faults = new List<string>();
        foreach (var address in pages.Addresses)
        {
            await pages.GoAsync(page, address);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
            var result = await page.RunAxe(scheme == ColorScheme.Light ? new AxeRunOptions() : OnlyContrast);
            faults.AddRange(result.Violations.Where(fault => fault.Impact is "serious" or "critical").SelectMany(fault => fault.Nodes.Take(3).Select(node => $"{address} {fault.Id}: {node.Html[..Math.Min(node.Html.Length, 200)]}")));
        }

        faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task Every_page_fits_its_window_names_its_scan_and_complains_of_nothing(int width)
    {
        var complaints = new ConcurrentBag<string>();
        var page = await pages.OpenAsync("administrator", width: width, complaints: complaints);
        var wrong = new List<string>();
        foreach (var address in pages.Addresses)
        {
            await pages.GoAsync(page, address);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
            {
                wrong.Add($"{address} is wider than {width}");
            }

            if (address.Length > 1 && !(await page.InnerTextAsync("footer")).Contains("SIMULATED · Last complete scan", StringComparison.Ordinal))
            {
                wrong.Add($"{address} does not name its scan: {await page.InnerTextAsync("footer")}");
            }

            if (await page.Locator("main h1").CountAsync() != 1 || await page.Locator("main img, main iframe, main script, main object").CountAsync() > 0)
            {
                wrong.Add($"{address} has more in it than we wrote");
            }
        }

        wrong.Should().BeEmpty();
        complaints.Should().BeEmpty("no script of a stranger runs, nothing else is asked, and no policy of ours is broken");
    }

    [Fact]
    public async Task A_strangers_names_are_shown_as_they_are_written()
    {
        var page = await pages.OpenAsync("reader");
        await pages.GoAsync(page, $"/t/{PageFixture.Tenant}/violations/{pages.Hostile}");

        (await page.InnerTextAsync("main h1")).Should().Contain("<script>alert(1)</script>");
        await pages.GoAsync(page, $"/t/{PageFixture.Tenant}/violations?search=" + Uri.EscapeDataString("=HYPERLINK"));
        (await page.InnerTextAsync("main table")).Should().Contain("=HYPERLINK(\"http://evil.example\")");
        await pages.GoAsync(page, $"/t/{PageFixture.Tenant}/violations?sort=app&search=WWWWWWWW");
        (await page.InnerTextAsync("main table")).Length.Should().BeLessThan(2_000, "what is endless is cut");
    }

    [Fact]
    public async Task All_that_can_be_done_is_reached_by_the_keyboard_and_shows_where_one_is()
    {
        var page = await pages.OpenAsync("administrator");
        var unreached = new List<string>();
        foreach (var path in new[] { "", "/violations?state=review", $"/violations/{pages.Hostile}", "/devices", "/policies", "/exceptions/new", "/reviews", "/tickets", "/scans", "/audit" })
        {
            await pages.GoAsync(page, $"/t/{PageFixture.Tenant}{path}");
            var all = await page.EvaluateAsync<int>(Stops);
            for (var i = 0; i < all + 8; i++)
            {
                await page.Keyboard.PressAsync("Tab");
                await page.EvaluateAsync("(() => { const at = document.activeElement, look = getComputedStyle(at); at.wasHere = true; at.isSeen = look.outlineStyle !== 'none' || look.boxShadow !== 'none'; })()");
            }

            unreached.AddRange((await page.EvaluateAsync<string[]>("window.stops.filter(one => !one.wasHere || !one.isSeen).map(one => (one.wasHere ? 'not seen: ' : 'not reached: ') + one.outerHTML.slice(0, 160))")).Select(one => $"{path} {one}"));
        }

        unreached.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Language.Dutch)]
    [InlineData(Language.French)]
    [InlineData(Language.German)]
    public async Task Pages_speak_the_readers_language(Language language)
    {
        var page = await pages.OpenAsync("reader", language: language.Culture().Name);
        var words = Wording.Of(language);
        var translations = words.Phrases.Values.ToHashSet(StringComparer.Ordinal);
        var english = words.Phrases.Keys.Where(phrase => phrase.Length > 8 && phrase.Contains(' ', StringComparison.Ordinal) && !phrase.Contains('{', StringComparison.Ordinal) && !translations.Contains(phrase)).ToList();
        english.Should().HaveCountGreaterThan(100);
        var left = new List<string>();
        foreach (var address in pages.Addresses)
        {
            await pages.GoAsync(page, address);
            (await page.GetAttributeAsync("html", "lang")).Should().Be(language.Code());
            var text = await page.InnerTextAsync("body");
            left.AddRange(english.Where(phrase => text.Contains(phrase, StringComparison.Ordinal)).Select(phrase => $"{address}: {phrase}"));
        }

        left.Should().BeEmpty();
    }

    [Fact]
    public async Task A_language_that_was_chosen_stays()
    {
        var page = await pages.OpenAsync("second");
        await pages.GoAsync(page, $"/t/{PageFixture.Tenant}/violations?state=open");

        await page.SelectOptionAsync("#language", "nl");
        await page.Locator(".languages button").ClickAsync();

        await page.WaitForURLAsync("**/violations?state=open");
        (await page.InnerTextAsync("main h1")).Should().Be(Wording.Of(Language.Dutch)["Violations"]);
    }

    [Fact]
    public async Task Moments_stand_in_the_readers_zone()
    {
        var page = await pages.OpenAsync("reader");
        await pages.GoAsync(page, $"/t/{PageFixture.Tenant}/scans");

        await page.WaitForFunctionAsync("document.querySelectorAll('time[data-show]').length === 0");
        (await page.Locator("main time").First.GetAttributeAsync("title")).Should().Contain("UTC").And.Contain("Europe/Brussels");
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_sees_no_page()
    {
        Assert.SkipWhen(pages.Addresses.Count == 0, "Chromium is not installed");
        using var nobody = pages.Agent.NewBrowser();
        foreach (var address in pages.Addresses)
        {
            using var answer = await nobody.GetAsync(address);
            ((int)answer.StatusCode).Should().Be(302, address);
            answer.Headers.Location!.ToString().Should().Contain("/signin");
        }
    }
}
