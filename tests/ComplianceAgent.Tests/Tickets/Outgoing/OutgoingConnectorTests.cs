using System.Net;
using System.Net.Sockets;
using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Tests.Tickets.Outgoing;

/// <summary>Connections are made to checked addresses only.</summary>
public sealed class OutgoingConnectorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_the_second_look_is_connected_to_what_was_checked()
    {
        using var listener = Listening(out var port);
        var looks = 0;
        var connector = new OutgoingConnector(
            (_, _) => Task.FromResult<IPAddress[]>([++looks == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]), TimeProvider.System);

        await using var stream = await connector.ConnectAsync("rebinding.example", port, Cancel);

        looks.Should().Be(1, "the name is not looked up again between the check and the connection");
        using var accepted = await listener.AcceptTcpClientAsync(Cancel);
        ((NetworkStream)stream).Socket.RemoteEndPoint.Should().Be(accepted.Client.LocalEndPoint);

        var second = () => connector.ConnectAsync("rebinding.example", port, Cancel).AsTask();
        (await second.Should().ThrowAsync<OutgoingRefusedException>()).Which.Reason.Parameters["address"].Should().Be("169.254.169.254");
    }

    [Fact]
    public async Task Of_several_addresses_the_forbidden_are_left_out_and_the_dead_passed_over()
    {
        using var listener = Listening(out var port);
        IPAddress[] addresses = [IPAddress.Parse("169.254.169.254"), IPAddress.IPv6Loopback, IPAddress.Loopback];
        var connector = new OutgoingConnector((_, _) => Task.FromResult(addresses), TimeProvider.System);

        await using var stream = await connector.ConnectAsync("several.example", port, Cancel);

        ((IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("224.0.0.1")]
    public async Task An_address_written_out_is_checked_too(string host)
    {
        var connector = new OutgoingConnector((_, _) => throw new InvalidOperationException("nothing to look up"), TimeProvider.System);

        var act = () => connector.ConnectAsync(host, 80, Cancel).AsTask();

        await act.Should().ThrowAsync<OutgoingRefusedException>();
    }

    [Fact]
    public async Task A_name_without_address_is_a_fault_of_the_name()
    {
        var connector = new OutgoingConnector((_, _) => Task.FromResult<IPAddress[]>([]), TimeProvider.System);

        var act = () => connector.ConnectAsync("nowhere.example", 80, Cancel).AsTask();

        (await act.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.HostNotFound);
    }

    private static TcpListener Listening(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
