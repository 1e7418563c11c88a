using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Commands.Setup;

/// <summary>What <c>init</c> asks, and which answers will do. Pure but for files it is told of.</summary>
internal static class SetupQuestions
{
    /// <summary>Name of the tenant.</summary>
    public static readonly Question Name = new("--name", "Short name of the tenant, of a-z, 0-9 and hyphens; it stays for good", null, answer =>
        TenantRules.IsName(answer) ? null : "Write 1 to 64 of a-z, 0-9 and hyphen; it becomes the key of everything stored for the tenant.");

    /// <summary>Id of the directory.</summary>
    public static readonly Question TenantId = new("--tenant-id", "Directory (tenant) ID, as Entra shows it under Overview", null, answer =>
        TenantRules.IsTenantId(answer) ? null : "Write the tenant's GUID or a verified domain, as Entra shows it under Overview.");

    /// <summary>Kind of credential.</summary>
    public static readonly Question Credential = new("--credential", "Sign in by Certificate, ManagedIdentity, WorkloadIdentity or ClientSecret", nameof(CredentialKind.Certificate), answer =>
        KindOf(answer) is not null ? null : "Write Certificate, ManagedIdentity, WorkloadIdentity or ClientSecret.");

    /// <summary>File with the certificate.</summary>
    public static Question Certificate(Func<string, string> resolve) => new("--certificate", "PFX or PEM file with the certificate and its private key", null, answer => RefuseFile(answer, resolve));

    /// <summary>File with the secret.</summary>
    public static Question SecretFile(Func<string, string> resolve) => new("--secret-file", "File that holds the client secret; the secret itself stands in no setting", null, answer => RefuseFile(answer, resolve));

    /// <summary>The application.</summary>
    public static Question ClientId(CredentialKind kind) => kind == CredentialKind.ManagedIdentity
        ? new("--client-id", "Client ID of the managed identity; empty for the one of the machine", "", answer => answer.Length == 0 ? null : RefuseGuid(answer))
        : new("--client-id", "Application (client) ID", null, RefuseGuid);

    /// <summary>Whose bans.</summary>
    public static Question Country(IReadOnlyList<PolicyListing> policies) => new(
        "--country",
        $"Whose bans apply ({string.Join(", ", Countries(policies))}); empty to see all",
        "",
        answer => answer.Length == 0 || Countries(policies).Contains(answer, StringComparer.OrdinalIgnoreCase) ? null : $"There are bans of {string.Join(", ", Countries(policies))}.");

    /// <summary>Which bans.</summary>
    public static Question Policies(IReadOnlyList<PolicyListing> offered, PolicyLibrary library) => new(
        "--policy", "Which of them, by number or name, separated by commas; empty for none yet", "", answer => RefusePolicies(Chosen(answer, offered), library));

    /// <summary>The kind of credential that a word names.</summary>
    public static CredentialKind? KindOf(string answer) => Enum.TryParse<CredentialKind>(answer.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(answer[0]) ? kind : null;

    /// <summary>Those of a country; all for none.</summary>
    public static IReadOnlyList<PolicyListing> Of(string country, IReadOnlyList<PolicyListing> policies) =>
        [.. policies.Where(policy => country.Length == 0 || CountryOf(policy.Id).Equals(country, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The ids that an answer names, in its order.</summary>
    public static IReadOnlyList<string> Chosen(string answer, IReadOnlyList<PolicyListing> offered) =>
    [
        .. answer.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(word => int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= offered.Count ? offered[number - 1].Id : word)
            .Distinct(StringComparer.Ordinal),
    ];

    private static string? RefusePolicies(IReadOnlyList<string> chosen, PolicyLibrary library)
    {
        if (chosen.Count == 0)
        {
            return null;
        }

        try
        {
            _ = library.Select(chosen);
            return null;
        }
        catch (PolicyException unusable)
        {
            return unusable.Message;
        }
    }

    private static string? RefuseGuid(string answer) => Guid.TryParse(answer, out _) ? null : "Write the GUID that Entra shows as Application (client) ID.";

    private static string? RefuseFile(string answer, Func<string, string> resolve) =>
        answer.Length > 0 && File.Exists(resolve(answer)) ? null : $"There is no file {(answer.Length > 0 ? resolve(answer) : "of no name")} that this account may read.";

    private static IReadOnlyList<string> Countries(IEnumerable<PolicyListing> policies) => [.. policies.Select(policy => CountryOf(policy.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string CountryOf(string id) => id.Split('-')[0];
}
