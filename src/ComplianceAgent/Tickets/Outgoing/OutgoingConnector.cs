using System.Net;
using System.Net.Sockets;
using ComplianceAgent.Hosting;
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
    /// <summary>A connection to an address of the host that may be sent to.</summary>
    /// <exception cref="OutgoingRefusedException">It has none.</exception>
    /// <exception cref="SocketException">It has no address, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        return await AddressRace.ConnectAsync(await AllowedAsync(host, cancellationToken), port, clock, cancellationToken);
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
}
