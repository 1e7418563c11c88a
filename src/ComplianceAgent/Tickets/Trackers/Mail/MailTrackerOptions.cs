using ComplianceAgent.Tickets.Messages.Mail;

namespace ComplianceAgent.Tickets.Trackers.Mail;

/// <summary>Any system that makes tickets of mail; section <c>Tickets:Mail</c>. The mail server stands in <c>Messages:Smtp</c>.</summary>
public sealed class MailTrackerOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:Mail";

    /// <summary>Address that makes a ticket of a mail.</summary>
    public string To { get; set; } = "";

    /// <summary>Address that takes answers to a ticket; empty takes the first.</summary>
    public string UpdateTo { get; set; } = "";

    /// <summary>Other addresses for tickets of a queue, <c>QUEUE=ADDRESS</c>.</summary>
    public IList<string> Queues { get; set; } = [];

    /// <summary>Whether headers say that no person wrote it. Right for most; GLPI drops such mail.</summary>
    public bool SaysAutomatic { get; set; } = true;

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults()
    {
        string?[] faults =
        [
            To.Length == 0 ? $"{Section}:To is not set. Write the address at which the service desk's system makes tickets of mail." : MailAddresses.Fault($"{Section}:To", To),
            UpdateTo.Length == 0 ? null : MailAddresses.Fault($"{Section}:UpdateTo", UpdateTo),
            .. Queues.Select(QueueFault),
        ];
        return faults.OfType<string>();
    }

    /// <summary>Address of a queue; the general one when the queue has none of its own.</summary>
    internal string AddressOf(string queue) => OwnAddressOf(queue) ?? To;

    /// <summary>Address of its own that a queue has; null when none.</summary>
    internal string? OwnAddressOf(string queue) => Queues
        .Select(entry => entry.Split('=', 2))
        .Where(parts => parts.Length == 2 && queue.Length > 0 && parts[0].Trim().Equals(queue, StringComparison.OrdinalIgnoreCase))
        .Select(parts => parts[1].Trim()).FirstOrDefault();

    private static string? QueueFault(string entry, int index)
    {
        var parts = entry.Split('=', 2);
        return parts.Length == 2 && parts[0].Trim().Length > 0
            ? MailAddresses.Fault($"{Section}:Queues:{index}", parts[1].Trim())
            : $"{Section}:Queues:{index}: \"{entry}\" is not QUEUE=ADDRESS. Write the queue's name, an equals sign and the address.";
    }
}
