using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntuneSimulator;
using IntuneSimulator.Http;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Simulator;

public sealed class EndpointTests
{
    private static readonly SimulatorOptions Small = new() { Devices = 60, MaxPageSize = 7 };

    [Theory]
    [InlineData("managedDevices")]
    [InlineData("detectedApps")]
    public async Task Graph_answers_401_without_a_token_and_with_a_foreign_one(string path)
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        await using var other = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(other);
        foreach (var authorization in new[] { null, client.Http.DefaultRequestHeaders.Authorization })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sim.BaseAddress, "/v1.0/deviceManagement/" + path));
            request.Headers.Authorization = authorization;
            using var plain = new HttpClient();
            (await plain.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_token_carries_the_roles_and_the_tenant()
    {
        await using var sim = await SimulatorHost.StartAsync(Small with { Roles = ["A.Read", "B.ReadWrite.All"], TenantId = "t-1", ClientSecret = "right" });
        using var http = new HttpClient { BaseAddress = sim.BaseAddress };
        (await PostAsync("client_secret", "wrong")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        foreach (var reply in new[] { await PostAsync("client_secret", "right"), await PostAsync("client_assertion", "a.b.c") })
        {
            var token = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
            var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
            claims.GetProperty("tid").GetString().Should().Be("t-1");
            claims.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).Should().Equal("A.Read", "B.ReadWrite.All");
        }

        async Task<HttpResponseMessage> PostAsync(string name, string value)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "x", [name] = value });
            return await http.PostAsync(new Uri("/t-1/oauth2/v2.0/token", UriKind.Relative), form);
        }
    }

    [Fact]
    public async Task Pages_give_every_device_once_with_the_selected_properties()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        var rows = await client.ListAsync("managedDevices?$top=1000&$select=id,operatingSystem");
        rows.Select(r => r.GetProperty("id").GetString()).Should().Equal(sim.Tenant.Devices(sim.Now).Select(d => d.Id));
        rows.Should().AllSatisfy(r => r.EnumerateObject().Should().HaveCount(2));
        var whole = await client.GetAsync("/v1.0/deviceManagement/managedDevices?$count=true");
        whole.GetProperty("@odata.count").GetInt32().Should().Be(60);
        whole.GetProperty("value")[0].GetProperty("enrollmentProfileName").ValueKind.Should().Be(JsonValueKind.Null, "lists leave it empty");
        var refused = await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices?$select=joinType", UriKind.Relative));
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Devices_without_contact_or_enrolment_date_carry_fillers()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        var rows = await client.ListAsync("managedDevices");
        rows.Should().Contain(r => r.GetProperty("enrolledDateTime").GetString() == "0001-01-01T00:00:00Z");
        rows.Should().Contain(r => r.GetProperty("userPrincipalName").GetString() == "");
        rows.Should().AllSatisfy(r => r.GetProperty("complianceGracePeriodExpirationDateTime").GetString().Should().StartWith("9999"));
    }

    [Fact]
    public async Task Detected_apps_and_their_devices_tell_the_truth()
    {
        await using var sim = await SimulatorHost.StartAsync(Small with { MaxPageSize = 300 });
        using var client = await SimulatorClient.SignInAsync(sim);
        var apps = await client.ListAsync("detectedApps?$top=1000");
        var found = new HashSet<string>();
        foreach (var app in apps.Where(a => a.GetProperty("displayName").GetString()!.Contains("tiktok", StringComparison.OrdinalIgnoreCase) && !a.GetProperty("displayName").GetString()!.Contains("Block", StringComparison.Ordinal)))
        {
            var devices = await client.ListAsync($"detectedApps/{app.GetProperty("id").GetString()}/managedDevices?$select=id");
            devices.Should().HaveCount(app.GetProperty("deviceCount").GetInt32());
            found.UnionWith(devices.Select(d => d.GetProperty("id").GetString()!));
        }

        var expected = sim.ExpectedFindings.Where(f => f.Product.StartsWith("tiktok", StringComparison.Ordinal)).Select(f => f.DeviceId).ToHashSet();
        expected.Should().NotBeEmpty();
        found.Should().Contain(expected);
        var missing = await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/detectedApps/0123/managedDevices", UriKind.Relative));
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("csv", false)]
    [InlineData("json", false)]
    [InlineData("json", true)]
    public async Task The_export_holds_the_same_rows_as_the_tenant(string format, bool arrays)
    {
        await using var sim = await SimulatorHost.StartAsync(Small with { JsonAsArrays = arrays });
        using var client = await SimulatorClient.SignInAsync(sim);
        var url = await client.StartAndWaitForUrlAsync(new { reportName = "AppInvRawData", format, select = new[] { "DeviceId", "ApplicationName", "Platform" }, localizationType = "replaceLocalizableValues" });
        url.Should().Contain("sig=").And.StartWith(sim.BlobAddress.ToString());
        var rows = ReadRows(await SimulatorClient.DownloadAsync(url));
        rows.Should().BeEquivalentTo(Truth(sim));
    }

    [Fact]
    public async Task A_job_can_be_asked_for_in_both_spellings_and_goes_through_its_states()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        var job = await client.StartJobAsync(new { reportName = "Devices", format = "csv", select = new[] { "DeviceId", "OwnerType", "LastContact" } });
        job.GetProperty("status").GetString().Should().Be("notStarted");
        job.GetProperty("expirationDateTime").GetString().Should().Be("0001-01-01T00:00:00Z");
        var id = job.GetProperty("id").GetString();
        (await client.GetAsync($"/v1.0/deviceManagement/reports/exportJobs('{id}')")).GetProperty("status").GetString().Should().Be("inProgress");
        var done = await client.WaitForJobAsync(id!);
        done.GetProperty("status").GetString().Should().Be("completed");
        var text = Encoding.UTF8.GetString(await UnzipAsync(await SimulatorClient.DownloadAsync(done.GetProperty("url").GetString()!)));
        text.Split("\r\n").Should().HaveCount(60 + 2).And.Subject.First().Should().Be("\uFEFFDeviceId,OwnerType,LastContact");
    }

    [Theory]
    [InlineData("DiscoveredAppsRawData", "DeviceId", "PostExportJobAsync not supported for reportType DiscoveredAppsRawData")]
    [InlineData("AppInvRawData", "BundleId", "Column BundleId")]
    public async Task Unknown_reports_and_columns_are_refused_the_way_Intune_does(string report, string column, string message)
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        using var content = new StringContent(JsonSerializer.Serialize(new { ReportName = report, Select = new[] { column } }), Encoding.UTF8, "application/json");
        using var reply = await client.Http.PostAsync(new Uri("/v1.0/deviceManagement/reports/exportJobs", UriKind.Relative), content);
        reply.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var nested = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString()!;
        JsonDocument.Parse(nested).RootElement.GetProperty("Message").GetString().Should().StartWith(message);
    }

    [Fact]
    public async Task The_blob_host_serves_ranges_refuses_tokens_and_wants_its_signature()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        var url = await client.StartAndWaitForUrlAsync(new { reportName = "AppInvRawData" });
        var whole = await SimulatorClient.DownloadAsync(url);
        using var plain = new HttpClient();
        var first = await SendAsync(url, new RangeHeaderValue(0, 99), null);
        first.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        var rest = await SendAsync(url, new RangeHeaderValue(100, null), first.Headers.ETag);
        (await first.Content.ReadAsByteArrayAsync()).Concat(await rest.Content.ReadAsByteArrayAsync()).Should().Equal(whole);
        (await SendAsync(url, new RangeHeaderValue(100, null), new EntityTagHeaderValue("\"other\""))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await SendAsync(url.Replace("sig=", "sig=0", StringComparison.Ordinal), null, null)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await client.Http.GetAsync(new Uri(url))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        sim.Requests.Of(SimulatorListener.Blob).Count(r => r.HadAuthorization).Should().Be(1);

        async Task<HttpResponseMessage> SendAsync(string address, RangeHeaderValue? range, EntityTagHeaderValue? tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = range;
            request.Headers.IfRange = tag is null ? null : new RangeConditionHeaderValue(tag);
            return await plain.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_simulator_that_runs_alone_is_driven_over_http()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        (await PostAsync("/simulator/faults", """{"fault":"Forbidden","path":"/managedDevices"}""")).Should().Be(HttpStatusCode.Created);
        (await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await PostAsync("/simulator/faults", """{"fault":"NoSuchFault"}""")).Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync("/simulator/clock/advance", """{"days":2,"hours":3}""")).Should().Be(HttpStatusCode.OK);
        sim.Now.Should().Be(new SimulatorOptions().Now.AddHours(51));
        (await client.GetAsync("/simulator/truth")).GetArrayLength().Should().Be(sim.ExpectedFindings.Count());
        (await client.GetAsync("/simulator/requests")).EnumerateArray().Should().Contain(r => r.GetProperty("path").GetString() == "/v1.0/deviceManagement/managedDevices");
        sim.Faults.Add(global::IntuneSimulator.Faults.SimulatorFault.HtmlPage);
        (await client.Http.DeleteAsync(new Uri("/simulator/faults", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
        sim.Faults.Rules.Should().BeEmpty();

        async Task<HttpStatusCode> PostAsync(string path, string json)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            return (await client.Http.PostAsync(new Uri(path, UriKind.Relative), content)).StatusCode;
        }
    }

    [Fact]
    public async Task Https_serves_with_its_own_certificate()
    {
        await using var sim = await SimulatorHost.StartAsync(Small with { Https = true });
        sim.BaseAddress.Scheme.Should().Be("https");
        using var plain = new HttpClient();
        await FluentActions.Awaiting(() => plain.GetStringAsync(sim.BaseAddress)).Should().ThrowAsync<HttpRequestException>("nobody trusts it yet");
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
            CustomTrustStore = { sim.Certificate! },
        };
        using var trusting = new HttpClient(handler);
        (await trusting.GetStringAsync(sim.BaseAddress)).Should().Contain("SIMULATED");
    }

    internal static async Task<byte[]> UnzipAsync(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        await using var entry = await archive.Entries.Single().OpenAsync();
        var content = new MemoryStream();
        await entry.CopyToAsync(content);
        return content.ToArray();
    }

    private static List<string> ReadRows(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var reader = new StreamReader(archive.Entries.Single().Open());
        var text = reader.ReadToEnd();
        if (!text.StartsWith('{'))
        {
            return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Replace("\"", "", StringComparison.Ordinal))];
        }

        var root = JsonDocument.Parse(text).RootElement;
        return root.TryGetProperty("values", out var objects)
            ? [.. objects.EnumerateArray().Select(r => Row(r.GetProperty("DeviceId"), r.GetProperty("ApplicationName"), r.GetProperty("Platform")))]
            : [.. root.GetProperty("Values").EnumerateArray().Select(r => Row(r[0], r[1], r[2]))];
    }

    private static string Row(JsonElement device, JsonElement name, JsonElement platform) => $"{device.GetString()},{name.GetString()!.Replace("\"", "", StringComparison.Ordinal)},{platform.GetString()}";

    private static List<string> Truth(SimulatorHost sim)
    {
        var rows = new List<string>();
        var apps = new List<SimulatedApp>();
        foreach (var device in sim.Tenant.Devices(sim.Now))
        {
            sim.Tenant.VisibleApps(device, sim.Now, apps);
            rows.AddRange(apps.Select(a => string.Create(CultureInfo.InvariantCulture, $"{device.Id},{a.Name.Replace("\"", "", StringComparison.Ordinal)},{a.ReportPlatform}")));
        }

        return rows;
    }
}
