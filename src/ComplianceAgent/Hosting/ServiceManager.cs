using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace ComplianceAgent.Hosting;

/// <summary>Speaks to whatever started the service: systemd (ready, stopping, still alive) or the service control manager of Windows.</summary>
internal static class ServiceManager
{
    /// <summary>Adds what fits; started by hand or in a container that is nothing.</summary>
    public static IServiceCollection AddServiceManager(this IServiceCollection services)
    {
        services.AddWindowsService(service => service.ServiceName = "ComplianceAgent");
        // Podman and other supervisors give a socket too: it is the socket that counts, not who the parent process is.
        if (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
        {
            services.AddSingleton<ISystemdNotifier>(new SystemdNotifier());
            services.AddHostedService<SystemdNotices>();
        }

        return services;
    }

    /// <summary>
    /// How often systemd is told that the process lives: half of what the unit's <c>WatchdogSec</c> allows. Null when it does not watch, or watches
    /// another process.
    /// </summary>
    public static TimeSpan? WatchdogInterval(Func<string, string?> variable, int processId) =>
        long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
        && (variable("WATCHDOG_PID") is not { Length: > 0 } watched || watched == processId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds / 2)
            : null;
}

/// <summary>
/// Tells systemd when the service listens and when it stops, and that it lives. The last comes from a timer, so it stops coming when the process is
/// frozen, or has no thread left to run anything on.
/// </summary>
internal sealed class SystemdNotices(ISystemdNotifier systemd, TimeProvider clock) : IHostedLifecycleService, IDisposable
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private ITimer? watchdog;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        systemd.Notify(ServiceState.Ready);
        if (ServiceManager.WatchdogInterval(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } interval)
        {
            watchdog = clock.CreateTimer(_ => systemd.Notify(Alive), null, TimeSpan.Zero, interval);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        systemd.Notify(ServiceState.Stopping);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => watchdog?.Dispose();
}
