using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>
/// A person as the records of a tenant know them: every name and id under which they stand there, found from one of them. A user id is
/// followed to all its records, so that a change of name leaves none behind. Pure.
/// </summary>
public sealed class Person
{
    // Shorter names of devices and people are words of many sentences.
    private const int ShortestName = 5;

    private readonly HashSet<string> userIds;
    private readonly HashSet<string> addresses;
    private readonly HashSet<string> accounts;
    private readonly HashSet<string> serials;
    private readonly HashSet<Guid> violations;
    private readonly HashSet<string> devices;
    private readonly string[] needles;

    private Person(string given, IReadOnlyCollection<Violation> all, HashSet<string> userIds, IEnumerable<string> accounts)
    {
        Given = given;
        this.userIds = userIds;
        addresses = Folded([given, .. all.Where(violation => IsIn(userIds, violation.Device.UserId) || IsAnswer(violation.Device, given, userIds)).SelectMany(violation => Addresses(violation.Device))]);
        this.accounts = Folded(accounts);
        Records = [.. all.Where(violation => IsOf(violation.Device))];
        violations = [.. Records.Select(violation => violation.Id)];
        Violation[] others = [.. all.Where(violation => !violations.Contains(violation.Id))];
        devices = Folded(Records.Select(violation => violation.DeviceId));
        devices.ExceptWith(others.Select(violation => violation.DeviceId));
        serials = Folded(Records.Select(violation => violation.Device.SerialNumber).Where(SerialNumbers.IsTelling));
        serials.ExceptWith(others.Select(violation => violation.Device.SerialNumber));
        needles = [.. Folded([.. addresses, .. userIds, .. serials, .. TellingNames(Records, others)])];
    }

    /// <summary>What was asked for.</summary>
    public string Given { get; }

    /// <summary>User ids of the directory.</summary>
    public IReadOnlyCollection<string> UserIds => userIds;

    /// <summary>Names to sign in with and mail addresses, present and past.</summary>
    public IReadOnlyCollection<string> KnownAs => addresses;

    /// <summary>Violations on devices whose primary user they are, or were last.</summary>
    public IReadOnlyList<Violation> Records { get; }

    /// <summary>True when what was asked for names more than one person, as a name that was given to somebody else does.</summary>
    public bool IsAmbiguous => userIds.Count > 1;

    /// <summary>Finds a person.</summary>
    /// <param name="given">Name to sign in with, mail address or user id.</param>
    /// <param name="all">Every violation of the tenant.</param>
    /// <param name="accounts">Accounts of a system that are theirs too.</param>
    /// <param name="knownIds">User ids known from before.</param>
    public static Person Of(string given, IReadOnlyCollection<Violation> all, IEnumerable<string>? accounts = null, IEnumerable<string>? knownIds = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(given);
        ArgumentNullException.ThrowIfNull(all);
        given = given.Trim();
        var ids = all.Any(violation => Same(violation.Device.UserId, given))
            ? Folded([given])
            : Folded(all.Where(violation => IsAnswer(violation.Device, given, [])).Select(violation => violation.Device.UserId));
        ids.UnionWith((knownIds ?? []).Where(id => id.Length > 0));
        return new Person(given, all, ids, accounts ?? []);
    }

    /// <summary>True when it is their device.</summary>
    public bool IsOf(ManagedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.UserId.Length > 0
            ? IsIn(userIds, device.UserId)
            : IsIn(addresses, device.UserPrincipalName) || (device.UserPrincipalName.Length == 0 && IsIn(addresses, device.Email)) || Same(device.Email, Given);
    }

    /// <summary>True when it is a violation of theirs.</summary>
    public bool Has(Guid violation) => violations.Contains(violation);

    /// <summary>True when an exception is for them, or for a device of theirs alone.</summary>
    public bool IsTargetOf(WaiverTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            WaiverTargetKind.User => IsName(target.Value),
            WaiverTargetKind.Device => IsIn(devices, target.Value),
            WaiverTargetKind.Serial => IsIn(serials, target.Value),
            _ => false,
        };
    }

    /// <summary>True when a legal hold is for them or something of theirs.</summary>
    public bool IsTargetOf(LegalHold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return hold.Kind switch
        {
            LegalHoldKind.User => IsName(hold.Target) || hold.UserIds.Any(id => IsIn(userIds, id)),
            LegalHoldKind.Device => Records.Any(violation => Same(violation.DeviceId, hold.Target)),
            _ => Guid.TryParse(hold.Target, out var id) && Has(id),
        };
    }

    /// <summary>True when it is one of their names, addresses or ids.</summary>
    public bool IsName(string text) => IsIn(addresses, text) || IsIn(userIds, text);

    /// <summary>True when they did it. An account of a system is nobody's unless it was named.</summary>
    public bool Is(Author author)
    {
        ArgumentNullException.ThrowIfNull(author);
        return IsName(author.Name) || IsName(author.Person) || IsIn(accounts, author.Person) || IsIn(accounts, author.Name);
    }

    /// <summary>True when an exception is for them, was asked for or approved by them, or names them in its words.</summary>
    public bool IsNamedIn(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return IsTargetOf(waiver.Ask.Target) || Is(waiver.Requester) || (waiver.Approver is { } approver && Is(approver))
            || IsNamedIn(string.Join('\n', [waiver.Ask.Why, waiver.Requester.Name, waiver.Approver?.Name ?? "", waiver.ApproverRole, .. waiver.Ask.Mitigations]));
    }

    /// <summary>True when a text holds one of their names, addresses, ids, serial numbers or device names as a word of its own.</summary>
    public bool IsNamedIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return needles.Any(needle => HoldsWord(text, needle));
    }

    private static bool HoldsWord(string text, string needle)
    {
        for (var at = text.IndexOf(needle, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(needle, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!GoesOnBefore(text, at) && !GoesOnAfter(text, at + needle.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool GoesOnBefore(string text, int at) => at > 0 && (char.IsLetterOrDigit(text[at - 1]) || (text[at - 1] is '.' or '-' or '_' or '+' && at > 1 && char.IsLetterOrDigit(text[at - 2])));

    /// <summary>A full stop ends a sentence, unless the address goes on behind it.</summary>
    private static bool GoesOnAfter(string text, int end) =>
        end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] is '.' or '-' or '_' or '@' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));

    /// <summary>Names of theirs that stand for nobody and nothing else: not what several records share, nor what a model is called.</summary>
    private static IEnumerable<string> TellingNames(IReadOnlyCollection<Violation> records, Violation[] others)
    {
        var shared = Folded(others.SelectMany(violation => Names(violation.Device)));
        return records.SelectMany(violation => Names(violation.Device).Where(name => !violation.Device.Model.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Where(name => name.Length >= ShortestName && !shared.Contains(name));
    }

    private static string[] Names(ManagedDevice device) => [device.Name.Trim(), device.UserDisplayName.Trim()];

    private static string[] Addresses(ManagedDevice device) => [device.UserPrincipalName, device.Email];

    private static bool IsAnswer(ManagedDevice device, string given, HashSet<string> ids) =>
        (Same(device.UserPrincipalName, given) || Same(device.Email, given)) && (ids.Count == 0 || device.UserId.Length == 0 || ids.Contains(device.UserId));

    private static bool Same(string one, string other) => one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool IsIn(HashSet<string> set, string text) => !string.IsNullOrWhiteSpace(text) && set.Contains(text.Trim());

    private static HashSet<string> Folded(IEnumerable<string> texts) =>
        texts.Select(text => text.Trim()).Where(text => text.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
