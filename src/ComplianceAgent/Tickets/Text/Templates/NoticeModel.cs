using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Violations;
using Fluid;
using Fluid.Values;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>What a template is given, made of a notice: plain texts, numbers and lists in one language, and nothing else. The table of it stands in README.md.</summary>
internal sealed class NoticeModel
{
    /// <summary>Devices told one by one; the rest is a number. A mail of ten thousand devices helps nobody.</summary>
    public const int MostDevices = 100;

    private readonly Notice _notice;
    private readonly NoticeWords _words;
    private readonly string _language;
    private readonly HashSet<Uri> _links = [];

    /// <summary>Makes the values for a language.</summary>
    public NoticeModel(Notice notice, string language)
    {
        _notice = notice;
        _language = language;
        _words = NoticeWords.Of(language);
        Members = Root();
    }

    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, FluidValue> Members { get; }

    /// <summary>Addresses that may become links.</summary>
    public IReadOnlyCollection<Uri> Links => _links;

    /// <summary>A context in which a template sees these values.</summary>
    public TemplateContext Context()
    {
        var context = new TemplateContext(TemplateFilters.Options) { CultureInfo = _words.Culture, TimeZone = _notice.Zone, Now = () => _notice.Now };
        context.Undefined = name => throw MembersValue.Unknown("A notice", name, Members.Keys);
        foreach (var (name, value) in Members)
        {
            context.SetValue(name, value);
        }

        return context;
    }

    private Dictionary<string, FluidValue> Root()
    {
        var devices = _notice.Devices.Where(device => device is not null).ToList();
        var items = devices.SelectMany(device => device.Items.Select(item => (device.Device, Item: item))).ToList();
        var due = items.Where(pair => pair.Item.Deadline is not null).Select(pair => pair.Item).OrderBy(item => item.Deadline!.Value.Headline).FirstOrDefault();
        var days = due is null ? (int?)null : _notice.DaysLeft ?? DaysLeft(due);
        return new(StringComparer.Ordinal)
        {
            ["simulated"] = BooleanValue.Create(_notice.Simulated),
            ["tenant"] = Text(_notice.Tenant),
            ["key"] = Text(_notice.Key),
            ["now"] = Text(_words.Minute(_notice.Now, _notice.Zone)),
            ["today"] = Text(_words.Day(DayOf(_notice.Now, _notice.Zone))),
            ["contact"] = Contact(),
            ["person"] = Text(_notice.Person),
            ["apps"] = Text(Apps(items.Select(pair => pair.Item))),
            ["subject"] = Text(devices.Count == 1 ? DeviceName(devices[0].Device) : _words.Say("devices", ("n", devices.Count.ToString("N0", _words.Culture)))),
            ["devices"] = List(devices.Take(MostDevices).Select(Device)),
            ["items"] = List(items.Take(MostDevices).Select(pair => Item(pair.Device, pair.Item))),
            ["count_devices"] = Number(devices.Count),
            ["count_items"] = Number(items.Count),
            ["more_devices"] = Number(Math.Max(0, devices.Count - MostDevices)),
            ["changes"] = List(_notice.Changes.Select(Change)),
            ["earliest"] = due is null ? AbsentValue.Instance : Text(_words.Day(LastDay(due))),
            ["overdue"] = BooleanValue.Create(due?.IsOverdue == true || days < 0),
            ["days_left"] = Number(Math.Max(0, days ?? 0)),
            ["days_over"] = Number(Math.Max(0, -(days ?? 0))),
            ["days_text"] = days is { } left ? Text(_words.Days(Math.Abs(left))) : AbsentValue.Instance,
            ["refresh_by"] = items.Max(pair => pair.Item.RefreshBy) is { } refresh ? Text(_words.Day(DayOf(refresh, _notice.Zone))) : AbsentValue.Instance,
            ["figures"] = _notice.Figures is { } figures ? Figures(figures) : AbsentValue.Instance,
        };
    }

