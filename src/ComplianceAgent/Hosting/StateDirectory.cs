namespace ComplianceAgent.Hosting;

/// <summary>Where the agent keeps what it must remember: the store, logs, and private files while a scan runs.</summary>
public static class StateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// <c>STATE_DIRECTORY</c> when a service manager gives one, else <c>compliance-agent</c> in the user's state directory
    /// (<c>XDG_STATE_HOME</c> or <c>~/.local/state</c>; on Windows the local application data).
    /// </summary>
    public static string Default => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>Creates a directory that only its owner may enter; one that exists is left as it is.</summary>
    public static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }
    }

    internal static string FromEnvironment(Func<string, string?> variable)
    {
        // systemd may give several, separated by colons; the first is ours.
        if (variable("STATE_DIRECTORY") is { Length: > 0 } given)
        {
            return OperatingSystem.IsWindows() ? given : given.Split(':')[0];
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ComplianceAgent");
        }

        return variable("XDG_STATE_HOME") is { Length: > 0 } state
            ? Path.Combine(state, "compliance-agent")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "compliance-agent");
    }
}
