using ComplianceAgent.Hosting;
using ComplianceAgent.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>The manifests as kustomize renders them: what runs may do little, and no secret is in them.</summary>
public sealed class KubernetesTests
{
    [Theory]
    [InlineData("base", "StatefulSet")]
    [InlineData("overlays/postgresql", "StatefulSet")]
    [InlineData("overlays/scan-cronjob", "CronJob")]
    public async Task What_is_rendered_runs_with_the_least_rights(string folder, string kind)
    {
        var objects = await RenderAsync(folder);

        var workload = objects.Where(item => item.At("spec", "template") is not null || item.At("spec", "jobTemplate") is not null).Should().ContainSingle().Subject;
        workload.Text("kind").Should().Be(kind);
        var pod = (workload.At("spec", "jobTemplate") ?? workload).At("spec", "template", "spec")!;
        var container = pod.Items("containers").Should().ContainSingle().Subject;
        pod.Text("securityContext", "runAsNonRoot").Should().Be("true");
        pod.Text("securityContext", "runAsUser").Should().Be(DockerfileTests.User());
        pod.Text("securityContext", "seccompProfile", "type").Should().Be("RuntimeDefault");
        pod.Text("securityContext", "fsGroupChangePolicy").Should().Be("OnRootMismatch", "a store whose files were given to the group is refused");
        pod.Text("automountServiceAccountToken").Should().Be("false");
        int.Parse(pod.Text("terminationGracePeriodSeconds")!, System.Globalization.CultureInfo.InvariantCulture).Should().BeGreaterThan((int)AgentHost.DrainTime.TotalSeconds + 5);
        container.Text("securityContext", "allowPrivilegeEscalation").Should().Be("false");
        container.Text("securityContext", "readOnlyRootFilesystem").Should().Be("true");
        container.Texts("securityContext", "capabilities", "drop").Should().Equal("ALL");
        container.Text("resources", "limits", "memory").Should().NotBeNull();
        container.Text("image").Should().NotEndWith(":latest").And.Contain(":");

        objects.Should().NotContain(item => item.Text("kind") == "Secret", "secrets are named and never part of the files");
        objects.Should().Contain(item => item.Text("kind") == "NetworkPolicy");
        Mounted(pod, container).Should().Contain("/var/lib/compliance-agent").And.Contain("/tmp").And.Contain("/etc/compliance-agent");
    }

    [Theory]
    [InlineData("base", 1)]
    [InlineData("overlays/postgresql", 3)]
    public async Task A_service_is_asked_whether_it_lives_and_only_one_on_PostgreSQL_is_many(string folder, int agents)
    {
        var workload = (await RenderAsync(folder)).Single(item => item.Text("kind") == "StatefulSet");
        var container = workload.At("spec", "template", "spec", "containers", "0")!;

        workload.Text("spec", "replicas").Should().Be(agents.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            container.Text(probe, "httpGet", "path").Should().Be("/health/live");
        }

        var connection = container.Items("env").SingleOrDefault(item => item.Text("name") == "COMPLIANCEAGENT_Store__Connection")?.Text("value");
        (connection is null).Should().Be(agents == 1);
        (connection ?? "").Should().NotContainEquivalentOf("Password");
    }

    /// <summary>Every mount is of a volume that is there; returns where they are.</summary>
    private static List<string?> Mounted(YamlNode pod, YamlNode container)
    {
        var volumes = pod.Items("volumes").Select(volume => volume.Text("name")).ToList();
        var mounts = container.Items("volumeMounts");
        mounts.Where(mount => mount.Text("name") != "state").Select(mount => mount.Text("name")).Should().BeSubsetOf(volumes);
        return [.. mounts.Select(mount => mount.Text("mountPath"))];
    }

    private static async Task<IReadOnlyList<YamlNode>> RenderAsync(string folder)
    {
        var outcome = await Tool.RunAsync("kubectl", "kustomize", Repository.File("deploy/kubernetes/" + folder));
        outcome.Code.Should().Be(0, outcome.Error);
        return DeployYaml.Documents(outcome.Out);
    }
}
