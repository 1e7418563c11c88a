namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>
/// A secret as a setting names it: <c>env:NAME</c>, <c>file:/path</c>, <c>keyvault:https://NAME.vault.azure.net/secrets/NAME</c>, or the secret itself. It is read anew
/// for every use, so that it can be changed without a restart, and is printed nowhere.
/// </summary>
/// <param name="Setting">Name of the setting, for messages.</param>
/// <param name="Text">Its value.</param>
internal sealed record SecretReference(string Setting, string Text)
{
    private const string EnvironmentMark = "env:";
    private const string FileMark = "file:";
    private const string VaultMark = "keyvault:";

    private static readonly string[] VaultHosts = [".vault.azure.net", ".vault.azure.cn", ".vault.usgovcloudapi.net"];

    /// <summary>True when nothing is set.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>The environment variable it stands in; null when in none.</summary>
    public string? Variable => Behind(EnvironmentMark);

    /// <summary>The file it stands in; null when in none.</summary>
    public string? File => Behind(FileMark);

    /// <summary>The address in a vault it stands at; null when at none that can be used.</summary>
    public Uri? Vault => Behind(VaultMark) is { } address && Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsVault(uri) ? uri : null;

    /// <summary>What is wrong with the way it is written; null when nothing. Whether the secret is there is seen when it is read.</summary>
    public string? Fault() => this switch
    {
        { Variable: { } name } => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? null : $"{Setting}: write env:NAME with the name of an environment variable.",
        { File: { } path } => Path.IsPathFullyQualified(path) ? null : $"{Setting}: write file: and the whole path of the file, from the root.",
        _ when Behind(VaultMark) is not null && Vault is null => $"{Setting}: write keyvault:https://NAME.vault.azure.net/secrets/NAME; only Azure's own vault hosts are asked, by https.",
        _ => Text.Any(char.IsControl) ? $"{Setting}: the secret holds a line break or another control character." : null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Setting} (secret)";

    private static bool IsVault(Uri uri) =>
        uri is { Scheme: "https", UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0, IsDefaultPort: true }
        && VaultHosts.Any(host => uri.IdnHost.EndsWith(host, StringComparison.OrdinalIgnoreCase) && !uri.IdnHost[..^host.Length].Contains('.', StringComparison.Ordinal))
        && uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["secrets", _] or ["secrets", _, _];

    private string? Behind(string mark) => Text.StartsWith(mark, StringComparison.Ordinal) ? Text[mark.Length..] : null;
}
