using System.Net;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>One service with a directory, for all tests of sign-in: its clock only goes forward.</summary>
public sealed class SignInFixture : IAsyncLifetime
{
    internal ShiftedClock Clock { get; } = new();

    internal WebAgent Agent { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Agent = await WebAgent.StartAsync(new() { SignIn = true, Clock = Clock, Tenants = ["contoso", "fabrikam"] });

    public ValueTask DisposeAsync() => Agent.DisposeAsync();
}

/// <summary>Getting in by the organisation's directory, staying in, and what is done against getting in otherwise.</summary>
public sealed class SignInTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly WebAgent agent = fixture.Agent;

    [Fact]
    public async Task Somebody_with_a_role_gets_in_with_a_cookie_that_only_this_site_and_only_https_gets()
    {
        using var browser = agent.NewBrowser();
        agent.Provider.User("ann").With("Reader");
        using var answer = await browser.SignInAsync("ann", "/signin?returnUrl=%2Fscans");

        answer.Headers.Location!.OriginalString.Should().Be("/scans");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith("__Host-compliance-agent=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.Should().Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=lax").And.Contain("; path=/").And.NotContain("domain=").And.NotContain("expires=");
        var me = await browser.JsonAsync("/api/v1/me");
        me.GetProperty("name").GetString().Should().Be("ann@contoso.example");
        me.GetProperty("role").GetString().Should().Be("Reader");
        me.GetProperty("kind").GetString().Should().Be("directory");

        (await browser.PostAsync("/signout", null)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_to_another_site(string elsewhere)
    {
        using var browser = agent.NewBrowser();
        agent.Provider.User("ann").With("Reader");

        using var answer = await browser.SignInAsync("ann", "/signin?returnUrl=" + Uri.EscapeDataString(elsewhere));

        answer.Headers.Location!.OriginalString.Should().Be("/");
    }

    [Fact]
    public async Task Who_has_no_role_is_in_and_sees_nothing()
    {
        using var browser = await agent.SignInAsync("nobody");

        using var refused = await browser.GetAsync("/api/v1/tenants");

        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task A_token_that_is_not_of_this_directory_this_sign_in_or_for_the_first_time_lets_nobody_in()
    {
        agent.Provider.User("mallory").With("Administrator");
        foreach (var forge in new Action<OidcProvider>[]
                 {
                     provider => provider.ForgedIssuer = "https://evil.example/" + OidcProvider.TenantId + "/v2.0",
                     provider => provider.ForgedIssuer = provider.Instance + Guid.NewGuid() + "/v2.0",
                     provider => provider.ForgedTenant = Guid.NewGuid().ToString(),
                     provider => provider.ForgedAudience = Guid.NewGuid().ToString(),
                     provider => provider.ForgedNonce = "638000000000000000.nonce-of-another-sign-in",
                 })
        {
            forge(agent.Provider);
            using var browser = agent.NewBrowser();
            using var answer = await browser.SignInAsync("mallory", mustSucceed: false);
            (agent.Provider.ForgedIssuer, agent.Provider.ForgedTenant, agent.Provider.ForgedAudience, agent.Provider.ForgedNonce) = (null, null, null, null);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        using var first = await agent.SignInAsync("mallory");
        var (address, form) = first.LastCallback;
        using var thief = agent.NewBrowser();
        (await thief.CallBackAsync(address, form)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "another browser has no correlation cookie");
        (await thief.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await first.CallBackAsync(address, form)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "a code and its state work once");
    }

    [Fact]
    public async Task Roles_are_read_again_within_a_minute()
    {
        using var browser = await agent.SignInAsync("carl", "Reader");
        (await browser.JsonAsync("/api/v1/me")).GetProperty("role").GetString().Should().Be("Reader");

        agent.Provider.User("carl").With("Approver");
        fixture.Clock.Forward(TimeSpan.FromSeconds(50));
        (await browser.JsonAsync("/api/v1/me")).GetProperty("role").GetString().Should().Be("Approver");

        agent.Provider.User("carl").With();
        fixture.Clock.Forward(TimeSpan.FromSeconds(50));
        (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var locked = await agent.SignInAsync("dora", "Reader");
        agent.Provider.User("dora").IsEnabled = false;
        fixture.Clock.Forward(TimeSpan.FromSeconds(50));
        (await locked.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        agent.Provider.User("dora").IsEnabled = true;
        (await locked.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "what is over stays over");
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_costs_freshness_for_five_minutes_and_no_act_that_excuses()
    {
        using var browser = await agent.SignInAsync("eve", "Approver");
        agent.Provider.IsDown = true;
        try
        {
            fixture.Clock.Forward(TimeSpan.FromMinutes(2));
            (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK);
            var (status, json) = await browser.DoAsync("/api/v1/tenants/contoso/excuses/1/approve", new { why = "x" });
            status.Should().Be(HttpStatusCode.ServiceUnavailable);
            json.GetProperty("code").GetString().Should().Be("act-directory-unreachable");

            fixture.Clock.Forward(TimeSpan.FromMinutes(4));
            (await browser.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
        finally
        {
            agent.Provider.IsDown = false;
        }
    }

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it_and_when_its_hours_are_over()
    {
        using var idle = await agent.SignInAsync("finn", "Reader");
        fixture.Clock.Forward(TimeSpan.FromMinutes(31));
        (await idle.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var busy = await agent.SignInAsync("finn", "Reader");
        var alive = 0;
        for (; alive < 40; alive++)
        {
            fixture.Clock.Forward(TimeSpan.FromMinutes(20));
            if ((await busy.GetAsync("/api/v1/me")).StatusCode != HttpStatusCode.OK)
            {
                break;
            }
        }

        alive.Should().Be(29, "ten hours are thirty times twenty minutes");
    }

    [Fact]
    public async Task Roles_hold_where_they_say()
    {
        using var all = await agent.SignInAsync("gina", "Reader");
        var units = (await all.JsonAsync("/api/v1/tenants/contoso/violations?pageSize=500")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("device").GetProperty("unit").GetString()!).ToList();
        var unit = units.First(name => name.Length > 0);
        var group = Guid.NewGuid().ToString();

        using var tenant = await agent.SignInAsync("hugo", "Reader:contoso");
        (await tenant.JsonAsync("/api/v1/tenants")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("tenant").GetString()).Should().Equal("contoso");
        (await tenant.GetAsync("/api/v1/tenants/fabrikam/violations")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await tenant.GetAsync("/api/v1/tenants/nosuch/violations")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        using var part = await agent.SignInAsync("iris", $"Reader:contoso/{unit}");
        var seen = (await part.JsonAsync("/api/v1/tenants/contoso/violations?pageSize=500")).GetProperty("items").EnumerateArray().ToList();
        seen.Should().HaveCount(units.Count(name => name == unit)).And.OnlyContain(item => item.GetProperty("device").GetProperty("unit").GetString() == unit);
        var other = (await all.JsonAsync("/api/v1/tenants/contoso/violations?pageSize=500")).GetProperty("items").EnumerateArray().First(item => item.GetProperty("device").GetProperty("unit").GetString() != unit);
        (await part.GetAsync($"/api/v1/tenants/contoso/violations/{other.GetProperty("id").GetString()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await part.GetAsync($"/api/v1/tenants/contoso/violations/{seen[0].GetProperty("id").GetString()}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await part.GetAsync("/api/v1/tenants/contoso/audit")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
