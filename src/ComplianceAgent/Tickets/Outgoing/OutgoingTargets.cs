using System.Net;
using System.Net.Sockets;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>Which addresses the agent may send to: https unless loopback, and never the addresses at which clouds hand out credentials. Pure.</summary>
internal static class OutgoingTargets
{
    private static readonly IPAddress[] Metadata = [IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("192.0.0.192")];

    /// <summary>What is wrong with an address in a setting; null when nothing.</summary>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="address">Its value.</param>
    public static string? Fault(string setting, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
        {
            return $"{setting}: \"{address}\" is not an address. Write it whole, such as https://tracker.example.org.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return $"{setting}: an address may hold no user or password; credentials have settings of their own.";
        }

        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            return $"{setting}: {address} is not encrypted. Use https; http is for this machine alone (127.0.0.1).";
        }

        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var ip) && IsForbidden(ip)
            ? $"{setting}: {address} is a link-local or metadata address; nothing is sent there."
            : null;
    }

    /// <summary>True for link-local, unspecified, multicast and metadata addresses.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = ip.GetAddressBytes();
        return Metadata.Contains(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) || ip.IsIPv6LinkLocal || ip.IsIPv6Multicast
            || (ip.AddressFamily == AddressFamily.InterNetwork && (bytes is [169, 254, ..] || bytes[0] is 0 or >= 224));
    }

    /// <summary>The reason told when a name leads to such an address at the moment of connecting.</summary>
    public static Reason Refusal(string host, IPAddress address) => Reason.Of("outgoing-address-refused", ("host", host), ("address", address.ToString()));
}
