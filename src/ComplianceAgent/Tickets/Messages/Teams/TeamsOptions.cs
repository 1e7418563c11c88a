using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Messages.Teams;

/// <summary>A channel or chat of Microsoft Teams; section <c>Messages:Teams</c>.</summary>
public sealed class TeamsOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Messages:Teams";

    /// <summary>Address of a Workflows webhook, or where it stands. It holds a signature, so whoever has it can post: it is printed nowhere.</summary>
    public string Url { get; set; } = "";
}

/// <summary>What the settings of Teams have to keep to. Nothing here repeats the address.</summary>
internal sealed class TeamsRules : IValidateOptions<TeamsOptions>
{
    private const string Setting = "Messages:Teams:Url";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Url.Length == 0)
        {
            return ValidateOptionsResult.Skip;
        }

        var reference = new SecretReference(Setting, options.Url);
        var fault = reference.Fault() ?? (reference is { Variable: null, File: null, Vault: null } && Address(options.Url) is null
            ? $"{Setting}: this is not an address that can be posted to. Copy the whole https address that the workflow \"Post to a channel when a webhook request is received\" shows, or write env:NAME, file:/path or keyvault:https://NAME.vault.azure.net/secrets/NAME."
            : null);
        return fault is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(fault);
    }

    /// <summary>The address to post to; null when it is none, or one that nothing is sent to.</summary>
    public static Uri? Address(string text) => OutgoingTargets.Fault(Setting, text) is null && new Uri(text).Fragment.Length == 0 ? new Uri(text) : null;
}
