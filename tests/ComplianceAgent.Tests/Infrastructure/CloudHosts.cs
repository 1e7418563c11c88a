using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>What stands between the agent and a host of Microsoft's.</summary>
internal enum HostState
{
    /// <summary>Nothing.</summary>
    Good,

    /// <summary>Somebody whose certificate nobody vouches for.</summary>
    SelfSigned,

    /// <summary>A certificate of the trusted authority that has ended.</summary>
    Expired,

    /// <summary>A certificate of the trusted authority for another host.</summary>
    OtherName,

    /// <summary>A server that speaks TLS 1.0 and nothing newer.</summary>
    OldProtocol,

    /// <summary>A proxy that wants to know who asks.</summary>
    ProxyAsksForName,

    /// <summary>A connection that is open at one end: bytes go in, none come back.</summary>
    Silent,
}

/// <summary>
/// A proxy that leads the names of Microsoft's hosts to a simulator, over TLS of an authority of the test's: the agent behind it runs as at a
/// customer's, without any simulated address, with the real sign-in library.
/// </summary>
internal sealed class CloudHosts : IAsyncDisposable
{
    public const string Login = "login.microsoftonline.com";
    public const string Graph = SimulatorOptions.CloudGraphHost;
    public const string Blob = SimulatorOptions.CloudBlobHost;

    // TLS 1.0, whose name in the platform is obsolete because nobody should offer it.
    private const SslProtocols Tls10 = (SslProtocols)192;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<(string Host, HostState State), X509Certificate2> shown = [];
    private readonly ConcurrentDictionary<string, HostState> states = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TcpClient, string> tunnels = [];
    private readonly ConcurrentDictionary<(string Host, HostState State), bool> asked = [];
    private readonly SimulatorHost simulator;
    private readonly Task accepting;

    public CloudHosts(SimulatorHost simulator, TestCertificates authority)
    {
        this.simulator = simulator;
        var now = TimeProvider.System.GetUtcNow();
        foreach (var host in (string[])[Login, Graph, Blob])
        {
            states[host] = HostState.Good;
            shown[(host, HostState.Good)] = authority.Issue(host, now.AddHours(-20), now.AddDays(20));
            shown[(host, HostState.OldProtocol)] = shown[(host, HostState.Good)];
            shown[(host, HostState.Expired)] = authority.Issue(host, now.AddHours(-20), now.AddHours(-1));
            shown[(host, HostState.OtherName)] = authority.Issue("elsewhere.example", now.AddHours(-20), now.AddDays(20));
            shown[(host, HostState.SelfSigned)] = TestCertificates.SelfSigned(host, now.AddHours(-20), now.AddDays(20));
        }

        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Hosts that a tunnel with a finished handshake was opened to.</summary>
    public ConcurrentDictionary<string, int> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>True once somebody asked for a host while this stood before it.</summary>
    public bool WasAsked(string host, HostState state) => asked.ContainsKey((host, state));

    /// <summary>Changes what stands before a host; its open connections end.</summary>
    public void Put(string host, HostState state)
    {
        states[host] = state;
        foreach (var (client, _) in tunnels.Where(tunnel => tunnel.Value == host))
        {
            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
        foreach (var certificate in shown.Values.Distinct())
        {
            certificate.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var host = (await HeadAsync(stream)).Split(' ')[1].Split(':')[0];
                tunnels[client] = host;
                await (states.TryGetValue(host, out var state) ? AnswerAsync(stream, host, state) : SayAsync(stream, "502 Bad Gateway"));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
            {
                // One side hung up, or refused the other.
            }
            finally
            {
                tunnels.TryRemove(client, out _);
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string host, HostState state)
    {
        asked[(host, state)] = true;
        switch (state)
        {
            case HostState.ProxyAsksForName:
                await SayAsync(stream, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"house\"");
                break;
            case HostState.Silent:
                await SayAsync(stream, "200 Connection established");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token);
                break;
            default:
                await SayAsync(stream, "200 Connection established");
                await TunnelAsync(stream, host, state);
                break;
        }
    }

    private async Task TunnelAsync(NetworkStream stream, string host, HostState state)
    {
        await using var secure = new SslStream(stream);
        var options = new SslServerAuthenticationOptions { ServerCertificate = shown[(host, state)] };
        if (state == HostState.OldProtocol)
        {
#pragma warning disable CA5397 // Nobody should offer it: that is what the client is to see.
            options.EnabledSslProtocols = Tls10;
#pragma warning restore CA5397
        }

        await secure.AuthenticateAsServerAsync(options, stopping.Token);
        Reached.AddOrUpdate(host, 1, (_, times) => times + 1);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, (host == Blob ? simulator.BlobAddress : simulator.BaseAddress).Port, stopping.Token);
        await Task.WhenAny(secure.CopyToAsync(server.GetStream(), stopping.Token), server.GetStream().CopyToAsync(secure, stopping.Token));
    }

    private async Task SayAsync(NetworkStream stream, string status) => await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n\r\n"), stopping.Token);

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(letter, stopping.Token);
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}
