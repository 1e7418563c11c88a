namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>The true time, but pauses of a few seconds (between two looks at an export job) pass at once. Time limits stay as they are.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= Pause ? TimeSpan.FromMilliseconds(1) : dueTime, period);
}
