namespace ComplianceAgent.Tests.Tickets.Trackers.StandIns;

/// <summary>The machine's clock, which a test may set forward: a server's index then catches up, tokens end, and nobody waits.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
