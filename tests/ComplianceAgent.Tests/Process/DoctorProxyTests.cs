using System.Net;
using System.Net.Sockets;
using System.Text;
using ComplianceAgent.Commands;
using IntuneSimulator;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>What doctor says of what stands in between: a proxy of the environment, and a certificate that this machine trusts and the public does not.</summary>
public sealed class DoctorProxyTests
{
    [Fact]
    public async Task A_proxy_and_who_opens_TLS_in_between_are_told_and_no_password_of_the_proxy()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, AppsPerDevice = 8, Https = true }, TestContext.Current.CancellationToken);
        await using var proxy = new TunnelProxy();
        await using var sandbox = new Sandbox().WithSimulator(simulator);
        var authority = sandbox.Write("proxy-authority.pem", simulator.Certificate!.ExportCertificatePem());
        sandbox.Environment["SSL_CERT_FILE"] = authority;
        sandbox.Environment["https_proxy"] = $"http://agent:canary-proxy-password@127.0.0.1:{proxy.Port}";
        sandbox.Environment["no_proxy"] = null;
        sandbox.Environment["NO_PROXY"] = null;

        var doctor = await sandbox.Set("Policies:Use:0", Sandbox.Policy).RunAsync("doctor");

        doctor.Code.Should().Be(ExitCodes.Done, doctor.Out + doctor.Error);
        doctor.Out.Should().Contain($"through the proxy 127.0.0.1:{proxy.Port}").And.Contain("proxy: 127.0.0.1:").And.Contain("its certificate comes from SIMULATED Intune");
        doctor.Out.Should().Contain("warning    tls of").And.Contain("issued by SIMULATED Intune, which is no public authority");
        (doctor.Out + doctor.Error).Should().NotContain("canary-proxy-password");
        proxy.Tunnels.Should().BePositive();
    }

    /// <summary>A proxy that knows CONNECT and nothing else.</summary>
    private sealed class TunnelProxy : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stopping = new();
        private readonly Task accepting;
        private int tunnels;

        public TunnelProxy()
        {
            listener.Start();
            accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Tunnels => Volatile.Read(ref tunnels);

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            listener.Dispose();
            await accepting;
            stopping.Dispose();
        }

        private async Task AcceptAsync()
        {
            var open = new List<Task>();
            try
            {
                while (true)
                {
                    open.Add(TunnelAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
                }
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                await Task.WhenAll(open);
            }
        }

        private async Task TunnelAsync(TcpClient client)
        {
            using (client)
            using (var server = new TcpClient())
            {
                try
                {
                    var stream = client.GetStream();
                    var target = (await HeadAsync(stream)).Split(' ')[1].Split(':');
                    await server.ConnectAsync(IPAddress.Loopback, int.Parse(target[^1], System.Globalization.CultureInfo.InvariantCulture), stopping.Token);
                    Interlocked.Increment(ref tunnels);
                    await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stopping.Token);
                    await Task.WhenAny(stream.CopyToAsync(server.GetStream(), stopping.Token), server.GetStream().CopyToAsync(stream, stopping.Token));
                }
                catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
                {
                    // One side hung up.
                }
            }
        }

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
}
