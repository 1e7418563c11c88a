using ComplianceAgent.Commands;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
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

/// <summary>Builds the one host that every verb uses; only <c>run</c> starts it, and only there can it listen.</summary>
internal static class AgentHost
{
    /// <summary>How long a stopping service may take to bring its work to a safe end.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Builds the host, checks every setting, and opens nothing yet. It has no web server: Kestrel and routing are megabytes and a tenth of
    /// a second that a scan has no use for.
    /// </summary>
    /// <exception cref="SettingsException">A setting is wrong; the message lists every fault.</exception>
    public static IHost Build(HostRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = request.Environment.ProgramFolder,
            EnvironmentName = Environments.Production,
        });
        Fill(builder, request);
        return Checked(builder.Build());
    }

    /// <summary>The same, with a web server.</summary>
    /// <exception cref="SettingsException">A setting is wrong; the message lists every fault.</exception>
    public static WebApplication BuildWeb(HostRequest request, Action<IServiceCollection, IConfiguration> configure)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [],
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = request.Environment.ProgramFolder,
            EnvironmentName = Environments.Production,
        });
        if (!Directory.Exists(Path.Combine(request.Environment.ProgramFolder, "wwwroot")))
        {
            builder.Environment.WebRootFileProvider = new NullFileProvider();
        }

        // A program that was built and not published has its styles and scripts where they were built from.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        Fill(builder, request);
        configure(builder.Services, builder.Configuration);
        return Checked(builder.Build());
    }

    private static void Fill(IHostApplicationBuilder builder, HostRequest request)
    {
        AgentConfiguration.Layer(builder.Configuration, request.Environment.ProgramFolder, request.ConfigFile, request.CommandLine);
        builder.Services.AddSingleton(request.Environment.Clock);
        builder.Services.AddSingleton(request.Environment);
        builder.Services.AddSingleton(request.Environment.Account);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        Program.AddFeatures(builder.Services, builder.Configuration, request.ConsoleLevel);
        SettingsCheck.CheckShape(builder.Services, builder.Configuration);
    }

    private static THost Checked<THost>(THost host)
        where THost : IHost
    {
        try
        {
            SettingsCheck.CheckValues(host.Services);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
