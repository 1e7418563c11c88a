using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Sending;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets;

/// <summary>Registers tickets and messages.</summary>
internal static class TicketServices
{
    /// <summary>Adds what decides, sends and reads back, and its settings (<c>Tickets</c>).</summary>
    public static IServiceCollection AddTickets(this IServiceCollection services)
    {
        services.AddSettings<TicketOptions>(TicketOptions.Section);
        services.AddSingleton<IValidateOptions<TicketOptions>, TicketRules>();
        services.AddSingleton<TrackerAccess>();
        services.AddSingleton<OutboxDecider>();
        services.AddSingleton<SendMetrics>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<TicketSync>();
        return services;
    }

    /// <summary>What attributes cannot say.</summary>
    private sealed class TicketRules : IValidateOptions<TicketOptions>
    {
        public ValidateOptionsResult Validate(string? name, TicketOptions options)
        {
            TicketMeanings.Of(options.Meanings, out var faults);
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
