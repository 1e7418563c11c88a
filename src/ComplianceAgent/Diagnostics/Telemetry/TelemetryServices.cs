using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ComplianceAgent.Hosting;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>Registers metrics, traces and logs. Without an endpoint nothing of it is loaded by a command, and nothing is sent by anybody.</summary>
internal static class TelemetryServices
{
    /// <summary>What every meter of ours is called first.</summary>
    public const string Meters = "ComplianceAgent.*";

    private const string Runtime = "System.Runtime";
    private const string Metrics = "metrics";
    private const string Traces = "traces";
    private const string Logs = "logs";

    // What a tenant may take of a metric: coverage lines, or policies by severity and deadline.
    private const int SeriesATenant = 120;
    private const int LeastSeries = 2_000;

    // A collector that is not there must not keep a command from ending.
    private const int TimeoutMilliseconds = 5_000;

    /// <summary>Adds the settings and, when there is an endpoint, what sends there. True when logs go there too.</summary>
    public static bool AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<TelemetryOptions>(TelemetryOptions.Section);
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryRules>();
        services.AddSingleton<TelemetrySession>();
        var sends = OptionsOf(configuration).Sends;
        if (sends)
        {
            // Names that a request of ours carries to Graph or a tracker would tell them which spans of ours it belongs to.
            DistributedContextPropagator.Current = DistributedContextPropagator.CreateNoOutputPropagator();
            services.AddOutgoing();
            AddSending(services);
        }

        return sends;
    }

    /// <summary>Adds what <c>/metrics</c> reads from, for the service alone.</summary>
    public static IServiceCollection AddPrometheus(this IServiceCollection services, IConfiguration configuration)
    {
        if (OptionsOf(configuration).Metrics)
        {
            services.AddOutgoing();
            AddMeters(services).WithMetrics(metrics => metrics.AddPrometheusExporter());
        }

        return services;
    }

    private static TelemetryOptions OptionsOf(IConfiguration configuration) => configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddSending(IServiceCollection services)
    {
        // The host's own console would repeat every line on standard output, which is for results.
        services.RemoveAll<ILoggerProvider>();
        services.AddOptions<OtlpExporterOptions>(Metrics).Configure<IServiceProvider>((otlp, provider) => Direct(otlp, provider, "v1/metrics"));
        services.AddOptions<OtlpExporterOptions>(Traces).Configure<IServiceProvider>((otlp, provider) => Direct(otlp, provider, "v1/traces"));
        services.AddOptions<OtlpExporterOptions>(Logs).Configure<IServiceProvider>((otlp, provider) => Direct(otlp, provider, "v1/logs"));
        AddMeters(services)
            .WithMetrics(metrics => metrics.AddOtlpExporter(Metrics, (OtlpExporterOptions _) => { }))
            .WithTracing(traces => traces
                .AddSource(AgentTrace.SourceName, SpanAddresses.Source)
                .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
                .AddProcessor(new SpanAddresses())
                .AddOtlpExporter(Traces, configure: null))
            .WithLogging(logs => logs.AddOtlpExporter(Logs, (OtlpExporterOptions _) => { }), logs => logs.IncludeFormattedMessage = true);
    }

    private static void Direct(OtlpExporterOptions otlp, IServiceProvider provider, string path)
    {
        var options = provider.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(new Uri(options.OtlpEndpoint.TrimEnd('/') + "/"), path);
        otlp.TimeoutMilliseconds = TimeoutMilliseconds;
        otlp.HttpClientFactory = () => new HttpClient(new OtlpHandler(
            provider.GetRequiredService<SecretReader>(), provider.GetRequiredService<OutgoingConnector>(), options.OtlpHeaders))
        {
            Timeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds),
        };
    }

    private static OpenTelemetryBuilder AddMeters(IServiceCollection services)
    {
        var telemetry = services.AddOpenTelemetry();
        if (services.Any(service => service.ServiceType == typeof(MetersAdded)))
        {
            return telemetry;
        }

        services.AddSingleton<MetersAdded>();
        return telemetry
            .ConfigureResource(resource => resource.Clear().AddService("compliance-agent", serviceVersion: ReportPublisher.Version, serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => ((IDeferredMeterProviderBuilder)metrics.AddMeter(Meters, Runtime)).Configure(AddViews));
    }

    private static void AddViews(IServiceProvider provider, MeterProviderBuilder metrics)
    {
        // The library drops what goes beyond a number of series; a service provider has many tenants.
        var series = Math.Max(LeastSeries, SeriesATenant * provider.GetRequiredService<TenantDirectory>().Current.Length);
        metrics.AddView(instrument => instrument switch
        {
            // In Prometheus the end of a name says what it is, and this one says histogram.
            _ when instrument.Meter.Name == Runtime && instrument.Name.EndsWith(".count", StringComparison.Ordinal) => MetricStreamConfiguration.Drop,
            _ when instrument.Meter.Name.StartsWith("ComplianceAgent.", StringComparison.Ordinal) && instrument is not Histogram<double> => new MetricStreamConfiguration { CardinalityLimit = series },
            _ => null,
        });
    }

    private sealed class MetersAdded;
}
