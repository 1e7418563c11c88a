using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Browsing;

namespace ComplianceAgent.Violations.Store;

/// <summary>The parts of the statements that list and count violations. Values become parameters; what stands in the text is ours.</summary>
internal static class ViolationSql
{
    private static readonly string[] Searched =
        ["device_name", "user_principal_name", "user_display_name", "email", "serial_number", "device_id", "app_name", "app_publisher", "app_identifier", "subject_name"];

    // As an expression: by the bare column SQLite would go through another index, in the order of devices, and read every row.
    private const string ADevice = "device_id || ''";

    // Of a device that tells no platform, the app's counts: as in reports.
    private const string PlatformColumn = "(CASE WHEN device_platform = 0 THEN app_platform ELSE device_platform END)";

    /// <summary>The violations asked for, with their deadline as <c>due</c>: everything from FROM on, without an order.</summary>
    public static string From(string tenant, ViolationQuery query, SqlParameters parameters)
    {
        var due = DeadlineSql.Of(query.Policies, parameters);
        var dated = query.Due == DueFilter.Any ? "" : " WHERE " + Due(query);
        return $"FROM (SELECT violations.*, {due} AS due {Where(tenant, query, parameters)}) AS asked{dated}";
    }

    /// <summary>The order of a list.</summary>
    public static string Order(ViolationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var way = query.IsDescending ? " DESC" : "";
        return query.Sort switch
        {
            ViolationSort.FirstSeen => $"ORDER BY first_seen_at{way}, id",
            ViolationSort.StateSince => $"ORDER BY state_since{way}, id",
            ViolationSort.Device => $"ORDER BY lower(device_name){way}, device_id, id",
            ViolationSort.User => $"ORDER BY lower(user_principal_name){way}, id",
            ViolationSort.App => $"ORDER BY lower(subject_name){way}, id",
            ViolationSort.Policy => $"ORDER BY policy_id{way}, id",
            _ => $"ORDER BY {Rank}{way}, due{way}, id",
        };
    }

    /// <summary>
    /// Counts of what is asked for, in parts: by the columns an index is in the order of, so that nothing is sorted and no row is read.
    /// </summary>
    public static string Parts(string tenant, ViolationQuery query, SqlParameters parameters) => $"""
        SELECT policy_id AS "PolicyId", device_platform AS "DevicePlatform", app_platform AS "AppPlatform", state AS "State", severity AS "Severity",
            COUNT(*) AS "Violations", COUNT(not_confirmed_since) AS "NotConfirmed"
        {Where(tenant, query, parameters)}
        GROUP BY state, severity, policy_id, device_platform, app_platform
        """;

    /// <summary>
    /// Of the open violations asked for, how many are overdue and due soon, and the earliest deadline: a policy at a time, since its dates are then
    /// constants. Empty when no policy is loaded: nothing has a date then.
    /// </summary>
    public static string Pressing(string tenant, ViolationQuery query, SqlParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(parameters);
        var (now, soon) = (Number(query.Now.UtcTicks), Number(query.SoonBefore.UtcTicks));
        return string.Join("\nUNION ALL\n", query.Policies.Where(policy => query.PolicyId is null || query.PolicyId == policy.Id).Select(policy => $"""
            SELECT policy_id AS "PolicyId", device_platform AS "DevicePlatform", app_platform AS "AppPlatform",
                COUNT(CASE WHEN due <= {now} THEN 1 END) AS "Overdue", COUNT(CASE WHEN due > {now} AND due <= {soon} THEN 1 END) AS "Soon", MIN(due) AS "FirstDue"
            FROM (SELECT policy_id, device_platform, app_platform, {DeadlineSql.Of(policy, parameters)} AS due {Where(tenant, Open(query) with { PolicyId = policy.Id }, parameters)}) AS open
            GROUP BY policy_id, device_platform, app_platform
            """));
    }

    /// <summary>Devices with an open violation among those asked for: for each policy, or in all.</summary>
    public static string Devices(string tenant, ViolationQuery query, bool byPolicy, SqlParameters parameters) => byPolicy
        ? $"SELECT policy_id AS \"PolicyId\", COUNT(DISTINCT {ADevice}) AS \"Devices\" {Where(tenant, Open(query), parameters)} GROUP BY policy_id"
        : $"SELECT COUNT(DISTINCT {ADevice}) AS \"Value\" {Where(tenant, Open(query), parameters)}";

