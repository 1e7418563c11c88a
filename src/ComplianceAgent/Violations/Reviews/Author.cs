namespace ComplianceAgent.Violations.Reviews;

/// <summary>Who decided something, and how that is known.</summary>
/// <param name="Name">Name as told, for people.</param>
/// <param name="Source">How it is known: <see cref="OsAccount"/> or <see cref="Agent"/>.</param>
public sealed record Author(string Name, string Source)
{
    /// <summary>The account that ran the command, as the operating system tells it: asserted, not signed.</summary>
    public const string OsAccount = "os-account";

    /// <summary>The program itself, in a scan.</summary>
    public const string Agent = "agent";

    /// <summary>The account this process runs as.</summary>
    public static Author OfProcess() => new($"{Environment.UserName}@{Environment.MachineName}", OsAccount);
}
