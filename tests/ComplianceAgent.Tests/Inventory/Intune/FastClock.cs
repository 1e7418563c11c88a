using System.Diagnostics;

namespace ComplianceAgent.Tests.Inventory.Intune;

/// <summary>A clock that runs many times as fast as the wall's, timers included: real sockets, and hours of waiting in a moment.</summary>
internal sealed class FastClock(double speed) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 4, 30, 0, TimeSpan.Zero);
    private readonly long begun = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(begun) * speed;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), this);

    private TimeSpan Shorten(TimeSpan time) => time < TimeSpan.Zero || time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class FastTimer(ITimer inner, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(clock.Shorten(dueTime), clock.Shorten(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
