using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tickets.Text;

/// <summary>What a text is for; each kind has a template in every language.</summary>
public enum NoticeKind : byte
{
    /// <summary>A ticket: title and body.</summary>
    Ticket = 0,

    /// <summary>A comment in a ticket: what changed.</summary>
    Comment,

    /// <summary>To the device's user: what to remove, how, by when, whom to ask.</summary>
    User,

    /// <summary>To the device's user again, as the policy's ladder says.</summary>
    Reminder,

    /// <summary>To the service desk: devices without a user, shared ones, accounts with many devices.</summary>
    Desk,

    /// <summary>To the service desk, once: devices that can no longer be verified, to be found or retired.</summary>
    Find,

    /// <summary>To managers: always sent, with the last complete scan's date.</summary>
    Digest,
}

/// <summary>Everything a template may tell. Names in it are foreign text; templates are given them already escaped.</summary>
public sealed record Notice
{
    /// <summary>What it is for.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>True for a simulated tenant: every text then says SIMULATED.</summary>
    public bool Simulated { get; init; }

    /// <summary>Our key; empty for a digest.</summary>
    public string Key { get; init; } = "";

    /// <summary>Now, and the zone in which days are told.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Zone in which days are told.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whom to ask: an address, number or page from the settings; empty when not set.</summary>
    public string Contact { get; init; } = "";

    /// <summary>The person written to, or whose devices these are; empty for a device without one.</summary>
    public string Person { get; init; } = "";

    /// <summary>What it speaks of, by device.</summary>
    public ImmutableArray<NoticeDevice> Devices { get; init; } = [];

    /// <summary>What changed since the last text, for <see cref="NoticeKind.Comment"/>: codes with parameters.</summary>
    public ImmutableArray<Reason> Changes { get; init; } = [];

    /// <summary>Days until the earliest deadline (negative: since), for <see cref="NoticeKind.Reminder"/>.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Figures, for <see cref="NoticeKind.Digest"/>.</summary>
    public NoticeFigures? Figures { get; init; }
}

/// <summary>A device and what is wrong on it.</summary>
public sealed record NoticeDevice
{
    /// <summary>The device, names foreign.</summary>
    public required ManagedDevice Device { get; init; }

    /// <summary>The banned apps on it.</summary>
    public ImmutableArray<NoticeItem> Items { get; init; } = [];
}

/// <summary>One violation in a text.</summary>
public sealed record NoticeItem
{
    /// <summary>The violation.</summary>
    public required Violation Violation { get; init; }

    /// <summary>Its policy as loaded; null when that is not in force any more.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Both clocks; null without a policy.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>True when the deadline that counts has passed.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>By when Intune will have looked again; null when that cannot be said.</summary>
    public DateTimeOffset? RefreshBy { get; init; }
}

/// <summary>What a digest tells.</summary>
/// <param name="LastCompleteScan">When the last complete scan looked; null when there was none.</param>
/// <param name="Devices">Devices in the fleet.</param>
/// <param name="Open">Open violations.</param>
/// <param name="DevicesInViolation">Devices with one.</param>
/// <param name="Overdue">Of the open ones, overdue.</param>
/// <param name="Opened">Opened since the last digest.</param>
/// <param name="Resolved">Resolved since the last digest.</param>
/// <param name="Excepted">Excepted.</param>
/// <param name="NotJudged">Devices that cannot be judged.</param>
/// <param name="Held">Tickets and messages that the release gate holds.</param>
/// <param name="Alarm">True when no complete scan was stored for longer than allowed.</param>
public sealed record NoticeFigures(
    DateTimeOffset? LastCompleteScan, int Devices, int Open, int DevicesInViolation, int Overdue, int Opened, int Resolved, int Excepted, int NotJudged, int Held, bool Alarm);

/// <summary>A text, ready for a target's writer.</summary>
/// <param name="Title">Subject, one line of plain text.</param>
/// <param name="Body">Body.</param>
public sealed record NoticeText(string Title, TextDocument Body);

/// <summary>Makes texts of templates.</summary>
public interface INoticeWriter
{
    /// <summary>The text of a notice in a language (<c>en</c>, <c>fr</c>, <c>nl</c>, <c>de</c>), or in two, one beneath the other (<c>nl+fr</c>).</summary>
    /// <exception cref="TemplateException">A customer's template cannot be used: file, line, column and what to do.</exception>
    NoticeText Write(Notice notice, string language);
}

/// <summary>A template that cannot be used.</summary>
public sealed class TemplateException(string message, Exception? inner = null) : Exception(message, inner);
