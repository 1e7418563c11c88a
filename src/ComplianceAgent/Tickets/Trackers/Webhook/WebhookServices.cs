namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>Registers the signed webhook.</summary>
internal static class WebhookServices
{
    /// <summary>Adds it under <see cref="TrackerKind.Webhook"/>.</summary>
    public static IServiceCollection AddWebhook(this IServiceCollection services) =>
        services.AddTracker<WebhookTracker, WebhookOptions>(TrackerKind.Webhook, WebhookOptions.Section, options => options.Faults());
}
