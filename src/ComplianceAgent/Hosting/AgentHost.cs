using ComplianceAgent.Commands;
using Microsoft.Extensions.FileProviders;
using Serilog.Events;

namespace ComplianceAgent.Hosting;

/// <summary>What a verb asks of the host.</summary>
/// <param name="Environment">The world around.</param>
/// <param name="CommandLine">Settings from the command line, last layer.</param>
/// <param name="ConfigFile">Settings file, absolute; null for the default.</param>
/// <param name="ConsoleLevel">Least level logged to the console.</param>
internal sealed record HostRequest(
    CommandEnvironment Environment, IReadOnlyList<KeyValuePair<string, string?>> CommandLine, string? ConfigFile, LogEventLevel ConsoleLevel);

/// <summary>Builds the one host that every verb uses; only <c>run</c> and <c>demo</c> start it.</summary>
internal static class AgentHost
{
    /// <summary>How long a stopping service may take to bring its work to a safe end.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    /// <summary>Builds the host, checks every setting, and opens nothing yet.</summary>
    /// <exception cref="SettingsException">A setting is wrong; the message lists every fault.</exception>
    public static WebApplication Build(HostRequest request, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [],
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = request.Environment.ProgramFolder,
            EnvironmentName = Environments.Production,
        });
        AgentConfiguration.Layer(builder.Configuration, request.Environment.ProgramFolder, request.ConfigFile, request.CommandLine);
        builder.Environment.WebRootFileProvider = new NullFileProvider();
        builder.Services.AddSingleton(request.Environment.Clock);
        builder.Services.AddSingleton(request.Environment);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        Program.AddFeatures(builder.Services, builder.Configuration, request.ConsoleLevel);
        configure?.Invoke(builder);
        SettingsCheck.CheckShape(builder.Services, builder.Configuration);
        var app = builder.Build();
        try
        {
            SettingsCheck.CheckValues(app.Services);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }
}
