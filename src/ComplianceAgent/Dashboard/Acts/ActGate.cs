using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>What an act asks of whoever does it, beside the role.</summary>
public enum ActNature : byte
{
    /// <summary>A machine may do it too.</summary>
    Anybody = 0,

    /// <summary>A person has to do it.</summary>
    Person,

    /// <summary>It excuses: a person who signed in with the directory and proved there within the last quarter of an hour who they are.</summary>
    Excusing,
}

/// <summary>An act that may begin, or why not.</summary>
/// <param name="Visitor">The visitor as they are now; null when it may not.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record Admission(Visitor? Visitor, ActResult? Refusal);

/// <summary>
/// Before every act, whichever page or endpoint it came from: is the visitor still who they were, may they do this to this tenant, and may they do it in
/// this way. A refusal is told to the audit.
/// </summary>
public sealed class ActGate(StoreSession stores, IServiceProvider services, TenantDirectory tenants, TimeProvider clock)
{
    /// <summary>Code of the refusal that ends when the person proves to the directory once more who they are.</summary>
    public const string ProveAgainCode = "act-prove-again";

    /// <summary>How long such a proof is good for acts that excuse.</summary>
    public static readonly TimeSpan ProofIsGood = TimeSpan.FromMinutes(15);

    /// <summary>The store.</summary>
    internal ViolationStore Store => stores.Current ?? throw new InvalidOperationException("The store has not been opened.");

    /// <summary>What is wrong with a visitor for an act, going by what is known; null when nothing is. Pure.</summary>
    public static Reason? FaultOf(Visitor visitor, string tenant, Role least, ActNature nature, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return nature switch
        {
            _ when !visitor.May(least, tenant) => Reason.Of("act-role", ("role", least.ToString())),
            ActNature.Person or ActNature.Excusing when visitor.Kind == VisitorKind.Key => Reason.Of("act-key"),
            ActNature.Excusing when !visitor.SignedIn => Reason.Of("act-needs-sign-in"),
            ActNature.Excusing when visitor.ProvedAt is null => Reason.Of("act-proof-unknown"),
            ActNature.Excusing when now - visitor.ProvedAt > ProofIsGood => Reason.Of(ProveAgainCode),
            _ => null,
        };
    }

    /// <summary>Lets an act begin, or not.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="tenant">To which tenant.</param>
    /// <param name="least">The role it takes.</param>
    /// <param name="nature">What else it takes.</param>
    /// <param name="what">What it is, for the audit; no name of a person.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<Admission> AdmitAsync(Visitor visitor, string tenant, Role least, ActNature nature, string what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (!visitor.Sees(tenant) || !await IsKnownAsync(tenant, cancellationToken))
        {
            return new(null, ActResult.NotFound);
        }

        var (now, over) = await NowAsync(visitor, nature, cancellationToken);
        if (now is null)
        {
            return new(null, over);
        }

        if (!now.Sees(tenant))
        {
            return new(null, ActResult.NotFound);
        }

        return FaultOf(now, tenant, least, nature, clock.GetUtcNow()) is { } fault ? new(null, await RefuseAsync(now, tenant, what, fault, cancellationToken)) : new(now.In(tenant), null);
    }

    /// <summary>Refuses, and tells the audit unless the person only has to prove who they are.</summary>
    internal async Task<ActResult> RefuseAsync(Visitor visitor, string tenant, string what, Reason fault, CancellationToken cancellationToken)
    {
        if (fault.Code != ProveAgainCode)
        {
            await Store.TellAsync(tenant, ViolationEventKind.ActRefused, Reason.Of("audit-act-refused", ("what", what), ("why", fault.Code)), visitor.Author, cancellationToken: cancellationToken);
        }

        return ActResult.Refused(fault);
    }

    /// <summary>A tenant as it is set up; one that only the store knows has its name alone.</summary>
    internal TenantOptions OptionsOf(string tenant) => tenants.Find(tenant) ?? new TenantOptions { Name = tenant };

    /// <summary>Refuses whoever has the role for some devices only, where the act is of all.</summary>
    internal async Task<ActResult?> WholeAsync(Visitor visitor, string tenant, Role least, string what, CancellationToken cancellationToken) =>
        visitor.MayAll(least, tenant) ? null : await RefuseAsync(visitor, tenant, what, Reason.Of("act-beyond-unit"), cancellationToken);

    private async Task<bool> IsKnownAsync(string tenant, CancellationToken cancellationToken) =>
        tenants.Find(tenant) is not null || (await Store.TenantsAsync(cancellationToken)).Any(known => known.Tenant == tenant);

    private async Task<(Visitor? Now, ActResult? Over)> NowAsync(Visitor visitor, ActNature nature, CancellationToken cancellationToken)
    {
        if (!visitor.SignedIn || services.GetService<DirectorySessions>() is not { } sessions)
        {
            return (visitor, null);
        }

        try
        {
            var now = await sessions.ReadAsync(visitor, nature == ActNature.Excusing ? DirectorySessions.Now : DirectorySessions.Fresh, cancellationToken);
            return now is null ? (null, ActResult.Refused("act-session-over")) : (now, null);
        }
        catch (DirectoryUnreachableException)
        {
            return (null, ActResult.Refused("act-directory-unreachable"));
        }
    }
}
