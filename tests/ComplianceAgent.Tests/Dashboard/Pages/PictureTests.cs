using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Playwright;

namespace ComplianceAgent.Tests.Dashboard.Pages;

/// <summary>
/// The pictures of the README, taken of the demo as a newcomer starts it. With COMPLIANCE_TESTS_PICTURES=1 they go to <c>deploy/pictures</c>, to be looked
/// at and committed; otherwise they only prove that they can still be taken.
/// </summary>
public sealed class PictureTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Dashboard_and_report_of_the_demo_look_like_something()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"Chromium ({Chromium}) is not installed");
        using var agent = new AgentFixture();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var invitation = new StringWriter();
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var environment = new CommandEnvironment
        {
            Out = TextWriter.Null,
            Error = invitation,
            WorkingDirectory = agent.Folder,
            ProgramFolder = Path.Combine(agent.Folder, "program"),
            Account = new Author("ann@desk-3", Author.OsAccount),
            Listening = _ => listening.TrySetResult(),
        };
        string[] demo = ["demo", "--devices", "200", "--seconds-per-day", "3000", "--port", "0", "--store", agent.StorePath, "--output", agent.Folder, "--set", $"Log:Directory={agent.LogFolder}"];
        var run = CommandLine.RunAsync(demo, environment, stop.Token);
        await Task.WhenAny(listening.Task, run);
        var link = invitation.ToString().Split('\n').Select(line => line[Math.Max(0, line.IndexOf("http://", StringComparison.Ordinal))..].Trim()).Last(line => line.Contains("/signin?token=", StringComparison.Ordinal));

        var wanted = Environment.GetEnvironmentVariable("COMPLIANCE_TESTS_PICTURES") == "1";
        var folder = wanted ? Repository.File("deploy/pictures") : Path.Combine(agent.Folder, "pictures");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        await using var desk = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, ColorScheme = ColorScheme.Light, Locale = "en-GB" });
        var page = await desk.NewPageAsync();
        await page.GotoAsync(link);
        await TakeAsync(page, folder, "overview", "Most pressing");
        await page.ClickAsync("section[aria-labelledby=pressing] tbody a");
        await TakeAsync(page, folder, "violation", "TikTok");
        await page.GotoAsync(new Uri(Directory.EnumerateFiles(agent.Folder, "*.html").Order(StringComparer.Ordinal).Last()).AbsoluteUri);
        await TakeAsync(page, folder, "report", "SIMULATED");

        await stop.CancelAsync();
        (await run).Should().Be(ExitCodes.Done);
        foreach (var name in new[] { "overview", "violation", "report" })
        {
            new FileInfo(Path.Combine(folder, name + ".png")).Length.Should().BeGreaterThan(20_000);
            File.Exists(Repository.File($"deploy/pictures/{name}.png")).Should().BeTrue("the README shows it");
        }
    }

    private static async Task TakeAsync(IPage page, string folder, string name, string shows)
    {
        (await page.InnerTextAsync("body")).Should().Contain(shows);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
