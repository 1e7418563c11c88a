using System.CommandLine;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations.Store;
using Serilog.Events;

namespace ComplianceAgent.Commands;

/// <summary>A verb at work: its parsed line, the world around, and the host once it asks for it.</summary>
internal sealed class VerbContext(ParseResult parsed, SharedOptions shared, CommandEnvironment environment) : IAsyncDisposable
{
    private IHost? host;

    /// <summary>Parsed command line.</summary>
    public ParseResult Parsed => parsed;

    /// <summary>The world around.</summary>
    public CommandEnvironment Environment => environment;

    /// <summary>Standard output, for results.</summary>
    public Terminal Out { get; } = new(environment.Out, environment.OutIsTerminal);

    /// <summary>Standard error, for everything else.</summary>
    public Terminal Error { get; } = new(environment.Error, environment.ErrorIsTerminal);

    /// <summary>Settings given on the command line that a verb adds before the host is built.</summary>
    public List<KeyValuePair<string, string?>> Settings { get; } = [];

    /// <summary>Settings file to read instead of that of <c>--config</c>; set it before any service is asked for.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>Least level that reaches the console.</summary>
    public LogEventLevel ConsoleLevel { get; set; } = LogEventLevel.Warning;

    /// <summary>Value of an option.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Value of an argument.</summary>
    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>A service of the host, which is built at the first call.</summary>
    public T Service<T>()
        where T : notnull => (host ??= AgentHost.Build(Request())).Services.GetRequiredService<T>();

    /// <summary>Why the last checkpoint could not be written; null when it was, or nothing was written at all.</summary>
    public string? CheckpointFault => host?.Services.GetRequiredService<Violations.Evidence.CheckpointLog>().Fault;

    /// <summary>Builds the host with a web server. Call before any service is asked for.</summary>
    public WebApplication Web(Action<IServiceCollection, IConfiguration> configure)
    {
        var web = host is null ? AgentHost.BuildWeb(Request(), configure) : throw new InvalidOperationException("The host is built already.");
        host = web;
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable all)
        {
            await all.DisposeAsync();
        }
    }

    private HostRequest Request()
    {
        var line = parsed.GetValue(shared.Set)!.Select(AgentConfiguration.ParseSet).Concat(Settings)
            .Select(setting => PathSettings.FromCommandLine(setting, environment.Resolve)).ToList();
        AddShared(line);
        var config = ConfigFile ?? (parsed.GetValue(shared.Config) is { } file ? environment.Resolve(file) : null);
        return new HostRequest(environment, line, config, ConsoleLevel);
    }

    private void AddShared(List<KeyValuePair<string, string?>> line)
    {
        if (Given(shared.Store) is { } store)
        {
            // A bare path counts from the caller's folder; a connection string is taken as it is.
            line.Add(KeyValuePair.Create("Store:Connection", (string?)(store.Contains('=', StringComparison.Ordinal) ? store : $"Data Source={environment.Resolve(store)}")));
        }

        if (Given(shared.Output) is { } output)
        {
            line.Add(KeyValuePair.Create("Reports:Directory", (string?)environment.Resolve(output)));
        }
    }

    private T? Given<T>(Option<T> option) => parsed.CommandResult.Command.Options.Contains(option) ? parsed.GetValue(option) : default;
}

/// <summary>Runs a verb and turns whatever ends it into one line and an exit code.</summary>
internal static class Verb
{
    /// <summary>Sets a command's action.</summary>
    public static Command Does(this Command command, SharedOptions shared, CommandEnvironment environment, Func<VerbContext, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(new VerbContext(parsed, shared, environment), action, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(VerbContext context, Func<VerbContext, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        await using (context)
        {
            try
            {
                return Told(context, await action(context, cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                context.Error.Line("Cancelled. Nothing half-done was kept.");
                return ExitCodes.Cancelled;
            }
            catch (Exception failure) when (Describe(failure) is { } end)
            {
                foreach (var line in end.Message.Split('\n'))
                {
                    context.Error.Line(line.TrimEnd('\r'));
                }

                return end.ExitCode;
            }
        }
    }

    /// <summary>A checkpoint that could not be written is told last, and a good end is none.</summary>
    private static int Told(VerbContext context, int code)
    {
        if (context.CheckpointFault is not { } fault)
        {
            return code;
        }

        context.Error.Line("WARNING: " + fault);
        return code == ExitCodes.Done ? ExitCodes.NotInOrder : code;
    }

    /// <summary>Faults that people can mend get their own message; a bug gets its type and place as well, to be reported.</summary>
    private static CommandException Describe(Exception failure) => failure switch
    {
        CommandException ours => ours,
        SettingsException or PolicyException => new CommandException(ExitCodes.BadUsage, failure.Message, failure),
        InventoryException or StoreException or ReportException => new CommandException(ExitCodes.Failed, failure.Message, failure),
        IOException or UnauthorizedAccessException => new CommandException(ExitCodes.Failed, failure.Message, failure),
        _ => new CommandException(ExitCodes.Failed, $"Unexpected fault, please report it: {failure}", failure),
    };
}
