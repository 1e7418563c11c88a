using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard;

/// <summary>
/// The dead man's switch: while the service is ready it asks an address of a monitor elsewhere every few minutes. When it is stopped, hangs, or a
/// tenant is not scanned, the asking ends, and the monitor raises the alarm that a stopped agent cannot.
/// </summary>
internal sealed partial class Heartbeat(HealthReader health, SecretReader secrets, IHttpClientFactory clients, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<Heartbeat> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string told = "";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.HeartbeatUrl.Length == 0)
        {
            return;
        }

        using var every = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.HeartbeatSeconds), clock);
        do
        {
            Tell(await BeatAsync(stoppingToken));
        }
        while (await every.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Why the monitor was not asked, or did not take it; empty when it did.</summary>
    private async Task<string> BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!(await health.ReadAsync(cancellationToken)).Ready)
            {
                return "the service is not ready, see /health/ready: the monitor is not asked, so that it raises its alarm";
            }

            var address = await secrets.ReadAsync(new SecretReference(ServiceOptions.HeartbeatSetting, options.Value.HeartbeatUrl), cancellationToken);
            return OutgoingTargets.Fault(ServiceOptions.HeartbeatSetting, address) is null ? await AskAsync(new Uri(address), cancellationToken) : "what the secret holds is no address that may be asked";
        }
        catch (SecretException unreadable)
        {
            return unreadable.Message;
        }
        catch (Exception failed) when ((RetryRules.IsConnectionFault(failed) || failed is OperationCanceledException) && !cancellationToken.IsCancellationRequested)
        {
            return $"the monitor could not be reached ({GraphFault.Layer(failed)})";
        }
    }

    private async Task<string> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var client = clients.CreateClient(OutgoingHttp.Client);
        using var reply = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
        return reply.IsSuccessStatusCode ? "" : FormattableString.Invariant($"the monitor answered with status {(int)reply.StatusCode}");
    }

    // Once, and not every few minutes; the address is a secret and stands in none of it.
    private void Tell(string fault)
    {
        if (fault == told)
        {
            return;
        }

        told = fault;
        if (fault.Length > 0)
        {
            Log.NotTaken(logger, fault);
        }
        else
        {
            Log.Taken(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No sign of life was given: {Why}.")]
        public static partial void NotTaken(ILogger logger, string why);

        [LoggerMessage(LogLevel.Information, "Signs of life reach the monitor again.")]
        public static partial void Taken(ILogger logger);
    }
}
