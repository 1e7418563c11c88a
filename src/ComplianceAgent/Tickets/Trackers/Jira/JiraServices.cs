namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Registers Jira.</summary>
internal static class JiraServices
{
    /// <summary>Adds it under <see cref="TrackerKind.Jira"/>.</summary>
    public static IServiceCollection AddJira(this IServiceCollection services) =>
        services.AddTracker<JiraTracker, JiraOptions>(TrackerKind.Jira, JiraOptions.Section, options => options.Faults());
}
