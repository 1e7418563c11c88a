using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Npgsql;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Connections that break, sessions that freeze, locks that others hold.</content>
public sealed partial class PostgresStoreTests
{
    [Theory]
    [InlineData("BeforeCommit")]
    [InlineData("AfterCommit")]
    public async Task A_connection_lost_in_the_moment_of_the_commit_is_settled_by_the_scans_number(string where)
    {
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(Connection).Port);
        await using var store = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 5 }, new NpgsqlConnectionStringBuilder(Connection) { Port = proxy.Port }.ConnectionString);

        for (var scan = 1; scan <= 20; scan++)
        {
            var run = await store.BeginScanAsync(Tenant, Cancel);
            proxy.Next = Enum.Parse<Cut>(where);
            var stored = await store.CommitAsync(
                new() { Run = run, Result = Result(run, Day(scan)), Changes = [Opened(Known(Phone($"phone-{scan}")))], Devices = [Device("phone-1", (ulong)scan)] }, Cancel);

            stored.Number.Should().Be(scan);
            stored.RowsWritten["events"].Should().Be(1);
        }

        proxy.Cuts.Should().Be(20);
        (await store.EventsAsync(Tenant, cancellationToken: Cancel)).Select(e => (e.Sequence, e.ScanNumber)).Should().Equal(Enumerable.Range(1, 20).Select(i => ((long)i, (long)i)));
        (await store.ReadAsync(Tenant, Cancel))!.Violations.Should().HaveCount(20);
    }

    [Fact]
    public async Task A_connection_lost_at_any_message_of_a_scan_loses_and_doubles_nothing()
    {
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(Connection).Port);
        await using var store = await OpenAsync(
            new StoreOpening { Simulated = false, BusySeconds = 5 }, new NpgsqlConnectionStringBuilder(Connection) { Port = proxy.Port, SslMode = SslMode.Disable }.ConnectionString);
        var message = 0;
        for (; proxy.Cuts == message; message++)
        {
            var run = await store.BeginScanAsync(Tenant, Cancel);
            proxy.AtMessage = message;
            var stored = await store.CommitAsync(
                new() { Run = run, Result = Result(run, Day(message + 1)), Changes = [Opened(Known(Phone($"phone-{message}")))], Devices = [Device("phone-1", (ulong)message)] }, Cancel);

            stored.RowsWritten["events"].Should().Be(1);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"messages of a scan: {proxy.Cuts}");
        proxy.Cuts.Should().BeGreaterThan(8, "a commit is as many messages and more");
        proxy.AtMessage = -1;
        var verdict = await store.VerifyAuditAsync(Tenant, [], Cancel);
        verdict.Faults.Should().BeEmpty();
        (verdict.Scans, verdict.Events).Should().Be((message, message));
        (await store.ReadAsync(Tenant, Cancel))!.Violations.Should().HaveCount(message);
    }

    [Fact]
    public async Task A_session_that_the_server_ends_within_a_commit_is_written_again_once()
    {
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var ended = false;

        var stored = await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(1)), Changes = [Opened(Known())], Devices = Ending() }, Cancel);

        ended.Should().BeTrue();
        stored.RowsWritten.Should().Contain("devices", 3);
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();

        IEnumerable<DeviceState> Ending()
        {
            yield return Device("phone-1");
            if (!ended)
            {
                ended = true;
                EndSessions();
            }

            yield return Device("phone-2");
            yield return Device("phone-3");
        }
    }

    [Fact]
    public async Task A_server_that_restarted_between_two_scans_is_found_again()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        EndSessions();
        (await Store.LoadAsync(Tenant, Cancel)).Violations.Should().ContainSingle();

        EndSessions();
        (await Store.BeginScanAsync(Tenant, Cancel)).Number.Should().Be(2);
    }

    [Fact]
    public async Task A_decision_whose_connection_broke_is_not_made_twice()
    {
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(Connection).Port);
        await using var store = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 5 }, new NpgsqlConnectionStringBuilder(Connection) { Port = proxy.Port }.ConnectionString);
        var acceptance = new ComplianceAgent.Violations.Reviews.RuleAcceptance
        {
            Tenant = Tenant, PolicyId = Ban, RuleId = "all", Fingerprint = new string('a', 64), Author = Reviews.ReviewSamples.Ann, At = Day(1), Devices = 70, Apps = 3, Share = 0.35,
        };
        proxy.Next = Cut.AfterCommit;

        var accept = () => store.AcceptRuleAsync(acceptance, Cancel);

        (await accept.Should().ThrowAsync<StoreConnectionLostException>()).Which.Message.Should().Contain("in the moment of the commit");
        (await store.RuleAcceptancesAsync(Tenant, Cancel)).Should().ContainSingle();
    }

    [Fact]
    public async Task An_agent_frozen_in_mid_commit_keeps_nobody_waiting_and_commits_nothing()
    {
        var impatient = new NpgsqlConnectionStringBuilder(Connection) { Options = "-c idle_in_transaction_session_timeout=300" }.ConnectionString;
        await using var freezing = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 5 }, impatient);
        var frozen = await freezing.BeginScanAsync(Tenant, Cancel);
        using var thawed = new ManualResetEventSlim();
        using var inside = new SemaphoreSlim(0);

        var late = Task.Run(() => freezing.CommitAsync(new() { Run = frozen, Result = Result(frozen, Day(1)), Changes = [Opened(Known())], Devices = Freezing() }, Cancel), Cancel);
        await inside.WaitAsync(Cancel);
        var other = await Store.BeginScanAsync(Tenant, Cancel);
        await Store.CommitAsync(new() { Run = other, Result = Result(other, Day(2)) }, Cancel);
        thawed.Set();

        await FluentActions.Awaiting(() => late).Should().ThrowAsync<ScanFencedException>();
        (await Store.ReadAsync(Tenant, Cancel))!.Violations.Should().BeEmpty();
        (await Store.ReadAsync(Tenant, Cancel))!.LastScan!.Number.Should().Be(2);

        IEnumerable<DeviceState> Freezing()
        {
            inside.Release();
            thawed.Wait(Cancel);
            yield return Device("phone-1");
        }
    }

    [Fact]
    public async Task Whoever_writes_to_a_tenant_keeps_others_out_for_a_bounded_time_and_no_other_tenant()
    {
        await using var store = await OpenAsync(new StoreOpening { Simulated = false, BusySeconds = 1 });
        await using var context = ContextOf(TenantScope.Of(Tenant));
        await using var held = await context.BeginWriteAsync(Cancel);

        (await store.BeginScanAsync("fabrikam", Cancel)).Number.Should().Be(1);
        var begin = () => store.BeginScanAsync(Tenant, Cancel);

        (await begin.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain(database).And.Contain("held by another program");
        (await store.LoadAsync(Tenant, Cancel)).Violations.Should().BeEmpty("readers wait for nobody");
    }

    private void EndSessions()
    {
        using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        command.ExecuteNonQuery();
    }
}
