using System.ComponentModel.DataAnnotations;

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

    /// <summary>Whether a tenant had a complete scan lately, or has not been served for long enough to have one. Pure.</summary>
    /// <param name="lastComplete">End of its last complete scan; null when there was none.</param>
    /// <param name="startedAt">Start of the service.</param>
    /// <param name="now">Now.</param>
    public bool IsReady(DateTimeOffset? lastComplete, DateTimeOffset startedAt, DateTimeOffset now) => now - (lastComplete ?? startedAt) <= TimeSpan.FromHours(ReadyWithinHours);
}
