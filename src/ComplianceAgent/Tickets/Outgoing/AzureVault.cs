using System.Globalization;
using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>Reads secrets of Azure Key Vault with the identity the agent runs under (managed identity, workload identity, or what the environment names).</summary>
internal static class AzureVault
{
    /// <summary>A secret, newest version unless the address names one.</summary>
    public static async Task<string> ReadAsync(Uri address, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(clients);
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var options = new SecretClientOptions { Transport = new HttpClientTransport(clients.CreateClient(OutgoingHttp.Client)) };
        options.Retry.MaxRetries = 1;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        options.Diagnostics.IsLoggingEnabled = false;
        var vault = new SecretClient(new Uri(address.GetLeftPart(UriPartial.Authority)), new DefaultAzureCredential(), options);
        var secret = await vault.GetSecretAsync(parts[1], parts.Length > 2 ? parts[2] : null, cancellationToken: cancellationToken);
        return secret.Value.Value;
    }

    /// <summary>Why it failed, in words that hold no secret.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        RequestFailedException { Status: > 0 } refused => string.Create(CultureInfo.InvariantCulture, $"status {refused.Status}"),
        AuthenticationFailedException => "signing in to Azure failed",
        RequestFailedException or HttpRequestException => "no connection",
        _ => failure.GetType().Name,
    };
}
