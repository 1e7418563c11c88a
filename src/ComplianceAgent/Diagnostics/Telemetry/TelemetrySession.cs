using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>Begins telemetry in a command that ends by itself: its host is built and never started. What was gathered is sent when the host goes.</summary>
internal sealed class TelemetrySession(IServiceProvider services, IOptions<TelemetryOptions> options)
{
    /// <summary>Begins, when there is somebody to send to.</summary>
    public void Begin()
    {
        if (options.Value.Sends)
        {
            Listen(services);
        }
    }

    // Apart, so that a command that sends nothing does not load the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Listen(IServiceProvider services)
    {
        _ = services.GetService<MeterProvider>();
        _ = services.GetService<TracerProvider>();
    }
}
