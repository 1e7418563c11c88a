using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <summary>What a store must do, whatever engine is beneath it.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private ViolationStore? store;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ViolationStore Store => store!;

    public virtual async ValueTask InitializeAsync() => store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the engine's store anew; the same one each time within a test.</summary>
    protected abstract Task<ViolationStore> OpenAsync();

    /// <summary>A context on that store.</summary>
    private protected abstract StoreContext ContextOf(TenantScope scope);

    internal static ScanResult Result(ScanRun run, DateTimeOffset asOf, bool complete = true) => new()
    {
        Tenant = run.Tenant,
        Number = run.Number,
        StartedAt = run.StartedAt,
        FinishedAt = asOf,
        InventoryAsOf = asOf,
        Route = InventoryRoute.Export,
        Complete = complete,
        Devices = 2,
        AppRows = 120,
        DistinctApps = 70,
        Policies = [new PolicyInForce(Ban, "TikTok", "hash-1", "Council", "pack:ban")],
        CatalogueHash = "cat",
        Coverage = [new CoverageCount("", CoverageClass.Clean, "assessed", PlatformFamily.IOS, DeviceOwner.Company, 2)],
        OpenViolations = 1,
        DevicesInViolation = 1,
    };

    internal static DeviceState Device(string id, ulong? fingerprint = 1, CoverageClass coverage = CoverageClass.Clean, string reason = "assessed") =>
        new(id, Platform.IOS, DeviceOwner.Company, coverage, reason, fingerprint, 60);

    private static readonly Comparer<DeviceState> ByStoreOrder = Comparer<DeviceState>.Create((left, right) => DeviceOrder.Compare(left.DeviceId, right.DeviceId));

    internal static ViolationChange Opened(Violation violation) => new(violation, ViolationEventKind.Opened, violation.StateReason, IsNew: true);

    internal async Task<ScanResult> ScanAsync(
        DateTimeOffset asOf, IReadOnlyCollection<ViolationChange>? changes = null, IEnumerable<DeviceState>? devices = null, string tenant = Tenant, bool complete = true)
    {
        var run = await Store.BeginScanAsync(tenant, Cancel);
        return await Store.CommitAsync(new() { Run = run, Result = Result(run, asOf, complete), Changes = changes ?? [], Devices = (devices ?? []).Order(ByStoreOrder) }, Cancel);
    }

    private async Task<IReadOnlyDictionary<string, KnownDevice>> DevicesAsync(params string[] ids) => await Store.DevicesAsync(Tenant, ids, Cancel);

    [Fact]
    public async Task Scans_are_numbered_per_tenant_from_one()
    {
        (await Store.BeginScanAsync("a", Cancel)).Number.Should().Be(1);
        (await Store.BeginScanAsync("a", Cancel)).Number.Should().Be(2);
        (await Store.BeginScanAsync("b", Cancel)).Number.Should().Be(1);
    }

    [Fact]
    public async Task What_was_committed_is_read_back_whole()
    {
        var violation = Known() with
        {
            NotConfirmedSince = Day(1), NotConfirmedReason = Reason.Of("unknown-awaiting-refresh", ("by", "2026-03-08")), LinkedFrom = Guid.CreateVersion7(Day(0)), ReturnCount = 2, Fingerprint = ulong.MaxValue,
        };

        var stored = await ScanAsync(Day(1), [Opened(violation)], [Device("phone-1"), Device("phone-2")]);
        var state = await Store.ReadAsync(Tenant, Cancel);

        state!.Violations.Should().Equal(violation);
        state.LastScan.Should().BeEquivalentTo(stored);
        state.LastCompleteScan.Should().BeEquivalentTo(stored);
        stored.Changes.Should().Equal(new Dictionary<ViolationEventKind, int> { [ViolationEventKind.Opened] = 1 });
        stored.RowsWritten.Should().Equal(new Dictionary<string, int> { ["devices"] = 2, ["events"] = 1, ["scans"] = 1, ["violations"] = 1 });
    }

    [Fact]
    public async Task A_result_with_everything_in_it_survives()
    {
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var result = Result(run, Day(1), complete: false) with
        {
            Faults = [Reason.Of("short-file", ("name", "a.zip"), ("B", "1"), ("a", "2"))],
            Notes = [Reason.Of("note")],
            RouteReasons = [Reason.Of("fell-back")],
            CannotTell = [CoverageClass.NoInventory],
            SetAside = new Dictionary<string, SetAsideRows> { ["no-device-id"] = new(3, "row 17") },
            Requests = new(10, 2, 1),
            Simulated = true,
        };

        await Store.CommitAsync(new() { Run = run, Result = result }, Cancel);
        var knowledge = await Store.LoadAsync(Tenant, Cancel);

        knowledge.LastScan.Should().BeEquivalentTo(result, options => options.Excluding(r => r.RowsWritten).Excluding(r => r.Chain));
        knowledge.LastScan!.Faults.Should().Equal(result.Faults);
        knowledge.LastCompleteScan.Should().BeNull();
    }

    [Fact]
    public async Task A_rescan_without_change_writes_only_the_scan()
    {
        DeviceState[] fleet = [Device("phone-1", 1, CoverageClass.Violating, "banned"), Device("phone-2", null, CoverageClass.NoInventory, "new")];
        await ScanAsync(Day(1), [Opened(Known())], fleet);

        var again = await ScanAsync(Day(2), [], fleet.Reverse());

        again.RowsWritten.Should().Equal(new Dictionary<string, int> { ["devices"] = 0, ["events"] = 0, ["scans"] = 1, ["violations"] = 0 });
    }

    [Fact]
    public async Task A_violation_that_changed_twice_is_written_once_with_both_events()
    {
        var first = Known();
        var second = first with { App = first.App with { Version = "2.0" } };

        var stored = await ScanAsync(Day(1), [Opened(first), new(second, ViolationEventKind.Updated, Reason.Of("details-changed", ("what", "version")))]);

        stored.RowsWritten.Should().Contain("violations", 1).And.Contain("events", 2);
        (await Store.LoadAsync(Tenant, Cancel)).Violations.Should().Equal(second);
    }

    [Fact]
    public async Task Events_are_numbered_without_gaps_and_carry_their_reason()
    {
        var violation = Known();
        await ScanAsync(Day(1), [Opened(violation)]);
        await ScanAsync(Day(2), [new(violation, ViolationEventKind.Updated, Reason.Of("details-changed", ("what", "user")))]);
        await ScanAsync(Day(2), [Opened(Known() with { Tenant = "other" })], tenant: "other");

        var events = await Store.EventsAsync(Tenant, cancellationToken: Cancel);

        events.Select(e => (e.Sequence, e.ScanNumber, e.Kind)).Should().Equal((1, 1, ViolationEventKind.Opened), (2, 2, ViolationEventKind.Updated));
        events[1].Reason.Should().Be(Reason.Of("details-changed", ("what", "user")));
        (await Store.EventsAsync("other", cancellationToken: Cancel)).Single().Sequence.Should().Be(1);
    }

    [Fact]
    public async Task Devices_are_dated_when_they_change_and_only_then()
    {
        await ScanAsync(Day(1), devices: [Device("same"), Device("apps"), Device("class"), Device("leaves")]);

        var second = await ScanAsync(Day(2), devices: [Device("same"), Device("apps", 2), Device("class", 1, CoverageClass.Stale, "stale"), Device("new")]);

        second.RowsWritten.Should().Contain("devices", 4);
        var devices = await DevicesAsync("same", "apps", "class", "leaves", "new");
        devices.Should().NotContainKey("leaves");
        devices.ToDictionary(pair => pair.Key, pair => (pair.Value.Since, pair.Value.InventoryAt)).Should().BeEquivalentTo(new Dictionary<string, (DateTimeOffset, DateTimeOffset)>
        {
            ["same"] = (Day(1), Day(1)), ["apps"] = (Day(1), Day(2)), ["class"] = (Day(2), Day(1)), ["new"] = (Day(2), Day(2)),
        });
    }

    [Fact]
    public async Task A_route_without_fingerprints_leaves_known_ones_in_place()
    {
        await ScanAsync(Day(1), devices: [Device("phone-1", 7)]);

        var second = await ScanAsync(Day(2), devices: [Device("phone-1", null) with { RowCount = 0 }]);

        second.RowsWritten.Should().Contain("devices", 0);
        (await DevicesAsync("phone-1"))["phone-1"].State.Should().Be(Device("phone-1", 7));
    }

    [Fact]
    public async Task An_incomplete_scan_leaves_the_fleet_as_it_was()
    {
        await ScanAsync(Day(1), devices: [Device("phone-1"), Device("phone-2")]);

        await ScanAsync(Day(2), devices: [Device("phone-1", 9)], complete: false);

        (await DevicesAsync("phone-1", "phone-2")).Should().HaveCount(2);
        (await DevicesAsync("phone-1"))["phone-1"].State.Fingerprint.Should().Be(1);
    }

    [Fact]
    public async Task A_confirmed_violation_is_dated_by_its_devices_inventory_without_being_written()
    {
        var violation = Known() with { Fingerprint = 1, InventoryAt = Day(1) };
        await ScanAsync(Day(1), [Opened(violation)], [Device("phone-1", 1)]);
        await ScanAsync(Day(8), devices: [Device("phone-1", 2)]);

        var loaded = (await Store.LoadAsync(Tenant, Cancel)).Violations.Single();

        loaded.Fingerprint.Should().Be(2);
        loaded.InventoryAt.Should().Be(Day(8));
    }

    [Fact]
    public async Task A_violation_newer_than_its_devices_row_keeps_its_own_date()
    {
        await ScanAsync(Day(1), devices: [Device("phone-1", 1)]);
        await ScanAsync(Day(2), [Opened(Known() with { Fingerprint = null, InventoryAt = Day(2) })], complete: false);

        (await Store.LoadAsync(Tenant, Cancel)).Violations.Single().Fingerprint.Should().BeNull("the row of day 1 speaks of an inventory without the app");
    }

    [Fact]
    public async Task An_older_inventory_is_remembered_but_is_not_the_last_scan()
    {
        await ScanAsync(Day(5), devices: [Device("phone-1", 5)]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(3)) with { OlderThanKnown = true }, Devices = [Device("phone-1", 3)] }, Cancel);

        var state = await Store.ReadAsync(Tenant, Cancel);

        state!.LastScan!.InventoryAsOf.Should().Be(Day(5));
        state.RecentScans.Select(scan => (scan.Number, scan.OlderThanKnown)).Should().Equal((1, false), (2, true));
        (await DevicesAsync("phone-1"))["phone-1"].State.Fingerprint.Should().Be(5);
    }

    [Fact]
    public async Task A_report_gets_live_and_ended_violations_and_a_trend()
    {
        var resolved = Known(Phone("phone-2")) with { State = ViolationState.Resolved, StateSince = Day(2) };
        var withdrawn = Known(Phone("phone-3")) with { State = ViolationState.Withdrawn, StateSince = Day(3) };
        await ScanAsync(Day(1), [Opened(Known())], [Device("phone-1")]);
        await ScanAsync(Day(3), [new(resolved, ViolationEventKind.Resolved, resolved.StateReason, true), new(withdrawn, ViolationEventKind.Withdrawn, withdrawn.StateReason, true)]);

        var state = await Store.ReadAsync(Tenant, Cancel);

        state!.Violations.Select(violation => violation.DeviceId).Should().Equal("phone-1");
        state.Ended.Select(violation => violation.DeviceId).Should().Equal("phone-3", "phone-2");
        state.RecentScans.Select(scan => (scan.Opened, scan.Resolved)).Should().Equal((1, 0), (0, 1));
    }

    [Fact]
    public async Task No_query_crosses_from_one_tenant_to_another()
    {
        // The same device, policy, subject and even the same violation id in two tenants.
        var ours = Known();
        var theirs = ours with { Tenant = "fabrikam", Device = ours.Device with { Name = "Theirs" } };
        await ScanAsync(Day(1), [Opened(ours)], [Device("phone-1", 1)]);
        await ScanAsync(Day(1), [Opened(theirs)], [Device("phone-1", 2), Device("phone-9", 9)], "fabrikam");
        await ScanAsync(Day(2), [new(ours with { State = ViolationState.Resolved }, ViolationEventKind.Resolved, ours.StateReason)]);

        var other = await Store.ReadAsync("fabrikam", Cancel);
        other!.Violations.Single().Device.Name.Should().Be("Theirs");
        other.LastScan!.Number.Should().Be(1);
        (await Store.DevicesAsync("fabrikam", ["phone-1", "phone-9"], Cancel)).Values.Select(device => device.State.Fingerprint).Should().BeEquivalentTo([2UL, 9UL]);
        (await DevicesAsync("phone-1", "phone-9")).Should().BeEmpty("a scan of ours without devices emptied our fleet alone");
        (await Store.LoadAsync(Tenant, Cancel)).FingerprintKey.ToArray().Should().NotEqual((await Store.LoadAsync("fabrikam", Cancel)).FingerprintKey.ToArray());
        (await Store.TenantsAsync(Cancel)).Select(tenant => tenant.Tenant).Should().Equal(Tenant, "fabrikam");
    }

    [Fact]
    public async Task A_change_of_another_tenant_is_refused()
    {
        var run = await Store.BeginScanAsync(Tenant, Cancel);

        var commit = () => Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known() with { Tenant = "fabrikam" })] }, Cancel);

        await commit.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_tenant_nobody_scanned_is_empty_and_stays_so()
    {
        (await Store.ReadAsync("nobody", Cancel)).Should().BeNull();
        var knowledge = await Store.LoadAsync("nobody", Cancel);

        knowledge.Violations.Should().BeEmpty();
        knowledge.FingerprintKey.Length.Should().Be(32);
        (await Store.TenantsAsync(Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Everything_is_there_after_opening_again()
    {
        await ScanAsync(Day(1), [Opened(Known())], [Device("phone-1")]);
        var key = (await Store.LoadAsync(Tenant, Cancel)).FingerprintKey.ToArray();

        await using var again = await OpenAsync();

        var knowledge = await again.LoadAsync(Tenant, Cancel);
        knowledge.FingerprintKey.ToArray().Should().Equal(key);
        knowledge.Violations.Should().ContainSingle();
        (await again.BeginScanAsync(Tenant, Cancel)).Number.Should().Be(2);
    }

    [Theory]
    [InlineData("😀 抖音 T\u0131kTok \u202Egnp.exe")]
    [InlineData("'; DROP TABLE violations; --")]
    [InlineData("[/] {0} {device} \"quoted\" \\ <b> \uFFFD")]
    public Task Foreign_text_comes_back_as_it_was(string text) => RoundTripAsync(text, text);

    /// <summary>Stores a text in every column of foreign text and reads it back.</summary>
    protected async Task RoundTripAsync(string text, string comesBackAs)
    {
        var violation = Foreign(text);
        await ScanAsync(Day(1), [Opened(violation)], [Device(violation.DeviceId, violation.Fingerprint)]);

        var expected = Foreign(comesBackAs) with { Id = violation.Id };
        (await Store.LoadAsync(Tenant, Cancel)).Violations.Should().Equal(expected with { Evidence = violation.Evidence });
        (await DevicesAsync(expected.DeviceId)).Should().ContainSingle();

        static Violation Foreign(string text) => Known(Phone("id " + text) with { Name = text, UserDisplayName = text }) with
        {
            App = new DistinctApp(Platform.IOS, text, text, text, text),
            Evidence = Reason.Of("name", ("name", text)),
        };
    }

    [Fact]
    public async Task A_device_named_twice_is_a_fault_of_the_caller_and_writes_nothing()
    {
        var twice = () => ScanAsync(Day(1), [Opened(Known())], [Device("phone-1"), Device("phone-1")]);

        await twice.Should().ThrowAsync<StoreException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Devices_out_of_order_are_a_fault_of_the_caller_and_write_nothing()
    {
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var disordered = () => Store.CommitAsync(
            new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known())], Devices = [Device("phone-2"), Device("phone-1")] }, Cancel);

        await disordered.Should().ThrowAsync<StoreException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Devices_that_come_go_and_change_among_thousands_are_written_and_no_others()
    {
        var ids = Enumerable.Range(0, 6_000).Select(i => $"phone-{i:00000}").ToArray();
        await ScanAsync(Day(1), devices: ids.Where((_, i) => i % 3 != 0).Select(id => Device(id)));

        // Every third comes, every fifth goes, and of those that stay the ones whose number ends in 7 change.
        var next = ids.Where((_, i) => i % 5 != 0).ToArray();
        var second = await ScanAsync(Day(2), devices: next.Select(id => Device(id, id.EndsWith('7') ? 2UL : 1UL)));

        var before = ids.Where((_, i) => i % 3 != 0).ToHashSet();
        var expected = next.Count(id => !before.Contains(id) || id.EndsWith('7')) + before.Except(next).Count();
        second.RowsWritten["devices"].Should().Be(expected);
        var stored = await DevicesAsync(ids);
        stored.Keys.Should().BeEquivalentTo(next);
        stored["phone-00001"].InventoryAt.Should().Be(Day(1));
        stored["phone-00017"].InventoryAt.Should().Be(Day(2));
        stored["phone-00003"].Since.Should().Be(Day(2));
    }

    [Fact]
    public async Task A_hundred_thousand_devices_are_rescanned_without_a_row()
    {
        var devices = Enumerable.Range(0, 100_000).Select(i => Device(new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString(), (ulong)i));

        var first = await ScanAsync(Day(1), devices: devices);
        var again = await ScanAsync(Day(2), devices: devices);
        var one = await ScanAsync(Day(3), devices: devices.Skip(1));

        first.RowsWritten["devices"].Should().Be(100_000);
        again.RowsWritten["devices"].Should().Be(0);
        one.RowsWritten["devices"].Should().Be(1);
    }
}
