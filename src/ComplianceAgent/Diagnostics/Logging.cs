using System.Globalization;
using ComplianceAgent.Hosting;
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
        var options = configuration.GetSection(LogOptions.Section).Get<LogOptions>() ?? new LogOptions();
        return services.AddSerilog(
            logger => Configure(logger, configuration, options, consoleLevel), preserveStaticLogger: true);
    }

    private static void Configure(LoggerConfiguration logger, IConfiguration configuration, LogOptions options, LogEventLevel consoleLevel)
    {
        // The assemblies are named, because a single-file program cannot be scanned for sinks.
        logger.ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(
            typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly));
        logger.Enrich.FromLogContext().Enrich.With<ForeignTextEnricher>();
        ITextFormatter formatter = options.Format == "json" ? new RenderedCompactJsonFormatter() : TextFormatter();
        logger.WriteTo.Console(formatter, consoleLevel, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.File)
        {
            var directory = options.Directory.Length > 0 ? options.Directory : Path.Combine(StateDirectory.Default, "logs");
            StateDirectory.CreatePrivate(directory);
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

    private static OneEventFormatter TextFormatter() => new OneEventFormatter(new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture));
}
