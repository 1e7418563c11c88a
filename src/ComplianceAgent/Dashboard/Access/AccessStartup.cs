using ComplianceAgent.Hosting;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Has the keys that seal sessions at hand before the first request; a first one is stored before it is used.</summary>
internal sealed class AccessStartup(StoredKeyRing ring, SealingKey sealing, SecretReader secrets, IServiceProvider services, IOptions<DashboardOptions> options) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.KeyProtection is { Length: > 0 } reference)
        {
            sealing.Take(await ReadAsync(reference, cancellationToken));
        }

        await ring.BeginAsync(cancellationToken);
        _ = services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(AccessStartup)).Protect([1]);
        await ring.WriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await secrets.ReadAsync(new SecretReference("Dashboard:KeyProtection", reference), cancellationToken);
        }
        catch (SecretException missing)
        {
            throw new SettingsException(missing.Message, missing);
        }
    }
}
