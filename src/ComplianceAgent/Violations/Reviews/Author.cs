namespace ComplianceAgent.Violations.Reviews;

/// <summary>Who decided something, and how that is known.</summary>
/// <param name="Name">Name as told, for people.</param>
/// <param name="Source">How it is known: <see cref="OsAccount"/>, <see cref="SignedIn"/>, <see cref="Register"/> or <see cref="Agent"/>.</param>
public sealed record Author(string Name, string Source)
{
    /// <summary>Signed in with the organisation's own directory: the one source that is more than asserted.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Named in a file, whose hash is kept beside it: asserted by whoever may change the file.</summary>
    public const string Register = "file";

    /// <summary>The account that ran the command, as the operating system tells it: asserted, not signed.</summary>
    public const string OsAccount = "os-account";

    /// <summary>The program itself, in a scan.</summary>
    public const string Agent = "agent";

    /// <summary>Who it is, to tell two people apart. An account of a system goes without its machine: a container may call itself anything.</summary>
    public string Person => Source == OsAccount && Name.LastIndexOf('@') is > 0 and var at ? Name[..at] : Name.Trim();

    /// <summary>The account this process runs as.</summary>
    public static Author OfProcess() => new($"{Environment.UserName}@{Environment.MachineName}", OsAccount);
}
