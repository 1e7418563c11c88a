namespace ComplianceAgent.Tickets.Sending;

/// <summary>Keeps calls that change something apart: so many a minute through one target, whoever asks.</summary>
internal sealed class SendPace(int perMinute, TimeProvider clock)
{
    private readonly TimeSpan apart = TimeSpan.FromMinutes(1) / perMinute;
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Waits for its turn.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            // A pause saves up to a second's worth of turns, not an hour's.
            var turn = next > now - TimeSpan.FromSeconds(1) ? next : now - TimeSpan.FromSeconds(1);
            next = turn + apart;
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
