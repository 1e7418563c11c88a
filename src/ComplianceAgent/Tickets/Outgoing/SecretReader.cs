using System.Collections.Concurrent;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>A secret that cannot be had. The message names the setting, never the secret.</summary>
/// <param name="reason">Why.</param>
/// <param name="mayPass">It may be there later without anybody doing something: the vault did not answer.</param>
internal sealed class SecretException(Reason reason, bool mayPass = false) : Exception(Sentences.Say(reason))
{
    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;

    /// <summary>It may be there later without anybody doing something.</summary>
    public bool MayPass { get; } = mayPass;
}

/// <summary>Reads secrets where their references lead: variables and files anew for every use, a vault's every five minutes.</summary>
/// <param name="vault">Gets a secret of a vault.</param>
/// <param name="clock">Clock.</param>
internal sealed class SecretReader(Func<Uri, CancellationToken, Task<string>> vault, TimeProvider clock)
{
    private const int MaxFileLength = 64 * 1024;

    private static readonly TimeSpan VaultAge = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Uri, (string Secret, DateTimeOffset ReadAt)> known = [];

    /// <summary>The secret.</summary>
    /// <exception cref="SecretException">It cannot be had, or is empty.</exception>
    public async ValueTask<string> ReadAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Fault() is not null)
        {
            throw new SecretException(Reason.Of("secret-not-usable", ("setting", reference.Setting)));
        }

        var secret = reference switch
        {
            { Variable: { } name } => Environment.GetEnvironmentVariable(name) ?? throw new SecretException(Reason.Of("secret-variable-missing", ("setting", reference.Setting), ("variable", name))),
            { File: { } path } => ReadFile(reference.Setting, path),
            { Vault: { } address } => await ReadVaultAsync(reference.Setting, address, cancellationToken),
            _ => reference.Text,
        };
        secret = secret.TrimEnd('\r', '\n');
        return secret.Length > 0 && !secret.Any(char.IsControl) ? secret : throw new SecretException(Reason.Of("secret-not-usable", ("setting", reference.Setting)));
    }

    private static string ReadFile(string setting, string path)
    {
        try
        {
            PrivateFile.RefuseWideSecret(path, "a secret");
            return new FileInfo(path).Length <= MaxFileLength ? File.ReadAllText(path) : throw new SecretException(Reason.Of("secret-not-usable", ("setting", setting)));
        }
        catch (StoreException wide)
        {
            throw new SecretException(Reason.Of("secret-file-open-to-others", ("setting", setting), ("why", wide.Message)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException(Reason.Of("secret-file-unreadable", ("setting", setting), ("path", path)));
        }
    }

    private async Task<string> ReadVaultAsync(string setting, Uri address, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(address, out var kept) && clock.GetUtcNow() - kept.ReadAt < VaultAge)
        {
            return kept.Secret;
        }

        try
        {
            var secret = await vault(address, cancellationToken);
            known[address] = (secret, clock.GetUtcNow());
            return secret;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not SecretException)
        {
            // What the library says may name tokens and tenants; its kind is enough to go by.
            throw new SecretException(Reason.Of("secret-vault-unreachable", ("setting", setting), ("host", address.Host), ("why", AzureVault.Describe(e))), mayPass: true);
        }
    }
}
