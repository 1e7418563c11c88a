using System.Globalization;
using ComplianceAgent.Diagnostics.Telemetry;
using ComplianceAgent.Hosting;
using Microsoft.Extensions.Hosting.WindowsServices;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Settings.Configuration;

namespace ComplianceAgent.Diagnostics;

/// <summary>Sets up Serilog in two stages: a plain logger until the settings are read, then the configured one.</summary>
internal static class Logging
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>Libraries that tell every step of theirs, each health probe among them; section <c>Serilog</c> can let them speak.</summary>
    private static readonly string[] Talkative = ["Microsoft", "System", "Polly", "Quartz"];

    /// <summary>The first stage: warnings and worse to standard error, so that nothing said before the settings are read is lost.</summary>
    public static void Bootstrap() =>
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Warning()
            .Enrich.With<ForeignTextEnricher>()
            .WriteTo.Console(TextFormatter(), standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger();

    /// <summary>The second stage.</summary>
    /// <param name="services">Service collection.</param>
    /// <param name="configuration">Settings: sections <c>Log</c> and <c>Serilog</c>.</param>
    /// <param name="consoleLevel">Least level that reaches the console: a service says more than a command that draws progress.</param>
    public static IServiceCollection AddDiagnostics(this IServiceCollection services, IConfiguration configuration, LogEventLevel consoleLevel)
    {
        services.AddSettings<LogOptions>(LogOptions.Section);
        var sendsLogs = services.AddTelemetry(configuration);
        // Read when the host is built: by then every value is known to be of the right kind, while ranges are checked after it.
        return services.AddSerilog(
            logger => Configure(logger, configuration, configuration.GetSection(LogOptions.Section).Get<LogOptions>() ?? new LogOptions(), consoleLevel),
            preserveStaticLogger: true,
            writeToProviders: sendsLogs);
    }

    private static void Configure(LoggerConfiguration logger, IConfiguration configuration, LogOptions options, LogEventLevel consoleLevel)
    {
        foreach (var source in Talkative)
        {
            logger.MinimumLevel.Override(source, LogEventLevel.Warning);
        }

        ReadSettings(logger, configuration);
        logger.Enrich.FromLogContext().Enrich.With<ForeignTextEnricher>();
        logger.Filter.ByExcluding(IsToldByTheVerb);
        ITextFormatter formatter = options.Format == "json" ? new RenderedCompactJsonFormatter() : TextFormatter();
        logger.WriteTo.Console(formatter, consoleLevel, standardErrorFromLevel: LogEventLevel.Verbose);
        if (OperatingSystem.IsWindows() && WindowsServiceHelpers.IsWindowsService())
        {
            logger.WriteTo.Sink(new EventLogSink(TextFormatter()), LogEventLevel.Warning);
        }

        if (options.File)
        {
            var directory = options.Directory.Length > 0 ? options.Directory : Path.Combine(StateDirectory.Default, "logs");
            MakeFolder(directory);
            logger.WriteTo.File(
                formatter,
                Path.Combine(directory, options.Format == "json" ? "compliance-agent-.jsonl" : "compliance-agent-.log"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                shared: true,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(Math.Max(1, options.RetainedDays)),
                hooks: null);
        }
    }

    private static void ReadSettings(LoggerConfiguration logger, IConfiguration configuration)
    {
        try
        {
            // The assemblies are named, because a single-file program cannot be scanned for sinks.
            logger.ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(
                typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly));
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or FormatException or System.Reflection.TargetInvocationException)
        {
            throw new SettingsException($"Serilog: {refused.GetBaseException().Message}", refused);
        }
    }

    private static void MakeFolder(string directory)
    {
        try
        {
            StateDirectory.CreatePrivate(directory);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"Log:Directory: the folder '{directory}' cannot be made ({refused.Message}). Set another, or Log:File=false for no log file.", refused);
        }
    }

    /// <summary>A host that could not start: the verb that started it says so in one line.</summary>
    private static bool IsToldByTheVerb(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" }
        && logEvent.MessageTemplate.Text == "Hosting failed to start";

    private static OneEventFormatter TextFormatter() => new OneEventFormatter(new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture));
}
