using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tests.Tickets.Trackers.Http;

/// <summary>What becomes of a tracker's request in every way it can end.</summary>
public sealed class TrackerHttpTests
{
    private const string Token = "secret-token-0123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reply_comes_with_status_body_and_headers()
    {
        await using var server = LoopbackServer.Answering(200, """{"a":{"b":[1,"x"]}}""", "X-Mark: seven");

        var reply = await Http(server.Url + "/base/").SendAsync(HttpMethod.Post, "tickets/1?x=%20y", new JsonObject { ["n"] = "é" }, Cancel, request => request.Headers.Add("If-Match", "\"e\""));

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.Json.Items("a", "b").Select(entry => entry.Text()).Should().Equal("1", "x");
        reply.Header("x-mark").Should().Be("seven");
        var heard = server.Heard.Should().ContainSingle().Which;
        heard.Path.Should().Be("/base/tickets/1?x=%20y");
        heard.Headers["Authorization"].Should().Be("token " + Token);
        heard.Headers["If-Match"].Should().Be("\"e\"");
        JsonNode.Parse(heard.Body)!["n"]!.ToString().Should().Be("é");
    }

    [Theory]
    [InlineData(401, TrackerFault.Unauthorized, TrackerFault.Unauthorized)]
    [InlineData(400, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(403, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(404, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(409, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(412, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(422, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(408, TrackerFault.Unreachable, TrackerFault.Uncertain)]
    [InlineData(429, TrackerFault.Throttled, TrackerFault.Throttled)]
    [InlineData(500, TrackerFault.Unreachable, TrackerFault.Uncertain)]
    [InlineData(502, TrackerFault.Unreachable, TrackerFault.Uncertain)]
    [InlineData(503, TrackerFault.Throttled, TrackerFault.Throttled)]
    [InlineData(504, TrackerFault.Unreachable, TrackerFault.Uncertain)]
    [InlineData(301, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(302, TrackerFault.Refused, TrackerFault.Refused)]
    [InlineData(307, TrackerFault.Refused, TrackerFault.Refused)]
    public async Task A_status_says_what_has_to_be_done(int status, TrackerFault reading, TrackerFault writing)
    {
        await using var server = LoopbackServer.Answering(status, """{"message":"field 'x' is wrong\r\n\u001b[31m"}""", "Location: https://elsewhere.example/");
        var http = Http(server.Url);

        var get = await FailedAsync(() => http.GetAsync("x", Cancel));
        var post = await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel));

        get.Fault.Should().Be(reading);
        post.Fault.Should().Be(writing);
        post.Message.Should().Contain("Test Tracker").And.NotContainAny("\r", "\n", "\u001b", Token);
        if (status is 400 or 422)
        {
            post.Message.Should().Contain("field 'x' is wrong");
        }

        if (status is >= 300 and < 400)
        {
            post.Message.Should().Contain("Tickets:Test:Url").And.NotContain("elsewhere");
        }
    }

    [Fact]
    public async Task A_status_that_the_caller_wants_is_handed_back_but_for_a_page_and_a_refused_credential()
    {
        await using var server = LoopbackServer.Answering(request => request.Path switch
        {
            "/gone" => (404, "", ""),
            "/page" => (404, "<html>Not here</html>", ""),
            _ => (401, "{}", ""),
        });
        var http = Http(server.Url);

        (await http.GetAsync("gone", Cancel, HttpStatusCode.NotFound)).Status.Should().Be(HttpStatusCode.NotFound);
        (await FailedAsync(() => http.GetAsync("page", Cancel, HttpStatusCode.NotFound))).Message.Should().Contain("is Tickets:Test:Url the right address?");
        (await FailedAsync(() => http.GetAsync("sign-in", Cancel, HttpStatusCode.Unauthorized))).Fault.Should().Be(TrackerFault.Unauthorized);
    }

    [Theory]
    [InlineData("Retry-After: 7", 7.0)]
    [InlineData("Retry-After: 1.5", 1.5)]
    [InlineData("Date: Sat, 28 Nov 2026 10:00:00 GMT\r\nRetry-After: Sat, 28 Nov 2026 10:02:00 GMT", 120.0)]
    [InlineData("Retry-After: 999999", 3600.0)]
    [InlineData("X: y", null)]
    public async Task When_to_come_back_is_read_in_every_form(string header, double? seconds)
    {
        await using var server = LoopbackServer.Answering(429, "", header);

        (await FailedAsync(() => Http(server.Url).GetAsync("x", Cancel))).RetryAfter.Should().Be(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
        server.Heard.Should().ContainSingle("who is asked to wait does not ask again");
    }

    [Fact]
    public async Task Reading_is_tried_three_times_and_changing_once()
    {
        var failures = 2;
        await using var server = LoopbackServer.Answering(_ => Interlocked.Decrement(ref failures) >= 0 ? (500, "{}", "") : (200, """{"ok":true}""", ""));
        var http = Http(server.Url);

        (await http.GetAsync("x", Cancel)).Json.IsTrue("ok").Should().BeTrue();
        server.Heard.Should().HaveCount(3);

        failures = 1;
        (await FailedAsync(() => http.SendAsync(HttpMethod.Put, "x", new JsonObject(), Cancel))).Fault.Should().Be(TrackerFault.Uncertain);
        server.Heard.Should().HaveCount(4);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\"lone\" \"text\"")]
    public async Task What_is_no_JSON_is_told_with_the_setting(string body)
    {
        await using var server = LoopbackServer.Answering(200, body);
        var http = Http(server.Url);

        var get = await FailedAsync(() => http.GetAsync("x", Cancel));
        var post = await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel));

        get.Fault.Should().Be(TrackerFault.Unreachable);
        get.Message.Should().Be("Test Tracker: not a JSON reply (status 200): is Tickets:Test:Url the right address?");
        post.Fault.Should().Be(TrackerFault.Uncertain, "what stands before the tracker may have spoken after it acted");
    }

    [Fact]
    public async Task A_lone_surrogate_in_a_reply_is_mended_and_depth_is_bounded()
    {
        await using var server = LoopbackServer.Answering(request => request.Path == "/deep" ? (200, new string('[', 5000), "") : (200, """{"a":"x\ud800y"}""", ""));
        var http = Http(server.Url);

        (await http.GetAsync("lone", Cancel)).Json.Text("a").Should().Be("x\uFFFDy");
        (await FailedAsync(() => http.GetAsync("deep", Cancel))).Reason.Code.Should().Be("tracker-reply-not-json");
    }

    [Fact]
    public async Task A_body_of_a_gigabyte_is_not_read_and_memory_stays_flat()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Head(200, 1L << 30), cancellationToken);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)' ');
            for (var i = 0; i < 1024; i++)
            {
                await stream.WriteAsync(block, cancellationToken);
            }
        });
        var http = Http(server.Url);
        var before = GC.GetTotalAllocatedBytes();

        var get = await FailedAsync(() => http.GetAsync("x", Cancel));
        var post = await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel));

        get.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Unreachable && failed.Message.Contains("8 MiB"));
        post.Fault.Should().Be(TrackerFault.Uncertain);
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(200L << 20);
    }

    [Fact]
    public async Task A_body_that_drips_ends_with_the_time_out()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Head(200, 1000), cancellationToken);
            while (true)
            {
                await LoopbackServer.WriteAsync(stream, " ", cancellationToken);
                await Task.Delay(20, cancellationToken);
            }
        });
        var http = Http(server.Url, timeoutSeconds: 1);

        (await FailedAsync(() => http.GetAsync("x", Cancel))).Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Unreachable && failed.Message.Contains("Tickets:TimeoutSeconds"));
        (await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Fault.Should().Be(TrackerFault.Uncertain);
        server.Heard.Should().HaveCount(2, "who is slow is not asked again at once");
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_leaves_a_doubt()
    {
        await using var server = new LoopbackServer((_, _, _) => throw new IOException("gone"));
        var http = Http(server.Url);

        (await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Fault.Should().Be(TrackerFault.Uncertain);
        server.Heard.Should().ContainSingle();
        (await FailedAsync(() => http.GetAsync("x", Cancel))).Fault.Should().Be(TrackerFault.Unreachable);
    }

    [Fact]
    public async Task A_body_cut_off_leaves_a_doubt()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Head(201, 1000) + "{\"id\":", cancellationToken);
            throw new IOException("gone");
        });

        (await FailedAsync(() => Http(server.Url).SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Fault.Should().Be(TrackerFault.Uncertain);
    }

    [Fact]
    public async Task Nobody_listening_is_no_doubt_and_names_the_layer()
    {
        var http = Http("http://127.0.0.1:1");

        (await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Should()
            .Match<TrackerException>(failed => failed.Fault == TrackerFault.Unreachable && failed.Message.Contains("http://127.0.0.1:1 (TCP:"));
    }

    [Fact]
    public async Task A_name_without_address_and_a_server_without_TLS_name_their_layer()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var nameless = Http("https://tracker.invalid", resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var plain = Http($"https://{server.LocalEndpoint}");
        var answering = AnswerInPlainTextAsync();

        (await FailedAsync(() => nameless.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Unreachable && failed.Message.Contains("(DNS:"));
        (await FailedAsync(() => plain.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Unreachable && failed.Message.Contains("(TLS:"));
        await answering;

        async Task AnswerInPlainTextAsync()
        {
            using var client = await server.AcceptTcpClientAsync(Cancel);
            await LoopbackServer.WriteAsync(client.GetStream(), "HTTP/1.1 400 X\r\n\r\n", Cancel);
        }
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    public async Task A_name_that_leads_to_a_metadata_address_is_refused(string address)
    {
        var http = Http("https://tracker.example.org", resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));

        var failed = await FailedAsync(() => http.SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel));

        failed.Fault.Should().Be(TrackerFault.Refused);
        failed.Message.Should().Contain("tracker.example.org leads to");
    }

    [Fact]
    public async Task A_credential_that_comes_back_goes_no_further()
    {
        await using var server = LoopbackServer.Answering(400, $$"""{"message":"you sent {{Token}}"}""");

        (await FailedAsync(() => Http(server.Url).SendAsync(HttpMethod.Post, "x", new JsonObject(), Cancel))).Message.Should().Contain("you sent ***").And.NotContain(Token);
    }

    [Fact]
    public async Task A_path_that_climbs_out_is_not_asked()
    {
        await using var server = LoopbackServer.Answering(200, "{}");

        (await FailedAsync(() => Http(server.Url + "/base").GetAsync("../admin", Cancel))).Reason.Code.Should().Be("tracker-path-outside");
        server.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task Cancelling_is_no_fault()
    {
        using var cancelled = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (_, _, cancellationToken) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        var act = () => Http(server.Url).GetAsync("x", cancelled.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<TrackerException> FailedAsync(Func<Task> act) => (await act.Should().ThrowAsync<TrackerException>()).Which;

    private static TrackerHttp Http(string url, int timeoutSeconds = 30, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var services = new ServiceCollection().AddOutgoing();
        if (resolve is not null)
        {
            services.AddSingleton(new OutgoingConnector(resolve, TimeProvider.System));
        }

        var target = new TrackerTarget
        {
            Name = "Test Tracker",
            Section = "Tickets:Test",
            Address = new Uri(url),
            Authorize = (request, _) =>
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("token", Token);
                return ValueTask.CompletedTask;
            },
            ErrorText = json => json.RawText("message"),
        };
        return new TrackerHttp(
            target, services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>(), Options.Create(new TicketOptions { TimeoutSeconds = timeoutSeconds }), TimeProvider.System);
    }
}
