using ComplianceAgent.Tests.WholeProcess;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>What the service's unit asks of systemd, by the tools there are: another account, no rights to gain, and a disk that is read-only but for the agent's own folder.</summary>
internal static class Confinement
{
    /// <summary>The group of the account that a confined agent runs as.</summary>
    public const int Group = 65534;

    private const string Nobody = "--reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all";

    /// <summary>Confines what the sandbox starts from now on. False where only root could, or where another account cannot reach the program.</summary>
    /// <param name="sandbox">Its folder goes to the other account.</param>
    /// <param name="after">More for root to do once it has.</param>
    public static async Task<bool> IsOnAsync(Sandbox sandbox, string after = "true")
    {
        var probe = await Tool.RunAsync("bash", "-c", $"[ $(id -u) -eq 0 ] && unshare --mount setpriv {Nobody} test -x '{Sandbox.Executable}' 2>/dev/null");
        if (probe.Code == 0)
        {
            sandbox.Before =
                $"exec unshare --mount bash -c 'chown -R 65534:65534 \"{sandbox.Folder}\" && {after} && mount --bind \"{sandbox.Folder}\" \"{sandbox.Folder}\" && mount -o remount,bind,ro / && ! touch /read-only 2>/dev/null && cd \"{sandbox.Work}\" && exec setpriv {Nobody} \"$0\" \"$@\"' \"$0\" \"$@\"";
        }

        return probe.Code == 0;
    }
}
