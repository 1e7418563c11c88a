using System.Net;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Reviews;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>Every endpoint there is, asked by everybody there is. One that is not in the table fails.</summary>
public sealed class AccessMatrixTests : IAsyncLifetime
{
    private static readonly string[] Visitors = ["nobody", "reader", "approver", "administrator", "of another tenant", "key", "administrator key"];

    /// <summary>"in": it was let in, whatever the answer then was. Anything else is the status that tells it was not.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["GET /health/live"] = "in in in in in in in",
        ["GET /health/ready"] = "in in in in in in in",
        // No token is set here, so that this machine may ask, whoever it is; who asks from elsewhere is refused (MetricsTests).
        ["GET /metrics"] = "in in in in in in in",
        ["GET /signin"] = "in in in in in in in",
        ["GET /signin/again"] = "in in in in in in in",
        ["POST /signout"] = "401 in in in in 401 401",
        ["GET /api/v1/openapi.json"] = "401 in in in in in in",
        ["GET /api/v1/me"] = "401 in in in in in in",
        ["GET /api/v1/antiforgery"] = "401 in in in in in in",
        ["GET /api/v1/tenants"] = "401 in in in in in in",
        ["GET /api/v1/tenants/{tenant}/violations"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/violations/{id:guid}"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/devices-not-judged"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/coverage"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/policies"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/exceptions"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/reviews"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/excuses"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/tickets"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/releases"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/scans"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/audit"] = "401 in in in 404 in in",
        ["GET /api/v1/tenants/{tenant}/keys"] = "401 403 403 in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/scans"] = "401 403 403 in 404 403 in",
        ["POST /api/v1/tenants/{tenant}/reviews"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/excuses/{number:long}/approve"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/excuses/{number:long}/reject"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/exceptions"] = "401 in in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/exceptions/{number:long}/approve"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/exceptions/{number:long}/reject"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/exceptions/{number:long}/revoke"] = "401 403 in in 404 403 403",
        ["POST /api/v1/tenants/{tenant}/releases"] = "401 403 403 in 404 403 in",
        ["POST /api/v1/tenants/{tenant}/keys"] = "401 403 403 in 404 403 403",
        ["DELETE /api/v1/tenants/{tenant}/keys/{id}"] = "401 403 403 in 404 403 403",
        ["GET /{**path:file}"] = "sign-in 404 404 404 404 sign-in sign-in",
        ["HEAD /{**path:file}"] = "401 404 404 404 404 401 401",
        ["GET /language"] = "sign-in in in in in sign-in sign-in",
        ["GET /t/{tenant}/policies/{policy}/file"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /"] = "sign-in in in in in sign-in sign-in",
        ["PAGE /error"] = "in in in in in in in",
        ["PAGE /not-found"] = "in in in in in in in",
        ["PAGE /t/{Tenant}"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/audit"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/devices"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/devices/{DeviceId}"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/exceptions"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/exceptions/new"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/policies"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/policies/{PolicyId}"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/reviews"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/scans"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/scans/{Scan:long}"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/tickets"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/tickets/{Key}"] = "sign-in 404 404 404 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/violations"] = "sign-in in in in 404 sign-in sign-in",
        ["PAGE /t/{Tenant}/violations/{Id:guid}"] = "sign-in in in in 404 sign-in sign-in",
    };

    private readonly string[] keys = new string[2];
    private WebAgent agent = null!;
    private string[] cases = [];
    private string device = "";

    public async ValueTask InitializeAsync() => agent = await WebAgent.StartAsync(new()
    {
        SignIn = true,
        Tenants = ["contoso", "fabrikam"],
        Prepare = async prepared =>
        {
            string[] there = ["--tenant", "contoso", "--store", prepared.StorePath];
            keys[0] = (await prepared.RunAsync(["keys", "create", "--for", "r", .. there])).Out.Trim();
            keys[1] = (await prepared.RunAsync(["keys", "create", "--for", "a", "--role", "Administrator", .. there])).Out.Trim();
            prepared.Account = new Author("carol@pc-9", Author.OsAccount);
            var list = JsonDocument.Parse((await prepared.RunAsync(["reviews", "list", "--json", .. there])).Out).RootElement;
            cases = [.. list.GetProperty("waiting").EnumerateArray().Select(open => open.GetProperty("case").GetString()!)];
            (await prepared.RunAsync(["reviews", "dismiss", cases[0], "--reason", "Another app", .. there])).Code.Should().Be(5);
            var asked = await prepared.RunAsync(["exceptions", "request", "us-federal-tiktok", "--user", "ann@agency.example", "--reason", "security-research", "--why", "Lab", "--until", "2027-03-31", "--mitigation", "Alone", .. there]);
            asked.Code.Should().Be(0, asked.Error);
            prepared.Account = null;
        },
    });

    public ValueTask DisposeAsync() => agent.DisposeAsync();

