using System.Globalization;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary>
/// Who gives a command. Several people may work as one service account (sudo, su); Linux still knows who logged in, and nobody without
/// the system's own rights can change that. Elsewhere, and where nobody logged in, it is the account of the process.
/// </summary>
internal static class LoginAccount
{
    private const uint NobodyLoggedIn = uint.MaxValue;

    /// <summary>The account behind this process.</summary>
    public static Author OfProcess() => Name(Read("/proc/self/loginuid"), Read("/etc/passwd")) is { } name
        ? new Author($"{name}@{Environment.MachineName}", Author.OsAccount)
        : Author.OfProcess();

    /// <summary>The name of who logged in; null when nobody did.</summary>
    internal static string? Name(string loginUid, string accounts)
    {
        if (!uint.TryParse(loginUid.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var uid) || uid == NobodyLoggedIn)
        {
            return null;
        }

        var text = uid.ToString(CultureInfo.InvariantCulture);
        var account = accounts.Split('\n').Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == text);
        return account is null ? "uid-" + text : account[0];
    }

    private static string Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
