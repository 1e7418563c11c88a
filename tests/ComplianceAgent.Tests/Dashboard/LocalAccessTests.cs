using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations;
using ComplianceAgent.Tests.Violations.Store;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>One service without a directory.</summary>
public sealed class LocalFixture : IAsyncLifetime
{
    internal WebAgent Agent { get; private set; } = null!;

    internal string Key { get; private set; } = "";

    public async ValueTask InitializeAsync() => Agent = await WebAgent.StartAsync(new()
    {
        Tenants = ["contoso", "fabrikam"],
        Settings = new Dictionary<string, string> { ["Dashboard:KeyProtection"] = "canary-of-the-sealing-secret" },
        Prepare = async agent =>
        {
            var made = await agent.RunAsync("keys", "create", "--for", "Power BI", "--tenant", "contoso", "--store", agent.StorePath);
            made.Code.Should().Be(ExitCodes.Done, made.Error);
            Key = made.Out.Trim();
            agent.Account = new Author("carol@pc-9", Author.OsAccount);
            var asked = await agent.RunAsync(
                "exceptions", "request", "us-federal-tiktok", "--user", "ann@agency.example", "--reason", "security-research", "--why", "Lab", "--until", "2027-03-31", "--mitigation", "Stand-alone", "--tenant", "contoso", "--store", agent.StorePath);
            asked.Code.Should().Be(ExitCodes.Done, asked.Error);
            agent.Account = null;
        },
    });

    public ValueTask DisposeAsync() => Agent.DisposeAsync();
}

