using System.Net;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>Every page over PostgreSQL, where a question that SQLite understands may mean nothing.</summary>
public sealed class PostgresPagesTests
{
    [Fact]
    public async Task Every_page_and_list_is_served()
    {
        var server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        var database = await server.CreateDatabaseAsync();
        try
        {
            await using var agent = await WebAgent.StartAsync(new() { Store = server.ConnectionTo(database) });
            using var browser = await agent.LocalAsync();
            var violations = await browser.JsonAsync("/api/v1/tenants/contoso/violations?state=open");
            var first = violations.GetProperty("items")[0];
            var device = Uri.EscapeDataString(first.GetProperty("device").GetProperty("id").GetString()!);
            string[] pages =
            [
                "", "/violations", "/violations?state=open&due=overdue&sort=device", "/violations?sort=user&descending=true&platform=ios", "/violations?search=a", "/violations?search=nothing-is-called-so&page=2",
                $"/violations/{first.GetProperty("id").GetString()}", "/devices", "/devices?class=stale", $"/devices/{device}", "/policies", "/policies?name=TikTok+Lite", "/policies/us-federal-tiktok",
                "/exceptions", "/exceptions/new", "/reviews", "/tickets", "/scans", "/scans/1", "/audit", "/audit?kind=opened",
            ];
            foreach (var page in pages)
            {
                using var answer = await browser.GetAsync("/t/contoso" + page);
                answer.StatusCode.Should().Be(HttpStatusCode.OK, page);
            }

            foreach (var list in new[] { "devices-not-judged", "coverage", "policies", "exceptions", "reviews", "excuses", "tickets", "releases", "scans", "audit", "violations?format=csv" })
            {
                using var answer = await browser.GetAsync("/api/v1/tenants/contoso/" + list);
                answer.StatusCode.Should().Be(HttpStatusCode.OK, list);
            }
        }
        finally
        {
            await server.DropDatabaseAsync(database);
        }
    }
}
