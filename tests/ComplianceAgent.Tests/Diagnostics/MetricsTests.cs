using System.Net;
using System.Text.RegularExpressions;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Diagnostics;

/// <summary><c>/metrics</c> as Prometheus reads it.</summary>
public sealed partial class MetricsTests
{
    private static readonly string Observability = Repository.File("deploy/observability");

    [Fact]
    public async Task Prometheus_scrapes_with_the_token_and_its_rules_see_every_tenant()
    {
        // The tool first: where it is not installed nothing is started.
        await Prometheus.ToolAsync(null, "--version");
        const string Tenant = "scraped";
        const string Token = "canary-of-the-metrics-token";
        var token = Path.Combine(Path.GetTempPath(), $"metrics-token-{Guid.NewGuid():N}");
        await using var agent = await WebAgent.StartAsync(new() { Tenants = [Tenant], Devices = 40, Settings = new Dictionary<string, string> { ["Telemetry:MetricsToken"] = "file:" + Secret(token, Token) } });
        try
        {
            using var nobody = agent.NewBrowser();
            using var refused = await nobody.GetAsync("/metrics");
            refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            refused.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
            (await nobody.GetAsync("/metrics", ("Authorization", "Bearer " + Token[..^1]))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

            await using var prometheus = await Prometheus.StartAsync(agent.Address.Authority, token, Path.Combine(Observability, "alerts.yaml"));
            var devices = await prometheus.QueryAsync($"sum(compliance_agent_devices{{compliance_agent_tenant=\"{Tenant}\"}})");
            devices[0].GetProperty("value")[1].GetString().Should().Be("40");
            (await prometheus.QueryAsync($"time() - compliance_agent_scan_last_complete_time_seconds{{compliance_agent_tenant=\"{Tenant}\"}}")).Should().ContainSingle();
            var rules = await prometheus.FirstAsync("/api/v1/rules", data => data.GetRawText().Contains("\"health\":\"ok\""));
            rules.GetRawText().Should().Contain("ComplianceAgentNoCompleteScan").And.NotContain("\"health\":\"err\"");

            var text = await ScrapeAsync(nobody, Token);
            (await Prometheus.ToolAsync(text, "check", "metrics")).Should().Be((0, ""));
            Documented().Should().Contain(NamesOf(text).Where(name => name.StartsWith("compliance_agent_")));
            Named(await File.ReadAllTextAsync(Path.Combine(Observability, "grafana-dashboard.json"), TestContext.Current.CancellationToken), "dotnet_[a-z_]+").Should().NotBeEmpty().And.BeSubsetOf(NamesOf(text));

            Secret(token, "another-canary-of-the-token");
            (await nobody.GetAsync("/metrics", ("Authorization", "Bearer " + Token))).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "a new token counts at once");
            (await ScrapeAsync(nobody, "another-canary-of-the-token")).Should().Contain($"compliance_agent_scans_total{{").And.NotContain("canary");
        }
        finally
        {
            File.Delete(token);
        }
    }

    [Fact]
    public async Task Without_a_token_this_machine_alone_may_ask_and_the_settings_can_say_nobody()
    {
        await using (var agent = await WebAgent.StartAsync(new() { Tenants = ["local-metrics"], Devices = 5, Settings = new Dictionary<string, string> { ["Dashboard:Enabled"] = "false" } }))
        {
            using var browser = agent.NewBrowser();
            (await browser.GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.OK);
            foreach (var (name, value) in new[] { ("Host", "evil.example"), ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("Via", "1.1 proxy") })
            {
                (await browser.GetAsync("/metrics", (name, value))).StatusCode.Should().Be(HttpStatusCode.Forbidden, name);
            }

            (await browser.SendAsync(HttpMethod.Post, "/metrics")).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        }

        await using var silent = await WebAgent.StartAsync(new() { Tenants = ["no-metrics"], Devices = 5, Settings = new Dictionary<string, string> { ["Dashboard:Enabled"] = "false", ["Telemetry:Metrics"] = "false" } });
        using var asking = silent.NewBrowser();
        (await asking.GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_alert_rules_are_good_and_fire_when_they_should()
    {
        (await Prometheus.ToolAsync(null, "check", "rules", "alerts.yaml")).Code.Should().Be(0);
        var (code, said) = await Prometheus.ToolAsync(null, "test", "rules", "alerts.test.yaml");
        code.Should().Be(0, said);
        var tests = await File.ReadAllTextAsync(Path.Combine(Observability, "alerts.test.yaml"), TestContext.Current.CancellationToken);
        Named(await File.ReadAllTextAsync(Path.Combine(Observability, "alerts.yaml"), TestContext.Current.CancellationToken), "alert: [A-Za-z]+").Should().OnlyContain(alert => tests.Contains(alert.Replace("alert: ", "alertname: ")));
    }

    [Fact]
    public void The_dashboard_and_the_rules_speak_of_metrics_and_labels_that_exist()
    {
        var labels = typeof(ComplianceAgent.Diagnostics.AgentTags).GetFields().Select(field => ((string)field.GetRawConstantValue()!).Replace('.', '_')).ToList();
        foreach (var file in new[] { "grafana-dashboard.json", "alerts.yaml", "alerts.test.yaml" })
        {
            var text = File.ReadAllText(Path.Combine(Observability, file));
            if (file.EndsWith(".json"))
            {
                System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("panels").GetArrayLength().Should().BeGreaterThan(10);
            }

            Named(text, "compliance_agent_[a-z_]+").Select(name => HistogramEnd().Replace(name, "")).Should().NotBeEmpty().And.BeSubsetOf([.. Documented(), .. labels], file);
        }
    }

    /// <summary>Names of our metrics in the README, as Prometheus spells them; another test compares it with what there is.</summary>
    internal static IReadOnlyList<string> Documented() => Named(File.ReadAllText(Repository.File("src/ComplianceAgent/Diagnostics/README.md")), "`compliance_agent_[a-z_]+`").Select(name => name.Trim('`')).ToList();

    private static async Task<string> ScrapeAsync(Browser browser, string token)
    {
        using var answer = await browser.GetAsync("/metrics", ("Authorization", "Bearer " + token));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static List<string> NamesOf(string exposition) => Named(exposition, "(?m)^# TYPE [a-zA-Z_:0-9]+").Select(line => line["# TYPE ".Length..]).ToList();

    private static IReadOnlyList<string> Named(string text, string pattern) => [.. Regex.Matches(text, pattern, RegexOptions.NonBacktracking).Select(match => match.Value).Distinct()];

    /// <summary>Writes a file that its owner alone may read.</summary>
    private static string Secret(string path, string text)
    {
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.NonBacktracking)]
    private static partial Regex HistogramEnd();
}
