namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>The system's clock, put forward; timers go on as they are.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long ticks;

    public void Forward(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ticks));
}
