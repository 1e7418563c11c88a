using System.Globalization;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>A host that a firewall must let through.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Cost">What is lost while it is blocked.</param>
internal sealed record HostRole(string Name, string Cost)
{
    /// <summary>Where the agent signs in.</summary>
    public static readonly HostRole Login = new("login host", "Nobody can sign in to the tenant, so nothing is scanned at all.");

    /// <summary>Where it asks.</summary>
    public static readonly HostRole Graph = new("Graph host", "Neither devices nor apps can be read, so nothing is scanned at all.");

    /// <summary>Where exported files lie.</summary>
    public static readonly HostRole Storage = new(
        "storage host",
        "Scans take the detected-apps route instead of the export: slower, blind to devices without a banned app, and unable to prove that an app is gone.");

    /// <summary>Where people sign in to the dashboard.</summary>
    public static readonly HostRole Directory = new("sign-in host of the dashboard", "Nobody can sign in to the dashboard; scans go on.");
}

/// <summary>Judges what hosts showed. Pure.</summary>
internal static class HostFindings
{
    /// <summary>Name of the check.</summary>
    public const string Name = "host";

    /// <summary>How wrong a clock may be: beyond it tokens are refused.</summary>
    public static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(5);

    // Who issues the certificates of Microsoft's hosts, and the public authorities they may change to. A name is no proof, so this only warns.
    private static readonly string[] Public =
        ["Microsoft", "DigiCert", "GlobalSign", "Baltimore", "Entrust", "Sectigo", "Let's Encrypt", "Internet Security Research Group", "Google Trust Services", "Amazon", "IdenTrust", "VeriSign", "GeoTrust", "CFCA"];

    /// <summary>What is to be said of a host.</summary>
    public static IEnumerable<Finding> Of(HostRole role, HostLook look)
    {
        if (Blocked(role, look) is { } blocked)
        {
            yield return blocked;
            yield break;
        }

        yield return Finding.Ok(Name, look.Host, $"{role.Name}: {Layers(look)}{Through(look)}{(look.Certificate is { } shown ? $"; its certificate comes from {shown.Issuer}" : "")}");
        if (look.Certificate is { } certificate && !certificate.Organisations.Any(IsPublic))
        {
            yield return Finding.Warning(
                "tls",
                look.Host,
                $"{role.Name}: its certificate was issued by {certificate.Issuer}{Named(certificate)}, which is no public authority: something in between opens the connection and can read the agent's tokens.",
                "If that is your own proxy, let it pass this host through unopened, or accept that whoever runs it can read the tenant.");
        }
    }

    /// <summary>What is to be said of the clock; null when a host told no time.</summary>
    public static Finding? Clock(string host, DateTimeOffset ours, DateTimeOffset? theirs)
    {
        if (theirs is not { } told)
        {
            return null;
        }

        var skew = ours - told;
        var amount = string.Create(CultureInfo.InvariantCulture, $"{skew.Duration().TotalMinutes:0.0} minutes {(skew > TimeSpan.Zero ? "ahead of" : "behind")} {host}");
        return skew.Duration() > AllowedSkew
            ? Finding.Fault(
                "clock",
                "",
                string.Create(CultureInfo.InvariantCulture, $"this machine's clock is {amount}: it says {ours.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, the host {told.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Sign-ins are refused, and deadlines are judged by the wrong time."),
                "Switch time synchronisation on (timedatectl set-ntp true; on Windows w32tm /resync).")
            : Finding.Ok("clock", "", $"within {AllowedSkew.TotalMinutes:0} minutes of {host}");
    }

    /// <summary>Through what the hosts are reached.</summary>
    public static Finding Proxy(IReadOnlyCollection<HostLook> looks)
    {
        var through = looks.Where(look => look.Proxy.Length > 0).ToList();
        return through.Count == 0
            ? Finding.Ok("proxy", "", "none is set (HTTPS_PROXY); hosts are reached directly")
            : Finding.Ok("proxy", "", $"{string.Join(", ", through.Select(look => look.Host).Distinct(StringComparer.Ordinal))} through {string.Join(", ", through.Select(look => look.Proxy).Distinct(StringComparer.Ordinal))} (HTTPS_PROXY, HTTP_PROXY; NO_PROXY names exceptions)");
    }

    private static Finding? Blocked(HostRole role, HostLook look) => look switch
    {
        { FailedAt: "TLS", Certificate: { Fault.Length: > 0 } shown } => Finding.Fault(
            Name,
            look.Host,
            $"{role.Name}: the certificate shown for {shown.Subject} was issued by {shown.Issuer}{Named(shown)} and is not accepted: {shown.Fault}. {role.Cost}",
            $"If {shown.Issuer} is your own proxy's authority, let the proxy pass {look.Host} through unopened, or put that authority among the system's (update-ca-certificates; on Windows the machine's trusted roots). Else somebody else answers in its name."),
        { FailedAt: { Length: > 0 } layer } => Finding.Fault(Name, look.Host, $"{role.Name}: cannot be reached ({layer}){Through(look)}. {role.Cost}", Remedy(layer, look)),
        { Status: 407 } => Finding.Fault(Name, look.Host, $"{role.Name}: the proxy {look.Proxy} wants a sign-in (407). {role.Cost}", "Put the account into HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT), or let this machine through without one."),
        { Status: 200, ContentType: "text/html" } => Finding.Fault(
            Name, look.Host, $"{role.Name}: a web page answers in its place: a captive portal or a filter. {role.Cost}", $"Let {look.Host} through for this machine."),
        _ => null,
    };

    private static string Remedy(string layer, HostLook look) => (layer, look.Proxy.Length > 0) switch
    {
        (_, true) => $"See that the proxy {look.Proxy} runs and lets {look.Host} through, or name the host in NO_PROXY.",
        ("DNS", _) => $"See that this machine can resolve {look.Host}.",
        ("TLS", _) => $"Something in between ends the TLS handshake: let {look.Host}, port {look.Address.Port}, through unopened.",
        _ => $"Let this machine reach {look.Host}, port {look.Address.Port}, or set HTTPS_PROXY.",
    };

    private static string Layers(HostLook look) => look.Address.Scheme == Uri.UriSchemeHttps ? "DNS, TCP and TLS work" : "DNS and TCP work";

    private static string Through(HostLook look) => look.Proxy.Length > 0 ? $" through the proxy {look.Proxy}" : "";

    private static string Named(CertificateLook certificate) => certificate.Organisations is [{ } first, ..] && first != certificate.Issuer ? $" ({first})" : "";

    private static bool IsPublic(string organisation) => Public.Any(known => organisation.StartsWith(known, StringComparison.OrdinalIgnoreCase));
}
