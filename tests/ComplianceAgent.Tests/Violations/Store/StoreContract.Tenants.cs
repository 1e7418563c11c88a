using System.Reflection;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Tickets;
using ComplianceAgent.Tests.Violations.Exceptions;
using ComplianceAgent.Tests.Violations.Reviews;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>No query crosses from one tenant to another, whatever the table, whatever the question.</content>
public abstract partial class StoreContract
{
    protected const string Ours = "contoso";
    protected const string Theirs = "fabrikam";

    private static readonly string[] Both = [Ours, Theirs];

    // What is asked of no tenant in particular, and may tell of all.
    private static readonly string[] OfTheStore =
        [nameof(ViolationStore.FaultsAsync), nameof(ViolationStore.ClockAheadAsync), nameof(ViolationStore.BackupAsync), nameof(ViolationStore.TenantsAsync), nameof(ViolationStore.DisposeAsync),
        nameof(ViolationStore.IsThereAsync), nameof(ViolationStore.ScrubAsync), nameof(ViolationStore.ProtectionKeysAsync), nameof(ViolationStore.AddProtectionKeyAsync), nameof(ViolationStore.SizeAsync), nameof(ViolationStore.RefuseNewerAsync)];

    [Fact]
    public async Task No_method_of_the_store_answers_one_tenant_with_anything_of_another()
    {
        foreach (var tenant in Both)
        {
            await FillAsync(tenant);
        }

        // The seed is fixed, so a failure comes again.
        var random = new Random(31);
        var questions = Questions(random);
        var known = typeof(ViolationStore).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName).Select(method => method.Name).ToHashSet();
        known.Except(OfTheStore).Should().BeEquivalentTo(questions.Keys, "a method that is added is asked here too");

        var names = questions.Keys.Order(StringComparer.Ordinal).ToArray();
        var told = new HashSet<string>();
        for (var i = 0; i < 600; i++)
        {
            var (name, tenant) = (names[random.Next(names.Length)], Both[random.Next(2)]);
            var answer = Text(await questions[name](tenant));
            answer.Should().NotContain(tenant == Ours ? Theirs : Ours, $"{name} was asked of {tenant}");
            _ = answer.Contains(tenant, StringComparison.Ordinal) && told.Add(name);
        }

