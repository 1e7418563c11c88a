using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Reports;
using ComplianceAgent.Tests.Violations.Store;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Store;
using Microsoft.Playwright;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Dashboard.Pages;

/// <summary>The service with sign-in, two tenants, names of strangers in one of them, and a real browser.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    /// <summary>The tenant that pages are opened of.</summary>
    public const string Tenant = "contoso";

    private const string Chromium = "/usr/bin/chromium";

    private static readonly Dictionary<string, string> Tracker = new()
    {
        ["Tickets:Tracker"] = "Webhook", ["Tickets:Webhook:Url"] = "http://127.0.0.1:9/nobody", ["Tickets:Webhook:Secret"] = "whsec_dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3Q=",
    };

    private static readonly DateTimeOffset HeldSince = Day(1);

    private readonly ConcurrentDictionary<string, string> sessions = new(StringComparer.Ordinal);
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal WebAgent Agent { get; private set; } = null!;

    /// <summary>The violation whose every name is a stranger's.</summary>
    internal Guid Hostile { get; } = Guid.CreateVersion7();

    /// <summary>Addresses of every page.</summary>
    internal IReadOnlyList<string> Addresses { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        Agent = await WebAgent.StartAsync(new() { SignIn = true, Tenants = [Tenant, "fabrikam"], Settings = Tracker, Prepare = PrepareAsync });
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
        foreach (var role in new[] { "Reader", "Approver", "Administrator" })
        {
            Agent.Provider.User(role.ToLowerInvariant()).With(role);
        }

        Agent.Provider.User("second").With("Approver");
        Agent.Provider.User("late").With("Approver").AuthenticatedAt = TimeProvider.System.GetUtcNow().AddMinutes(-20);
        Addresses = await AddressesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (Agent?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>A window of a person who has signed in; what the browser complains of goes into a list.</summary>
    internal async Task<IPage> OpenAsync(string user, ColorScheme scheme = ColorScheme.Light, int width = 1280, ConcurrentBag<string>? complaints = null, string language = "en-GB")
    {
        Assert.SkipWhen(browser is null, $"Chromium ({Chromium}) is not installed");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true,
            ColorScheme = scheme,
            Locale = language,
            TimezoneId = "Europe/Brussels",
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            StorageState = sessions.GetValueOrDefault(user),
        });
        var page = await context.NewPageAsync();
        Listen(page, complaints);
        if (!sessions.ContainsKey(user))
        {
            Agent.Provider.Current = Agent.Provider.User(user);
            await page.GotoAsync(Agent.Address.ToString());
            await page.WaitForSelectorAsync("main h1");
            sessions[user] = await context.StorageStateAsync();
        }

        return page;
    }

    internal async Task GoAsync(IPage page, string path)
    {
        var answer = await page.GotoAsync(new Uri(Agent.Address, path).ToString());
        answer!.Status.Should().Be(200, path);
    }

    private void Listen(IPage page, ConcurrentBag<string>? complaints)
    {
        if (complaints is null)
        {
            return;
        }

        int[] ours = [Agent.Address.Port, new Uri(Agent.Provider.Instance).Port];
        page.PageError += (_, error) => complaints.Add(error);
        page.Dialog += (_, dialog) => complaints.Add("dialog: " + dialog.Message);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } asked && !ours.Contains(asked.Port))
            {
                complaints.Add("request: " + request.Url);
            }
        };
    }

    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        using var reader = await Agent.SignInAsync("reader", "Reader");
        var open = (await reader.JsonAsync($"/api/v1/tenants/{Tenant}/violations?state=open&pageSize=500")).GetProperty("items").EnumerateArray().First(item => !Device(item).StartsWith("stranger", StringComparison.Ordinal));
        string[] within =
        [
            "", "/violations", "/violations?state=open&due=overdue&sort=device", "/violations?search=nothing-is-called-so", $"/violations/{open.GetProperty("id").GetString()}", $"/violations/{Hostile}",
            "/devices", "/devices?class=stale", $"/devices/{Uri.EscapeDataString(Device(open))}", "/policies", "/policies?name=TikTok+Lite", "/policies/us-federal-tiktok", "/exceptions", "/exceptions/new", "/reviews",
            "/tickets", "/tickets?preview=tickets", "/scans", "/scans/1", "/audit",
        ];
        return ["/", .. within.Select(path => $"/t/{Tenant}{path}")];
    }

    private static string Device(JsonElement violation) => violation.GetProperty("device").GetProperty("id").GetString()!;

    private async Task PrepareAsync(AgentFixture prepared)
    {
        await using var store = await ViolationStore.OpenAsync(StoreConnection.Parse($"Data Source={prepared.StorePath}"), new StoreOpening { Simulated = true });
        var before = await store.LastScansAsync(Tenant);
        var run = await store.BeginScanAsync(Tenant);
        var changes = ReportCases.HostileNames.Append(new string('W', 10_000))
            .Select((name, i) => StoreContract.Opened(Strange(ForeignText.Clean(name), i == 0 ? Hostile : Guid.CreateVersion7(), i))).ToList();
        var held = changes.Where(change => change.Violation.NotConfirmedReason is not null).ToList();
        await store.CommitAsync(new ScanCommit
        {
            Run = run,
            Result = before.Last! with
            {
                Number = run.Number, StartedAt = run.StartedAt, Complete = false, Chain = null, HeldClosings = [new HeldClosings("us-federal-tiktok", held.Count, changes.Count, HeldSince)],
            },
            Changes = changes,
        });
    }

    private static Violation Strange(string name, Guid id, int number) => Known() with
    {
        Id = id,
        Tenant = Tenant,
        DeviceId = $"stranger-{number}",
        PolicyId = "us-federal-tiktok",
        Subject = $"app-{number}",
        SubjectName = name,
        State = number % 7 == 3 ? ViolationState.Review : ViolationState.Open,
        NotConfirmedSince = number % 5 == 0 ? HeldSince : null,
        NotConfirmedReason = number % 5 == 0 ? Reason.Of(ClosingGate.HeldCode, ("since", HeldSince.ToString("O", CultureInfo.InvariantCulture)), ("as", "Resolved"), ("by", "absent")) : null,
        App = new DistinctApp(Platform.IOS, name, name, name, name),
        Device = Phone($"stranger-{number}") with { Name = name, UserDisplayName = name, UserPrincipalName = name, Email = name, SerialNumber = name, Model = name, Category = name },
    };
}

/// <summary>Tests of pages share one service and one browser, and come one after another.</summary>
[CollectionDefinition(nameof(PagesInBrowser))]
public sealed class PagesInBrowser : ICollectionFixture<PageFixture>;
