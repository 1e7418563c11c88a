using ComplianceAgent.Tests.WholeProcess;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>What the service's unit asks of systemd, by the tools there are: no rights to gain or use, a disk that is read-only but for the agent's own folder, another account.</summary>
internal static class Confinement
{
    /// <summary>The group of the other account.</summary>
    public const int Group = 65534;

    private const string NoRights = "--no-new-privs --bounding-set=-all --inh-caps=-all";
    private const string Nobody = "--reuid 65534 --regid 65534 --clear-groups";

    /// <summary>Confines what the sandbox starts from now on, under the account the tests run as. False where only root could.</summary>
    public static Task<bool> IsOnAsync(Sandbox sandbox) => TryAsync(sandbox, NoRights, "true");

    /// <summary>The same under another account. False also where that account cannot reach the program.</summary>
    /// <param name="sandbox">Its folder goes to the other account.</param>
    /// <param name="after">More for root to do once it has.</param>
    public static Task<bool> IsOnForAnotherAsync(Sandbox sandbox, string after) =>
        TryAsync(sandbox, $"{Nobody} {NoRights}", $"chown -R 65534:65534 \"{sandbox.Folder}\" && {after}");

    private static async Task<bool> TryAsync(Sandbox sandbox, string rights, string prepare)
    {
        var probe = await Tool.RunAsync("bash", "-c", $"[ $(id -u) -eq 0 ] && unshare --mount setpriv {rights} test -x '{Sandbox.Executable}' 2>/dev/null");
        if (probe.Code == 0)
        {
            var (own, work) = ($"\"{sandbox.Folder}\"", $"\"{sandbox.Work}\"");
            sandbox.Before =
                $"exec unshare --mount bash -c '{prepare} && mount --bind {own} {own} && mount -o remount,bind,ro / && ! touch /read-only 2>/dev/null && cd {work} && exec setpriv {rights} \"$0\" \"$@\"' \"$0\" \"$@\"";
        }

        return probe.Code == 0;
    }
}