    /// <summary>Units that violations are in, one look into an index each, however many violations there are.</summary>
    public static string Units(string tenant, SqlParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var own = $"FROM violations WHERE tenant = {parameters.Add(tenant)}";
        return $"""
            WITH RECURSIVE units(unit) AS (
                SELECT MIN(category) {own} AND category > ''
                UNION ALL
                SELECT (SELECT MIN(category) {own} AND category > unit) FROM units WHERE unit IS NOT NULL)
            SELECT unit AS "Value" FROM units WHERE unit IS NOT NULL
            """;
    }

    private static ViolationQuery Open(ViolationQuery query) => query with { States = [ViolationState.Open], IsBan = true };

    private static string Where(string tenant, ViolationQuery query, SqlParameters parameters) =>
        $"FROM violations WHERE tenant = {parameters.Add(tenant)}{string.Concat(Conditions(query, parameters).Select(condition => " AND " + condition))}";

    private static string Rank =>
        $"(CASE WHEN state = {(int)ViolationState.Open} AND severity = {(int)Severity.Violation} THEN (CASE WHEN due IS NULL THEN 1 ELSE 0 END) WHEN state = {(int)ViolationState.Review} THEN 2 WHEN state = {(int)ViolationState.Excepted} THEN 3 WHEN state = {(int)ViolationState.Open} THEN 4 ELSE 5 END)";

    private static IEnumerable<string> Conditions(ViolationQuery query, SqlParameters parameters)
    {
        if (!query.States.IsDefaultOrEmpty)
        {
            yield return $"state IN ({Numbers(query.States.Select(state => (int)state))})";
        }

        if (query.IsBan is { } isBan)
        {
            yield return $"severity {(isBan ? "=" : "<>")} {(int)Severity.Violation}";
        }

        if (query.PolicyId is { } policy)
        {
            yield return $"policy_id = {parameters.Add(policy)}";
        }

        if (query.Platform is { } family)
        {
            yield return $"{PlatformColumn} IN ({Numbers(Enum.GetValues<Platform>().Where(platform => platform.Family() == family).Select(platform => (int)platform))})";
        }

        if (query.Owner is { } owner)
        {
            yield return $"owner = {(int)owner}";
        }

        if (query.Unit is { } unit)
        {
            yield return $"category = {parameters.Add(unit)}";
        }

        if (query.Units is { } units)
        {
            yield return units.IsEmpty ? "1 = 0" : $"category IN ({string.Join(", ", units.Select(parameters.Add))})";
        }

        if (query.DeviceId is { } device)
        {
            yield return $"device_id = {parameters.Add(device)}";
        }

        if (query.IsConfirmed is { } isConfirmed)
        {
            yield return isConfirmed ? "not_confirmed_since IS NULL" : "not_confirmed_since IS NOT NULL";
        }

        if (query.Search.Trim() is { Length: > 0 } search)
        {
            var pattern = parameters.Add("%" + Escaped(search) + "%");
            yield return $"({string.Join(" OR ", Searched.Select(column => $"lower({column}) LIKE {pattern} ESCAPE '~'"))})";
        }
    }

    private static string Due(ViolationQuery query)
    {
        var open = $"state = {(int)ViolationState.Open} AND severity = {(int)Severity.Violation}";
        var (now, soon) = (Number(query.Now.UtcTicks), Number(query.SoonBefore.UtcTicks));
        return query.Due switch
        {
            DueFilter.Overdue => $"{open} AND due <= {now}",
            DueFilter.Soon => $"{open} AND due > {now} AND due <= {soon}",
            DueFilter.Ahead => $"{open} AND due > {now}",
            _ => $"{open} AND due IS NULL",
        };
    }

    /// <summary>Letters A to Z in lower case, as the databases do it, and no sign that means something in a pattern.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(c => c is '%' or '_' or '~' ? "~" + c : c is >= 'A' and <= 'Z' ? ((char)(c | 0x20)).ToString() : c.ToString()));

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => Number(number)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
