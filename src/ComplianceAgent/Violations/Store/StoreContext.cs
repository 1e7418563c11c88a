using System.Linq.Expressions;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// The tables, the same on every engine. Every key begins with the tenant, so a query that forgets the tenant finds no index to
/// hide behind; and a context is made for one tenant, so it finds no row of another.
/// </summary>
internal abstract class StoreContext(DbContextOptions options, TenantScope scope) : DbContext(options)
{
    /// <summary>Of whom it speaks.</summary>
    public TenantScope Scope => scope;

    public DbSet<TenantRow> Tenants => Set<TenantRow>();

    public DbSet<ScanRow> Scans => Set<ScanRow>();

    public DbSet<ViolationRow> Violations => Set<ViolationRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<DeviceRow> Devices => Set<DeviceRow>();

    public DbSet<ReviewDecisionRow> ReviewDecisions => Set<ReviewDecisionRow>();

    public DbSet<EventPersonRow> EventPeople => Set<EventPersonRow>();

    public DbSet<EventStateRow> EventStates => Set<EventStateRow>();

    public DbSet<DeviceHistoryRow> DeviceHistory => Set<DeviceHistoryRow>();

    public DbSet<PolicyVersionRow> PolicyVersions => Set<PolicyVersionRow>();

    public DbSet<RegisterEntryRow> RegisterEntries => Set<RegisterEntryRow>();

    public DbSet<GateReleaseRow> GateReleases => Set<GateReleaseRow>();

    public DbSet<RuleAcceptanceRow> RuleAcceptances => Set<RuleAcceptanceRow>();

    public DbSet<ExceptionDecisionRow> ExceptionDecisions => Set<ExceptionDecisionRow>();

    public DbSet<ExcusingActRow> ExcusingActs => Set<ExcusingActRow>();

    public DbSet<LegalHoldRow> LegalHolds => Set<LegalHoldRow>();

    public DbSet<TicketRow> Tickets => Set<TicketRow>();

    public DbSet<MessageRow> Messages => Set<MessageRow>();

    public DbSet<ChannelReleaseRow> ChannelReleases => Set<ChannelReleaseRow>();

    public DbSet<ChannelHoldRow> ChannelHolds => Set<ChannelHoldRow>();

    public DbSet<ChannelStateRow> Channels => Set<ChannelStateRow>();

    public DbSet<AccessKeyRow> AccessKeys => Set<AccessKeyRow>();

    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();

    /// <summary>Begins to read one state of the store, whatever is committed meanwhile, without keeping writers out.</summary>
    public abstract Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Begins to write to the one tenant it speaks of: until the transaction ends nobody else writes to that tenant.</summary>
    public abstract Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Rows of every tenant, for the few questions that are asked of all of them together.</summary>
    /// <exception cref="InvalidOperationException">The context is of one tenant.</exception>
    public IQueryable<TRow> AcrossTenants<TRow>()
        where TRow : class =>
        scope == TenantScope.EveryTenant ? Set<TRow>().IgnoreQueryFilters().AsNoTracking() : throw new InvalidOperationException($"This context speaks of the tenant {scope.Tenant} alone.");

    /// <summary>How many rows one insert statement takes: more than one where every statement is a journey to a server.</summary>
    public abstract int RowsAStatement { get; }

