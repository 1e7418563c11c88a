using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>How a turn ends, however it went.</summary>
internal static class LeaseEnd
{
    /// <summary>Gives a lease back, so that the next agent need not wait until it runs out; if even that fails, it does.</summary>
    public static async Task LetGoAsync(this ViolationStore store, SendLease lease)
    {
        try
        {
            await store.LeaveAsync(lease, CancellationToken.None);
        }
        catch (Exception failure) when (failure is SendLeaseLostException or StoreException)
        {
            // It runs out by itself.
        }
    }
}
