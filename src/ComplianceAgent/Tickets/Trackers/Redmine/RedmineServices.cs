namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>Registers Redmine.</summary>
internal static class RedmineServices
{
    /// <summary>Adds it under <see cref="TrackerKind.Redmine"/>.</summary>
    public static IServiceCollection AddRedmine(this IServiceCollection services) =>
        services.AddTracker<RedmineTracker, RedmineOptions>(TrackerKind.Redmine, RedmineOptions.Section, options => options.Faults());
}
