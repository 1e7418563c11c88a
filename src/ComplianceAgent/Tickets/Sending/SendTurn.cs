using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>What becomes of what could not be sent.</summary>
internal enum FailureOutcome
{
    /// <summary>It is tried again.</summary>
    Retry,

    /// <summary>It was set aside.</summary>
    Dead,

    /// <summary>People did something with it: what is wanted is decided anew.</summary>
    Heard,
}

/// <summary>What a turn does with what it sends.</summary>
/// <typeparam name="T">Ticket or message.</typeparam>
/// <param name="Due">What is due, longest due first.</param>
/// <param name="Send">Sends one.</param>
/// <param name="Failed">Notes a failure of this one, and says what becomes of it.</param>
/// <param name="Untouched">Notes that nothing was done to it, for the target's own fault.</param>
internal sealed record SendWork<T>(
    Func<int, Task<IReadOnlyList<T>>> Due, Func<SendLease, T, Task<SendOutcome>> Send, Func<SendLease, T, TrackerException, Task<FailureOutcome>> Failed, Func<SendLease, T, Task> Untouched);

/// <summary>
/// One agent's turn at one target for one tenant: under a lease, one after another, longest due first, at the target's pace. What fails by itself waits or is
/// set aside and the others go on; when the target fails, all of it rests.
/// </summary>
internal sealed class SendTurn(ViolationStore store, SendPace pace, SendMetrics metrics, TimeProvider clock, string holder, TimeSpan longestCall)
{
    private const int Batch = 50;

    // Long enough for a search, a doubt and a call; renewed before each.
    private TimeSpan LeaseTime => (longestCall * 4) + TimeSpan.FromSeconds(30);

    /// <summary>Sends what is due, at most so many.</summary>
    public async Task<SendReport> RunAsync<T>(string tenant, string target, SendWork<T> work, int most, CancellationToken cancellationToken)
    {
        // Most turns find nothing due: that takes a look, not a lease.
        if ((await work.Due(1)).Count == 0)
        {
            return new SendReport { IsDone = true };
        }

        if (await store.TakeLeaseAsync(tenant, target, holder, LeaseTime, cancellationToken) is not { } lease)
        {
            return new SendReport { IsElsewhere = true };
        }

        try
        {
            return await GoThroughAsync(lease, work, most, cancellationToken);
        }
        catch (SendLeaseLostException)
        {
            return new SendReport { IsElsewhere = true };
        }
        finally
        {
            await store.LetGoAsync(lease);
        }
    }

    private async Task<SendReport> GoThroughAsync<T>(SendLease lease, SendWork<T> work, int most, CancellationToken cancellationToken)
    {
        var report = new SendReport();
        var channel = await store.NoteChannelAsync(lease, known => known, cancellationToken);
        if (channel.PausedUntil is { } until && until > clock.GetUtcNow())
        {
            return report with { PausedUntil = until, Why = channel.Why };
        }

        var (done, refusals) = (0, 0);
        while (done < most && await work.Due(Math.Min(Batch, most - done)) is { Count: > 0 } due)
        {
            foreach (var item in due)
            {
                done++;
                lease = await RenewedAsync(lease, cancellationToken);
                await pace.WaitAsync(cancellationToken);
                try
                {
                    var outcome = await work.Send(lease, item);
                    metrics.Count(lease.Tenant, lease.Target, outcome);
                    report = Counted(report, outcome);
                    (channel, refusals) = (await WellAsync(lease, channel, cancellationToken), 0);
                }
                catch (TrackerException failure) when (Backoff.IsOfTarget(failure.Fault))
                {
                    await work.Untouched(lease, item);
                    channel = await store.NoteChannelAsync(lease, known => Backoff.Failed(known, failure, clock.GetUtcNow()), cancellationToken);
                    metrics.CountFailure(lease.Tenant, lease.Target, isLast: false);
                    return report with { Retried = report.Retried + 1, PausedUntil = channel.PausedUntil, Why = channel.Why };
                }
                catch (TrackerException failure)
                {
                    var outcome = await work.Failed(lease, item, failure);
                    metrics.CountFailure(lease.Tenant, lease.Target, outcome == FailureOutcome.Dead);
                    report = Counted(report, outcome);
                    if (failure.Fault == TrackerFault.Refused && ++refusals >= Backoff.RefusalsToPause)
                    {
                        channel = await store.NoteChannelAsync(lease, known => Backoff.RefusesAll(known, failure.Reason, clock.GetUtcNow()), cancellationToken);
                        return report with { PausedUntil = channel.PausedUntil, Why = channel.Why };
                    }
                }
            }
        }

        return report with { IsDone = done < most };
    }

    private static SendReport Counted(SendReport report, SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => report with { Sent = report.Sent + 1 },
        SendOutcome.Heard => report with { Heard = report.Heard + 1 },
        SendOutcome.Postponed => report with { Retried = report.Retried + 1 },
        _ => report,
    };

    private static SendReport Counted(SendReport report, FailureOutcome outcome) => outcome switch
    {
        FailureOutcome.Dead => report with { Dead = report.Dead + 1 },
        FailureOutcome.Heard => report with { Heard = report.Heard + 1 },
        _ => report with { Retried = report.Retried + 1 },
    };

    /// <summary>A call that went well ends what was wrong with the target.</summary>
    private Task<ChannelState> WellAsync(SendLease lease, ChannelState channel, CancellationToken cancellationToken) => channel is { Failures: 0, PausedUntil: null, Why: null }
        ? Task.FromResult(channel)
        : store.NoteChannelAsync(lease, known => known with { Failures = 0, PausedUntil = null, Why = null }, cancellationToken);

    private async Task<SendLease> RenewedAsync(SendLease lease, CancellationToken cancellationToken)
    {
        if (lease.Until - clock.GetUtcNow() > longestCall * 3)
        {
            return lease;
        }

        var renewed = await store.TakeLeaseAsync(lease.Tenant, lease.Target, holder, LeaseTime, cancellationToken);
        return renewed?.Fence == lease.Fence ? renewed : throw new SendLeaseLostException(lease);
    }
}
