namespace ComplianceAgent.Hosting;

/// <summary>
/// Settings that hold paths. On the command line a relative path counts from the caller's folder; in a file or the environment it is
/// refused, because the folder a scheduler starts the agent in must not decide what the agent reads.
/// </summary>
internal static class PathSettings
{
    private static readonly string[] Keys = ["Policies:Path", "TenantFiles:Path", "Exceptions:Register", "Reports:Directory", "Store:PasswordFile", "Log:Directory", "Inventory:PrivateFolder", "Audit:CheckpointFile", "Audit:SigningKeyFile", "Tickets:TemplatePath", "Tickets:UnitFile", "Messages:Smtp:CaFile",
        "Dashboard:Certificate", "Dashboard:CertificateKey", "Dashboard:SignIn:ClientCertificate", "Dashboard:SignIn:CertificateAuthority"];

    /// <summary>Makes the value of a path setting from the command line absolute.</summary>
    public static KeyValuePair<string, string?> FromCommandLine(KeyValuePair<string, string?> setting, Func<string, string> resolve) =>
        IsPath(setting.Key, setting.Value) ? KeyValuePair.Create(setting.Key, (string?)resolve(setting.Value!)) : setting;

    /// <summary>One message for each relative path in the settings.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => IsPath(setting.Key, setting.Value) && !Path.IsPathFullyQualified(setting.Value!))
        .Select(setting => $"{setting.Key}: \"{setting.Value}\" is a relative path. Write it whole, from the root.");

    private static bool IsPath(string key, string? value) =>
        !string.IsNullOrEmpty(value)
        && !value.Equals(Violations.Evidence.AuditOptions.None, StringComparison.OrdinalIgnoreCase)
        && (Keys.Contains(key, StringComparer.OrdinalIgnoreCase)
            || (key.StartsWith("Tenants:", StringComparison.OrdinalIgnoreCase) && key.EndsWith(":Exceptions", StringComparison.OrdinalIgnoreCase))
            || (key.StartsWith("Policies:Use:", StringComparison.OrdinalIgnoreCase) && Policies.Documents.PolicyFiles.IsPath(value)));
}
