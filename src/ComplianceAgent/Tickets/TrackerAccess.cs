using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets;

/// <summary>The tracker that the settings name; nothing of the others is built.</summary>
public sealed class TrackerAccess(IServiceProvider services, IOptions<TicketOptions> options)
{
    private readonly Lazy<ITracker?> tracker = new(() =>
        options.Value.Tracker == TrackerKind.None ? null : services.GetRequiredKeyedService<ITracker>(options.Value.Tracker));

    /// <summary>The tracker; null when tickets go nowhere.</summary>
    public ITracker? Current => tracker.Value;
}
