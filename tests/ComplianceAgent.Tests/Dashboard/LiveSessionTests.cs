using System.Globalization;
using System.Security.Claims;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Tests.Infrastructure;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>The session behind a page that stays open.</summary>
public sealed class LiveSessionTests : IAsyncLifetime
{
    private readonly ShiftedClock clock = new();
    private WebAgent agent = null!;

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new() { SignIn = true, Clock = clock, Devices = 5 });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task A_live_page_loses_a_role_within_a_minute_too()
    {
        using var browser = await agent.SignInAsync("finn", "Reader");
        await using var circuit = agent.App.Services.CreateAsyncScope();
        var session = circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var changed = new TaskCompletionSource<Task<AuthenticationState>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ((IHostEnvironmentAuthenticationStateProvider)session).SetAuthenticationState(Task.FromResult(new AuthenticationState(PrincipalOf(browser))));
        Visitor.Of((await session.GetAuthenticationStateAsync()).User).Sees("contoso").Should().BeTrue();
        session.AuthenticationStateChanged += state => changed.TrySetResult(state);

        agent.Provider.User("finn").With();
        clock.Forward(TimeSpan.FromSeconds(50));

        var now = await await changed.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Visitor.Of(now.User).Sees("contoso").Should().BeFalse("the page looks again by itself, and nothing more is told");
    }

    /// <summary>Who a browser's cookie says it is, as a circuit is handed it.</summary>
    private ClaimsPrincipal PrincipalOf(Browser browser)
    {
        const string name = "__Host-compliance-agent";
        var cookies = browser.Cookies.GetCookies(agent.Address);
        var whole = cookies[name]!.Value is var value && value.StartsWith("chunks-", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Range(1, int.Parse(value["chunks-".Length..], CultureInfo.InvariantCulture)).Select(part => cookies[$"{name}C{part}"]!.Value))
            : value;
        return agent.Service<IOptionsMonitor<CookieAuthenticationOptions>>().Get(AccessSchemes.Session).TicketDataFormat.Unprotect(whole)!.Principal;
    }
}
