using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>What every tracker's settings have to keep to; each fault is one sentence that names the setting and what to write.</summary>
internal static class TrackerRules
{
    /// <summary>An address.</summary>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="example">An address as it may look.</param>
    /// <param name="mayHaveQuery">Something may follow a question mark.</param>
    public static IEnumerable<string> Address(string setting, string value, string example, bool mayHaveQuery = false) =>
        value.Length == 0 ? [$"{setting} is not set. Write the address, such as {example}."]
        : OutgoingTargets.Fault(setting, value) is { } fault ? [fault]
        : new Uri(value) is { Fragment.Length: 0 } uri && (mayHaveQuery || uri.Query.Length == 0) ? []
        : [$"{setting}: take the part behind {(mayHaveQuery ? "#" : "? or #")} out of the address."];

    /// <summary>A secret.</summary>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="what">What it is and where it is made.</param>
    public static IEnumerable<string> Secret(string setting, string value, string what) =>
        value.Length == 0 ? [$"{setting} is not set. Write {what}, as env:NAME, file:/path or keyvault:https://NAME.vault.azure.net/secrets/NAME."]
        : new SecretReference(setting, value).Fault() is { } fault ? [fault]
        : [];

    /// <summary>A text that may not be missing.</summary>
    /// <param name="setting">Name of the setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="what">What to write.</param>
    public static IEnumerable<string> Needed(string setting, string value, string what) => string.IsNullOrWhiteSpace(value) ? [$"{setting} is not set. Write {what}."] : [];
}

/// <summary>Checks a tracker's settings only when <c>Tickets:Tracker</c> names it: the others may stay empty or half written.</summary>
internal sealed class ChosenTrackerRules<TOptions>(TrackerKind kind, IOptions<TicketOptions> tickets, Func<TOptions, IEnumerable<string>> faults) : IValidateOptions<TOptions>
    where TOptions : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (tickets.Value.Tracker != kind)
        {
            return ValidateOptionsResult.Skip;
        }

        List<string> found = [.. faults(options)];
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
