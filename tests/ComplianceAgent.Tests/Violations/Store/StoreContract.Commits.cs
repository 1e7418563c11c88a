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
}
