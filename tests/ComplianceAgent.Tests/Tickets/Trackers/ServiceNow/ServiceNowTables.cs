using System.Collections.Immutable;
using System.Globalization;

namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>A row; what it has no value for is empty.</summary>
internal sealed record ServiceNowRow(string SysId, ImmutableDictionary<string, string> Values, ImmutableArray<(string Field, string Text, DateTimeOffset At)> Journal)
{
    public string this[string field] => field == "sys_id" ? SysId : Values.GetValueOrDefault(field, "");
}

/// <summary>A field of a table.</summary>
/// <param name="Name">Name.</param>
/// <param name="Reference">Table it points into; empty for a plain one.</param>
/// <param name="Choices">What people see for its values.</param>
/// <param name="MaxLength">Longer values are cut.</param>
/// <param name="IsJournal">What is written is added, and read back only by people.</param>
internal sealed record ServiceNowField(string Name, string Reference = "", IReadOnlyDictionary<string, string>? Choices = null, int MaxLength = 255, bool IsJournal = false);

/// <summary>The tables of an instance: incidents with the shipped states, groups and users. Safe under its gate.</summary>
internal sealed class ServiceNowTables(TimeProvider clock)
{
    private static readonly Dictionary<string, string> States = new() { ["1"] = "New", ["2"] = "In Progress", ["3"] = "On Hold", ["6"] = "Resolved", ["7"] = "Closed", ["8"] = "Canceled" };

    private readonly Dictionary<string, Dictionary<string, ServiceNowRow>> rows = new()
    {
        ["incident"] = [],
        ["sys_user_group"] = [],
        ["sys_user"] = [],
    };

    private readonly Dictionary<string, HashSet<string>> byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> byNumber = new(StringComparer.OrdinalIgnoreCase);
    private int lastNumber = 10_000;

    /// <summary>One question at a time.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Fields by table.</summary>
    public Dictionary<string, List<ServiceNowField>> Fields { get; } = new()
    {
        ["incident"] =
        [
            new("sys_id"), new("number", MaxLength: 40), new("sys_created_on"), new("sys_updated_on"), new("active"), new("short_description", MaxLength: 160), new("description", MaxLength: 4000),
            new("correlation_id", MaxLength: 100), new("correlation_display", MaxLength: 100), new("state", Choices: States), new("urgency", Choices: new Dictionary<string, string> { ["1"] = "1 - High", ["2"] = "2 - Medium", ["3"] = "3 - Low" }),
            new("category"), new("assignment_group", "sys_user_group"), new("assigned_to", "sys_user"), new("caller_id", "sys_user"), new("parent_incident", "incident"), new("due_date"),
            new("close_code", Choices: new Dictionary<string, string> { ["Solution provided"] = "Solution provided", ["Duplicate"] = "Duplicate", ["No resolution provided"] = "No resolution provided" }), new("close_notes", MaxLength: 4000),
            new("work_notes", IsJournal: true), new("comments", IsJournal: true), new("u_cost_centre"),
        ],
        ["sys_user_group"] = [new("sys_id"), new("name"), new("sys_created_on"), new("sys_updated_on")],
        ["sys_user"] = [new("sys_id"), new("user_name"), new("name"), new("sys_created_on"), new("sys_updated_on")],
    };

    public bool HasTable(string table) => rows.ContainsKey(table);

    public ServiceNowField? Field(string table, string name) => Fields[table].FirstOrDefault(field => field.Name == name);

    public ServiceNowRow? Find(string table, string sysId) => rows[table].GetValueOrDefault(sysId);

    public ServiceNowRow? ByNumber(string number) => byNumber.TryGetValue(number, out var sysId) ? Find("incident", sysId) : null;

    /// <summary>Rows that an equality on an indexed field leaves, or all of a table.</summary>
    public IEnumerable<ServiceNowRow> Rows(string table, string key = "", string number = "") =>
        table == "incident" && key.Length > 0 ? (byKey.GetValueOrDefault(key) ?? []).Select(id => Find(table, id)).OfType<ServiceNowRow>()
        : table == "incident" && number.Length > 0 ? ByNumber(number) is { } row ? [row] : []
        : rows[table].Values;

    public ServiceNowRow Insert(string table, IReadOnlyDictionary<string, string> given)
    {
        var row = new ServiceNowRow(Guid.NewGuid().ToString("N"), ImmutableDictionary<string, string>.Empty.Add("sys_created_on", Now()), []);
        if (table == "incident")
        {
            row = row with { Values = row.Values.Add("number", "INC" + (++lastNumber).ToString("0000000", CultureInfo.InvariantCulture)).Add("state", "1").Add("urgency", "3") };
            byNumber[row["number"]] = row.SysId;
        }

        return Write(table, row, given);
    }

    public ServiceNowRow Update(string table, ServiceNowRow row, IReadOnlyDictionary<string, string> given) => Write(table, row, given);

    public void Delete(string table, ServiceNowRow row) => rows[table].Remove(row.SysId);

    /// <summary>A value as people see it.</summary>
    public string Display(string table, ServiceNowRow row, string name)
    {
        var (field, value) = (Field(table, name)!, row[name]);
        return field.IsJournal ? string.Concat(row.Journal.Where(entry => entry.Field == name).Reverse().Select(entry => $"{entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} - Compliance Agent ({name})\n{entry.Text}\n\n"))
            : field.Reference.Length > 0 ? Find(field.Reference, value) is { } other ? other[field.Reference == "incident" ? "number" : "name"] : value
            : field.Choices?.GetValueOrDefault(value, value) ?? value;
    }

    private string Now() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private ServiceNowRow Write(string table, ServiceNowRow row, IReadOnlyDictionary<string, string> given)
    {
        foreach (var (name, value) in given)
        {
            // An unknown field is left out without a word, and a long value is cut: as the vendor's does.
            if (Field(table, name) is not { } field || name is "sys_id" or "number" or "sys_created_on" or "sys_updated_on")
            {
                continue;
            }

            row = field.IsJournal
                ? value.Length > 0 ? row with { Journal = row.Journal.Add((name, value, clock.GetUtcNow())) } : row
                : row with { Values = row.Values.SetItem(name, value.Length > field.MaxLength ? value[..field.MaxLength] : value) };
        }

        row = row with { Values = row.Values.SetItem("sys_updated_on", Now()).SetItem("active", row["state"] is "7" or "8" ? "false" : "true") };
        rows[table][row.SysId] = row;
        if (table == "incident" && row["correlation_id"] is { Length: > 0 } key)
        {
            (byKey.TryGetValue(key, out var same) ? same : byKey[key] = []).Add(row.SysId);
        }

        return row;
    }
}
