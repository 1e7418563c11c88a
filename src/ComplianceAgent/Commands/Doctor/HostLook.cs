using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>What a host showed of itself.</summary>
/// <param name="Address">What was asked.</param>
/// <param name="FailedAt">Layer at which it failed (DNS, TCP, TLS, proxy, HTTP, time-out); empty when it answered.</param>
internal sealed record HostLook(Uri Address, string FailedAt)
{
    /// <summary>Status of its answer; 0 without one.</summary>
    public int Status { get; init; }

    /// <summary>Content type of its answer.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>What time it was there.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The certificate that was seen, whether trusted or not.</summary>
    public CertificateLook? Certificate { get; init; }

    /// <summary>The proxy in between, without any name or password; empty for none.</summary>
    public string Proxy { get; init; } = "";

    /// <summary>The answer, as far as it was wanted.</summary>
    public string Body { get; init; } = "";

    /// <summary>Host, and port where it is not the usual one.</summary>
    public string Host => Address.IsDefaultPort ? Address.IdnHost : Address.Authority;
}

/// <summary>A certificate as a host showed it.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Organisations">Organisations that its issuers name.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Fault">Why this machine does not trust it; empty when it does.</param>
internal sealed record CertificateLook(string Subject, string Issuer, IReadOnlyList<string> Organisations, DateTimeOffset Expires, string Fault)
{
    private const string Organisation = "2.5.4.10";

    /// <summary>Reads what was shown.</summary>
    public static CertificateLook Of(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors faults) => new(
        ForeignText.Clean(shown.GetNameInfo(X509NameType.SimpleName, forIssuer: false)),
        ForeignText.Clean(shown.GetNameInfo(X509NameType.SimpleName, forIssuer: true)),
        [.. OrganisationsOf(shown.IssuerName), .. chain?.ChainElements.SelectMany(element => OrganisationsOf(element.Certificate.IssuerName)) ?? []],
        new DateTimeOffset(shown.NotAfter.ToUniversalTime()),
        faults == SslPolicyErrors.None ? "" : FaultOf(chain, faults));

    private static IEnumerable<string> OrganisationsOf(X500DistinguishedName name) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == Organisation)
        .Select(part => ForeignText.Clean(part.GetSingleElementValue()));

    private static string FaultOf(X509Chain? chain, SslPolicyErrors faults)
    {
        var states = chain?.ChainStatus.Select(status => status.Status).ToList() ?? [];
        return faults.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another name"
            : states.Contains(X509ChainStatusFlags.NotTimeValid) ? "it has expired, or is not valid yet"
            : "its issuer is not trusted here";
    }
}

/// <summary>Asks a host one question without any credential, and keeps what it showed. Nothing is trusted that a scan would not trust.</summary>
internal static class HostAsker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks.</summary>
    /// <param name="address">Address; no secret may stand in it.</param>
    /// <param name="trust">Whom to trust instead of the system's authorities.</param>
    /// <param name="mostBody">Letters of the answer that are wanted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<HostLook> AskAsync(Uri address, X509ChainPolicy? trust, int mostBody, CancellationToken cancellationToken)
    {
        CertificateLook? certificate = null;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            ConnectTimeout = Patience,
            ConnectCallback = AddressRace.ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = trust,
                RemoteCertificateValidationCallback = (_, shown, chain, faults) =>
                {
                    certificate = shown is null ? null : CertificateLook.Of((X509Certificate2)shown, chain, faults);
                    return faults == SslPolicyErrors.None;
                },
            },
        };
        using var http = new HttpClient(handler) { Timeout = Patience };
        var proxy = ProxyOf(address);
        try
        {
            using var reply = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new HostLook(address, "")
            {
                Status = (int)reply.StatusCode,
                ContentType = ForeignText.Clean(reply.Content.Headers.ContentType?.MediaType),
                Date = reply.Headers.Date,
                Certificate = certificate,
                Proxy = proxy,
                Body = mostBody > 0 && reply.IsSuccessStatusCode ? await BodyAsync(reply, mostBody, cancellationToken) : "",
            };
        }
        catch (Exception failed) when ((RetryRules.IsConnectionFault(failed) || failed is OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            return new HostLook(address, GraphFault.Layer(failed)) { Certificate = certificate, Proxy = proxy };
        }
    }

    private static string ProxyOf(Uri address) =>
        !HttpClient.DefaultProxy.IsBypassed(address) && HttpClient.DefaultProxy.GetProxy(address) is { } proxy && proxy != address ? proxy.Authority : "";

    private static async Task<string> BodyAsync(HttpResponseMessage reply, int most, CancellationToken cancellationToken)
    {
        await using var stream = await reply.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        var text = new char[most];
        return new string(text, 0, await reader.ReadBlockAsync(text, cancellationToken));
    }
}
