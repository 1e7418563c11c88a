using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>What the settings of telemetry must keep to.</summary>
internal sealed class TelemetryRules : IValidateOptions<TelemetryOptions>
{
    /// <summary>A shorter one can be guessed.</summary>
    public const int LeastToken = 16;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Every fault at once. Pure.</summary>
    public static IEnumerable<string> Faults(TelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Sends && !IsGood(options.OtlpEndpoint))
        {
            yield return $"Telemetry:OtlpEndpoint: \"{options.OtlpEndpoint}\" is no address of a collector. Write https://HOST:4318, or http://127.0.0.1:4318 for one on this machine: nothing is sent in clear to another.";
        }

        if (new SecretReference("Telemetry:OtlpHeaders", options.OtlpHeaders).Fault() is { } headers)
        {
            yield return headers;
        }

        var token = new SecretReference("Telemetry:MetricsToken", options.MetricsToken);
        if (token.Fault() is { } unreadable)
        {
            yield return unreadable;
        }
        else if (token is { Variable: null, File: null, Vault: null } && token.Text.Length is > 0 and < LeastToken)
        {
            yield return FormattableString.Invariant($"Telemetry:MetricsToken: write at least {LeastToken} characters, or where it stands (env:NAME, file:/path, keyvault:https://…).");
        }
    }

    private static bool IsGood(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
