namespace ComplianceAgent.Tickets.Trackers.RequestTracker;

/// <summary>Registers Request Tracker.</summary>
internal static class RtServices
{
    /// <summary>Adds it under <see cref="TrackerKind.RequestTracker"/>.</summary>
    public static IServiceCollection AddRequestTracker(this IServiceCollection services) =>
        services.AddTracker<RtTracker, RtOptions>(TrackerKind.RequestTracker, RtOptions.Section, options => options.Faults());
}
