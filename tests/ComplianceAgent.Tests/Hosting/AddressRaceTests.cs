using System.Net;
using System.Net.Sockets;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Tests.Hosting;

/// <summary>A dead address costs a moment and not the connection; nothing stays open of those that lost.</summary>
public sealed class AddressRaceTests
{
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.2");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_swallows_everything_is_passed_by()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux answers on all of 127.0.0.0/8, and drops what a full backlog cannot take.");
        using var alive = Listening(IPAddress.Loopback, 0);
        var port = ((IPEndPoint)alive.LocalEndpoint).Port;
        await using var hole = await BlackHole.OpenAsync(port);

        await using var stream = await AddressRace.ConnectAsync([Other, IPAddress.Loopback], port, TimeProvider.System, Cancel);

        ((IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task The_first_that_answers_is_taken_and_no_other_is_asked()
    {
        using var first = Listening(IPAddress.Loopback, 0);
        var port = ((IPEndPoint)first.LocalEndpoint).Port;

        await using var stream = await AddressRace.ConnectAsync([IPAddress.Loopback, IPAddress.IPv6Loopback], port, TimeProvider.System, Cancel);

        ((IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task When_none_answers_it_is_what_the_last_one_said()
    {
        using var taken = Listening(IPAddress.Loopback, 0);
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var act = () => AddressRace.ConnectAsync([Other, IPAddress.Loopback], port, TimeProvider.System, Cancel);

        (await act.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task Giving_up_ends_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux answers on all of 127.0.0.0/8, and drops what a full backlog cannot take.");
        await using var hole = await BlackHole.OpenAsync(0);
        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var act = AddressRace.ConnectAsync([Other], hole.Port, TimeProvider.System, givingUp.Token);

        await givingUp.CancelAsync();

        await ((Func<Task>)(() => act)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static TcpListener Listening(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        listener.Start();
        return listener;
    }

    /// <summary>A listener that accepts nobody and whose backlog is full: what comes is dropped, as by a route that leads nowhere.</summary>
    private sealed class BlackHole : IAsyncDisposable
    {
        private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> waiting = [];
        private readonly List<Task> connecting = [];

        public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

        public static async Task<BlackHole> OpenAsync(int port)
        {
            var hole = new BlackHole();
            hole.listener.Bind(new IPEndPoint(Other, port));
            hole.listener.Listen(0);
            do
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                hole.waiting.Add(socket);
                hole.connecting.Add(socket.ConnectAsync(new IPEndPoint(Other, hole.Port)));
                await Task.WhenAny(hole.connecting[^1], Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancel));
            }
            while (hole.connecting[^1].IsCompletedSuccessfully);

            return hole;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var socket in waiting)
            {
                socket.Dispose();
            }

            listener.Dispose();
            await Task.WhenAll(connecting).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
