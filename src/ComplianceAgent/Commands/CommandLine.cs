using System.CommandLine;

namespace ComplianceAgent.Commands;

/// <summary>The command line: one file a verb, parsed whole before anything is done.</summary>
public static class CommandLine
{
    /// <summary>Runs one command line to its end.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var root = Build(environment);
        // A name such as "@notes" is a name, not a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await environment.Error.WriteLineAsync(Diagnostics.LogText.Escape(error.Message));
            }

            await environment.Error.WriteLineAsync($"Run 'compliance-agent {Path(parsed)}--help' for usage and examples.");
            return ExitCodes.BadUsage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Out,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                // Longer than the host's own drain time, so that a stopping service is never cut short.
                ProcessTerminationTimeout = Hosting.AgentHost.DrainTime + TimeSpan.FromSeconds(5),
            },
            cancellationToken);
    }

    /// <summary>The whole tree of verbs.</summary>
    public static RootCommand Build(CommandEnvironment environment)
    {
        var shared = new SharedOptions();
        var root = new RootCommand(
            """
            Compliance Agent: finds banned apps on devices managed by Microsoft Intune, keeps every violation from first sighting to removal, and reports.

            Start here:   compliance-agent demo --once     (a simulated tenant; nothing of yours is touched)
            Exit codes:   0 done; 1 done, something is not in order; 2 bad usage, setting or policy; 3 inventory incomplete; 4 failed; 5 held, somebody has to agree; 130 cancelled
            """)
        {
            shared.Set,
            shared.Config,
            DemoCommand.Create(shared, environment),
            InitCommand.Create(shared, environment),
            ScanCommand.Create(shared, environment),
            RunCommand.Create(shared, environment),
            ReportCommand.Create(shared, environment),
            PolicyCommand.Create(shared, environment),
            ReviewsCommand.Create(shared, environment),
            ExcusesCommand.Create(shared, environment),
            ReleaseCommand.Create(shared, environment),
            TicketsCommand.Create(shared, environment),
            TenantsCommand.Create(shared, environment),
            AuditCommand.Create(shared, environment),
            ExceptionsCommand.Create(shared, environment),
            PrivacyCommand.Create(shared, environment),
            KeysCommand.Create(shared, environment),
            StoreCommand.Create(shared, environment),
            StatusCommand.Create(shared, environment),
            DoctorCommand.Create(shared, environment),
        };
        return root;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result?.Parent is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command.Name + " ");
        }

        return string.Concat(names);
    }
}
