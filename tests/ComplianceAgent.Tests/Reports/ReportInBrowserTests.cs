using System.Collections.Concurrent;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Html;
using Microsoft.Playwright;

namespace ComplianceAgent.Tests.Reports;

/// <summary>Opens the page in a real browser, as an admin does: from the disk.</summary>
public sealed class ReportInBrowserTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly string folder = Directory.CreateTempSubdirectory("report-browser-").FullName;
    private readonly ConcurrentBag<string> requests = [];
    private readonly ConcurrentBag<string> complaints = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(760, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task The_page_fits_its_window_without_a_complaint_or_a_request(int width, ColorScheme scheme)
    {
        var page = await OpenAsync(ReportCases.Model(), width, scheme);

        (await OverflowAsync(page)).Should().Be(0);
        complaints.Should().BeEmpty();
        requests.Should().OnlyContain(url => url.StartsWith("file://", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Language.Dutch)]
    [InlineData(Language.French)]
    [InlineData(Language.German)]
    public async Task The_longer_words_of_other_languages_fit_too(Language language)
    {
        foreach (var width in new[] { 320, 360, 760, 1280 })
        {
            var page = await OpenAsync(ReportModel.Build(ReportCases.Input() with { Language = language }), width, ColorScheme.Light);

            (await OverflowAsync(page)).Should().Be(0, "at {0} pixels", width);
        }
    }

    [Fact]
    public async Task No_hostile_name_runs_anything_leaves_the_page_or_breaks_its_width()
    {
        var violations = ReportCases.HostileNames.SelectMany((name, i) => ReportCases.Violations(name).Select(v => v with { Id = new Guid(i, 1, 1, v.Id.ToByteArray()[8..]), PolicyId = name })).ToList();
        var page = await OpenAsync(ReportModel.Build(ReportCases.Input() with { Violations = violations }), 320, ColorScheme.Light);

        (await OverflowAsync(page)).Should().Be(0);
        (await page.Locator("script, iframe, img, object").CountAsync()).Should().Be(0);
        complaints.Should().BeEmpty();
        requests.Should().OnlyContain(url => url.StartsWith("file://", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task All_words_stand_out_from_their_ground_as_WCAG_AA_asks(ColorScheme scheme)
    {
        var model = ReportModel.Build(ReportCases.Input() with { Simulated = true, Now = ReportCases.Now.AddDays(3) });
        var page = await OpenAsync(model, 1280, scheme);

        (await page.EvaluateAsync<string[]>(TooFaint)).Should().BeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_violations_open_quickly()
    {
        var many = Enumerable.Range(1, 10_000).Select(number => ReportCases.Violation(number, ReportCases.TikTok)).ToList();

        var page = await OpenAsync(ReportModel.Build(ReportCases.Input() with { Violations = many }), 1280, ColorScheme.Light);

        (await page.Locator("#violations tbody tr").CountAsync()).Should().Be(HtmlReportWriter.MaxRows);
        (await OverflowAsync(page)).Should().Be(0);
    }

    [Fact]
    public async Task It_prints_on_A4_pages()
    {
        var page = await OpenAsync(ReportCases.Model() with { Simulated = true }, 1280, ColorScheme.Dark);

        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true });

        // A4 lying: 842 by 595 points.
        System.Text.Encoding.Latin1.GetString(pdf).Should().MatchRegex(@"MediaBox\s*\[\s*0 0 84[12]\.\d+ 59[45]\.\d+");
    }

    [Fact]
    public async Task Every_printed_page_of_a_long_table_repeats_its_headings()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "poppler-utils is not installed (tests/run.sh --install)");
        var many = Enumerable.Range(1, 200).Select(number => ReportCases.Violation(number, ReportCases.TikTok)).ToList();
        var page = await OpenAsync(ReportModel.Build(ReportCases.Input() with { Violations = many }), 1280, ColorScheme.Light);
        var path = Path.Combine(folder, "report.pdf");
        await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true, Path = path });

        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/pdftotext", ["-layout", path, "-"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var pages = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\f');
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var table = pages.Where(text => text.Contains("Overdue 25 days", StringComparison.Ordinal)).ToList();

        table.Count.Should().BeGreaterThan(5);
        table.Should().OnlyContain(text => text.Contains("Legal date", StringComparison.Ordinal) && text.Contains("House date", StringComparison.Ordinal) && text.Contains("Seen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Charts_are_named_pictures_and_their_figures_open_without_a_script()
    {
        var page = await OpenAsync(XlsxReportTests.Full(), 320, ColorScheme.Dark);

        (await page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Open violations over time" }).CountAsync()).Should().Be(1);
        (await page.Locator(".chart-picture").CountAsync()).Should().Be(5);
        await page.Locator("#chart-trend summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#chart-trend table").IsVisibleAsync()).Should().BeTrue();
        (await OverflowAsync(page)).Should().Be(0);
    }

    private async Task<IPage> OpenAsync(ReportModel model, int width, ColorScheme scheme)
    {
        Assert.SkipWhen(browser is null, "Chromium is not installed");
        var path = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(path, await Print.TextAsync(new HtmlReportWriter(), model), TestContext.Current.CancellationToken);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme, BypassCSP = false });
        await context.RouteAsync("**/*", route =>
        {
            requests.Add(route.Request.Url);
            return route.Request.Url.StartsWith("file://", StringComparison.Ordinal) ? route.ContinueAsync() : route.AbortAsync();
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, fault) => complaints.Add(fault);
        page.Dialog += async (_, dialog) =>
        {
            complaints.Add("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return page;
    }

    private static Task<int> OverflowAsync(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Words whose contrast with the nearest painted ground is under 4.5 to 1 (3 to 1 for large ones).</summary>
    private const string TooFaint = """
        () => {
          const channels = colour => colour.match(/[\d.]+/g).map(Number);
          const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = channels(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          const found = new Set();
          for (const e of document.body.querySelectorAll('*')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const style = getComputedStyle(e);
            const [a, b] = [light(channels(style.color)), light(ground(e))].sort((x, y) => y - x);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) found.add(`${e.tagName}.${e.className} ${style.color} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
          }
          return [...found];
        }
        """;
}
