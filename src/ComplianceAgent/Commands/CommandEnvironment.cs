using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary>What a command needs of the world around the process, so that tests can run one in process.</summary>
public sealed record CommandEnvironment
{
    /// <summary>Standard output: results only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard input, for the one verb that asks questions; empty unless somebody is there.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Standard error: everything else.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>True when standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True when standard error is a terminal: progress bars are drawn there.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Folder the caller is in; paths on the command line count from here.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Folder the settings lie in.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Who gives the command.</summary>
    public Author Account { get; init; } = LoginAccount.OfProcess();

    /// <summary>Told of the service once it listens, so that a test can look at what it serves.</summary>
    public Action<IHost> Listening { get; init; } = _ => { };

    /// <summary>The process's own.</summary>
    public static CommandEnvironment OfProcess() => new()
    {
        Out = Console.Out,
        In = Console.In,
        // A terminal cannot fill up, and what draws there must see that it is one.
        Error = Console.IsErrorRedirected ? new BestEffortWriter(Console.Error) : Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        WorkingDirectory = CurrentFolder(),
        ProgramFolder = AppContext.BaseDirectory,
    };

    /// <summary>A path from the command line, absolute.</summary>
    public string Resolve(string path) => WorkingDirectory.Length > 0 || Path.IsPathFullyQualified(path)
        ? Path.GetFullPath(path, WorkingDirectory.Length > 0 ? WorkingDirectory : Path.GetPathRoot(path)!)
        : throw new CommandException(ExitCodes.BadUsage, $"{path}: the folder that this was started in is not there any more. Write the path whole, from the root.");

    /// <summary>Empty when it was removed since: only whoever writes a relative path needs it.</summary>
    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
