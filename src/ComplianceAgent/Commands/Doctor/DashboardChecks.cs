using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at the dashboard's sign-in: whether its settings hang together, its authority describes itself, and its secret can be had.</summary>
internal sealed class DashboardChecks(DashboardOptions options, string url, SecretReader secrets, TimeProvider clock)
{
    private const string Name = "dashboard";
    private const int MostMetadata = 256 * 1024;

    /// <summary>The check.</summary>
    public Check Of() => new(Name, "", TimeSpan.FromSeconds(45), LookAsync);

    private async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            return [Finding.Ok(Name, "", "switched off (Dashboard:Enabled)")];
        }

        var faults = DashboardRules.Faults(options, url).Select(fault => Finding.Fault(Name, "", fault)).ToList();
        if (faults.Count > 0)
        {
            return faults;
        }

        return
        [
            .. Certificate("Dashboard:Certificate", options.Certificate),
            .. options.SignIn.IsOn ? await SignInAsync(options.SignIn, cancellationToken) : [Finding.Ok(Name, "", $"without sign-in, for this machine alone ({url})")],
        ];
    }

    private async Task<IEnumerable<Finding>> SignInAsync(DashboardSignIn signIn, CancellationToken cancellationToken) =>
    [
        .. await AuthorityAsync(signIn, cancellationToken),
        .. Certificate("Dashboard:SignIn:ClientCertificate", signIn.ClientCertificate),
        .. await SecretAsync(signIn, cancellationToken),
    ];

    private static async Task<IEnumerable<Finding>> AuthorityAsync(DashboardSignIn signIn, CancellationToken cancellationToken)
    {
        X509ChainPolicy? trust;
        try
        {
            trust = signIn.CertificateAuthority.Length > 0 ? DirectorySignIn.TrustOf(signIn.CertificateAuthority) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [Finding.Fault(Name, "", $"Dashboard:SignIn:CertificateAuthority: {signIn.CertificateAuthority} cannot be read as PEM.")];
        }

        var look = await HostAsker.AskAsync(HostChecks.Metadata(new Uri(signIn.Instance), signIn.TenantId), trust, MostMetadata, cancellationToken);
        var host = HostFindings.Of(HostRole.Directory, look)
            .Where(finding => trust is null || finding.Check != "tls").ToList();
        return look.FailedAt.Length > 0 ? host : [.. host, Described(signIn, look)];
    }

    private static Finding Described(DashboardSignIn signIn, HostLook look)
    {
        var issuer = IssuerOf(look.Body);
        return issuer is null
            ? Finding.Fault(Name, "", FormattableString.Invariant($"the sign-in host describes no directory {signIn.TenantId} (status {look.Status})."), "Check Dashboard:SignIn:Instance and TenantId.")
            : issuer.Contains(signIn.TenantId, StringComparison.OrdinalIgnoreCase)
                ? Finding.Ok(Name, "", $"sign-in by directory {signIn.TenantId}: it describes itself, and settings are complete")
                : Finding.Fault(Name, "", $"the sign-in host speaks for another directory than {signIn.TenantId}.", "Check Dashboard:SignIn:Instance and TenantId.");
    }

    private static string? IssuerOf(string metadata)
    {
        try
        {
            using var document = JsonDocument.Parse(metadata);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("issuer", out var issuer) ? issuer.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<IEnumerable<Finding>> SecretAsync(DashboardSignIn signIn, CancellationToken cancellationToken)
    {
        if (signIn.ClientSecret.Length == 0)
        {
            return [];
        }

        try
        {
            _ = await secrets.ReadAsync(new SecretReference("Dashboard:SignIn:ClientSecret", signIn.ClientSecret), cancellationToken);
            return [];
        }
        catch (SecretException missing)
        {
            return [Finding.Fault(Name, "", Sentences.Say(missing.Reason))];
        }
    }

    private IEnumerable<Finding> Certificate(string setting, string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return [CredentialFindings.Lifetime(Name, "", certificate, clock.GetUtcNow(), $"{setting}: put a new one at {path} and restart the agent.")];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [Finding.Fault(Name, "", $"{setting}: {path} cannot be read as a certificate in PEM.")];
        }
    }
}
