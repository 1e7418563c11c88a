using System.Net;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>Getting in by the organisation's directory, and what is done against getting in otherwise.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private WebAgent agent = null!;

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new() { SignIn = true });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task Somebody_with_a_role_signs_in_and_out()
    {
        using var ann = await agent.SignInAsync("ann", "Reader");
        (await ann.GetAsync("/signin/again")).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }
}
