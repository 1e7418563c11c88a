using System.Net;
using System.Net.Sockets;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>An address that nothing is sent to.</summary>
internal sealed class OutgoingRefusedException(Reason reason) : IOException(Sentences.Say(reason))
{
    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;
}

/// <summary>
/// Opens connections. It resolves the name itself and connects to the very addresses it checked, so a name that leads elsewhere at the
/// second look (DNS rebinding) gains nothing. Behind a proxy the name is the proxy's own, and the proxy decides what may be reached.
/// </summary>
/// <param name="resolve">Addresses of a name.</param>
/// <param name="clock">Clock.</param>
internal sealed class OutgoingConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider clock)
{
    /// <summary>Longest wait for one of several addresses: a dead IPv6 route must not cost the whole time.</summary>
    private static readonly TimeSpan OneOfSeveral = TimeSpan.FromSeconds(5);

    /// <summary>A connection to an address of the host that may be sent to.</summary>
    /// <exception cref="OutgoingRefusedException">It has none.</exception>
    /// <exception cref="SocketException">It has no address, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await AllowedAsync(host, cancellationToken);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), addresses.Count > 1, cancellationToken);
            }
            catch (SocketException failed)
            {
                last = failed;
            }
        }

        throw last!;
    }

    private async Task<IReadOnlyList<IPAddress>> AllowedAsync(string host, CancellationToken cancellationToken)
    {
        var all = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (all.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var allowed = all.Where(address => !OutgoingTargets.IsForbidden(address)).ToList();
        return allowed.Count > 0 ? allowed : throw new OutgoingRefusedException(OutgoingTargets.Refusal(host, all[0]));
    }

    private async Task<Stream> ConnectAsync(IPEndPoint endPoint, bool isOneOfSeveral, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(isOneOfSeveral ? OneOfSeveral : Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, either.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