    private MembersValue Device(NoticeDevice notice)
    {
        var device = notice.Device;
        var platform = PlatformWord(device.Platform);
        return new("A device", new Dictionary<string, FluidValue>(StringComparer.Ordinal)
        {
            ["name"] = Text(DeviceName(device)),
            ["platform"] = Text(_words["platform-" + (device.Platform == Platform.Unknown ? "unknown" : platform)]),
            ["model"] = Text(device.Model),
            ["serial"] = Text(device.SerialNumber),
            ["owner"] = Text(_words[device.Owner switch { DeviceOwner.Company => "owner-company", DeviceOwner.Personal => "owner-personal", _ => "owner-unknown" }]),
            ["category"] = Text(device.Category),
            ["user"] = Text(device.UserDisplayName.Length > 0 ? device.UserDisplayName : device.UserPrincipalName),
            ["account"] = Text(device.UserDisplayName.Length > 0 ? device.UserPrincipalName : ""),
            ["last_contact"] = device.LastSyncAt is { } contact ? Text(_words.Minute(contact, _notice.Zone)) : AbsentValue.Instance,
            ["remove"] = List(_words.Steps(platform).Select(Text)),
            ["items"] = List(notice.Items.Select(item => Item(device, item))),
        });
    }

    private MembersValue Item(ManagedDevice device, NoticeItem item)
    {
        var violation = item.Violation;
        var days = item.Deadline is null ? (int?)null : DaysLeft(item);
        return new("An item", new Dictionary<string, FluidValue>(StringComparer.Ordinal)
        {
            ["device"] = Text(device.Name),
            ["product"] = Text(Named(violation.SubjectName, violation.Subject)),
            ["app"] = Text(Named(violation.App.Name, violation.SubjectName)),
            ["version"] = Text(violation.App.Version),
            ["publisher"] = Text(violation.App.Publisher),
            ["policy"] = Text(item.Policy is { } policy ? Title(policy) : violation.PolicyId),
            ["authority"] = Text(item.Policy?.Authority),
            ["sources"] = List((item.Policy?.Sources ?? []).Take(3).Select(Link)),
            ["first_seen"] = Text(_words.Day(DayOf(violation.FirstSeenAt, _notice.Zone))),
            ["due"] = item.Deadline is null ? AbsentValue.Instance : Text(_words.Day(LastDay(item))),
            ["legal"] = item.Deadline?.Legal is { } legal ? Text(_words.Day(LastDay(legal, item.Policy?.TimeZone ?? _notice.Zone))) : AbsentValue.Instance,
            ["house"] = item.Deadline is { } both ? Text(_words.Day(LastDay(both.House, _notice.Zone))) : AbsentValue.Instance,
            ["overdue"] = BooleanValue.Create(item.IsOverdue),
            ["days_left"] = Number(Math.Max(0, days ?? 0)),
            ["days_over"] = Number(Math.Max(0, -(days ?? 0))),
            ["days_text"] = days is { } left ? Text(_words.Days(Math.Abs(left))) : AbsentValue.Instance,
            ["confidence"] = Text(_words[violation.Confidence switch { Confidence.Exact => "confidence-exact", Confidence.Strong => "confidence-strong", _ => "confidence-suspected" }]),
            ["evidence"] = _language == "en" ? Text(Sentences.Say(violation.Evidence)) : AbsentValue.Instance,
            ["refresh_by"] = item.RefreshBy is { } refresh ? Text(_words.Day(DayOf(refresh, _notice.Zone))) : AbsentValue.Instance,
        });
    }

    private MembersValue Change(Reason change) => new("A change", new Dictionary<string, FluidValue>(StringComparer.Ordinal) { ["code"] = Text(change.Code), ["text"] = Text(_words.Change(change)) });

