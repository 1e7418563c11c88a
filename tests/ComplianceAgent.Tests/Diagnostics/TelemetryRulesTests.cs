using ComplianceAgent.Diagnostics.Telemetry;

namespace ComplianceAgent.Tests.Diagnostics;

/// <summary>The settings of telemetry, and what is kept of an address in a trace.</summary>
public sealed class TelemetryRulesTests
{
    [Theory]
    [InlineData("https://otel.example:4318", true)]
    [InlineData("https://otel.example/base", true)]
    [InlineData("http://127.0.0.1:4318", true)]
    [InlineData("http://localhost:4318", true)]
    [InlineData("http://otel.example:4318", false)]
    [InlineData("otel.example:4318", false)]
    [InlineData("https://user:word@otel.example", false)]
    [InlineData("https://otel.example/?key=1", false)]
    [InlineData("grpc://127.0.0.1:4317", false)]
    public void Nothing_is_sent_in_clear_to_another_machine(string endpoint, bool isGood) =>
        TelemetryRules.Faults(new TelemetryOptions { OtlpEndpoint = endpoint }).Any().Should().Be(!isGood);

    [Theory]
    [InlineData("", true)]
    [InlineData("env:METRICS_TOKEN", true)]
    [InlineData("file:/etc/compliance-agent/metrics.token", true)]
    [InlineData("file:metrics.token", false)]
    [InlineData("too short", false)]
    [InlineData("long enough to be no guess", true)]
    public void A_token_is_long_or_stands_elsewhere(string token, bool isGood) =>
        TelemetryRules.Faults(new TelemetryOptions { MetricsToken = token }).Any().Should().Be(!isGood);

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0/deviceManagement/managedDevices/5a1c?$select=id", "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices/*")]
    [InlineData("https://graph.microsoft.com/v1.0/deviceManagement/detectedApps/00ff/managedDevices", "https://graph.microsoft.com/v1.0/deviceManagement/detectedApps/*/managedDevices")]
    [InlineData("https://graph.microsoft.com/v1.0/deviceManagement/reports/exportJobs('AppInvRawData_1')", "https://graph.microsoft.com/v1.0/deviceManagement/reports/*")]
    [InlineData("https://a.blob.core.windows.net/c/AppInvRawData_5.zip?sv=1&sig=canary#x", "https://a.blob.core.windows.net/*/*")]
    [InlineData("https://rt.example/REST/2.0/user/ann", "https://rt.example/REST/2.0/*/*")]
    [InlineData("https://prod.logic.azure.com:443/workflows/secret/triggers", "https://prod.logic.azure.com/*/*/*")]
    [InlineData("no address", "*")]
    public void An_address_says_where_and_not_of_whom(string address, string reduced) => SpanAddresses.Reduced(address).Should().Be(reduced);

    [Theory]
    [InlineData("a=b", 1)]
    [InlineData("a=b=c, d=e", 2)]
    [InlineData("a", null)]
    [InlineData("=b", null)]
    public void Headers_are_names_and_values(string text, int? count) => (OtlpHandler.Parse(text)?.Count).Should().Be(count);
}
