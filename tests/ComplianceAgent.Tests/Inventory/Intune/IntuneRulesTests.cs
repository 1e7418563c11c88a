using System.Net;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Graph.Models;
using Polly.CircuitBreaker;
using Polly.Timeout;
using GraphDevice = Microsoft.Graph.Models.ManagedDevice;

namespace ComplianceAgent.Tests.Inventory.Intune;

public sealed class IntuneRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", null, 7.0)]
    [InlineData("2.128", null, 2.128)]
    [InlineData("0", null, 0.0)]
    [InlineData("Mon, 23 Nov 2026 12:01:05 GMT", null, 65.0)]
    [InlineData("Mon, 23 Nov 2026 12:01:05 GMT", "Mon, 23 Nov 2026 12:01:00 GMT", 5.0)]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT", null, 0.0)]
    [InlineData("soon", null, null)]
    [InlineData("-3", null, null)]
    [InlineData("1e9", null, null)]
    [InlineData("1,5", null, null)]
    [InlineData(null, null, null)]
    public void Every_spelling_of_retry_after_is_read(string? header, string? date, double? seconds)
    {
        using var reply = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        if (header is not null)
        {
            reply.Headers.TryAddWithoutValidation("Retry-After", header);
        }

        if (date is not null)
        {
            reply.Headers.TryAddWithoutValidation("Date", date);
        }

        RetryRules.RetryAfter(reply, Now)?.TotalSeconds.Should().Be(seconds);
        (RetryRules.RetryAfter(reply, Now) is null).Should().Be(seconds is null);
    }

    [Theory]
    [InlineData(0, null, 0.0, 1.0)]
    [InlineData(0, null, 1.0, 2.0)]
    [InlineData(3, null, 1.0, 16.0)]
    [InlineData(30, null, 1.0, 60.0)]
    [InlineData(0, 7.0, 0.0, 7.0)]
    [InlineData(0, 7.0, 1.0, 7.7)]
    [InlineData(0, 99999.0, 0.0, 300.0)]
    [InlineData(5, 1.0, 0.0, 30.0)]
    [InlineData(2, 1.0, 0.0, 1.0)]
    public void Waits_grow_are_spread_and_bounded(int attempt, double? asked, double random, double seconds) =>
        RetryRules.Delay(attempt, asked is { } s ? TimeSpan.FromSeconds(s) : null, new GraphOptions(), random).TotalSeconds.Should().BeApproximately(seconds, 0.001);

    [Theory]
    [InlineData(200, false, false)]
    [InlineData(400, false, false)]
    [InlineData(401, false, false)]
    [InlineData(403, false, false)]
    [InlineData(404, false, false)]
    [InlineData(408, true, false)]
    [InlineData(429, true, false)]
    [InlineData(500, true, true)]
    [InlineData(501, false, true)]
    [InlineData(502, true, true)]
    [InlineData(503, true, true)]
    [InlineData(504, true, true)]
    public void Statuses_that_pass_are_tried_again_and_throttling_is_no_outage(int status, bool again, bool outage)
    {
        using var reply = new HttpResponseMessage((HttpStatusCode)status);

        RetryRules.IsTransient(reply, null).Should().Be(again);
        RetryRules.IsOutage(reply, null).Should().Be(outage);
    }

    public static TheoryData<Exception, bool> Exceptions => new()
    {
        { new HttpRequestException("x"), true },
        { new IOException("x"), true },
        { new TimeoutRejectedException("x"), true },
        { new TimeoutException("x"), true },
        { new BrokenCircuitException("x"), true },
        { new GraphReplyException(GraphReplyFault.Malformed, HttpStatusCode.OK, "application/json"), true },
        { new GraphReplyException(GraphReplyFault.NotJson, HttpStatusCode.OK, "text/html"), true },
        { new GraphReplyException(GraphReplyFault.NotJson, HttpStatusCode.BadGateway, "text/html"), true },
        { new GraphReplyException(GraphReplyFault.NotJson, HttpStatusCode.Forbidden, "text/html"), false },
        { new GraphReplyException(GraphReplyFault.TooLarge, HttpStatusCode.OK, "application/json"), false },
        { new GraphReplyException(GraphReplyFault.Redirect, HttpStatusCode.Found, "none"), false },
        { new ForeignAddressException(), false },
        { new OperationCanceledException(), false },
        { new InvalidOperationException("x"), false },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void Exceptions_that_pass_are_tried_again(Exception exception, bool again) => RetryRules.IsTransient(null, exception).Should().Be(again);

    [Fact]
    public async Task Requests_over_the_pace_wait_their_turn()
    {
        var clock = new FakeTimeProvider();
        using var pace = new RequestPace(2, clock);
        for (var i = 0; i < 2; i++)
        {
            (await pace.AcquireAsync(cancellationToken: TestContext.Current.CancellationToken)).IsAcquired.Should().BeTrue();
        }

        var third = pace.AcquireAsync(cancellationToken: TestContext.Current.CancellationToken);
        var fourth = pace.AcquireAsync(cancellationToken: TestContext.Current.CancellationToken);
        third.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(500));
        (await third).IsAcquired.Should().BeTrue();
        fourth.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(500));
        (await fourth).IsAcquired.Should().BeTrue();
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0/deviceManagement/managedDevices?$skiptoken=x", true)]
    [InlineData("https://GRAPH.microsoft.com:443/v1.0/x", true)]
    [InlineData("http://graph.microsoft.com/v1.0/x", false)]
    [InlineData("https://graph.microsoft.com:8443/v1.0/x", false)]
    [InlineData("https://graph.microsoft.com.evil.example/v1.0/x", false)]
    [InlineData("https://graph.microsoft.com@evil.example/v1.0/x", false)]
    [InlineData("https://user:pass@graph.microsoft.com/v1.0/x", false)]
    [InlineData("https://graph.microsoft.us/v1.0/x", false)]
    [InlineData("https://graph.microsoft.com/beta/x", false)]
    [InlineData("https://graph.microsoft.com/v1.0", false)]
    [InlineData("https://graph.microsoft.com/v1.0/%2e%2e/beta/x", false)]
    [InlineData("https://graph.microsoft.com/v1.0/../beta/x", false)]
    [InlineData("ftp://graph.microsoft.com/v1.0/x", false)]
    public void Graph_is_its_scheme_host_port_and_version(string address, bool covered) =>
        GraphEndpoints.Of(GraphCloud.Global).Covers(new Uri(address)).Should().Be(covered);

    [Theory]
    [InlineData(GraphCloud.Global, "https://amsxx0702repexpstorage.blob.core.windows.net/t/x.zip?sig=s", true)]
    [InlineData(GraphCloud.Global, "https://account.z12.blob.storage.azure.net/t/x.zip?sig=s", true)]
    [InlineData(GraphCloud.Global, "https://account.blob.core.windows.net:8443/x", false)]
    [InlineData(GraphCloud.Global, "http://account.blob.core.windows.net/x", false)]
    [InlineData(GraphCloud.Global, "https://blob.core.windows.net.evil.example/x", false)]
    [InlineData(GraphCloud.Global, "https://evilblob.core.windows.net/x", false)]
    [InlineData(GraphCloud.Global, "https://u@account.blob.core.windows.net/x", false)]
    [InlineData(GraphCloud.Global, "https://127.0.0.1/x", false)]
    [InlineData(GraphCloud.Global, "https://169.254.169.254/x", false)]
    [InlineData(GraphCloud.Global, "https://account.blob.core.usgovcloudapi.net/x", false)]
    [InlineData(GraphCloud.GccHigh, "https://account.blob.core.usgovcloudapi.net/x", true)]
    [InlineData(GraphCloud.DoD, "https://account.blob.core.usgovcloudapi.net/x", true)]
    [InlineData(GraphCloud.China, "https://account.blob.core.chinacloudapi.cn/x", true)]
    [InlineData(GraphCloud.China, "https://account.blob.core.windows.net/x", false)]
    public void Exports_come_from_the_clouds_own_storage_only(GraphCloud cloud, string url, bool allowed) =>
        GraphEndpoints.Of(cloud).AllowsDownload(new Uri(url)).Should().Be(allowed);

    [Theory]
    [InlineData(GraphCloud.Global, "https://graph.microsoft.com/v1.0", "https://login.microsoftonline.com/", "https://graph.microsoft.com/.default")]
    [InlineData(GraphCloud.GccHigh, "https://graph.microsoft.us/v1.0", "https://login.microsoftonline.us/", "https://graph.microsoft.us/.default")]
    [InlineData(GraphCloud.DoD, "https://dod-graph.microsoft.us/v1.0", "https://login.microsoftonline.us/", "https://dod-graph.microsoft.us/.default")]
    [InlineData(GraphCloud.China, "https://microsoftgraph.chinacloudapi.cn/v1.0", "https://login.chinacloudapi.cn/", "https://microsoftgraph.chinacloudapi.cn/.default")]
    public void Every_cloud_has_its_own_addresses(GraphCloud cloud, string root, string authority, string scope)
    {
        var endpoints = GraphEndpoints.Of(cloud);

        endpoints.Root.AbsoluteUri.Should().Be(root);
        endpoints.Authority.AbsoluteUri.Should().Be(authority);
        endpoints.Scope.Should().Be(scope);
        endpoints.IsSimulated.Should().BeFalse();
    }

    [Theory]
    [InlineData("iOS", null, "company", Platform.IOS)]
    [InlineData("iPadOS", null, "company", Platform.IOS)]
    [InlineData("Windows", null, "company", Platform.Windows)]
    [InlineData("Windows 10 Mobile", null, "company", Platform.Windows)]
    [InlineData("macOS", null, "company", Platform.MacOS)]
    [InlineData("Mac OS X 15", null, "company", Platform.MacOS)]
    [InlineData("AndroidForWork", null, "personal", Platform.AndroidWorkProfile)]
    [InlineData("Android (personally-owned work profile)", null, "personal", Platform.AndroidWorkProfile)]
    [InlineData("AndroidEnterprise", "googleCloudDevicePolicyController", "company", Platform.AndroidWorkProfile)]
    [InlineData("Android (fully managed)", null, "company", Platform.AndroidFullyManaged)]
    [InlineData("Android (dedicated)", null, "company", Platform.AndroidFullyManaged)]
    [InlineData("Android", "googleCloudDevicePolicyController", "personal", Platform.AndroidWorkProfile)]
    [InlineData("Android", "mdm", "company", Platform.AndroidDeviceAdministrator)]
    [InlineData("Android", "mdm", "personal", Platform.Android)]
    [InlineData("Android", null, "company", Platform.Android)]
    [InlineData("Android (AOSP)", null, "company", Platform.AndroidAosp)]
    [InlineData("AndroidOSP", null, "company", Platform.AndroidAosp)]
    [InlineData("Linux (ubuntu)", null, "company", Platform.Linux)]
    [InlineData("ChromeOS", null, "company", Platform.ChromeOS)]
    [InlineData("tizen", null, "company", Platform.Unknown)]
    [InlineData("", null, "company", Platform.Unknown)]
    public void The_platform_of_a_device_is_worked_out_with_care(string system, string? agent, string owner, Platform expected) =>
        DeviceMapping.PlatformOf(
                system, agent is null ? null : Enum.Parse<ManagementAgentType>(agent, ignoreCase: true), Enum.Parse<DeviceOwner>(owner, ignoreCase: true))
            .Should().Be(expected);

    [Fact]
    public void Foreign_text_is_cleaned_and_filler_dates_are_dropped()
    {
        var mapped = DeviceMapping.Map(new GraphDevice
        {
            Id = "2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10",
            DeviceName = " a\0b\uD800\u001b[31m ",
            UserPrincipalName = new string('x', 5000),
            DeviceCategoryDisplayName = "Unknown",
            ManagementAgent = ManagementAgentType.ConfigurationManagerClientMdm,
            DeviceEnrollmentType = DeviceEnrollmentType.WindowsCoManagement,
            ManagedDeviceOwnerType = ManagedDeviceOwnerType.UnknownFutureValue,
            EnrolledDateTime = DateTimeOffset.MinValue,
            LastSyncDateTime = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero),
        })!;

        mapped.Name.Should().Be("a\uFFFDb\uFFFD\uFFFD[31m");
        mapped.UserPrincipalName.Should().HaveLength(ForeignText.MaxLength);
        mapped.Category.Should().BeEmpty();
        mapped.ManagementAgent.Should().Be("configurationManagerClientMdm");
        mapped.EnrollmentType.Should().Be("windowsCoManagement");
        mapped.Owner.Should().Be(DeviceOwner.Unknown);
        mapped.EnrolledAt.Should().BeNull();
        mapped.LastSyncAt.Should().BeNull();
        DeviceMapping.Map(new GraphDevice { DeviceName = "without id" }).Should().BeNull();
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.eyJ4.c")]
    [InlineData("a.WzFd.c")]
    [InlineData("")]
    public void A_token_that_cannot_be_read_says_nothing(string token) => TokenClaims.Read(token).Should().BeNull();

    [Fact]
    public void A_domain_as_tenant_id_cannot_be_compared()
    {
        var claims = new TokenClaims("99999999-2222-3333-4444-555555555555", []);

        claims.WrongTenant(new TenantOptions { TenantId = "contoso.example" }).Should().BeNull();
        claims.WrongTenant(new TenantOptions { TenantId = FakeTenant.TenantId })!.Code.Should().Be("token-of-another-tenant");
    }

    [Fact]
    public void Every_fault_of_every_tenant_is_told_with_its_setting_and_remedy()
    {
        var faults = TenantRules.Check(
        [
            new() { Name = "Contoso!", TenantId = "x", Credential = { Kind = CredentialKind.ClientSecret, ClientId = "no" } },
            new() { Name = "b", TenantId = FakeTenant.TenantId, SimulatorUrl = "http://example.com:80" },
            new() { Name = "b", TenantId = "contoso.example", Credential = { ClientId = FakeTenant.TenantId, CertificatePath = "/nowhere/x.pfx" } },
            new() { Name = "c", TenantId = FakeTenant.TenantId, Cloud = (GraphCloud)9, Credential = { Kind = (CredentialKind)9 } },
            new() { Name = "d", TenantId = FakeTenant.TenantId, Credential = { Kind = CredentialKind.WorkloadIdentity, ClientId = FakeTenant.TenantId } },
        ]);

        faults.Should().Equal(
            "Tenants:0:Name must be 1 to 64 of a-z, 0-9 and hyphen; it becomes the key of everything stored for the tenant.",
            "Tenants:0:TenantId must be the tenant's GUID or a verified domain, as Entra shows it under Overview.",
            "Tenants:0:Credential:ClientId must be the GUID that Entra shows as Application (client) ID.",
            "Exactly one of Tenants:0:Credential:ClientSecret and Tenants:0:Credential:ClientSecretFile must be set; a file keeps the secret out of the settings.",
            "Tenants:1:SimulatorUrl must be a loopback address such as http://127.0.0.1:5000; leave it empty for a real tenant.",
            "Tenants:2:Credential:CertificatePath must be the path of a PFX or PEM file with its private key; there is no file at '/nowhere/x.pfx' that the agent may read.",
            "Tenants:2:Name must be unique, but an earlier tenant has the same name; give each tenant its own.",
            "Tenants:3:Cloud must be Global, GccHigh, DoD or China.",
            "Tenants:3:Credential:Kind must be Certificate, ManagedIdentity, WorkloadIdentity or ClientSecret.");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://127.0.0.1:5000@example.com", false)]
    [InlineData("http://10.0.0.1:5000", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("127.0.0.1", false)]
    public void A_simulator_is_on_this_machine(string url, bool allowed) => GraphEndpoints.IsSimulatorAddress(url).Should().Be(allowed);

    [Theory]
    [InlineData("Graph:RequestsPerSecond", "0", "Graph:RequestsPerSecond must be from 1 to 90")]
    [InlineData("Graph:PageSize", "5000", "Graph:PageSize must be from 1 to 1000")]
    [InlineData("Graph:ExportReport", "../x", "Graph:ExportReport must be 1 to 128 letters and digits")]
    public void A_setting_out_of_range_is_named_with_its_range(string key, string value, string message)
    {
        using var provider = Services((key, value));

        FluentActions.Invoking(() => provider.GetRequiredService<IOptions<GraphOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("*" + message + "*");
    }

    [Fact]
    public void Settings_are_bound_and_a_wrong_tenant_is_refused()
    {
        using var good = Services(("Graph:PageSize", "7"), ("Inventory:Route", "detectedApps"), ("Tenants:0:Name", "a"), ("Tenants:0:TenantId", FakeTenant.TenantId), ("Tenants:0:SimulatorUrl", "http://127.0.0.1:1"));
        using var tenants = Services(("Tenants:0:Name", "A"));

        good.GetRequiredService<IOptions<GraphOptions>>().Value.PageSize.Should().Be(7);
        good.GetRequiredService<IOptions<IntuneRouteOptions>>().Value.Route.Should().Be(RouteChoice.DetectedApps);
        good.GetRequiredService<IOptions<TenantList>>().Value.Should().ContainSingle().Which.Name.Should().Be("a");
        FluentActions.Invoking(() => tenants.GetRequiredService<IOptions<TenantList>>().Value).Should().Throw<OptionsValidationException>().WithMessage("Tenants:0:Name must be*");
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build())
        .AddLogging().AddIntuneInventory().BuildServiceProvider();
}