        told.Should().Contain(
            [
                nameof(ViolationStore.LoadAsync), nameof(ViolationStore.ReadAsync), nameof(ViolationStore.DevicesAsync), nameof(ViolationStore.EventsAsync), nameof(ViolationStore.ReviewDeskAsync),
                nameof(ViolationStore.ExceptionsAsync), nameof(ViolationStore.RuleAcceptancesAsync), nameof(ViolationStore.GateReleasesAsync), nameof(ViolationStore.AuditTrailAsync), nameof(ViolationStore.ExportTenantAsync), nameof(ViolationStore.ReadPastAsync),
                nameof(ViolationStore.UnjudgedAsync), nameof(ViolationStore.ExcusesAsync), nameof(ViolationStore.LegalHoldsAsync), nameof(ViolationStore.PersonAsync),
                nameof(ViolationStore.OutboxAsync), nameof(ViolationStore.ChannelsAsync), nameof(ViolationStore.DueTicketsAsync), nameof(ViolationStore.DueMessagesAsync), nameof(ViolationStore.TimelineAsync), nameof(ViolationStore.ViolationsAsync), nameof(ViolationStore.KeysAsync),
                nameof(ViolationStore.BrowseViolationsAsync), nameof(ViolationStore.BrowseEventsAsync), nameof(ViolationStore.ScanAsync), nameof(ViolationStore.LastScansAsync), nameof(ViolationStore.BrowseTicketsAsync), nameof(ViolationStore.BrowseMessagesAsync), nameof(ViolationStore.ChannelGateAsync),
            ],
            "an answer that tells nothing proves nothing");
        await Store.EraseTenantAsync(Ours, Cancel);
        (await Store.CountAsync(Theirs, Cancel)).Values.Sum().Should().BeGreaterThan(10);
    }

    [Fact]
    public async Task Every_table_of_the_model_gives_a_context_the_rows_of_its_own_tenant_and_takes_no_others()
    {
        foreach (var tenant in Both)
        {
            await AddOneOfEachAsync(tenant);
        }

        await using var context = ContextOf(TenantScope.Of(Ours));
        await using var snapshot = await context.BeginSnapshotAsync(Cancel);
        context.Model.GetEntityTypes().Should().HaveCountGreaterThan(9);
        foreach (var entity in context.Model.GetEntityTypes())
        {
            (await TenantsInAsync(context, entity, filtered: true)).Should().Equal([Ours], entity.GetTableName());
        }

        context.Add(RowOf(context.Model.FindEntityType(typeof(TenantRow))!, Theirs));
        await FluentActions.Awaiting(() => context.SaveChangesAsync(Cancel)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Only_a_context_of_every_tenant_looks_across_them_and_it_writes_nothing()
    {
        await AddOneOfEachAsync(Ours);
        await AddOneOfEachAsync(Theirs);
        await using var one = ContextOf(TenantScope.Of(Ours));
        await using var every = ContextOf(TenantScope.EveryTenant);
        await using var snapshot = await every.BeginSnapshotAsync(Cancel);

        (await every.AcrossTenants<TenantRow>().OrderBy(row => row.Tenant).Select(row => row.Tenant).ToListAsync(Cancel)).Should().Equal(Ours, Theirs);
        (await every.Tenants.CountAsync(Cancel)).Should().Be(0, "a question that does not say that it is of all is of nobody");
        FluentActions.Invoking(() => one.AcrossTenants<TenantRow>()).Should().Throw<InvalidOperationException>();
        await FluentActions.Awaiting(() => every.BeginWriteAsync(Cancel)).Should().ThrowAsync<InvalidOperationException>();
    }

    /// <summary>Adds a row of a tenant to every table of the model, of those added later too.</summary>
    private protected async Task AddOneOfEachAsync(string tenant)
    {
        await using var context = ContextOf(TenantScope.Of(tenant));
        await using var transaction = await context.BeginWriteAsync(Cancel);
        context.AddRange(context.Model.GetEntityTypes().Select(entity => RowOf(entity, tenant)));
        await context.SaveChangesAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>A row that says nothing, the same for each tenant.</summary>
    private protected static object RowOf(IEntityType entity, string tenant)
    {
        var row = Activator.CreateInstance(entity.ClrType)!;
        foreach (var property in entity.GetProperties().Where(property => !property.IsNullable))
        {
            var type = property.ClrType;
            object? value = property.Name == nameof(TenantRow.Tenant) ? tenant : type == typeof(string) ? "x" : type == typeof(byte[]) ? new byte[] { 1 } : null;
            if (value is not null)
            {
                property.PropertyInfo!.SetValue(row, value);
            }
        }

        return row;
    }

    /// <summary>The tenants whose rows a context finds in a table when no tenant is named.</summary>
    private protected static async Task<List<string>> TenantsInAsync(StoreContext context, IEntityType entity, bool filtered)
    {
        var rows = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(entity.ClrType).Invoke(context, null)!;
        return await (filtered ? rows : rows.IgnoreQueryFilters()).Select(row => EF.Property<string>(row, nameof(TenantRow.Tenant))).Distinct().Order().ToListAsync(Cancel);
    }

    private async Task FillAsync(string tenant)
    {
        var open = OfTenant(Known(), tenant);
        var waiting = OfTenant(ReviewSamples.Waiting("phone-2"), tenant);
        var run = await Store.BeginScanAsync(tenant, Cancel);
        var policy = Policy() with { Hash = "hash of " + tenant };
        await Store.CommitAsync(
            new()
            {
                Run = run,
                Result = Result(run, Day(1)) with { Policies = [new PolicyInForce(Ban, "TikTok of " + tenant, policy.Hash, "Council", "pack:ban") { Record = PolicyRecord.NameOf(PolicyRecord.Write(policy)) }] },
                Policies = [policy],
                Registered = [ExceptionSamples.Registered() with { DecisionReason = tenant }],
                Changes = [Opened(open), Opened(waiting)],
                Devices = [Device("phone-1", reason: tenant), Device("phone-2", reason: tenant), Device("phone-3", coverage: CoverageClass.NoInventory, reason: tenant)],
            },
            Cancel);
        var outcome = await Store.DecideExceptionAsync(tenant, Request() with { Ask = Request().Ask! with { Why = tenant } }, Lenient, [], cancellationToken: Cancel);
        outcome.Faults.Should().BeEmpty();
        await Store.AcceptRuleAsync(Acceptance(tenant), Cancel);
        await Store.ReleaseAsync(Release(tenant), Cancel);
        (await Store.DecideAsync(tenant, AskOf(ReviewDecisionKind.Dismissed, tenant) with { Persons = 2 }, cancellationToken: Cancel)).Faults.Should().BeEmpty("an act that waits is there to be asked for");
        (await Store.HoldAsync(tenant, Hold(tenant), Cancel)).Fault.Should().BeNull();
        await Store.ReleaseChannelAsync(ChannelRelease(tenant), Cancel);
        await Store.IssueKeyAsync(Key(tenant), Person(tenant), Cancel);
        await Store.DecideOutboxAsync(tenant, (_, _) => Outbox(tenant), Cancel);
        await Store.TakeLeaseAsync(tenant, TicketSamples.Tracker, tenant, TimeSpan.FromDays(9999), Cancel);
    }

    /// <summary>A key with the same id in each tenant.</summary>
    private static AccessKey Key(string tenant) => new() { Tenant = tenant, Id = "key-1", Label = tenant, Hash = "hash", Role = "Reader", CreatedAt = Day(1), ExpiresAt = Day(90) };

    private static ChannelRelease ChannelRelease(string tenant) => TicketSamples.Open() with { Tenant = tenant, Author = Person(tenant), Reason = tenant };

    /// <summary>A ticket, a message and a hold with the same keys in each tenant.</summary>
    private static OutboxChanges Outbox(string tenant) => new()
    {
        Tickets = [new Ticket { Tenant = tenant, Tracker = TicketSamples.Tracker, Key = "CA-1", GroupedBy = "device", Queue = tenant, Wanted = new TicketNeed { Because = Reason.Of("test", ("of", tenant)) }, CreatedAt = Day(1) }],
        Messages = [new OutboxMessage { Tenant = tenant, Id = "m-1", Channel = ChannelNames.Mail, Kind = MessageKind.Desk, Recipient = tenant, Why = Reason.Of("test"), PlannedAt = Day(1) }],
        Holds = [new ChannelHold { Tenant = tenant, PolicyId = Ban, Channel = ChannelNames.Tickets, Why = Reason.Of("test", ("of", tenant)), Since = Day(1) }],
        Events = [new AuditLine(ViolationEventKind.TicketOpened, Reason.Of("test", ("ticket", "CA-1"), ("of", tenant)))],
    };

    private static ReviewRequest AskOf(ReviewDecisionKind kind, string tenant) => ReviewSamples.Ask(kind, ReviewSamples.Doubt.Id(tenant)) with { Author = Person(tenant) };

    private static LegalHoldRequest Hold(string tenant) => new(Person(tenant), "Case of " + tenant, Day(2)) { Kind = LegalHoldKind.User, Target = $"ann@{tenant}.example" };

    private static PersonRequest Asked(string tenant) => new($"ann@{tenant}.example", [], Day(3), Person(tenant));

    private static Violation OfTenant(Violation violation, string tenant) => violation with
    {
        Tenant = tenant,
        SubjectName = "TikTok of " + tenant,
        StateReason = Reason.Of("test", ("of", tenant)),
        Device = violation.Device with { Name = "Phone of " + tenant, UserPrincipalName = $"ann@{tenant}.example", Email = $"ann@{tenant}.example" },
    };

    private static RuleAcceptance Acceptance(string tenant) => new()
    {
        Tenant = tenant, PolicyId = Ban, RuleId = "all", Fingerprint = new string('a', 64), Author = Person(tenant), At = Day(1), Devices = 70, Apps = 3, Share = 0.35,
    };

    private static GateRelease Release(string tenant) => new() { Tenant = tenant, PolicyId = Ban, Violations = [Known().Id], Author = Person(tenant), Reason = tenant, At = Day(2) };

    private static ViolationQuery Browsing(Random random) =>
        new() { Now = Day(40), Policies = [Policy()], Search = random.Next(2) == 0 ? "" : "phone", Sort = (ViolationSort)random.Next(7), States = random.Next(2) == 0 ? [] : [ViolationState.Open] };

    private static Author Person(string tenant) => new("ann@" + tenant, Author.OsAccount);

    /// <summary>A random question of each method. Ids, policies and users are those that both tenants have.</summary>
    private Dictionary<string, Func<string, Task<object?>>> Questions(Random random)
    {
        string[] ids = ["phone-1", "phone-2", "phone-3"];
        return new()
        {
            [nameof(ViolationStore.CountAsync)] = async tenant => await Store.CountAsync(tenant, Cancel),
            [nameof(ViolationStore.BeginScanAsync)] = async tenant => await Store.BeginScanAsync(tenant, Cancel),
            [nameof(ViolationStore.LoadAsync)] = async tenant => await Store.LoadAsync(tenant, Cancel),
            [nameof(ViolationStore.ReadAsync)] = async tenant => await Store.ReadAsync(tenant, Cancel),
            [nameof(ViolationStore.ReadPastAsync)] = async tenant =>
            {
                var past = (await Store.ReadPastAsync(tenant, new PastMoment(Day(1 + random.Next(12))), Cancel))!;
                return string.Join('\n', past.Policies.Select(PolicyRecord.Write).Append(Text(past.State)).Append(Text(past.Registered)));
            },
            [nameof(ViolationStore.BrowseViolationsAsync)] = async tenant => await Store.BrowseViolationsAsync(tenant, Browsing(random), Cancel),
            [nameof(ViolationStore.CountViolationsAsync)] = async tenant => await Store.CountViolationsAsync(tenant, Browsing(random), Cancel),
            [nameof(ViolationStore.BrowseDevicesAsync)] = async tenant => await Store.BrowseDevicesAsync(tenant, new DeviceQuery { IdStart = ids[random.Next(3)] }, Cancel),
            [nameof(ViolationStore.BrowseEventsAsync)] = async tenant => await Store.BrowseEventsAsync(tenant, new EventQuery { Scan = random.Next(2) == 0 ? 1 : null, Before = random.Next(1, 20) }, Cancel),
            [nameof(ViolationStore.BrowseScansAsync)] = async tenant => await Store.BrowseScansAsync(tenant, 0, 10, Cancel),
            [nameof(ViolationStore.ScanAsync)] = async tenant => await Store.ScanAsync(tenant, random.Next(1, 4), Cancel),
            [nameof(ViolationStore.LastScansAsync)] = async tenant => await Store.LastScansAsync(tenant, Cancel),
            [nameof(ViolationStore.TrendAsync)] = async tenant => await Store.TrendAsync(tenant, Cancel),
            [nameof(ViolationStore.BrowseTicketsAsync)] = async tenant => await Store.BrowseTicketsAsync(tenant, delivery: null, search: random.Next(2) == 0 ? "" : "CA-", skip: 0, take: 10, Cancel),
            [nameof(ViolationStore.BrowseMessagesAsync)] = async tenant => await Store.BrowseMessagesAsync(tenant, delivery: null, skip: 0, take: 10, Cancel),
            [nameof(ViolationStore.UnitsAsync)] = async tenant => await Store.UnitsAsync(tenant, Cancel),
            [nameof(ViolationStore.ReviewBookAsync)] = async tenant => (await Store.ReviewBookAsync(tenant, Cancel)).Newest.Select(pair => pair.Value).ToList(),
            [nameof(ViolationStore.ChannelGateAsync)] = async tenant => await Store.ChannelGateAsync(tenant, Cancel),
            [nameof(ViolationStore.UnjudgedAsync)] = async tenant => await Store.UnjudgedAsync(tenant, random.Next(1, 9), Cancel).ToListAsync(Cancel),
            [nameof(ViolationStore.DevicesAsync)] = async tenant => await Store.DevicesAsync(tenant, [.. ids.Take(random.Next(4))], Cancel),
            [nameof(ViolationStore.EventsAsync)] = async tenant => await Store.EventsAsync(tenant, random.Next(4), random.Next(1, 20), Cancel),
            [nameof(ViolationStore.ReviewDeskAsync)] = async tenant => await Store.ReviewDeskAsync(tenant, Cancel),
            [nameof(ViolationStore.DecideAsync)] = async tenant =>
                await Store.DecideAsync(tenant, AskOf(random.Next(2) == 0 ? ReviewDecisionKind.Dismissed : ReviewDecisionKind.Undone, tenant), random.Next(2) == 0, Cancel),
            [nameof(ViolationStore.ExceptionsAsync)] = async tenant => await Store.ExceptionsAsync(tenant, Cancel),
            [nameof(ViolationStore.DecideExceptionAsync)] = async tenant =>
                await Store.DecideExceptionAsync(tenant, Request(ids[random.Next(3)]) with { Ask = Request().Ask! with { Why = tenant } }, Lenient, [], random.Next(2) == 0, Cancel),
            [nameof(ViolationStore.RuleAcceptancesAsync)] = async tenant => await Store.RuleAcceptancesAsync(tenant, Cancel),
            [nameof(ViolationStore.AcceptRuleAsync)] = async tenant => await Store.AcceptRuleAsync(Acceptance(tenant), Cancel),
            [nameof(ViolationStore.GateReleasesAsync)] = async tenant => await Store.GateReleasesAsync(tenant, Cancel),
            [nameof(ViolationStore.ReleaseAsync)] = async tenant => await Store.ReleaseAsync(Release(tenant), Cancel),
            [nameof(ViolationStore.VerifyAuditAsync)] = async tenant => await Store.VerifyAuditAsync(tenant, [], Cancel),
            [nameof(ViolationStore.AuditTrailAsync)] = async tenant =>
            {
                var trail = new List<AuditEntry>();
                await Store.AuditTrailAsync(tenant, random.Next(3), entry => { trail.Add(entry); return Task.CompletedTask; }, Cancel);
                return trail;
            },
            [nameof(ViolationStore.ExportTenantAsync)] = async tenant =>
            {
                using var lines = new MemoryStream();
                await Store.ExportTenantAsync(tenant, lines, Cancel);
                return Encoding.UTF8.GetString(lines.ToArray());
            },
            [nameof(ViolationStore.EraseTenantAsync)] = async tenant => await Store.EraseTenantAsync(random.Next(100) == 0 ? "nobody" : "nobody-" + tenant, Cancel),
            [nameof(ViolationStore.EndsAsync)] = async tenant => await Store.EndsAsync(tenant, _ => random.Next(1, 9), Cancel),
            [nameof(ViolationStore.RefuseChangedAsync)] = async tenant => { await Store.RefuseChangedAsync(tenant, Cancel); return null; },
            [nameof(ViolationStore.AcceptAsync)] = async tenant =>
            {
                await Store.AcceptAsync(tenant, new AuditNotice(ViolationEventKind.StoreAccepted, Reason.Of("test", ("of", tenant)), Person(tenant)), "Restored", takenUntil: 0, Cancel);
                return null;
            },
            [nameof(ViolationStore.ExcusesAsync)] = async tenant => await Store.ExcusesAsync(tenant, Cancel),
            [nameof(ViolationStore.DecideExcusesAsync)] = async tenant =>
                await Store.DecideExcusesAsync(tenant, new ExcusingRequest(ExcusingStep.Refused, [random.Next(1, 3)], new Author("bob@" + tenant, Author.OsAccount), tenant, Day(3)), Cancel),
            [nameof(ViolationStore.TellOwnApprovalAsync)] = async tenant => await Store.TellOwnApprovalAsync(tenant, "excuse 1", Person(tenant), Cancel),
            [nameof(ViolationStore.TellAsync)] = async tenant => await Store.TellAsync(tenant, ViolationEventKind.ScanOrdered, Reason.Of("test", ("of", tenant)), Person(tenant), tenant, Cancel),
            [nameof(ViolationStore.IssueKeyAsync)] = async tenant => await Store.IssueKeyAsync(Key(tenant) with { Id = Guid.NewGuid().ToString("N") }, Person(tenant), Cancel),
            [nameof(ViolationStore.KeysAsync)] = async tenant => await Store.KeysAsync(tenant, Cancel),
            [nameof(ViolationStore.KeyAsync)] = async tenant => await Store.KeyAsync(tenant, Key(tenant).Id, Cancel),
            [nameof(ViolationStore.NoteKeyUseAsync)] = async tenant => await Store.NoteKeyUseAsync(tenant, Key(tenant).Id, Cancel),
            [nameof(ViolationStore.RevokeKeyAsync)] = async tenant => await Store.RevokeKeyAsync(tenant, Key(tenant).Id, Person(tenant), Cancel),
            [nameof(ViolationStore.TimeOfAsync)] = async tenant => await Store.TimeOfAsync(tenant, Day(random.Next(1, 9)), Cancel),
            [nameof(ViolationStore.LegalHoldsAsync)] = async tenant => (await Store.LegalHoldsAsync(tenant, Cancel)).All,
            [nameof(ViolationStore.HoldAsync)] = async tenant => await Store.HoldAsync(tenant, Hold(tenant), Cancel),
            [nameof(ViolationStore.RetainAsync)] = async tenant => await Store.RetainAsync(tenant, new RetentionRequest(13, Day(5), Person(tenant)), random.Next(2) == 0, Cancel),
            [nameof(ViolationStore.PersonAsync)] = async tenant => await Store.PersonAsync(tenant, Asked(tenant), Cancel),
            [nameof(ViolationStore.ErasePersonAsync)] = async tenant => await Store.ErasePersonAsync(tenant, Asked(tenant), random.Next(2) == 0, Cancel),
            [nameof(ViolationStore.OutboxAsync)] = async tenant => { var outbox = await Store.OutboxAsync(tenant, Cancel); return Text(outbox.Tickets) + Text(outbox.Messages) + Text(outbox.Releases) + Text(outbox.Holds); },
            [nameof(ViolationStore.OutboxFiguresAsync)] = async tenant => await Store.OutboxFiguresAsync(tenant, Cancel),
            [nameof(ViolationStore.ChannelsAsync)] = async tenant => await Store.ChannelsAsync(tenant, Cancel),
            [nameof(ViolationStore.DueTicketsAsync)] = async tenant => await Store.DueTicketsAsync(tenant, TicketSamples.Tracker, Day(900), 9, Cancel),
            [nameof(ViolationStore.DueMessagesAsync)] = async tenant => await Store.DueMessagesAsync(tenant, ChannelNames.Mail, Day(900), 9, Cancel),
            [nameof(ViolationStore.TimelineAsync)] = async tenant => await Store.TimelineAsync(tenant, "CA-1", Cancel),
            [nameof(ViolationStore.ViolationsAsync)] = async tenant => await Store.ViolationsAsync(tenant, [.. (await Store.LoadAsync(tenant, Cancel)).Violations.Select(violation => violation.Id)], Cancel),
            [nameof(ViolationStore.DecideOutboxAsync)] = async tenant => await Store.DecideOutboxAsync(tenant, (_, state) => Outbox(state.Tenant), Cancel),
            [nameof(ViolationStore.ReleaseChannelAsync)] = async tenant => await Store.ReleaseChannelAsync(ChannelRelease(tenant), Cancel),
            [nameof(ViolationStore.RetryAsync)] = async tenant => await Store.RetryAsync(tenant, [], Cancel),
            [nameof(ViolationStore.TakeLeaseAsync)] = async tenant => await Store.TakeLeaseAsync(tenant, TicketSamples.Tracker, tenant, TimeSpan.FromDays(9999), Cancel),
            [nameof(ViolationStore.LeaveAsync)] = async tenant => await Store.LeaveAsync((await Store.TakeLeaseAsync(tenant, "other", tenant, TimeSpan.FromDays(1), Cancel))!, Cancel),
            [nameof(ViolationStore.NoteChannelAsync)] = async tenant => await Store.NoteChannelAsync(await LeaseAsync(tenant), channel => channel with { Failures = 1 }, Cancel),
            [nameof(ViolationStore.NoteTicketAsync)] = async tenant => await Store.NoteTicketAsync(await LeaseAsync(tenant), "CA-1", ticket => ticket with { Queue = tenant }, cancellationToken: Cancel),
            [nameof(ViolationStore.NoteMessageAsync)] = async tenant => await Store.NoteMessageAsync(await LeaseAsync(tenant), "m-1", message => message with { Recipient = tenant }, cancellationToken: Cancel),
            [nameof(ViolationStore.CommitAsync)] = async tenant =>
            {
                var knowledge = await Store.LoadAsync(tenant, Cancel);
                var run = await Store.BeginScanAsync(tenant, Cancel);
                return await Store.CommitAsync(
                    new()
                    {
                        Run = run,
                        Result = Result(run, Day(4 + random.Next(9))) with { Policies = [] },
                        LastReview = knowledge.Reviews.LastSequence,
                        LastException = knowledge.Exceptions.LastSequence,
                        LastExcuse = knowledge.Excuses.LastSequence,
                        LastErasure = knowledge.LastErasure,
                        Devices = ids.Take(random.Next(1, 4)).Select(id => Device(id, (ulong)random.Next(9), reason: tenant)),
                    },
                    Cancel);
            },
        };
    }

    private async Task<SendLease> LeaseAsync(string tenant) => (await Store.TakeLeaseAsync(tenant, TicketSamples.Tracker, tenant, TimeSpan.FromDays(9999), Cancel))!;

    /// <summary>Everything an answer says, also what its JSON would leave out.</summary>
    private static string Text(object? answer) => answer switch
    {
        null => "",
        string text => text,
        ReviewDesk desk => Text(desk.Waiting) + Text(desk.Book.History),
        WaiverBook book => Text(book.History),
        ExcusingBook book => Text(book.History),
        _ => JsonSerializer.Serialize(answer, answer.GetType(), Wide),
    };

    private static readonly JsonSerializerOptions Wide = new() { ReferenceHandler = System.Text.Json.Serialization.ReferenceHandler.IgnoreCycles };
}
