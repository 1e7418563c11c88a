using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>How often managers get the digest.</summary>
public enum DigestRhythm
{
    /// <summary>Every day.</summary>
    Daily,

    /// <summary>On one day of the week.</summary>
    Weekly,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>Messages to people; section <c>Messages</c>. How they are sent stands in sections beneath.</summary>
public sealed class MessageOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Messages";

    /// <summary>Whether users of devices are written to by mail.</summary>
    public bool Users { get; set; }

    /// <summary>Addresses of the service desk, for devices without anybody to write to; empty for none. A unit's own comes first.</summary>
    public IList<string> Desk { get; set; } = [];

    /// <summary>Addresses that get the digest; empty for none.</summary>
    public IList<string> Managers { get; set; } = [];

    /// <summary>Rhythm of the digest.</summary>
    public DigestRhythm DigestEvery { get; set; }

    /// <summary>Day of a weekly digest.</summary>
    public DayOfWeek DigestDay { get; set; } = DayOfWeek.Monday;

    /// <summary>Start of the hours in which messages leave, such as 08:00.</summary>
    [RegularExpression("^([01][0-9]|2[0-3]):[0-5][0-9]$", ErrorMessage = "Messages:SendFrom must be a time of day such as 08:00.")]
    public string SendFrom { get; set; } = "08:00";

    /// <summary>End of them, such as 18:00; 24:00 for the end of the day.</summary>
    [RegularExpression("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", ErrorMessage = "Messages:SendUntil must be a time of day such as 18:00.")]
    public string SendUntil { get; set; } = "18:00";

    /// <summary>Whether messages leave on Mondays to Fridays only.</summary>
    public bool WeekdaysOnly { get; set; } = true;

    /// <summary>An account that is the user of more devices than this is one that enrols them (a device enrolment manager), not a person to write to.</summary>
    [Range(1, 1000, ErrorMessage = "Messages:DemDevices must be between 1 and 1000.")]
    public int DemDevices { get; set; } = 10;

    /// <summary>Accounts (user principal names) that several people share; with * at either end.</summary>
    public IList<string> SharedAccounts { get; set; } = [];

    /// <summary>Zone of days and hours, IANA or Windows name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Language of messages where no unit names another: en, fr, nl, de, or two such as nl+fr.</summary>
    [RegularExpression(@"^(en|fr|nl|de)(\+(en|fr|nl|de))?$", ErrorMessage = "Messages:Language must be en, fr, nl or de, or two of them such as nl+fr.")]
    public string Language { get; set; } = "en";

    /// <summary>Days after which a device whose violation scans no longer confirm is asked to be found or retired.</summary>
    [Range(1, 365, ErrorMessage = "Messages:FindAfterDays must be between 1 and 365.")]
    public int FindAfterDays { get; set; } = 21;
}
