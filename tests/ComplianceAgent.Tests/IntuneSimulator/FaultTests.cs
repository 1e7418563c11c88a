using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;

namespace ComplianceAgent.Tests.Simulator;

public sealed class FaultTests
{
    private static readonly SimulatorOptions Small = new() { Devices = 40, MaxPageSize = 9, AppsPerDevice = 8 };
    private static readonly object Job = new { reportName = "AppInvRawData", format = "csv", select = new[] { "ApplicationName", "DeviceId" }, localizationType = "replaceLocalizableValues" };

    public static TheoryData<SimulatorFault> All => [.. Enum.GetValues<SimulatorFault>()];

    /// <summary>A client that believes everything walks all routes: the walk must differ from the one without the fault, or fail.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_fault_strikes_where_it_should_and_changes_what_a_client_sees(SimulatorFault fault)
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        var sound = await WalkAsync(sim, TimeSpan.FromSeconds(30));
        sound.Should().EndWith("walked to the end");
        sim.Faults.Add(fault);
        var broken = await WalkAsync(sim, TimeSpan.FromSeconds(2));
        sim.Faults.Struck(fault).Should().BePositive();
        broken.Should().NotBe(sound);
        sim.Faults.Clear();
        (await WalkAsync(sim, TimeSpan.FromSeconds(30))).Should().Be(sound, "the fault is over");
    }

    [Theory]
    [InlineData(SimulatorFault.TooManyRequestsInteger, "3")]
    [InlineData(SimulatorFault.TooManyRequestsFractional, "2.5")]
    [InlineData(SimulatorFault.TooManyRequestsNoHint, null)]
    public async Task Throttling_hints_come_in_every_spelling(SimulatorFault fault, string? hint)
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(new FaultRule { Fault = fault, RetryAfterSeconds = 2.5 });
        using var reply = await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices", UriKind.Relative));
        reply.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (reply.Headers.NonValidated.TryGetValues("Retry-After", out var raw) ? raw.ToString() : null).Should().Be(hint);
    }

    [Fact]
    public async Task A_throttling_date_lies_ahead_of_the_servers_own_clock()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(new FaultRule { Fault = SimulatorFault.TooManyRequestsHttpDate, RetryAfterSeconds = 5 });
        using var reply = await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices", UriKind.Relative));
        (reply.Headers.RetryAfter!.Date - reply.Headers.Date).Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Skip_and_times_say_which_requests_are_struck()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(SimulatorFault.InternalServerError, times: 2, path: "/managedDevices", skip: 1);
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var reply = await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices", UriKind.Relative));
            statuses.Add((int)reply.StatusCode);
        }

        statuses.Should().Equal(200, 500, 500, 200, 200);
    }

    [Theory]
    [InlineData(SimulatorFault.NextLinkOtherHost)]
    [InlineData(SimulatorFault.NextLinkOtherPort)]
    [InlineData(SimulatorFault.NextLinkUserInfo)]
    public async Task The_canary_hears_who_follows_a_foreign_link_and_with_what(SimulatorFault fault)
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(fault, path: "/managedDevices");
        var rows = await client.ListAsync("managedDevices");
        rows.Should().Contain(r => r.GetProperty("deviceName").GetString() == "FORGED");
        sim.Requests.Of(SimulatorListener.Canary).Should().ContainSingle().Which.HadAuthorization.Should().BeTrue();
    }

    [Fact]
    public async Task A_download_that_breaks_goes_on_with_a_range_and_one_that_changed_does_not()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        var url = await client.StartAndWaitForUrlAsync(Job);
        var whole = await SimulatorClient.DownloadAsync(url);
        foreach (var (fault, expected) in new[] { (SimulatorFault.DownloadBreaks, HttpStatusCode.PartialContent), (SimulatorFault.DownloadChanges, HttpStatusCode.OK), (SimulatorFault.DownloadBreaksNoRange, HttpStatusCode.OK) })
        {
            sim.Faults.Add(fault);
            using var plain = new HttpClient();
            using var first = await plain.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
            var got = await ReadUntilBrokenAsync(await first.Content.ReadAsStreamAsync());
            got.Length.Should().BeInRange(1, whole.Length - 1);
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(got.Length, null);
            request.Headers.IfRange = new System.Net.Http.Headers.RangeConditionHeaderValue(first.Headers.ETag!);
            using var second = await plain.SendAsync(request);
            second.StatusCode.Should().Be(expected);
        }
    }

    [Fact]
    public async Task A_wrong_checksum_is_in_the_archive_while_its_content_is_whole()
    {
        await using var sim = await SimulatorHost.StartAsync(Small);
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(SimulatorFault.ZipWrongCrc);
        var zip = await SimulatorClient.DownloadAsync(await client.StartAndWaitForUrlAsync(Job));
        using var archive = new ZipArchive(new MemoryStream(zip));
        await using var entry = await archive.Entries[0].OpenAsync();
        var content = new MemoryStream();
        await FluentActions.Awaiting(() => entry.CopyToAsync(content)).Should().NotThrowAsync("this runtime does not check it");
        Crc32(content.ToArray()).Should().NotBe(archive.Entries[0].Crc32);
    }

    [Fact]
    public async Task Poison_reaches_pages_and_reports_as_it_is()
    {
        await using var sim = await SimulatorHost.StartAsync(Small with { Devices = 400, MaxPageSize = 1000 });
        using var client = await SimulatorClient.SignInAsync(sim);
        sim.Faults.Add(SimulatorFault.PoisonNames);
        var page = await client.Http.GetStringAsync(new Uri("/v1.0/deviceManagement/detectedApps?$top=1000", UriKind.Relative));
        page.Should().Contain("nul\\u0000inside").And.Contain("\\ud800").And.Contain("[/] [red]");
        page.Length.Should().BeGreaterThan(1_000_000);
        var csv = await EndpointTests.UnzipAsync(await SimulatorClient.DownloadAsync(await client.StartAndWaitForUrlAsync(Job)));
        csv.AsSpan().IndexOf("nul\0inside"u8).Should().BePositive();
        csv.AsSpan().IndexOf(new byte[] { 0xED, 0xA0, 0x80 }).Should().BePositive("a lone surrogate is not valid UTF-8 and is there all the same");
    }

    private static async Task<string> WalkAsync(SimulatorHost sim, TimeSpan patience)
    {
        var told = new StringBuilder();
        try
        {
            using var client = await SimulatorClient.SignInAsync(sim, patience);
            var devices = await client.ListAsync("managedDevices?$top=1000");
            told.AppendJoin('\n', devices);
            _ = await client.GetAsync($"/v1.0/deviceManagement/managedDevices/{devices[0].GetProperty("id").GetString()}");
            var apps = await client.ListAsync("detectedApps?$top=1000");
            told.AppendJoin('\n', apps);
            told.AppendJoin('\n', await client.ListAsync($"detectedApps/{apps[0].GetProperty("id").GetString()}/managedDevices"));
            var url = await client.StartAndWaitForUrlAsync(Job);
            using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = patience };
            var zip = await plain.GetByteArrayAsync(new Uri(url));
            using var archive = new ZipArchive(new MemoryStream(zip));
            told.Append(archive.Entries.Count).Append(Convert.ToHexString(await EndpointTests.UnzipAsync(zip))).Append(archive.Entries[0].Crc32).Append("walked to the end");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or IOException or InvalidDataException or InvalidOperationException or UriFormatException or ArgumentException)
        {
            told.Append(e.GetType().Name);
        }

        return told.ToString().Replace($":{sim.BaseAddress.Port}", "", StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadUntilBrokenAsync(Stream stream)
    {
        var got = new MemoryStream();
        try
        {
            await stream.CopyToAsync(got);
        }
        catch (IOException)
        {
            // It was meant to break.
        }

        return got.ToArray();
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
