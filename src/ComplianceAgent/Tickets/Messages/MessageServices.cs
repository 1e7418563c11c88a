using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Messages.Teams;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Templates;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>Registers texts, mail and Teams. Each may be called by whatever needs it; nothing is added twice.</summary>
public static class MessageServices
{
    /// <summary>Adds texts, channels and the settings of messages.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddTickets(services);
        if (!Has(services, MessageOptions.Section))
        {
            services.AddSettings<MessageOptions>(MessageOptions.Section);
            services.AddSingleton<IValidateOptions<MessageOptions>, MessageRules>();
        }

        if (!Has(services, TeamsOptions.Section))
        {
            services.AddSettings<TeamsOptions>(TeamsOptions.Section);
            services.AddSingleton<IValidateOptions<TeamsOptions>, TeamsRules>();
            services.AddSingleton<TeamsSender>();
        }

        services.TryAddSingleton<NoticeTemplates>(provider => new NoticeTemplates(provider.GetRequiredService<IOptions<TicketOptions>>().Value.TemplatePath));
        services.TryAddSingleton<INoticeWriter>(provider => provider.GetRequiredService<NoticeTemplates>());
        return services.AddMail();
    }

    /// <summary>Adds sending by SMTP.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddTickets(services);
        if (!Has(services, SmtpOptions.Section))
        {
            services.AddOutgoing();
            services.AddSettings<SmtpOptions>(SmtpOptions.Section);
            services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpRules>();
            services.AddSingleton<MailSender>();
        }

        return services;
    }

    private static void AddTickets(IServiceCollection services)
    {
        if (!Has(services, TicketOptions.Section))
        {
            services.AddSettings<TicketOptions>(TicketOptions.Section);
        }
    }

    private static bool Has(IServiceCollection services, string section) => services.Any(service => service.ImplementationInstance is SettingsSection known && known.Section == section);
}
