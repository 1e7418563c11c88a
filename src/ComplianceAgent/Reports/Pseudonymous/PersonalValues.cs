using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports.Pseudonymous;

/// <summary>The personal values of one report and the code of each, so that a name has the same code wherever it stands.</summary>
internal sealed class PersonalValues
{
    private const string LeftOut = "(left out)";

    /// <summary>Parameters of reasons that name somebody or something of theirs, and of what kind that is.</summary>
    private static readonly Dictionary<string, string> Personal = new(StringComparer.Ordinal)
    {
        ["account"] = "person", ["by"] = "person", ["device"] = "device", ["entry"] = "file", ["exception"] = "exception", ["file"] = "file", ["folder"] = "file", ["group"] = "group", ["ids"] = "device",
        ["message"] = "message", ["path"] = "file", ["person"] = "person", ["serial"] = "serial", ["ticket"] = "ticket", ["user"] = "person", ["violation"] = "violation", ["which"] = "exception",
    };

    /// <summary>Parameters that hold whatever a person or another system wrote.</summary>
    private static readonly HashSet<string> Written = new(StringComparer.Ordinal) { "first", "text", "value", "why" };

    private readonly Pseudonyms pseudonyms;
    private readonly Dictionary<string, string> codes = new(StringComparer.OrdinalIgnoreCase);

    public PersonalValues(Pseudonyms pseudonyms, IEnumerable<ViolationRow> rows)
    {
        this.pseudonyms = pseudonyms;
        foreach (var row in rows)
        {
            Learn(row.Violation.DeviceId, row.Violation.Device);
        }
    }

    /// <summary>A device as a report shows it.</summary>
    public ManagedDevice Device(string deviceId, ManagedDevice device) => device with
    {
        Id = Device(deviceId),
        Name = Known("device", device.Name),
        UserId = Known("person", device.UserId),
        UserPrincipalName = Known("person", device.UserPrincipalName),
        UserDisplayName = Known("person", device.UserDisplayName),
        Email = Known("person", device.Email),
        SerialNumber = Known("serial", device.SerialNumber),
    };

    /// <summary>The code of a device id.</summary>
    public string Device(string deviceId) => Known("device", deviceId);

    /// <summary>The code of a value: the one it has by what is known of it, else one of its kind.</summary>
    public string Known(string kind, string value) => value.Length == 0 ? "" : codes.TryGetValue(value.Trim(), out var code) ? code : pseudonyms.Of(kind, value);

    /// <summary>Who decided something.</summary>
    public Author? Author(Author? author) => author switch
    {
        null => null,
        { Source: Violations.Reviews.Author.Agent } => author,
        _ => author with { Name = codes.TryGetValue(author.Name.Trim(), out var code) ? code : pseudonyms.Of("person", author.Person) },
    };

    /// <summary>What a person wrote: nobody can tell whom it names.</summary>
    public static string Free(string text) => text.Length == 0 ? "" : LeftOut;

    /// <summary>A name of a file, a pack or a setting. Packs are ours and name nobody.</summary>
    public string File(string name) => name.Length == 0 || name.StartsWith("pack:", StringComparison.Ordinal) ? name : pseudonyms.Of("file", name);

    /// <summary>An exception's reference.</summary>
    public string Exception(string reference) => pseudonyms.Of("exception", reference);

    /// <summary>A reason, with the values in it that are personal replaced.</summary>
    public Reason Reason(Reason reason)
    {
        var parameters = reason.Parameters.ToBuilder();
        foreach (var (name, value) in reason.Parameters)
        {
            parameters[name] = Written.Contains(name) ? Free(value)
                : codes.TryGetValue(value.Trim(), out var code) ? code
                : Personal.TryGetValue(name, out var kind) && value.Length > 0 ? pseudonyms.Of(kind, value)
                : value;
        }

        return reason with { Parameters = parameters.ToImmutable() };
    }

    /// <summary>
    /// The names of one person all have one code, that of the name by which the person signs in where there is one. A device has one by its id and another by its name, since names are given anew.
    /// </summary>
    private void Learn(string deviceId, ManagedDevice device)
    {
        Learn(deviceId, pseudonyms.Of("device", deviceId));
        Learn(device.Id, pseudonyms.Of("device", deviceId));
        Learn(device.Name, pseudonyms.Of("name", device.Name));
        Learn(device.SerialNumber, pseudonyms.Of("serial", device.SerialNumber));
        string[] names = [device.UserPrincipalName, device.Email, device.UserId, device.UserDisplayName];
        if (names.FirstOrDefault(name => name.Length > 0) is { } first)
        {
            foreach (var name in names)
            {
                Learn(name, pseudonyms.Of("person", first));
            }
        }
    }

    private void Learn(string value, string code)
    {
        if (value.Length > 0)
        {
            codes.TryAdd(value.Trim(), code);
        }
    }
}
