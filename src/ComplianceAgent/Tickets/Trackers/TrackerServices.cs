using System.Diagnostics.CodeAnalysis;
using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Trackers.Jira;
using ComplianceAgent.Tickets.Trackers.Mail;
using ComplianceAgent.Tickets.Trackers.Redmine;
using ComplianceAgent.Tickets.Trackers.RequestTracker;
using ComplianceAgent.Tickets.Trackers.ServiceNow;
using ComplianceAgent.Tickets.Trackers.Webhook;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>Registers the trackers. <c>Tickets:Tracker</c> chooses one; the others are neither built nor checked.</summary>
public static class TrackerServices
{
    /// <summary>Adds every tracker, keyed by its <see cref="TrackerKind"/>.</summary>
    public static IServiceCollection AddTrackers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ImplementationInstance is SettingsSection { Section: TicketOptions.Section }))
        {
            services.AddSettings<TicketOptions>(TicketOptions.Section);
        }

        return services.AddOutgoing()
            .AddJira()
            .AddServiceNow()
            .AddRequestTracker()
            .AddRedmine()
            .AddWebhook()
            .AddMailTracker();
    }

    /// <summary>Adds one tracker with its section of settings.</summary>
    /// <typeparam name="TTracker">The tracker, made when it is first asked for.</typeparam>
    /// <typeparam name="TOptions">Its settings.</typeparam>
    /// <param name="services">Services.</param>
    /// <param name="kind">How <c>Tickets:Tracker</c> names it.</param>
    /// <param name="section">Section of its settings, such as <c>Tickets:Redmine</c>.</param>
    /// <param name="faults">What is wrong with its settings, a sentence each (see <see cref="TrackerRules"/>).</param>
    internal static IServiceCollection AddTracker<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTracker, TOptions>(
        this IServiceCollection services, TrackerKind kind, string section, Func<TOptions, IEnumerable<string>> faults)
        where TTracker : class, ITracker
        where TOptions : class
    {
        services.AddSettings<TOptions>(section);
        services.AddSingleton<IValidateOptions<TOptions>>(provider => new ChosenTrackerRules<TOptions>(kind, provider.GetRequiredService<IOptions<TicketOptions>>(), faults));
        return services.AddKeyedSingleton<ITracker, TTracker>(kind);
    }
}
