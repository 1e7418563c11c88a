using System.Buffers.Text;
using System.Text.Json;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>What the agent's own token says of it: which tenant it is for and what it may do. Not checked for trust: Graph does that.</summary>
/// <param name="TenantId">Claim <c>tid</c>; empty when not told.</param>
/// <param name="Roles">Claim <c>roles</c>: application permissions.</param>
internal sealed record TokenClaims(string TenantId, IReadOnlyList<string> Roles)
{
    /// <summary>The one permission that a scan needs.</summary>
    public const string NeededRole = "DeviceManagementManagedDevices.Read.All";

    /// <summary>Reads a token; null for one that is not a readable JWT, which Graph tokens need not be.</summary>
    public static TokenClaims? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.ValueKind == JsonValueKind.Object ? new TokenClaims(Text(claims.RootElement, "tid"), List(claims.RootElement, "roles")) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Why a token for another tenant cannot be used; null when it is for this one, or cannot be told.</summary>
    public Reason? WrongTenant(TenantOptions tenant) =>
        Guid.TryParse(tenant.TenantId, out var wanted) && Guid.TryParse(TenantId, out var got) && wanted != got
            ? Reason.Of("token-of-another-tenant", ("tenant", tenant.Name), ("wanted", wanted.ToString()), ("got", got.ToString()))
            : null;

    /// <summary>Permissions missing, and permissions granted that a scan never needs.</summary>
    public IEnumerable<Reason> RoleNotes()
    {
        if (!Roles.Any(CanReadDevices))
        {
            yield return Reason.Of("token-role-missing", ("role", NeededRole));
        }

        if (Excess("token-roles-excess") is { } excess)
        {
            yield return excess;
        }
    }

    /// <summary>Why a tenant that wants no excess permissions cannot be scanned with this token; null when it can.</summary>
    public Reason? RefusedExcess(TenantOptions tenant) => tenant.RefuseExcessPermissions ? Excess("token-roles-refused") : null;

    private Reason? Excess(string code) =>
        Roles.Where(IsExcess).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } excess
            ? Reason.Of(code, ("roles", ForeignText.Clean(string.Join(", ", excess))))
            : null;

    /// <summary>True for a permission that lets the devices be read.</summary>
    internal static bool CanReadDevices(string role) => role is NeededRole or "DeviceManagementManagedDevices.ReadWrite.All";

    private static bool IsExcess(string role) =>
        role.Contains("ReadWrite", StringComparison.OrdinalIgnoreCase) || role.Contains("PrivilegedOperations", StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<string> List(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : [];
}
