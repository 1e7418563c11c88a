using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Templates;
using ComplianceAgent.Tickets.Trackers;
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
        services.AddTrackers();
        services.AddSingleton(provider => new NoticeTemplates(provider.GetRequiredService<IOptions<TicketOptions>>().Value.TemplatePath));
        services.AddSingleton<INoticeWriter>(provider => provider.GetRequiredService<NoticeTemplates>());
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