    /// <summary>Writes what was added or changed, and refuses to for another tenant.</summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (entry.CurrentValues[nameof(TenantRow.Tenant)] as string != scope.Tenant)
            {
                throw new InvalidOperationException($"A row of another tenant than {scope.Tenant ?? "any"} was about to be written.");
            }
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);

        // A number orders alike everywhere and loses nothing: SQLite cannot order the text EF would write for a DateTimeOffset, and a
        // timestamp of PostgreSQL would come back rounded, as another date than the one decided on.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<TenantRow>().ToTable("tenants").HasKey(row => row.Tenant);
        modelBuilder.Entity<ScanRow>().ToTable("scans").HasKey(row => new { row.Tenant, row.Number });
        modelBuilder.Entity<EventRow>().ToTable("events").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<EventRow>().HasIndex(row => new { row.Tenant, row.ViolationId });
        modelBuilder.Entity<EventPersonRow>().ToTable("event_people").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<EventStateRow>().ToTable("event_states").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<PolicyVersionRow>().ToTable("policy_versions").HasKey(row => new { row.Tenant, row.Record });
        modelBuilder.Entity<RegisterEntryRow>().ToTable("register_entries").HasKey(row => new { row.Tenant, row.Record, row.Position });
        modelBuilder.Entity<DeviceHistoryRow>().ToTable("device_history").HasKey(row => new { row.Tenant, row.DeviceId, row.UntilScan });
        modelBuilder.Entity<DeviceRow>().ToTable("devices").HasKey(row => new { row.Tenant, row.DeviceId });
        modelBuilder.Entity<ViolationRow>().ToTable("violations").HasKey(row => new { row.Tenant, row.Id });
        modelBuilder.Entity<ViolationRow>().HasIndex(row => new { row.Tenant, row.DeviceId, row.PolicyId, row.Subject }).IsUnique();
        // What pages count and sort by, so that they read no row: PostgreSQL takes at most 2,700 bytes an entry, which a unit of 512 signs could fill alone.
        modelBuilder.Entity<ViolationRow>().HasIndex(row => new
        {
            row.Tenant, row.State, row.Severity, row.PolicyId, row.DevicePlatform, row.AppPlatform, row.RuleId, row.DeviceId, row.FirstSeenAt, row.EnrolledAt, row.ExceptedUntil, row.AbsentAt,
            row.NotConfirmedSince, row.StateSince, row.Owner, row.Id,
        }).HasDatabaseName("ix_violations_counted");
        modelBuilder.Entity<ViolationRow>().HasIndex(row => new { row.Tenant, row.Category });
        modelBuilder.Entity<ReviewDecisionRow>().ToTable("review_decisions").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<RuleAcceptanceRow>().ToTable("rule_acceptances").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<GateReleaseRow>().ToTable("gate_releases").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<ExceptionDecisionRow>().ToTable("exception_decisions").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<ExcusingActRow>().ToTable("excusing_acts").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<LegalHoldRow>().ToTable("legal_holds").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<TicketRow>().ToTable("tickets").HasKey(row => new { row.Tenant, row.Tracker, row.TicketKey });
        modelBuilder.Entity<TicketRow>().HasIndex(row => new { row.Tenant, row.Tracker, row.Delivery, row.NotBefore });
        modelBuilder.Entity<MessageRow>().ToTable("messages").HasKey(row => new { row.Tenant, row.MessageId });
        modelBuilder.Entity<MessageRow>().HasIndex(row => new { row.Tenant, row.Channel, row.Delivery, row.NotBefore });
        modelBuilder.Entity<ChannelReleaseRow>().ToTable("channel_releases").HasKey(row => new { row.Tenant, row.Sequence });
        modelBuilder.Entity<ChannelHoldRow>().ToTable("channel_holds").HasKey(row => new { row.Tenant, row.PolicyId, row.Channel });
        modelBuilder.Entity<ChannelStateRow>().ToTable("channels").HasKey(row => new { row.Tenant, row.Target });
        modelBuilder.Entity<AccessKeyRow>().ToTable("access_keys").HasKey(row => new { row.Tenant, row.KeyId });
        modelBuilder.Entity<ProtectionKeyRow>().ToTable("protection_keys").HasKey(row => new { row.Tenant, row.Name });
        NameColumns(modelBuilder);
        KeepTenantsApart(modelBuilder);
    }

    /// <summary>Every query on every table, ours or added later: the tenant of the context, or nothing.</summary>
    private void KeepTenantsApart(ModelBuilder modelBuilder)
    {
        // EF puts the context that runs the query in the place of this one.
        var own = Expression.Property(Expression.Property(Expression.Constant(this), nameof(Scope)), nameof(TenantScope.Tenant));
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var row = Expression.Parameter(entity.ClrType, "row");
            entity.SetQueryFilter(Expression.Lambda(Expression.Equal(Expression.Property(row, nameof(TenantRow.Tenant)), own), row));
        }
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static void NameColumns(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
        }
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