/// <summary>Without sign-in: for whoever sits at this machine, and for nobody who reaches it from elsewhere.</summary>
public sealed class LocalAccessTests(LocalFixture fixture) : IClassFixture<LocalFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly WebAgent agent = fixture.Agent;

    [Fact]
    public async Task The_printed_link_works_once_and_the_next_one_is_told()
    {
        var first = agent.Link;
        using var browser = agent.NewBrowser();
        using var answer = await browser.GetAsync(first.PathAndQuery + "&returnUrl=%2F%2Fevil.example");
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be("/");
        (await browser.JsonAsync("/api/v1/me")).GetProperty("kind").GetString().Should().Be("local");

        using var second = agent.NewBrowser();
        (await second.GetAsync(first.PathAndQuery)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await second.GetAsync("/signin?token=guess")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await second.GetAsync("/signin")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await second.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        agent.Link.Should().NotBe(first);
        (await second.GetAsync(agent.Link.PathAndQuery)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_page_asks_the_store_as_often_for_one_row_as_for_many()
    {
        using var browser = await agent.LocalAsync();
        var violations = (await browser.JsonAsync("/api/v1/tenants/contoso/violations")).GetProperty("items").EnumerateArray().ToList();
        var one = violations[0].GetProperty("id").GetString()!;
        var device = violations[0].GetProperty("device").GetProperty("id").GetString()!;
        var statements = new ConcurrentQueue<string>();
        using var watch = new StatementWatch(agent.Agent.StorePath, statements.Enqueue);
        var costs = new Dictionary<string, int>();
        string[] pages = ["", "/violations", $"/violations?search={device}", $"/violations/{one}", "/devices", "/policies", "/policies?name=TikTok", "/exceptions", "/exceptions/new", "/reviews", "/tickets", "/scans", "/scans/1", "/audit"];
        foreach (var page in pages.Concat(pages))
        {
            statements.Clear();
            using var answer = await browser.GetAsync("/t/contoso" + page);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, page);
            costs[page] = statements.Count(statement => statement.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || statement.StartsWith("WITH", StringComparison.OrdinalIgnoreCase));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', costs.Select(cost => $"{cost.Value,3} {cost.Key}")));
        violations.Should().HaveCountGreaterThan(5);
        costs["/violations"].Should().BeInRange(1, costs[$"/violations?search={device}"] + 1, "a search counts along the way; else nothing is asked for each row");
        costs.Values.Should().AllSatisfy(count => count.Should().BeInRange(1, 20));
    }

    [Fact]
    public async Task Figures_are_counted_once_until_something_happens_or_a_minute_passes()
    {
        await using var scope = agent.App.Services.CreateAsyncScope();
        var views = scope.ServiceProvider.GetRequiredService<TenantViews>();
        var visitor = AccessClaims.Local(new Author("carol@pc-9", Author.OsAccount), "");
        var view = (await views.OpenAsync("fabrikam", visitor, Cancel))!;
        var first = await views.CountAsync(view, Cancel);
        (await views.CountAsync(view, Cancel)).Should().BeSameAs(first);
        (await views.CountAsync(view with { Now = view.Now.AddMinutes(2) }, Cancel)).Should().NotBeSameAs(first);
        var again = await views.CountAsync(view, Cancel);

        var run = await views.Store.BeginScanAsync("fabrikam", Cancel);
        var one = Samples.Known() with { Tenant = "fabrikam", Id = Guid.CreateVersion7(), DeviceId = "new-device", PolicyId = "us-federal-tiktok" };
        await views.Store.CommitAsync(new ScanCommit { Run = run, Result = view.Last! with { Number = run.Number, StartedAt = run.StartedAt, Chain = null }, Changes = [StoreContract.Opened(one)] }, Cancel);

        (await views.CountAsync(view, Cancel)).Open.Should().Be(again.Open + 1, "whoever looks after it happened sees it");
    }

    [Theory]
    [InlineData("Host", "evil.example", 400)]
    [InlineData("Host", "localhost.evil.example", 400)]
    [InlineData("X-Forwarded-For", "203.0.113.9", 400)]
    [InlineData("X-Forwarded-Host", "localhost", 400)]
    [InlineData("Forwarded", "for=203.0.113.9", 400)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task A_request_that_comes_from_elsewhere_is_refused(string header, string value, int status)
    {
        using var browser = await agent.LocalAsync();

        ((int)(await browser.GetAsync("/api/v1/me", (header, value))).StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task A_connection_from_another_site_is_refused_and_its_form_too()
    {
        using var browser = await agent.LocalAsync();
        var own = agent.Address.GetLeftPart(UriPartial.Authority);

        foreach (var (origin, refused) in new[] { ("http://evil.example", true), ("null", true), (own, false) })
        {
            var status = (await browser.GetAsync("/_blazor?id=x", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", origin))).StatusCode;
            (status == HttpStatusCode.Forbidden).Should().Be(refused, origin);
        }

        (await browser.PostAsync("/api/v1/tenants/contoso/scans", null, ("Origin", "http://evil.example"))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.SendAsync(HttpMethod.Post, "/api/v1/tenants/contoso/scans")).StatusCode.Should().Be(HttpStatusCode.BadRequest, "no page of ours sent it");
    }

    [Fact]
    public async Task It_asks_for_much_and_approves_nothing()
    {
        using var browser = await agent.LocalAsync();
        var (status, json) = await browser.DoAsync("/api/v1/tenants/contoso/exceptions/1/approve", new { why = "Mine to give" });
        status.Should().Be(HttpStatusCode.Forbidden);
        json.GetProperty("code").GetString().Should().Be("act-needs-sign-in");

        var open = (await browser.JsonAsync("/api/v1/tenants/contoso/reviews")).GetProperty("items")[0].GetProperty("id").GetString()!;
        (await browser.DoAsync("/api/v1/tenants/contoso/reviews", new { cases = new[] { open }, decision = "dismiss", why = "Another app" })).Status.Should().Be(HttpStatusCode.Accepted);
        var act = (await browser.JsonAsync("/api/v1/tenants/contoso/excuses")).GetProperty("items")[0].GetProperty("number").GetInt64();
        (await browser.DoAsync($"/api/v1/tenants/contoso/excuses/{act}/approve", new { why = "x" })).Status.Should().Be(HttpStatusCode.Forbidden);
        (await browser.DoAsync("/api/v1/tenants/contoso/reviews", new { cases = new[] { "nosuchcase" }, decision = "confirm", why = "x" })).Status.Should().Be(HttpStatusCode.NotFound);
        (await browser.JsonAsync("/api/v1/tenants/contoso/audit")).GetProperty("items").EnumerateArray().Select(told => told.GetProperty("reason").GetProperty("code").GetString())
            .Should().Contain("audit-act-refused").And.Contain("audit-excuse-decided");
    }

    [Fact]
    public async Task Nothing_that_somebody_sees_is_kept_and_no_script_of_others_runs()
    {
        using var browser = await agent.LocalAsync();
        foreach (var path in new[] { "/api/v1/me", "/api/v1/tenants/contoso/violations", "/api/v1/nosuch", "/", "/signin" })
        {
            using var answer = await browser.GetAsync(path);
            answer.Headers.CacheControl!.ToString().Should().Be("no-store", path);
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal(["nosniff"], path);
            answer.Headers.GetValues("Referrer-Policy").Should().Equal(["no-referrer"], path);
            answer.Headers.Contains("Server").Should().BeFalse();
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.Should().StartWith("default-src 'none'; script-src 'self' 'nonce-").And.Contain($"connect-src 'self' ws://{agent.Address.Authority};").And.Contain("frame-ancestors 'none'")
                .And.NotContain("unsafe-eval").And.NotContain("*");
        }
    }

    [Fact]
    public async Task A_key_opens_its_tenant_until_it_is_revoked_and_the_store_does_not_know_it()
    {
        using var machine = agent.Machine(fixture.Key);
        fixture.Key.Should().MatchRegex(@"^cak_contoso\.[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$");
        (await machine.JsonAsync("/api/v1/tenants")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("tenant").GetString()).Should().Equal("contoso");
        (await machine.GetAsync("/api/v1/tenants/fabrikam/violations")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await machine.DoAsync("/api/v1/tenants/contoso/scans", null)).Status.Should().Be(HttpStatusCode.Forbidden);
        using var bare = agent.NewBrowser();
        (await bare.GetAsync("/api/v1/me?key=" + fixture.Key)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "an address is no place for a key");
        (await agent.Machine(fixture.Key[..^1] + "_").GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var person = await agent.LocalAsync();
        var (created, made) = await person.DoAsync("/api/v1/tenants/contoso/keys", new { label = "Short", days = 1 });
        created.Should().Be(HttpStatusCode.Created, made.ToString());
        var (text, id) = (made.GetProperty("text").GetString()!, made.GetProperty("key").GetProperty("id").GetString()!);
        using var other = agent.Machine(text);
        (await other.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await person.JsonAsync("/api/v1/tenants/contoso/keys")).GetProperty("items").EnumerateArray().Single(key => key.GetProperty("id").GetString() == id).GetProperty("lastUsedAt").ValueKind.Should().Be(JsonValueKind.String);
        var revoked = await agent.Agent.RunAsync("keys", "revoke", id, "--tenant", "contoso", "--store", agent.Agent.StorePath);
        revoked.Code.Should().Be(ExitCodes.Done, revoked.Error);
        using var gone = await other.GetAsync("/api/v1/me");
        gone.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        gone.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await person.DoAsync("/api/v1/tenants/contoso/keys", new { label = "x", role = "Approver" })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await person.DoAsync("/api/v1/tenants/contoso/keys", new { label = "x", days = 367 })).Status.Should().Be(HttpStatusCode.BadRequest);

        var bytes = string.Concat(new[] { "", "-wal" }.Select(end => agent.Agent.StorePath + end).Where(File.Exists).Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
        bytes.Should().Contain(id).And.NotContain(text.Split('.')[^1]).And.NotContain(fixture.Key.Split('.')[^1]).And.NotContain("canary-of-the-sealing-secret");
        (await agent.Service<StoreSession>().Current!.ProtectionKeysAsync(TestContext.Current.CancellationToken)).Should().ContainSingle().Which.Xml.Should().Contain("<sealed ").And.NotContain("masterKey");
    }

    [Fact]
    public async Task The_list_is_paged_filtered_and_taken_out_as_a_file_sixty_times_an_hour()
    {
        using var machine = agent.Machine(fixture.Key);
        const string Violations = "/api/v1/tenants/contoso/violations";
        var all = await machine.JsonAsync(Violations + "?pageSize=500");
        var total = all.GetProperty("total").GetInt32();
        total.Should().BeGreaterThan(5).And.Be(all.GetProperty("items").GetArrayLength());
        all.GetProperty("lastCompleteScan").GetDateTimeOffset().Should().BeBefore(TimeProvider.System.GetUtcNow().AddDays(1));
        var pages = new List<string>();
        for (var page = 1; page <= (total + 2) / 3; page++)
        {
            pages.AddRange((await machine.JsonAsync($"{Violations}?page={page}&pageSize=3&sort=device")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
        }

        pages.Should().OnlyHaveUniqueItems().And.HaveCount(total);
        (await machine.JsonAsync(Violations + "?state=open")).GetProperty("items").EnumerateArray().Should().OnlyContain(item => item.GetProperty("state").GetString() == "open");
        foreach (var wrong in new[] { "?state=nonsense", "?page=0", "?pageSize=501", "?sort=1", "?due=x", "?page=abc" })
        {
            using var refused = await machine.GetAsync(Violations + wrong);
            refused.StatusCode.Should().Be(HttpStatusCode.BadRequest, wrong);
            refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json", wrong);
        }

        var one = await machine.JsonAsync($"{Violations}/{pages[0]}");
        one.GetProperty("timeline").GetArrayLength().Should().BeGreaterThan(0);
        one.GetProperty("violation").GetProperty("explanation").GetProperty("text").GetString().Should().NotBeNullOrEmpty();
        for (var i = 1; i <= ExportLimit.AnHour; i++)
        {
            using var file = await machine.GetAsync(Violations, ("Accept", "text/csv"));
            file.StatusCode.Should().Be(HttpStatusCode.OK, $"file {i}");
            if (i == 1)
            {
                file.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
                (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(total + 1).And.OnlyContain(line => line.EndsWith(",data") || line.EndsWith(",SIMULATED"));
            }
        }

        using var late = await machine.GetAsync(Violations, ("Accept", "text/csv"));
        late.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        late.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        late.Headers.RetryAfter.Should().NotBeNull();
        (await machine.GetAsync(Violations)).StatusCode.Should().Be(HttpStatusCode.OK, "looking goes on");
        (await machine.JsonAsync("/api/v1/tenants/contoso/audit?take=200")).GetProperty("items").EnumerateArray().Count(told => told.GetProperty("kind").GetString() == "dataExported").Should().Be(ExportLimit.AnHour);
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        using var machine = agent.Machine(fixture.Key);
        var paths = (await machine.JsonAsync("/api/v1/openapi.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        paths.Should().Contain("/api/v1/tenants/{tenant}/violations").And.Contain("/api/v1/tenants/{tenant}/exceptions/{number}/approve").And.OnlyContain(path => path.StartsWith("/api/v1/"));
    }

    [Theory]
    [InlineData("Service:Url=http://0.0.0.0:0", "the dashboard has no sign-in")]
    [InlineData("Service:Url=http://192.0.2.1:8080", "Dashboard:Enabled=false")]
    [InlineData("Dashboard:TrustedProxies:0=127.0.0.1", "without sign-in nothing may be reached through a proxy")]
    [InlineData("Dashboard:SignIn:TenantId=common", "common and organizations let anybody in")]
    [InlineData("Dashboard:IdleMinutes=0", "Dashboard:IdleMinutes must be between 5 and 1440.")]
    public async Task It_does_not_start_where_others_could_reach_it(string setting, string said)
    {
        using var other = new AgentFixture().Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", "contoso.example").Set("Tenants:0:Credential:Kind", "ManagedIdentity");

        var refused = await other.RunAsync("run", "--store", other.StorePath, "--set", setting);

        refused.Code.Should().Be(ExitCodes.BadUsage, refused.Error);
        refused.Error.Should().Contain(said);
    }
}
