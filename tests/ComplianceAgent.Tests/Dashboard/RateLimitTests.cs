using System.Net;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>Whoever asks too often is told to wait, and nobody else is.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private WebAgent agent = null!;
    private string key = "";

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new()
    {
        Devices = 5,
        Prepare = async prepared => key = (await prepared.RunAsync("keys", "create", "--for", "Power BI", "--store", prepared.StorePath)).Out.Trim(),
    });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task Six_hundred_requests_a_minute_and_no_more()
    {
        using var browser = await agent.LocalAsync();
        using var machine = agent.Machine(key);

        var (let, refused) = await AskUntilRefusedAsync(browser, "/api/v1/me", HttpStatusCode.OK, most: 1_300);

        let.Should().BeGreaterThanOrEqualTo(598, "signing in was a request too");
        refused.Headers.GetValues("Retry-After").Single().Should().MatchRegex("^[1-9][0-9]?$");
        (await machine.GetAsync("/api/v1/me")).StatusCode.Should().Be(HttpStatusCode.OK, "another visitor is not meant");
        (await browser.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK, "whoever watches the service always hears of it");
    }

    [Fact]
    public async Task Twenty_tries_to_sign_in_a_minute_and_no_more()
    {
        using var stranger = agent.NewBrowser();

        var (let, refused) = await AskUntilRefusedAsync(stranger, "/signin?token=guess", HttpStatusCode.Unauthorized, most: 45);

        let.Should().BeInRange(19, 40);
        refused.Headers.Contains("Retry-After").Should().BeTrue();
    }

    private static async Task<(int Let, HttpResponseMessage Refused)> AskUntilRefusedAsync(Browser browser, string path, HttpStatusCode expected, int most)
    {
        for (var let = 0; let < most; let++)
        {
            var answer = await browser.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                return (let, answer);
            }

            answer.StatusCode.Should().Be(expected);
        }

        throw new InvalidOperationException($"{most} requests were let in.");
    }
}
