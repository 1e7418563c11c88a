using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>A commit is whole or nothing, and fenced.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_scan_that_a_later_one_overtook_writes_nothing()
    {
        var frozen = await Store.BeginScanAsync(Tenant, Cancel);
        await ScanAsync(Day(2));

        var late = () => Store.CommitAsync(new() { Run = frozen, Result = Result(frozen, Day(1)), Changes = [Opened(Known())], Devices = [Device("phone-1")] }, Cancel);

        await late.Should().ThrowAsync<ScanFencedException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().BeEmpty();
        (await DevicesAsync("phone-1")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_scan_is_fenced_as_soon_as_the_next_one_begins()
    {
        var frozen = await Store.BeginScanAsync(Tenant, Cancel);
        await Store.BeginScanAsync(Tenant, Cancel);

        await FluentCommit(frozen).Should().ThrowAsync<ScanFencedException>();
    }

    [Fact]
    public async Task A_scan_is_stored_once()
    {
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        await FluentCommit(run)();

        await FluentCommit(run).Should().ThrowAsync<ScanFencedException>();
    }

    private Func<Task<ScanResult>> FluentCommit(ScanRun run) => () => Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)) }, Cancel);

    [Fact]
    public async Task A_commit_that_breaks_off_leaves_nothing()
    {
        await ScanAsync(Day(1), devices: [Device("phone-1")]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);

        var broken = () => Store.CommitAsync(new() { Run = run, Result = Result(run, Day(2)), Changes = [Opened(Known())], Devices = Breaking() }, Cancel);

        await broken.Should().ThrowAsync<InvalidOperationException>();
        var state = await Store.ReadAsync(Tenant, Cancel);
        state!.Violations.Should().BeEmpty();
        state.LastScan!.Number.Should().Be(1);
        (await DevicesAsync("phone-1"))["phone-1"].State.Fingerprint.Should().Be(1);
        (await FluentCommit(run)()).Number.Should().Be(2, "the scan may try again");

        static IEnumerable<DeviceState> Breaking()
        {
            yield return Device("phone-1", 99);
            throw new InvalidOperationException("cut");
        }
    }

    [Fact]
    public async Task A_cancelled_commit_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var run = await Store.BeginScanAsync(Tenant, Cancel);

        var cancelled = () => Store.CommitAsync(new() { Run = run, Result = Result(run, Day(2)), Changes = [Opened(Known())], Devices = Cancelling(source) }, source.Token);

        await cancelled.Should().ThrowAsync<OperationCanceledException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();

        static IEnumerable<DeviceState> Cancelling(CancellationTokenSource source)
        {
            yield return Device("phone-1");
            source.Cancel();
            yield return Device("phone-2");
        }
    }

    [Fact]
    public async Task Many_scans_at_once_lose_nothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancel, async (i, cancel) =>
        {
            var tenant = $"tenant-{i}";
            var run = await Store.BeginScanAsync(tenant, cancel);
            await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known() with { Tenant = tenant })], Devices = [Device("phone-1")] }, cancel);
        });

        var tenants = await Store.TenantsAsync(Cancel);
        tenants.Should().HaveCount(8);
        foreach (var tenant in tenants)
        {
            (await Store.ReadAsync(tenant.Tenant, Cancel))!.Violations.Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Many_who_begin_to_scan_one_tenant_get_numbers_of_their_own_and_one_may_finish()
    {
        var runs = new System.Collections.Concurrent.ConcurrentBag<ScanRun>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 12), Cancel, async (_, cancel) => runs.Add(await Store.BeginScanAsync(Tenant, cancel)));

        var stored = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Parallel.ForEachAsync(runs, Cancel, async (run, cancel) =>
        {
            try
            {
                stored.Add((await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known())] }, cancel)).Number);
            }
            catch (ScanFencedException)
            {
                // All but one.
            }
        });

        runs.Select(run => run.Number).Order().Should().Equal(Enumerable.Range(1, 12).Select(i => (long)i));
        stored.Should().Equal(12);
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();
    }
}
