using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets.Hearing;

/// <summary>What a closed ticket's status and resolution mean: by the settings, else by the words that trackers ship with. Pure.</summary>
internal sealed class TicketMeanings
{
    private static readonly (string[] Words, TicketMeaning Meaning)[] Known =
    [
        (["duplicate", "doublon", "duplicaat", "duplikat"], TicketMeaning.Duplicate),
        (["not the app", "not this app", "false positive", "invalid", "not a bug", "not an issue", "incorrectly logged"], TicketMeaning.ProposeDismissal),
        (["won't", "wont", "won’t", "will not", "reject", "declined", "not solved", "risk accepted"], TicketMeaning.ProposeException),
        (["cancel", "withdrawn", "abandon"], TicketMeaning.Leave),
    ];

    private readonly List<(string Status, string Resolution, TicketMeaning Meaning)> named = [];

    private TicketMeanings()
    {
    }

    /// <summary>The words a setting may name a meaning by.</summary>
    public static IReadOnlyDictionary<string, TicketMeaning> Words { get; } = new Dictionary<string, TicketMeaning>(StringComparer.OrdinalIgnoreCase)
    {
        ["open"] = TicketMeaning.Open,
        ["verify"] = TicketMeaning.Verify,
        ["propose-exception"] = TicketMeaning.ProposeException,
        ["propose-dismissal"] = TicketMeaning.ProposeDismissal,
        ["duplicate"] = TicketMeaning.Duplicate,
        ["leave"] = TicketMeaning.Leave,
    };

    /// <summary>Reads the settings.</summary>
    /// <param name="lines"><c>STATUS=MEANING</c> or <c>STATUS/RESOLUTION=MEANING</c>, <c>*</c> for any.</param>
    /// <param name="faults">What is wrong with them.</param>
    public static TicketMeanings Of(IEnumerable<string> lines, out IReadOnlyList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var meanings = new TicketMeanings();
        var wrong = new List<string>();
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            var at = line.LastIndexOf('=');
            if (at <= 0 || !Words.TryGetValue(line[(at + 1)..].Trim(), out var meaning))
            {
                wrong.Add($"Tickets:Meanings:{index}: \"{line}\" says nothing. Write STATUS=MEANING or STATUS/RESOLUTION=MEANING, with one of {string.Join(", ", Words.Keys)}.");
                continue;
            }

            var state = line[..at];
            var slash = state.IndexOf('/', StringComparison.Ordinal);
            meanings.named.Add(slash < 0 ? (state.Trim(), "*", meaning) : (state[..slash].Trim(), state[(slash + 1)..].Trim(), meaning));
        }

        faults = wrong;
        return meanings;
    }

    /// <summary>What a ticket means as it stands in the tracker.</summary>
    public TicketMeaning Of(RemoteTicket remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        var setting = named.FirstOrDefault(line => Fits(line.Status, remote.Status) && Fits(line.Resolution, remote.Resolution));
        return setting.Status is not null ? setting.Meaning : remote.IsClosed ? OfWords($"{remote.Resolution} {remote.Status}") : TicketMeaning.Open;
    }

    private static TicketMeaning OfWords(string text) =>
        Known.FirstOrDefault(known => known.Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) is { Words: not null } known ? known.Meaning : TicketMeaning.Verify;

    private static bool Fits(string pattern, string text) => pattern == "*" || pattern.Equals(text, StringComparison.OrdinalIgnoreCase);
}
