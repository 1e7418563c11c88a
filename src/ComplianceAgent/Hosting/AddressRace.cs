using System.Net;
using System.Net.Sockets;

namespace ComplianceAgent.Hosting;

/// <summary>
/// Connects to whichever address of a host answers first (RFC 8305, "happy eyeballs"): an IPv6 route that swallows everything costs a quarter of a
/// second, and not the whole time a connection may take. The platform's own connecting asks one address after the other.
/// </summary>
internal static class AddressRace
{
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks a host up and connects to it: what a <see cref="SocketsHttpHandler"/> calls.</summary>
    /// <exception cref="SocketException">It has no address, or none answers.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var host = context.DnsEndPoint;
        return await ConnectAsync(await Dns.GetHostAddressesAsync(host.Host, cancellationToken), host.Port, TimeProvider.System, cancellationToken);
    }

    /// <summary>Connects to one of several addresses; each has a head start over the next.</summary>
    /// <param name="addresses">Addresses, best first; at least one.</param>
    /// <param name="port">Port.</param>
    /// <param name="clock">Measures the head starts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">None answers; what the last one said.</exception>
    public static async Task<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket>>();
        try
        {
            return new NetworkStream(await WinnerAsync(addresses, port, running, clock, decided.Token), ownsSocket: true);
        }
        finally
        {
            await decided.CancelAsync();
            await DropAsync(running);
        }
    }

    private static async Task<Socket> WinnerAsync(IReadOnlyList<IPAddress> addresses, int port, List<Task<Socket>> running, TimeProvider clock, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        for (var next = 0; next < addresses.Count || running.Count > 0;)
        {
            if (next < addresses.Count)
            {
                running.Add(OpenAsync(new IPEndPoint(addresses[next++], port), cancellationToken));
            }

            await AnyEndAsync(running, next < addresses.Count ? HeadStart : Timeout.InfiniteTimeSpan, clock, cancellationToken);
            if (running.Find(connecting => connecting.IsCompleted) is not { } first)
            {
                continue;
            }

            running.Remove(first);
            try
            {
                return await first;
            }
            catch (SocketException failed)
            {
                last = failed;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Waits until one came to an end, or patience did.</summary>
    private static async Task AnyEndAsync(List<Task<Socket>> running, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. running, Task.Delay(patience, clock, enough.Token)]);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<Socket> OpenAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Who comes second may have connected in the same moment.
    private static async Task DropAsync(List<Task<Socket>> others)
    {
        foreach (var other in others)
        {
            try
            {
                (await other).Dispose();
            }
            catch (Exception given) when (given is SocketException or OperationCanceledException)
            {
                // It was given up, or never came about.
            }
        }
    }
}
