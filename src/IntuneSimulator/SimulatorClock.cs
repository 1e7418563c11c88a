namespace IntuneSimulator;

/// <summary>The simulated tenant's time. It stands still until it is moved, so that the same questions get the same answers.</summary>
public sealed class SimulatorClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <summary>Moves time on, and gives the new time. It never goes back.</summary>
    public DateTimeOffset Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return new DateTimeOffset(Interlocked.Add(ref ticks, by.Ticks), TimeSpan.Zero);
    }
}
