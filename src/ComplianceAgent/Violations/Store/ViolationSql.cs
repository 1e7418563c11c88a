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

    // Of a device that tells no platform, the app's counts: as in reports.
    private const string PlatformColumn = "(CASE WHEN device_platform = 0 THEN app_platform ELSE device_platform END)";

    /// <summary>The violations asked for, with their deadline as <c>due</c>: everything from FROM on, without an order.</summary>
    public static string From(string tenant, ViolationQuery query, SqlParameters parameters)
    {
        var due = DeadlineSql.Of(query.Policies, parameters);
        var conditions = string.Concat(Conditions(query, parameters).Select(condition => " AND " + condition));
        var dated = query.Due == DueFilter.Any ? "" : " WHERE " + Due(query);
        return $"FROM (SELECT violations.*, {due} AS due FROM violations WHERE tenant = {parameters.Add(tenant)}{conditions}) AS asked{dated}";
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

    /// <summary>Counts of what is asked for, in parts.</summary>
    public static string Counts(ViolationQuery query, string from, SqlParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(query);
        var open = $"state = {(int)ViolationState.Open} AND severity = {(int)Severity.Violation}";
        var now = parameters.Add(query.Now.UtcTicks);
        var soon = parameters.Add(query.SoonBefore.UtcTicks);
        return $"""
            SELECT policy_id AS "PolicyId", {PlatformColumn} AS "Platform", owner AS "Owner", category AS "Unit", state AS "State", severity AS "Severity",
                COUNT(*) AS "Violations",
                COUNT(CASE WHEN {open} AND due <= {now} THEN 1 END) AS "Overdue",
                COUNT(CASE WHEN {open} AND due > {now} AND due <= {soon} THEN 1 END) AS "Soon",
                COUNT(CASE WHEN not_confirmed_since IS NOT NULL AND state <= {(int)ViolationState.Excepted} THEN 1 END) AS "NotConfirmed",
                MIN(CASE WHEN {open} THEN due END) AS "FirstDue"
            {from}
            GROUP BY policy_id, {PlatformColumn}, owner, category, state, severity
            """;
    }

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
