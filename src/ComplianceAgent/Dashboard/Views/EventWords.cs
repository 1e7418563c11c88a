using ComplianceAgent.Violations;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>What kinds of events are called, in English; pages translate.</summary>
public static class EventWords
{
    /// <summary>Name of a kind.</summary>
    public static string Of(ViolationEventKind kind) => kind switch
    {
        ViolationEventKind.Opened => "Opened",
        ViolationEventKind.Reclassified => "Reclassified",
        ViolationEventKind.Resolved => "Removed",
        ViolationEventKind.Returned => "Returned",
        ViolationEventKind.Withdrawn => "Withdrawn",
        ViolationEventKind.NoLongerManaged => "No longer managed",
        ViolationEventKind.ManagedAgain => "Managed again",
        ViolationEventKind.Linked => "Linked to earlier hardware",
        ViolationEventKind.NotConfirmed => "Not confirmed any more",
        ViolationEventKind.ConfirmedAgain => "Confirmed again",
        ViolationEventKind.Updated => "Updated",
        ViolationEventKind.Reopened => "Reopened",
        ViolationEventKind.ReviewDecided => "Review decided",
        ViolationEventKind.RuleAccepted => "Rule accepted",
        ViolationEventKind.ClosingsReleased => "Closings released",
        ViolationEventKind.Excepted => "Excepted",
        ViolationEventKind.ExceptionEnded => "Exception ended",
        ViolationEventKind.ExceptionDecided => "Exception decided",
        ViolationEventKind.Renamed => "Renamed",
        ViolationEventKind.PolicyChanged => "Policy changed",
        ViolationEventKind.CatalogueChanged => "Catalogue changed",
        ViolationEventKind.RegisterChanged => "Register changed",
        ViolationEventKind.ClockChanged => "Clock changed",
        ViolationEventKind.ShrunkFleetAccepted => "Shrunk fleet accepted",
        ViolationEventKind.ExcuseDecided => "Excusing act decided",
        ViolationEventKind.OwnApprovalRefused => "Own approval refused",
        ViolationEventKind.PersonsChanged => "Number of persons changed",
        ViolationEventKind.StoreAccepted => "Store accepted",
        ViolationEventKind.DataErased => "Data erased",
        ViolationEventKind.LegalHoldPlaced => "Legal hold placed",
        ViolationEventKind.LegalHoldEnded => "Legal hold ended",
        ViolationEventKind.TicketOpened => "Ticket opened",
        ViolationEventKind.TicketUpdated => "Ticket updated",
        ViolationEventKind.TicketClosed => "Ticket closed",
        ViolationEventKind.TicketReopened => "Ticket reopened",
        ViolationEventKind.TicketHeard => "Ticket changed by people",
        ViolationEventKind.DeliveryFailed => "Delivery failed",
        ViolationEventKind.MessageSent => "Message handed over",
        ViolationEventKind.MessageDropped => "Message dropped",
        ViolationEventKind.ChannelReleased => "Channel released",
        ViolationEventKind.KeyIssued => "Key issued",
        ViolationEventKind.KeyRevoked => "Key revoked",
        ViolationEventKind.ActRefused => "Act refused",
        ViolationEventKind.DataExported => "Data exported",
        ViolationEventKind.RetryOrdered => "Retry ordered",
        ViolationEventKind.ScanOrdered => "Scan ordered",
        _ => "Other",
    };
}
