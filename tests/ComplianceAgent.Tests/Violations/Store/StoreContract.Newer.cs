using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>An old program on a store that a newer one has brought up to date meanwhile.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Once_a_newer_program_has_brought_the_store_up_to_date_this_one_reads_and_writes_nothing_more()
    {
        await FillAsync(Ours);
        var run = await Store.BeginScanAsync(Ours, Cancel);
        await Store.RefuseNewerAsync(Cancel);
        await BecomeNewerAsync();
        var before = await ExportedAsync();

        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, ask) in Questions(new Random(31)))
        {
            try
            {
                await ask(Ours);
            }
            catch (StoreNewerException)
            {
                refused.Add(name);
            }
        }

        var late = await FluentActions.Awaiting(() => Store.CommitAsync(new() { Run = run, Result = Result(run, Day(9)), Changes = [Opened(Known(Phone("phone-9")))], Devices = [Device("phone-9")] }, Cancel))
            .Should().ThrowAsync<StoreNewerException>("it began before");
        late.Which.Message.Should().Contain(Store.Path).And.Contain("29991231000000_Later").And.Contain("stop it and start the newer version");
        refused.Should().Contain([nameof(ViolationStore.BeginScanAsync), nameof(ViolationStore.AcceptRuleAsync), nameof(ViolationStore.EraseTenantAsync), nameof(ViolationStore.DecideOutboxAsync), nameof(ViolationStore.TakeLeaseAsync), nameof(ViolationStore.TellAsync)])
            .And.NotContain([nameof(ViolationStore.ReadAsync), nameof(ViolationStore.LoadAsync), nameof(ViolationStore.ExportTenantAsync)]);
        await FluentActions.Awaiting(() => Store.AddProtectionKeyAsync(new("k", "<key/>", Day(1)), Cancel)).Should().ThrowAsync<StoreNewerException>();
        await FluentActions.Awaiting(() => Store.RefuseNewerAsync(Cancel)).Should().ThrowAsync<StoreNewerException>();
        (await ExportedAsync()).Should().Equal(before, "whatever was asked");
    }

    /// <summary>What a newer program leaves behind when it has brought the store up to date.</summary>
    private protected async Task BecomeNewerAsync()
    {
        await using var context = ContextOf(TenantScope.EveryTenant);
        await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow("29991231000000_Later", "99.0")), Cancel);
    }

    private async Task<byte[]> ExportedAsync()
    {
        using var lines = new MemoryStream();
        await Store.ExportTenantAsync(Ours, lines, Cancel);
        return lines.ToArray();
    }
}
