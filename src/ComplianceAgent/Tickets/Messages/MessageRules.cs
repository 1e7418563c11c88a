using System.Globalization;
using ComplianceAgent.Tickets.Messages.Mail;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>What hangs together in the settings of messages.</summary>
internal sealed class MessageRules(IOptions<SmtpOptions> smtp) : IValidateOptions<MessageOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MessageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. Faults(options)];
        if (options.Users && smtp.Value.Host.Length == 0)
        {
            faults.Add("Messages:Users is true, but Messages:Smtp:Host is not set. Users are written to by mail: write the name of the mail server.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>A time of day; 24:00 is the end of the day.</summary>
    internal static TimeSpan Time(string text) => text == "24:00" ? TimeSpan.FromHours(24) : TimeSpan.ParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Faults(MessageOptions options)
    {
        foreach (var fault in options.Desk.Select((address, i) => MailAddresses.Fault(Name("Desk", i), address)).Concat(options.Managers.Select((address, i) => MailAddresses.Fault(Name("Managers", i), address))).OfType<string>())
        {
            yield return fault;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            yield return $"Messages:TimeZone: there is no zone \"{options.TimeZone}\". Write one such as Europe/Brussels.";
        }

        if (options.SendFrom.Length == 5 && options.SendUntil.Length == 5 && string.CompareOrdinal(options.SendFrom, options.SendUntil) >= 0)
        {
            yield return $"Messages:SendUntil ({options.SendUntil}) must be later than Messages:SendFrom ({options.SendFrom}).";
        }
    }

    private static string Name(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"Messages:{list}:{index}");
}
