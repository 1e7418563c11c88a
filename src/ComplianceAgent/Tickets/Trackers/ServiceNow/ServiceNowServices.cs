namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>Registers ServiceNow.</summary>
internal static class ServiceNowServices
{
    /// <summary>Adds it under <see cref="TrackerKind.ServiceNow"/>.</summary>
    public static IServiceCollection AddServiceNow(this IServiceCollection services) =>
        services.AddTracker<ServiceNowTracker, ServiceNowOptions>(TrackerKind.ServiceNow, ServiceNowOptions.Section, options => options.Faults());
}
