using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Messages.Teams;
using ComplianceAgent.Tickets.Sending;
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
        services.AddTrackers().AddMessages();
        services.AddSingleton(provider => new MessageChannels(
            provider.GetRequiredService<MailSender>(), provider.GetRequiredService<TeamsSender>(), provider.GetRequiredService<IOptions<MessageOptions>>(), provider.GetRequiredService<IOptions<SmtpOptions>>()));
        services.AddSingleton<TrackerAccess>();
        services.AddSingleton<OutboxDecider>();
        services.AddSingleton<SendMetrics>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<OutboxPreview>();
        services.AddSingleton<TicketSync>();
        return services;
    }

    /// <summary>What attributes cannot say.</summary>
    private sealed class TicketRules : IValidateOptions<TicketOptions>
    {
        public ValidateOptionsResult Validate(string? name, TicketOptions options)
        {
            TicketMeanings.Of(options.Meanings, out var meanings);
            TicketUnits.Read(options, out var units);
            string[] faults = [.. meanings, .. units];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
