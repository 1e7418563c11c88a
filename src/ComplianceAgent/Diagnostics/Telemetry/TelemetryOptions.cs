namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>What is told of the agent's own work, and to whom; section <c>Telemetry</c>. Nothing leaves the machine unless an endpoint is set.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Telemetry";

    /// <summary>Address of a collector of yours (OTLP over HTTP, protobuf) for metrics, traces and logs; empty sends nothing.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Headers that the collector asks for, <c>NAME=VALUE</c> with commas between, or where they stand; read anew for every sending.</summary>
    public string OtlpHeaders { get; set; } = "";

    /// <summary>False serves no <c>/metrics</c>.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>What Prometheus brings as <c>Authorization: Bearer</c>, or where it stands; empty lets this machine alone ask.</summary>
    public string MetricsToken { get; set; } = "";

    /// <summary>True when something is sent.</summary>
    internal bool Sends => OtlpEndpoint.Length > 0;
}
