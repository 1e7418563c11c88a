namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>
/// ServiceNow's encoded queries, as far as an agent needs them. A condition on a field that does not exist is left out, which is what the vendor's does
/// unless told otherwise: the rows then are those of the rest of the query.
/// </summary>
internal sealed record EncodedQuery(IReadOnlyList<(string Field, string Sign, string Value)> Conditions, IReadOnlyList<(string Field, bool Descends)> Order)
{
    private static readonly string[] Signs = [">=", "<=", "!=", "=", ">", "<"];

    /// <summary>Reads a query; null when it uses something that this part does not know.</summary>
    public static EncodedQuery? Parse(string text, Func<string, bool> isField)
    {
        ArgumentNullException.ThrowIfNull(isField);
        var (conditions, order) = (new List<(string, string, string)>(), new List<(string, bool)>());
        foreach (var part in text.Split('^', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("ORDERBY", StringComparison.Ordinal))
            {
                var descends = part.StartsWith("ORDERBYDESC", StringComparison.Ordinal);
                order.Add((part[(descends ? 11 : 7)..], descends));
            }
            else if (part.StartsWith("OR", StringComparison.Ordinal) || part.StartsWith("NQ", StringComparison.Ordinal) || part.Contains("javascript:", StringComparison.OrdinalIgnoreCase) || Condition(part) is not { } condition)
            {
                return null;
            }
            else if (isField(condition.Field))
            {
                conditions.Add(condition);
            }
        }

        return new EncodedQuery(conditions, order);
    }

    /// <summary>What a field has to equal; empty when nothing is said of it.</summary>
    public string Equal(string field) => Conditions.FirstOrDefault(condition => condition.Field == field && condition.Sign == "=").Value ?? "";

    public bool Fits(ServiceNowRow row) => Conditions.All(condition =>
    {
        // Its database takes capital and small letters for equal.
        var order = string.Compare(row[condition.Field], condition.Value, StringComparison.OrdinalIgnoreCase);
        return condition.Sign switch { "=" => order == 0, "!=" => order != 0, ">=" => order >= 0, "<=" => order <= 0, ">" => order > 0, _ => order < 0 };
    });

    private static (string Field, string Sign, string Value)? Condition(string part)
    {
        var length = part.TakeWhile(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.').Count();
        return length > 0 && Signs.FirstOrDefault(sign => part.AsSpan(length).StartsWith(sign)) is { } sign ? (part[..length], sign, part[(length + sign.Length)..]) : null;
    }
}
