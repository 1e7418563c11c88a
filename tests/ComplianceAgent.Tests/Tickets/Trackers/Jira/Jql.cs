using System.Globalization;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>A query that cannot be read; Jira answers with 400 and these words.</summary>
internal sealed class JqlException(string message) : Exception(message);

/// <summary>
/// The part of JQL that an agent needs, read strictly: conditions on labels, project and updated joined by AND, and an order.
/// Whatever else is written is an error, as it is in Jira: it never leaves a condition out.
/// </summary>
internal sealed partial record Jql(string? Label, string? Project, TimeSpan? UpdatedWithin, IReadOnlyList<(string Field, bool Descends)> Order)
{
    private static readonly string[] Sortable = ["created", "updated", "key"];

    public static Jql Parse(string text)
    {
        var tokens = new Queue<Match>(Read(text));
        var query = new Jql(null, null, null, []);
        while (tokens.Count > 0 && !IsWord(tokens.Peek(), "ORDER"))
        {
            query = Condition(query, tokens);
            if (tokens.Count == 0 || IsWord(tokens.Peek(), "ORDER"))
            {
                break;
            }

            Expect(tokens, "AND");
        }

        return query with { Order = OrderOf(tokens) };
    }

    /// <summary>True when nothing limits it.</summary>
    public bool IsUnbounded => Label is null && Project is null && UpdatedWithin is null;

    private static List<Match> Read(string text)
    {
        var (tokens, at) = (new List<Match>(), 0);
        while (at < text.Length)
        {
            var token = Token().Match(text, at);
            if (!token.Success || token.Index != at)
            {
                throw new JqlException($"Error in the JQL Query: The character '{text[at]}' is a reserved JQL character. You must enclose it in a string or use the escape. (line 1, character {at + 1})");
            }

            at += token.Length;
            if (!string.IsNullOrWhiteSpace(token.Value))
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static Jql Condition(Jql query, Queue<Match> tokens)
    {
        var field = Take(tokens).Value;
        var sign = Take(tokens).Value;
        var value = Value(Take(tokens));
        return (field.ToLowerInvariant(), sign) switch
        {
            ("labels", "=") => query with { Label = query.Label is null ? value : throw new JqlException("Error in the JQL Query: two labels are not understood here.") },
            ("project", "=") => query with { Project = value },
            ("updated", ">=") => query with { UpdatedWithin = Ago(value) },
            ("labels" or "project" or "updated", _) => throw new JqlException($"The operator '{sign}' is not supported by the '{field}' field."),
            _ => throw new JqlException($"Field '{field}' does not exist or you do not have permission to view it."),
        };
    }

    private static TimeSpan Ago(string value) => RelativeTime().Match(value) is { Success: true } ago
        ? TimeSpan.FromMinutes(long.Parse(ago.Groups["n"].Value, CultureInfo.InvariantCulture) * (ago.Groups["unit"].Value switch { "m" => 1, "h" => 60, "d" => 1440, _ => 10_080 }))
        : throw new JqlException($"Date value '{value}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.");

    private static List<(string, bool)> OrderOf(Queue<Match> tokens)
    {
        var order = new List<(string, bool)>();
        if (tokens.Count == 0)
        {
            return order;
        }

        Expect(tokens, "ORDER");
        Expect(tokens, "BY");
        do
        {
            var field = Take(tokens).Value.ToLowerInvariant();
            if (!Sortable.Contains(field))
            {
                throw new JqlException($"Not able to sort using field '{field}'.");
            }

            var descends = tokens.Count > 0 && IsWord(tokens.Peek(), "DESC");
            if (tokens.Count > 0 && (descends || IsWord(tokens.Peek(), "ASC")))
            {
                tokens.Dequeue();
            }

            order.Add((field, descends));
        }
        while (tokens.Count > 0 && Take(tokens).Value == "," ? true : tokens.Count == 0 ? false : throw new JqlException("Error in the JQL Query: Expecting ',' or the end of the query."));

        return order;
    }

    private static Match Take(Queue<Match> tokens) => tokens.Count > 0 ? tokens.Dequeue() : throw new JqlException("Error in the JQL Query: The query ends too early.");

    private static void Expect(Queue<Match> tokens, string word)
    {
        if (!IsWord(Take(tokens), word))
        {
            throw new JqlException($"Error in the JQL Query: Expecting '{word}'.");
        }
    }

    private static bool IsWord(Match token, string word) => token.Groups["word"].Success && token.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static string Value(Match token) =>
        token.Groups["quoted"].Success ? token.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
        : token.Groups["word"].Success ? token.Value
        : throw new JqlException($"Error in the JQL Query: Expecting a value but got '{token.Value}'.");

    [GeneratedRegex("""\s+|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<word>[A-Za-z0-9_.-]+)|>=|<=|!=|=|>|<|,|\(|\)""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"^-(?<n>\d{1,9})(?<unit>[mhdw])$", RegexOptions.NonBacktracking)]
    private static partial Regex RelativeTime();
}
