using System.Net;
using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>Two persons, as the directory knows them: one of them never is both, whatever the name and whatever the way.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private const string Exceptions = "/api/v1/tenants/contoso/exceptions";

    private readonly ShiftedClock clock = new();
    private WebAgent agent = null!;
    private string key = "";
    private string[] cases = [];

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new()
    {
        SignIn = true,
        Clock = clock,
        Prepare = async prepared =>
        {
            key = (await prepared.RunAsync("keys", "create", "--for", "Pipeline", "--role", "Administrator", "--store", prepared.StorePath)).Out.Trim();
            var list = await prepared.RunAsync("reviews", "list", "--json", "--store", prepared.StorePath);
            cases = [.. JsonDocument.Parse(list.Out).RootElement.GetProperty("waiting").EnumerateArray().Select(open => open.GetProperty("case").GetString()!)];
        },
    });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task One_person_cannot_approve_their_own_request_by_any_way_and_another_can()
    {
        using var ann = await agent.SignInAsync("ann", "Approver");
        var (asked, made) = await ann.DoAsync(Exceptions, Ask());
        asked.Should().Be(HttpStatusCode.Accepted, made.ToString());
        var number = made.GetProperty("number").GetInt64();

        var (byApi, own) = await ann.DoAsync($"{Exceptions}/{number}/approve", new { why = "Mine" });
        byApi.Should().Be(HttpStatusCode.Forbidden);
        own.GetProperty("code").GetString().Should().Be("exception-own-request");

        // The same object under another name, as after a marriage or with a second alias.
        var alias = agent.Provider.User("annalias");
        alias.ObjectId = agent.Provider.User("ann").ObjectId;
        agent.Provider.User("ann").ObjectId = Guid.NewGuid().ToString();
        using var again = await agent.SignInAsync("annalias", "Approver");
        (await again.DoAsync($"{Exceptions}/{number}/approve", new { why = "Mine" })).Json.GetProperty("code").GetString().Should().Be("exception-own-request");

        using var machine = agent.Machine(key);
        var (byKey, refused) = await machine.DoAsync($"{Exceptions}/{number}/approve", new { why = "Mine" });
        byKey.Should().Be(HttpStatusCode.Forbidden);
        refused.GetProperty("code").GetString().Should().Be("act-key");

        var visitor = AccessVisitor(alias);
        (await agent.Service<ExceptionActs>().ApproveAsync(visitor, "contoso", number, "Mine", TestContext.Current.CancellationToken)).Outcome.Should().NotBe(ActOutcome.Done, "a page goes the same way");

        using var bob = await agent.SignInAsync("bob", "Approver");
        (await bob.DoAsync($"{Exceptions}/{number}/approve", new { why = "Reviewed" })).Status.Should().Be(HttpStatusCode.OK);
        var waiver = (await bob.JsonAsync(Exceptions)).GetProperty("items").EnumerateArray().Single();
        waiver.GetProperty("state").GetString().Should().Be("approved");
        waiver.GetProperty("twoPersonsSignedIn").GetBoolean().Should().BeTrue();
        var audit = (await bob.JsonAsync("/api/v1/tenants/contoso/audit?take=100")).GetProperty("items").EnumerateArray().Select(told => told.GetProperty("kind").GetString()).ToList();
        audit.Count(kind => kind == "ownApprovalRefused").Should().Be(2);
        audit.Should().Contain("actRefused").And.Contain("exceptionDecided");
    }

    [Fact]
    public async Task An_act_that_excuses_needs_a_proof_of_the_last_quarter_of_an_hour()
    {
        using var ann = await agent.SignInAsync("ann", "Approver");
        (await ann.DoAsync("/api/v1/tenants/contoso/reviews", new { cases = cases[..1], decision = "dismiss", why = "Another app" })).Status.Should().Be(HttpStatusCode.Accepted);
        var act = (await ann.JsonAsync("/api/v1/tenants/contoso/excuses")).GetProperty("items").EnumerateArray().Single().GetProperty("number").GetInt64();
        var open = await OpenAsync(ann);

        using var bob = await agent.SignInAsync("bob", "Approver");
        clock.Forward(TimeSpan.FromMinutes(16));
        var (status, json) = await bob.DoAsync($"/api/v1/tenants/contoso/excuses/{act}/approve", new { why = "Agreed" });
        status.Should().Be(HttpStatusCode.Forbidden);
        json.GetProperty("code").GetString().Should().Be(ActGate.ProveAgainCode);
        var (second, proof) = await bob.DoAsync("/api/v1/tenants/contoso/reviews", new { cases = cases[..1], decision = "dismiss", why = "Agreed" });
        second.Should().Be(HttpStatusCode.Forbidden, "the second dismissal of a case is an approval");
        proof.GetProperty("code").GetString().Should().Be(ActGate.ProveAgainCode);
        (await OpenAsync(ann)).Should().Be(open, "nothing is excused by one person");

        await bob.SignInAsync("bob", "/signin/again?returnUrl=%2F");
        (await bob.DoAsync($"/api/v1/tenants/contoso/excuses/{act}/approve", new { why = "Agreed" })).Status.Should().Be(HttpStatusCode.OK);
        (await OpenAsync(ann)).Should().BeLessThan(open);
    }

    [Fact]
    public async Task A_directory_that_does_not_tell_when_somebody_proved_who_they_are_lets_nobody_excuse()
    {
        using var ann = await agent.SignInAsync("ann", "Approver");
        var number = (await ann.DoAsync(Exceptions, Ask())).Json.GetProperty("number").GetInt64();
        agent.Provider.User("bob").AuthenticatedAt = null;
        using var bob = await agent.SignInAsync("bob", "Approver");

        (await bob.DoAsync($"{Exceptions}/{number}/approve", new { why = "Reviewed" })).Json.GetProperty("code").GetString().Should().Be("act-proof-unknown");
    }

    [Fact]
    public async Task An_administrator_releases_scans_and_makes_keys_and_a_machine_may_do_some_of_it()
    {
        using var ada = await agent.SignInAsync("ada", "Administrator");
        (await ada.DoAsync("/api/v1/tenants/contoso/releases", new { policy = "be-federal-tiktok", channel = "tickets", why = "Pilot went well" })).Status.Should().Be(HttpStatusCode.OK);
        (await ada.JsonAsync("/api/v1/tenants/contoso/releases")).GetProperty("open").EnumerateArray().Single().GetProperty("policy").GetString().Should().Be("be-federal-tiktok");
        (await ada.DoAsync("/api/v1/tenants/contoso/releases", new { policy = "be-federal-tiktok", channel = "tickets", stop = true, why = "Wrong wording" })).Status.Should().Be(HttpStatusCode.OK);
        (await ada.DoAsync("/api/v1/tenants/contoso/releases", new { policy = "be-federal-tiktok", channel = "pigeons", why = "x" })).Status.Should().Be(HttpStatusCode.BadRequest);

        var before = (await ada.JsonAsync("/api/v1/tenants/contoso/scans")).GetProperty("total").GetInt64();
        using var machine = agent.Machine(key);
        (await machine.DoAsync("/api/v1/tenants/contoso/scans", null)).Status.Should().Be(HttpStatusCode.OK);
        (await machine.DoAsync("/api/v1/tenants/contoso/keys", new { label = "Another", role = "Administrator" })).Status.Should().Be(HttpStatusCode.Forbidden, "a machine makes no machines");
        for (var i = 0; i < 120 && (await ada.JsonAsync("/api/v1/tenants/contoso/scans")).GetProperty("total").GetInt64() == before; i++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        (await ada.JsonAsync("/api/v1/tenants/contoso/scans")).GetProperty("total").GetInt64().Should().Be(before + 1);
        (await ada.JsonAsync("/api/v1/tenants/contoso/audit?take=100")).GetProperty("items").EnumerateArray().Select(told => told.GetProperty("kind").GetString())
            .Should().Contain("scanOrdered").And.Contain("channelReleased").And.Contain("keyIssued");
    }

    private static object Ask() => new
    {
        policy = "us-federal-tiktok", targetKind = "user", target = "ann@agency.example", reasonCode = "security-research", why = "Malware lab", from = "2026-12-01", until = "2027-03-31",
        mitigations = new[] { "Stand-alone device" },
    };

    private static Visitor AccessVisitor(DirectoryUser user) => new()
    {
        Kind = VisitorKind.Directory, Name = user.Mail, Author = ComplianceAgent.Violations.Reviews.Author.OfDirectory(user.Mail, user.TenantId, user.ObjectId),
        Grants = [Grant.Everywhere(Role.Approver)], Session = "forged", ProvedAt = TimeProvider.System.GetUtcNow(),
    };

    private static async Task<long> OpenAsync(Browser browser) => (await browser.JsonAsync("/api/v1/tenants/contoso/violations?state=open,review")).GetProperty("total").GetInt64();
}