    [Fact]
    public async Task Every_endpoint_lets_in_whom_the_table_says()
    {
        var all = ((IEndpointRouteBuilder)agent.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null).ToList();
        all.Where(endpoint => !IsCircuit(endpoint)).SelectMany(NamesOf).Distinct().Should().BeEquivalentTo(Expected.Keys, "an endpoint that is added is added here, with who may use it");

        using var nobody = agent.NewBrowser();
        using var reader = await agent.SignInAsync("reader", "Reader");
        using var approver = await agent.SignInAsync("approver", "Approver");
        using var administrator = await agent.SignInAsync("administrator", "Administrator");
        using var stranger = await agent.SignInAsync("stranger", "Administrator:fabrikam");
        using var key = agent.Machine(keys[0]);
        using var administratorKey = agent.Machine(keys[1]);
        Browser[] visitors = [nobody, reader, approver, administrator, stranger, key, administratorKey];
        var example = (await reader.JsonAsync("/api/v1/tenants/contoso/violations")).GetProperty("items")[0];
        var violation = example.GetProperty("id").GetString()!;
        device = example.GetProperty("device").GetProperty("id").GetString()!;

        var wrong = new List<string>();
        foreach (var endpoint in all.Where(IsCircuit).SelectMany(NamesOf).Distinct())
        {
            foreach (var (visitor, name) in visitors.Zip(Visitors))
            {
                var outcome = await AskAsync(visitor, endpoint, violation);
                var isPerson = name is not "nobody" && !name.Contains("key");
                if (isPerson == outcome is "401" or "sign-in")
                {
                    wrong.Add($"{endpoint} as {name}: {outcome}");
                }
            }
        }

        foreach (var (endpoint, outcomes) in Expected.OrderBy(pair => pair.Key.Contains("signout")))
        {
            foreach (var (visitor, name, expected) in visitors.Zip(Visitors, outcomes.Split(' ')))
            {
                var outcome = await AskAsync(visitor, endpoint, violation);
                if (outcome != expected)
                {
                    wrong.Add($"{endpoint} as {name}: {outcome}, expected {expected}");
                }
            }
        }

        all.Where(IsCircuit).Should().NotBeEmpty("the hub is an endpoint too");
        string.Join("; ", wrong).Should().BeEmpty();
    }

    /// <summary>What a live page speaks with: for whoever is in.</summary>
    private static bool IsCircuit(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimStart('/') is var path && (path.StartsWith("_blazor", StringComparison.Ordinal) || path.StartsWith("_framework", StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["PAGE " + path] : (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => $"{method} {path}");
    }

    private async Task<string> AskAsync(Browser visitor, string endpoint, string violation)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var isExcuse = path.Contains("/excuses/");
        path = path.Replace("{Tenant}", "contoso").Replace("{DeviceId}", device).Replace("{PolicyId}", "us-federal-tiktok").Replace("{policy}", "us-federal-tiktok").Replace("{Scan:long}", "1").Replace("{Key}", "CA-NONE").Replace("{Id:guid}", violation).Replace("{**path:file}", "nosuch.css")
            .Replace("{tenant}", "contoso").Replace("{id:guid}", violation).Replace("{number:long}", "1").Replace("{id}", isExcuse ? "1" : keys[0].Split('.')[1] + "-not");
        using var answer = method switch
        {
            "POST" => await visitor.PostAsync(path, BodyOf(path)),
            "HEAD" => await visitor.SendAsync(HttpMethod.Head, path),
            "DELETE" => await DeleteAsync(visitor, path),
            _ => await visitor.GetAsync(path),
        };
        return answer.StatusCode switch
        {
            HttpStatusCode.Redirect when answer.Headers.Location!.OriginalString.StartsWith("/signin?", StringComparison.Ordinal) => "sign-in",
            HttpStatusCode.Unauthorized => "401",
            HttpStatusCode.Forbidden when method is "GET" or "PAGE" || !(await answer.Content.ReadAsStringAsync()).Contains("-own") => "403",
            HttpStatusCode.NotFound when method != "DELETE" || !await IsAdministratorAsync(visitor) => "404",
            _ => "in",
        };
    }

    /// <summary>To whoever may revoke keys one that is not there is not there.</summary>
    private static async Task<bool> IsAdministratorAsync(Browser visitor) => (await visitor.GetAsync("/api/v1/tenants/contoso/keys")).StatusCode == HttpStatusCode.OK;

    private static async Task<HttpResponseMessage> DeleteAsync(Browser visitor, string path)
    {
        using var token = await visitor.GetAsync("/api/v1/antiforgery");
        var value = token.IsSuccessStatusCode ? JsonDocument.Parse(await token.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()! : "none";
        return await visitor.SendAsync(HttpMethod.Delete, path, null, ("X-XSRF-TOKEN", value));
    }

    private object BodyOf(string path) => path.Split('/')[^1] switch
    {
        "reviews" => new { cases = cases[^1..], decision = "dismiss", why = "Another app" },
        "exceptions" => new { policy = "us-federal-tiktok", targetKind = "user", target = "bob@agency.example", reasonCode = "security-research", why = "Lab", from = "2026-12-01", until = "2027-03-31", mitigations = new[] { "Alone" } },
        "releases" => new { policy = "us-federal-tiktok", channel = "mail", why = "Looked at" },
        "keys" => new { label = "Made" },
        _ => new { why = "Looked at" },
    };
}
