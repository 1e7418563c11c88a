using ComplianceAgent.Violations;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>Which violations have a person to write to: not devices without a user, shared accounts, accounts with many devices, or people without an address. Pure.</summary>
internal sealed class MessageRecipients
{
    private readonly HashSet<string> many;
    private readonly IList<string> shared;

    public MessageRecipients(MessageInput input)
    {
        shared = input.Options.SharedAccounts;
        many = input.Violations.Where(violation => violation.IsLive && IdOf(violation).Length > 0).GroupBy(IdOf, StringComparer.OrdinalIgnoreCase)
            .Where(person => person.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count() > input.Options.DemDevices)
            .Select(person => person.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The person's id; null when the desk is to be told instead.</summary>
    public string? OfPerson(Violation violation)
    {
        var id = IdOf(violation);
        return id.Length > 0 && AddressOf(violation) is not null && !many.Contains(id) && !shared.Any(account => Fits(account, violation.Device.UserPrincipalName)) ? id : null;
    }

    /// <summary>Where the person is written to; null when there is no address.</summary>
    public static string? AddressOf(Violation violation) =>
        new[] { violation.Device.Email, violation.Device.UserPrincipalName }.FirstOrDefault(address => address.Length > 0 && Mail.MailAddresses.Read(address) is not null);

    private static string IdOf(Violation violation) => violation.Device.UserId.Length > 0 ? violation.Device.UserId : violation.Device.UserPrincipalName;

    private static bool Fits(string pattern, string account) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (true, true) => account.Contains(pattern.Trim('*'), StringComparison.OrdinalIgnoreCase),
        (true, false) => account.EndsWith(pattern.TrimStart('*'), StringComparison.OrdinalIgnoreCase),
        (false, true) => account.StartsWith(pattern.TrimEnd('*'), StringComparison.OrdinalIgnoreCase),
        _ => account.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };
}
