using System.Net;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>What hangs together between the settings of the dashboard and where it listens: a dashboard without sign-in must not be reachable from outside.</summary>
internal sealed class DashboardRules(IOptions<ServiceOptions> service) : IValidateOptions<DashboardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var faults = (options.Enabled ? Faults(options, service.Value.Url) : []).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Every fault at once. Pure.</summary>
    public static IEnumerable<string> Faults(DashboardOptions options, string url) =>
        [.. WhereFaults(options, url), .. SignInFaults(options.SignIn), .. ProxyFaults(options), .. CertificateFaults(options, url), .. SecretFaults("Dashboard:KeyProtection", options.KeyProtection)];

    /// <summary>True for an address that only this machine reaches.</summary>
    public static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    private static IEnumerable<string> WhereFaults(DashboardOptions options, string url)
    {
        var (isOn, isLoopback, isHttps) = (options.SignIn.IsOn, IsLoopback(url), url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        if (!isOn && !isLoopback)
        {
            yield return $"Service:Url {url}: the dashboard has no sign-in, so it may only listen on 127.0.0.1, [::1] or localhost. Set Dashboard:SignIn:TenantId and ClientId, or Dashboard:Enabled=false to serve the health endpoints alone.";
        }

        if (!isOn && options.TrustedProxies.Count > 0)
        {
            yield return "Dashboard:TrustedProxies: without sign-in nothing may be reached through a proxy. Set Dashboard:SignIn:TenantId and ClientId, or leave it empty.";
        }

        if (isOn && !isHttps && options.TrustedProxies.Count == 0)
        {
            yield return $"Service:Url {url}: sign-in needs https, or its cookies are sent by nobody. Write https:// and set Dashboard:Certificate, or name the proxy that ends TLS in Dashboard:TrustedProxies.";
        }
    }

    private static IEnumerable<string> SignInFaults(DashboardSignIn signIn)
    {
        if (!signIn.IsOn)
        {
            return signIn.ClientId.Length > 0 ? ["Dashboard:SignIn:TenantId: is empty, although ClientId is set. Write the id of the directory."] : [];
        }

        return
        [
            .. Guid.TryParse(signIn.TenantId, out _) ? Array.Empty<string>() : [$"Dashboard:SignIn:TenantId: \"{signIn.TenantId}\" is no id. Write the directory's id: common and organizations let anybody in."],
            .. signIn.ClientId.Length > 0 ? Array.Empty<string>() : ["Dashboard:SignIn:ClientId: write the id of the application."],
            .. (signIn.ClientSecret.Length > 0) != (signIn.ClientCertificate.Length > 0) ? Array.Empty<string>() : ["Dashboard:SignIn: set ClientSecret or ClientCertificate, one of the two."],
            .. SecretFaults("Dashboard:SignIn:ClientSecret", signIn.ClientSecret),
            .. signIn.Scopes.Select((scope, index) => (scope, index)).Where(pair => DirectoryGrants.ParseScope(pair.scope, signIn.Roles) is null)
                .Select(pair => FormattableString.Invariant($"Dashboard:SignIn:Scopes:{pair.index}: \"{pair.scope}\" is not GROUP-ID=Role, GROUP-ID=Role:tenant or GROUP-ID=Role:tenant/unit.")),
        ];
    }

    private static IEnumerable<string> ProxyFaults(DashboardOptions options) => options.TrustedProxies
        .Where(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _))
        .Select(proxy => $"Dashboard:TrustedProxies: \"{proxy}\" is neither an address nor a network such as 10.0.0.0/24.");

    private static IEnumerable<string> CertificateFaults(DashboardOptions options, string url) =>
        url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && (options.Certificate.Length == 0 || options.CertificateKey.Length == 0)
            ? [$"Service:Url {url}: https needs Dashboard:Certificate and Dashboard:CertificateKey."]
            : [];

    private static IEnumerable<string> SecretFaults(string setting, string text) => new SecretReference(setting, text).Fault() is { } fault ? [fault] : [];
}
