using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Row security: the server itself gives a transaction the rows of the tenant it named at its start, and of nobody else. Which tables there are
/// is asked of the model, each time the store is opened to be written, so a table that is added later cannot be forgotten; a migration could not say so.
/// </summary>
internal static class PostgresRowSecurity
{
    /// <summary>Setting of a transaction: its tenant.</summary>
    public const string OwnTenant = "compliance_agent.tenant";

    /// <summary>Setting of a transaction or session that speaks of every tenant: <see cref="Reading"/> or <see cref="Migrating"/>.</summary>
    public const string EveryTenant = "compliance_agent.every_tenant";

    /// <summary>Rows of every tenant are read.</summary>
    public const string Reading = "read";

    /// <summary>The schema is brought up to date: a migration may have to change the rows of every tenant.</summary>
    public const string Migrating = "migrate";

    // A policy whose words change gets another name here, and the old one is dropped: the name alone is compared.
    private static readonly (string Name, string Rule)[] Policies =
    [
        ("compliance_agent_own", $"FOR ALL USING (tenant = current_setting('{OwnTenant}', true)) WITH CHECK (tenant = current_setting('{OwnTenant}', true))"),
        ("compliance_agent_reading", $"FOR SELECT USING (current_setting('{EveryTenant}', true) = '{Reading}')"),
        ("compliance_agent_migrating", $"FOR ALL USING (current_setting('{EveryTenant}', true) = '{Migrating}') WITH CHECK (current_setting('{EveryTenant}', true) = '{Migrating}')"),
    ];

    /// <summary>Tables of the model on which the server does not yet keep tenants apart; those that are not there are left out.</summary>
    public static async Task<IReadOnlyList<string>> UnguardedAsync(StoreContext context, CancellationToken cancellationToken)
    {
        string[] tables = [.. context.Model.GetEntityTypes().Select(entity => entity.GetTableName()!)];
        string[] names = [.. Policies.Select(policy => policy.Name)];
        var wanted = names.Length;
        return await context.Database.SqlQuery<string>(
            $"""
            SELECT relname::text AS "Value" FROM pg_class AS rel
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname = ANY ({tables})
              AND NOT (relrowsecurity AND relforcerowsecurity
                       AND (SELECT count(*) FROM pg_policy WHERE polrelid = rel.oid AND polname = ANY ({names})) = {wanted})
            ORDER BY 1
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Has the server keep tenants apart on tables, all or none; forced, so that it holds for the owner too.</summary>
    public static async Task GuardAsync(StoreContext context, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var table in tables)
        {
#pragma warning disable EF1002 // Names and rules are the program's own, names of tables come from the model.
            await context.Database.ExecuteSqlRawAsync(
                $"""
                ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
                ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
                {string.Join('\n', Policies.Select(policy => $"DROP POLICY IF EXISTS {policy.Name} ON \"{table}\"; CREATE POLICY {policy.Name} ON \"{table}\" {policy.Rule};"))}
                """,
                cancellationToken);
#pragma warning restore EF1002
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Says for the transaction of whom it speaks; the server forgets it with the transaction.</summary>
    public static Task<int> SpeakAsync(StoreContext context, CancellationToken cancellationToken)
    {
        var (tenant, every) = (context.Scope.Tenant ?? "", context.Scope.Tenant is null ? Reading : "");
        return context.Database.ExecuteSqlAsync($"SELECT set_config({OwnTenant}, {tenant}, true), set_config({EveryTenant}, {every}, true)", cancellationToken);
    }

    /// <summary>True when the server makes an exception of this account, as it does of a superuser.</summary>
    public static Task<bool> IsBypassedAsync(StoreContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<bool>($"SELECT rolsuper OR rolbypassrls AS \"Value\" FROM pg_roles WHERE rolname = current_user").SingleAsync(cancellationToken);
}
