namespace ComplianceAgent.Commands;

/// <summary>What a command needs of the world around the process, so that tests can run one in process.</summary>
public sealed record CommandEnvironment
{
    /// <summary>Standard output: results only.</summary>
    public required TextWriter Out { get; init; }

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

    /// <summary>The process's own.</summary>
    public static CommandEnvironment OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        WorkingDirectory = Environment.CurrentDirectory,
        ProgramFolder = AppContext.BaseDirectory,
    };

    /// <summary>A path from the command line, absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingDirectory);
}
