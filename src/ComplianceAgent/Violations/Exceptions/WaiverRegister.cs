using System.Collections.Immutable;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>A register of exceptions as read from its file: immutable, judged whole.</summary>
/// <param name="File">File as the settings name it.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hex. Printed as evidence.</param>
/// <param name="Id">Id the file gives itself.</param>
/// <param name="Entries">The exceptions.</param>
public sealed record WaiverRegister(string File, string Hash, string Id, ImmutableArray<RegisterEntry> Entries)
{
    /// <summary>The exceptions of a tenant: those that name it, and those that name none.</summary>
    public IReadOnlyList<Waiver> For(string tenant) =>
        [.. Entries.Where(entry => entry.Tenant.Length == 0 || entry.Tenant == tenant).Select(entry => entry.Waiver)];
}

/// <summary>The registers that count for one tenant.</summary>
/// <param name="Shared">That of all tenants; null for none.</param>
/// <param name="Own">Its own; null for none.</param>
public sealed record RegistersInForce(WaiverRegister? Shared, WaiverRegister? Own)
{
    /// <summary>No register at all.</summary>
    public static RegistersInForce None { get; } = new(null, null);

    /// <summary>The exceptions of a tenant in both; each has a reference of its own, whatever ids the files give.</summary>
    public IReadOnlyList<Waiver> For(string tenant) => [.. Shared?.For(tenant) ?? [], .. Own?.For(tenant) ?? []];
}

/// <summary>What a register may hold, and whose it is.</summary>
/// <param name="OfTenant">True for that of one tenant.</param>
/// <param name="ReadsGroups">True when its exceptions may name Entra groups (<c>Exceptions:ReadGroups</c>).</param>
public readonly record struct RegisterKind(bool OfTenant = false, bool ReadsGroups = false);

/// <summary>One exception of a register, and where it stands.</summary>
/// <param name="Waiver">The exception.</param>
/// <param name="Tenant">The one tenant it is for; empty when it is for each.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record RegisterEntry(Waiver Waiver, string Tenant, int Line, int Column);

/// <summary>The register a result rests on, as evidence.</summary>
/// <param name="File">File.</param>
/// <param name="Hash">SHA-256, lower-case hex.</param>
/// <param name="Entries">Exceptions of the tenant in it.</param>
public sealed record RegisterInForce(string File, string Hash, int Entries)
{
    /// <summary>The evidence of a register; null for none.</summary>
    public static RegisterInForce? Of(WaiverRegister? register, string tenant) => register is null ? null : new(register.File, register.Hash, register.For(tenant).Count);
}