    private MembersValue Figures(NoticeFigures figures) => new("Figures", new Dictionary<string, FluidValue>(StringComparer.Ordinal)
    {
        ["last_complete_scan"] = figures.LastCompleteScan is { } scan ? Text(_words.Minute(scan, _notice.Zone)) : AbsentValue.Instance,
        ["devices"] = Number(figures.Devices),
        ["open"] = Number(figures.Open),
        ["devices_in_violation"] = Number(figures.DevicesInViolation),
        ["overdue"] = Number(figures.Overdue),
        ["opened"] = Number(figures.Opened),
        ["resolved"] = Number(figures.Resolved),
        ["excepted"] = Number(figures.Excepted),
        ["not_judged"] = Number(figures.NotJudged),
        ["held"] = Number(figures.Held),
        ["alarm"] = BooleanValue.Create(figures.Alarm),
    });

    private string Apps(IEnumerable<NoticeItem> items)
    {
        var names = items.Select(item => Named(item.Violation.SubjectName, item.Violation.Subject)).Distinct(StringComparer.Ordinal).ToList();
        return names.Count switch
        {
            0 => _words["no-app"],
            1 => names[0],
            _ => _words.Say("app-and-more", ("app", names[0]), ("n", (names.Count - 1).ToString("N0", _words.Culture))),
        };
    }

    private string DeviceName(ManagedDevice device) => string.IsNullOrWhiteSpace(device.Name) ? _words["no-name"] : device.Name;

    private string Named(string name, string otherwise) => !string.IsNullOrWhiteSpace(name) ? name : !string.IsNullOrWhiteSpace(otherwise) ? otherwise : _words["no-app"];

    private string Title(Policy policy) => policy.Title.TryGetValue(_language, out var title) ? title : policy.EnglishTitle;

    private int DaysLeft(NoticeItem item) => LastDay(item).DayNumber - DayOf(_notice.Now, Zone(item)).DayNumber;

    private DateOnly LastDay(NoticeItem item) => LastDay(item.Deadline!.Value.Headline, Zone(item));

    /// <summary>A date of the ban ends where the ban says; the house's own where this house is.</summary>
    private TimeZoneInfo Zone(NoticeItem item) => item.Deadline is { Clock: DeadlineClock.Legal } && item.Policy is { } policy ? policy.TimeZone : _notice.Zone;

    /// <summary>A deadline is the first moment after its last day.</summary>
    private static DateOnly LastDay(DateTimeOffset deadline, TimeZoneInfo zone) => DayOf(deadline.AddTicks(-1), zone);

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static string PlatformWord(Platform platform) => platform switch
    {
        Platform.IOS => "ios",
        Platform.AndroidWorkProfile => "android-work",
        Platform.Android or Platform.AndroidAosp or Platform.AndroidDeviceAdministrator or Platform.AndroidFullyManaged => "android",
        Platform.Windows => "windows",
        Platform.MacOS => "macos",
        _ => "other",
    };

    /// <summary>Whom to ask: an https address or a mailbox of the settings becomes a link, anything else is text.</summary>
    private FluidValue Contact()
    {
        var contact = _notice.Contact.Trim();
        var address = contact.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? contact : IsMailbox(contact) ? "mailto:" + contact : "";
        return address.Length > 0 ? Link(address, contact) : Text(contact);
    }

    private static bool IsMailbox(string text) => text.Count(c => c == '@') == 1 && !text.Any(char.IsWhiteSpace) && text.IndexOfAny(['<', '>', ',', ';', ':', '"', '?', '&', '%', '/']) < 0 && text[0] != '@' && text[^1] != '@';

    private FluidValue Link(string address) => Link(address, address);

    private FluidValue Link(string address, string text)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "mailto"))
        {
            return Text(address);
        }

        _links.Add(uri);
        return new StringValue($"[{NeutralEncoder.Body.Encode(text)}]({NeutralEncoder.Body.Encode(uri.OriginalString)})", encode: false);
    }

    private static FluidValue Text(string? text) => string.IsNullOrWhiteSpace(text) ? AbsentValue.Instance : new StringValue(Capped(text));

    private static string Capped(string text) => text.Length <= 2000 ? text : SpanText.OneLine(text[..2000]) + ForeignText.CutMark;

    private static NumberValue Number(int number) => NumberValue.Create(number);

    private static ArrayValue List(IEnumerable<FluidValue> values) => new([.. values]);
}
