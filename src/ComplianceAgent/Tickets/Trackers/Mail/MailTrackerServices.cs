using ComplianceAgent.Tickets.Messages;

namespace ComplianceAgent.Tickets.Trackers.Mail;

/// <summary>Registers tickets by mail.</summary>
internal static class MailTrackerServices
{
    /// <summary>Adds it under <see cref="TrackerKind.Mail"/>.</summary>
    public static IServiceCollection AddMailTracker(this IServiceCollection services) =>
        services.AddMail().AddTracker<MailTracker, MailTrackerOptions>(TrackerKind.Mail, MailTrackerOptions.Section, options => options.Faults());
}
