using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>Signed webhook; section <c>Tickets:Webhook</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:Webhook";

    /// <summary>Address that events are posted to.</summary>
    public string Url { get; set; } = "";

    /// <summary>Key of the signatures, or where it stands; base64 when it begins with <c>whsec_</c>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The key before, while receivers learn the new one: events then bear both signatures. Empty for none.</summary>
    public string PreviousSecret { get; set; } = "";

    /// <summary>Source attribute of the events: names this agent among several.</summary>
    [Required(ErrorMessage = "Tickets:Webhook:Source must not be empty.")]
    [RegularExpression(@"^[A-Za-z0-9._~:/-]{1,200}$", ErrorMessage = "Tickets:Webhook:Source must be an address or a name such as urn:compliance-agent.")]
    public string Source { get; set; } = "urn:compliance-agent";

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults() =>
    [
        .. TrackerRules.Address(Section + ":Url", Url, "https://hooks.example.org/compliance", mayHaveQuery: true),
        .. TrackerRules.Secret(Section + ":Secret", Secret, "the key that receivers check signatures with (at least 24 bytes)"),
        .. PreviousSecret.Length > 0 ? TrackerRules.Secret(Section + ":PreviousSecret", PreviousSecret, "the key before") : [],
    ];

    /// <summary>References to both keys, the new one first.</summary>
    internal IEnumerable<SecretReference> Secrets() =>
        new SecretReference[] { new(Section + ":Secret", Secret), new(Section + ":PreviousSecret", PreviousSecret) }.Where(secret => !secret.IsEmpty);
}
