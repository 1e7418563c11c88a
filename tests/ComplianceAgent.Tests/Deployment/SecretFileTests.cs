using System.Security.Cryptography;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.WholeProcess;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>Secrets and settings as clusters and service managers hand them out: files of root for a group, links laid before there is anything to lead to.</summary>
public sealed class SecretFileTests
{
    [Theory]
    [InlineData(0b100_100_000, true, false, true)] // What a cluster mounts for an account that is not root.
    [InlineData(0b110_100_000, true, false, true)]
    [InlineData(0b100_100_000, false, false, false)] // Whoever owns it could tighten it.
    [InlineData(0b100_100_000, true, true, false)] // Of two accounts that are root none needs the group.
    [InlineData(0b110_110_000, true, false, false)]
    [InlineData(0b110_100_100, true, false, false)]
    public void Only_a_file_of_root_may_be_read_by_a_group(int mode, bool isRoots, bool weAreRoot, bool expected)
    {
        Sandbox.OnlyOnUnix();

        PrivateFile.IsHandedOut((UnixFileMode)mode, isRoots, weAreRoot).Should().Be(expected);
    }

    [Fact]
    public async Task A_key_of_root_for_the_services_group_signs()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = sandbox.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Assert.SkipUnless(
            await Confinement.IsOnForAnotherAsync(sandbox, $"chown 0:{Confinement.Group} \"{path}\" && chmod 0440 \"{path}\""), "Only root can hand out a file, and the tests must lie where another account can look.");
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        var scan = await sandbox.ScanAsync("--inventory", "apps.csv", "--set", $"Audit:SigningKeyFile={path}");

        scan.Code.Should().Be(0, scan.Error);
        File.ReadAllText(Path.Combine(sandbox.State, "checkpoints.jsonl")).Should().Contain("\"signature\":");
        Sandbox.OpenToOthers(sandbox.State).Should().BeEmpty();
    }

    [Fact]
    public async Task A_link_to_settings_that_are_not_written_yet_is_none_and_once_they_are_they_count()
    {
        Sandbox.OnlyOnUnix();
        using var agent = new AgentFixture();
        var settings = Path.Combine(agent.Folder, "etc.json");
        File.CreateSymbolicLink(Path.Combine(agent.Folder, "program", "appsettings.Production.json"), settings);

        (await agent.RunAsync("policy", "list")).Code.Should().Be(0);
        await File.WriteAllTextAsync(settings, """{ "Scan": { "MaxShrink": 9 } }""", TestContext.Current.CancellationToken);
        var outcome = await agent.RunAsync("policy", "list");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("Scan:MaxShrink");
    }
}
