using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>What <c>run</c> listens on; section <c>Service</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Service";

    /// <summary>Address of the health endpoints: loopback unless a container or a probe needs another.</summary>
    [RegularExpression("^https?://[^/]+$", ErrorMessage = "Service:Url must be an address such as http://127.0.0.1:8080.")]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Hours after which a tenant without a complete scan makes the service not ready and its reports alarmed.</summary>
    [Range(1, 8760, ErrorMessage = "Service:ReadyWithinHours must be between 1 and 8760.")]
    public int ReadyWithinHours { get; set; } = 48;

    /// <summary>Name of the setting of <see cref="HeartbeatUrl"/>.</summary>
    internal const string HeartbeatSetting = "Service:HeartbeatUrl";

    /// <summary>
    /// Address of a monitor elsewhere that is asked (GET) while the service is ready, and raises an alarm when that ends; often a secret, so it may
    /// be a reference to one. Empty asks nobody.
    /// </summary>
    public string HeartbeatUrl { get; set; } = "";

    /// <summary>Seconds between two signs of life.</summary>
    [Range(10, 86400, ErrorMessage = "Service:HeartbeatSeconds must be between 10 and 86400.")]
    public int HeartbeatSeconds { get; set; } = 300;

    /// <summary>Whether a tenant had a complete scan lately, or has not been served for long enough to have one. Pure.</summary>
    /// <param name="lastComplete">End of its last complete scan; null when there was none.</param>
    /// <param name="startedAt">Start of the service.</param>
    /// <param name="now">Now.</param>
    public bool IsReady(DateTimeOffset? lastComplete, DateTimeOffset startedAt, DateTimeOffset now) => now - (lastComplete ?? startedAt) <= TimeSpan.FromHours(ReadyWithinHours);
}

/// <summary>What the address of the monitor must keep to.</summary>
internal sealed class HeartbeatRules : IValidateOptions<ServiceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Fault(options.HeartbeatUrl) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }

    /// <summary>What is wrong with it; null when nothing. Pure.</summary>
    public static string? Fault(string address)
    {
        var reference = new SecretReference(ServiceOptions.HeartbeatSetting, address);
        return reference.IsEmpty ? null
            : reference.Fault() ?? (reference is { Variable: null, File: null, Vault: null } ? OutgoingTargets.Fault(ServiceOptions.HeartbeatSetting, address) : null);
    }
}
