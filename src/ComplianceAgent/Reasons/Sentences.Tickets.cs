namespace ComplianceAgent.Reasons;

/// <content>Tickets and messages: what was decided, sent and heard.</content>
public static partial class Sentences
{
    static partial void AddTickets(Dictionary<string, string> sentences)
    {
        AddTrackers(sentences);
        AddMessages(sentences);
        AddTicketDecisions(sentences);
    }

    static partial void AddTrackers(Dictionary<string, string> sentences);

    static partial void AddMessages(Dictionary<string, string> sentences);

    static partial void AddTicketDecisions(Dictionary<string, string> sentences);
}
