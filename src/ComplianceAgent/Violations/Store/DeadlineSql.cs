using System.Globalization;
using System.Text;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// The deadline that counts as an expression over the columns of a violation, for pages that sort and count in the database: the same rules as
/// <see cref="ViolationDeadlines"/>, which a test compares it with. Null where the policy is not among those given.
/// </summary>
internal static class DeadlineSql
{
    /// <summary>The expression for violations of any of some policies, in ticks; ids become parameters of the statement.</summary>
    public static string Of(IReadOnlyCollection<Policy> policies, SqlParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(parameters);
        if (policies.Count == 0)
        {
            return "CAST(NULL AS BIGINT)";
        }

        var sql = new StringBuilder("(CASE policy_id");
        foreach (var policy in policies)
        {
            sql.Append(CultureInfo.InvariantCulture, $" WHEN {parameters.Add(policy.Id)} THEN {Of(policy, parameters)}");
        }

        return sql.Append(" ELSE NULL END)").ToString();
    }

    /// <summary>The expression for the violations of one policy, in ticks.</summary>
    public static string Of(Policy policy, SqlParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(parameters);
        DateTimeOffset? legal = policy.RemoveBy is { } day ? Deadlines.EndOfDay(day, policy.TimeZone) : null;
        DateTimeOffset? began = policy.Effective is { } effective ? Deadlines.StartOfDay(effective, policy.TimeZone) : null;
        var usual = Headline(policy, legal, began < legal ? began : null);
        var own = policy.Rules.Where(rule => rule.RemoveBy is not null).GroupBy(rule => rule.RemoveBy!.Value).ToList();
        if (own.Count == 0)
        {
            return usual;
        }

        var sql = new StringBuilder("(CASE");
        foreach (var rules in own)
        {
            var ids = string.Join(", ", rules.Select(rule => parameters.Add(rule.Id)));
            sql.Append(CultureInfo.InvariantCulture, $" WHEN rule_id IN ({ids}) THEN {Headline(policy, Deadlines.EndOfDay(rules.Key, policy.TimeZone), began: null)}");
        }

        return sql.Append(CultureInfo.InvariantCulture, $" ELSE {usual} END)").ToString();
    }

    private static string Headline(Policy policy, DateTimeOffset? legal, DateTimeOffset? began)
    {
        var (seen, enrolled) = (Ticks(policy.Grace.FirstSeen), Ticks(policy.Grace.Enrolment));
        var house = $"(CASE WHEN enrolled_at <= first_seen_at AND enrolled_at + {enrolled} > first_seen_at + {seen} THEN enrolled_at + {enrolled} ELSE first_seen_at + {seen} END)";
        var headline = legal is { } date ? $"(CASE WHEN {Legal(date, began)} > first_seen_at THEN {Legal(date, began)} ELSE {house} END)" : house;
        return $"(CASE WHEN excepted_until > {headline} THEN (CASE WHEN excepted_until > {house} THEN excepted_until ELSE {house} END) ELSE {headline} END)";
    }

    private static string Legal(DateTimeOffset legal, DateTimeOffset? began) =>
        began is { } from ? $"(CASE WHEN absent_at >= {Ticks(from)} THEN {Ticks(from)} ELSE {Ticks(legal)} END)" : Ticks(legal);

    private static string Ticks(DateTimeOffset moment) => Number(moment.UtcTicks);

    private static string Ticks(TimeSpan? time) => Number((time ?? TimeSpan.Zero).Ticks);

    private static string Number(long ticks) => ticks.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Values of a statement, each named by its place.</summary>
internal sealed class SqlParameters
{
    private readonly List<object> values = [];

    /// <summary>The values in order.</summary>
    public object[] Values => [.. values];

    /// <summary>Adds a value; returns what stands for it in the text.</summary>
    public string Add(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{{{values.Count - 1}}}");
    }
}
