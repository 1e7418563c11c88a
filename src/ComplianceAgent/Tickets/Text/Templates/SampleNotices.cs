using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>Made-up notices, to show a template or to try it.</summary>
public static class SampleNotices
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    private static readonly Policy Ban = new()
    {
        Id = "sample-ban",
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "Sample ban of TikTok").Add("fr", "Interdiction fictive de TikTok").Add("nl", "Voorbeeldverbod van TikTok").Add("de", "Beispielverbot von TikTok"),
        Authority = "Sample authority, 1 March 2026",
        Sources = ["https://policy.example.org/ban"],
        RemoveBy = new DateOnly(2026, 12, 5),
        Rules = [new PolicyRule { Id = "tiktok", Product = "tiktok" }],
        Hash = "sample",
        Origin = "sample",
    };

    /// <summary>A whole one.</summary>
    public static Notice Of(NoticeKind kind) => Bare(kind) with
    {
        Key = kind == NoticeKind.Digest ? "" : "CA-SAMPLE-1",
        Contact = "servicedesk@example.org",
        Person = "Ann Sample",
        Devices = kind == NoticeKind.Digest ? [] : [Device("PHONE-12", Platform.IOS, "iPhone 15"), Device("LAPTOP-7", Platform.Windows, "Latitude 5450")],
        Changes = kind == NoticeKind.Comment ? [Change()] : [],
        DaysLeft = kind == NoticeKind.Reminder ? 7 : null,
        Figures = kind == NoticeKind.Digest ? new NoticeFigures(Now.AddHours(-5), 1200, 14, 12, 3, 2, 5, 1, 37, 0, Alarm: false) : null,
    };

    /// <summary>One in which everything is missing that may be.</summary>
    public static Notice Bare(NoticeKind kind) => new()
    {
        Kind = kind,
        Tenant = "sample",
        Now = Now,
        Figures = kind == NoticeKind.Digest ? new NoticeFigures(null, 0, 0, 0, 0, 0, 0, 0, 0, 1, Alarm: true) : null,
    };

    private static Reason Change() => new(
        string.Join('-', "ticket", "item", "added"),
        ImmutableSortedDictionary<string, string>.Empty.Add("app", "TikTok Lite").Add("policy", "Sample ban of TikTok").Add("date", "2026-11-28").Add("key", "CA-SAMPLE-1"));

    private static NoticeDevice Device(string name, Platform platform, string model)
    {
        var device = new ManagedDevice
        {
            Id = name,
            Name = name,
            Platform = platform,
            Owner = DeviceOwner.Company,
            UserDisplayName = "Ann Sample",
            UserPrincipalName = "ann@example.org",
            Email = "ann@example.org",
            SerialNumber = "C02SAMPLE",
            Category = "Sample unit",
            Model = model,
            LastSyncAt = Now.AddHours(-20),
        };
        var violation = Violation(device);
        var deadline = ViolationDeadlines.Of(violation, Ban);
        return new NoticeDevice
        {
            Device = device,
            Items = [new NoticeItem { Violation = violation, Policy = Ban, Deadline = deadline, IsOverdue = deadline.IsOverdue(Now), RefreshBy = Now + RefreshWindows.For(platform) }],
        };
    }

    private static Violation Violation(ManagedDevice device) => new()
    {
        Id = new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)device.Name.Length]),
        Tenant = "sample",
        DeviceId = device.Id,
        PolicyId = Ban.Id,
        Subject = "tiktok",
        SubjectName = "TikTok",
        RuleId = "tiktok",
        PolicyHash = Ban.Hash,
        State = ViolationState.Open,
        Severity = Severity.Violation,
        Confidence = Confidence.Exact,
        App = new DistinctApp(device.Platform, "TikTok", "TikTok Ltd.", "37.1.0", "com.zhiliaoapp.musically"),
        Evidence = Reason.Of(EvidenceCodes.Identifier, ("identifier", "com.zhiliaoapp.musically"), ("product", "TikTok")),
        Device = device,
        FirstSeenAt = Now.AddDays(-3),
        InventoryAt = Now.AddDays(-1),
        StateSince = Now.AddDays(-3),
        StateReason = Reason.Of(EvidenceCodes.Identifier, ("identifier", "com.zhiliaoapp.musically"), ("product", "TikTok")),
    };
}
