using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>What states of tickets and messages are called, in English; pages translate.</summary>
public static class TicketWords
{
    /// <summary>Every word, for the test that looks for translations.</summary>
    public static IEnumerable<string> All =>
        [.. Enum.GetValues<TicketState>().Select(Of), .. Enum.GetValues<DeliveryState>().Select(Of), .. Enum.GetValues<MessageKind>().Select(Of), .. ChannelNames.All.Select(OfChannel)];

    /// <summary>What a ticket is to be.</summary>
    public static string Of(TicketState state) => state switch
    {
        TicketState.Open => "Open",
        TicketState.AwaitingRefresh => "Set done, to be verified",
        TicketState.Left => "Left as people want it",
        _ => "Closed",
    };

    /// <summary>How sending stands.</summary>
    public static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Done => "Nothing to send",
        DeliveryState.Waiting => "Waiting",
        DeliveryState.InDoubt => "In doubt",
        DeliveryState.Dead => "Set aside",
        _ => "Dropped",
    };

    /// <summary>What a message is.</summary>
    public static string Of(MessageKind kind) => kind switch
    {
        MessageKind.User => "To the user",
        MessageKind.Reminder => "Reminder to the user",
        MessageKind.Desk => "To the service desk",
        MessageKind.Find => "To be found or retired",
        MessageKind.Digest => "Digest",
        _ => "Alarm",
    };

    /// <summary>Name of a channel.</summary>
    public static string OfChannel(string channel) => channel switch
    {
        ChannelNames.Tickets => "Tickets",
        ChannelNames.Mail => "Mail",
        ChannelNames.Teams => "Teams",
        _ => channel,
    };
}
