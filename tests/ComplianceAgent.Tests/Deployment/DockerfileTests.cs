using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>Dockerfile and compose file: what would be found wrong only where an image is built or run.</summary>
public sealed class DockerfileTests
{
    [Fact]
    public void The_image_runs_one_program_that_is_not_root()
    {
        var final = Final();

        User().Should().MatchRegex("^[1-9][0-9]+$", "a cluster cannot tell whether a name is root");
        final.Should().ContainSingle(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)).Which.Should().StartWith("ENTRYPOINT [", "a shell in between would keep SIGTERM to itself");
        JsonSerializer.Deserialize<string[]>(final.Single(line => line.StartsWith("CMD ", StringComparison.Ordinal))[4..]).Should().Equal("run");
        final.Should().NotContain(line => line.StartsWith("RUN ", StringComparison.Ordinal), "a chiselled image has no shell to run anything with");
    }

    [Fact]
    public void Base_images_are_named_by_version_and_packages_by_lock_file()
    {
        var lines = Lines();

        lines.Where(line => line.StartsWith("ARG ", StringComparison.Ordinal) && line.Contains("_IMAGE=", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.OnlyContain(line => line.Contains(":10.0", StringComparison.Ordinal));
        lines.Should().NotContain(line => line.StartsWith("ADD ", StringComparison.Ordinal));
        lines.Should().Contain(line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal) && line.EndsWith("--locked-mode", StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_copies_is_there_and_is_let_into_the_build()
    {
        var allowed = File.ReadAllLines(Repository.File("deploy/docker/Dockerfile.dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Lines().Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Where(path => path != ".").ToList();

        copied.Should().NotBeEmpty().And.OnlyContain(path => File.Exists(Repository.File(path)));
        foreach (var path in copied.Concat(["deploy/THIRD-PARTY-NOTICES.md", "LICENSE", ".build/BannedSymbols.txt", "appsettings.json"]))
        {
            allowed.Should().Contain(rule => path == rule || path.StartsWith(rule + "/", StringComparison.Ordinal) || System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(rule, path, true), path);
        }
    }

    [Fact]
    public void Compose_gives_the_agent_no_more_than_it_needs()
    {
        var compose = DeployYaml.Documents(File.ReadAllText(Repository.File("deploy/docker/compose.yaml"))).Should().ContainSingle().Subject;
        var (agent, database) = (compose.At("services", "agent")!, compose.At("services", "database")!);

        agent.Text("read_only").Should().Be("true");
        agent.Text("user").Should().StartWith(User() + ":");
        agent.Texts("cap_drop").Should().Equal("ALL");
        agent.Texts("security_opt").Should().Contain("no-new-privileges:true");
        agent.Texts("ports").Should().OnlyContain(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        agent.Text("depends_on", "database", "condition").Should().Be("service_healthy");
        int.Parse(agent.Text("stop_grace_period")!.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture).Should().BeGreaterThan((int)ComplianceAgent.Hosting.AgentHost.DrainTime.TotalSeconds + 5);
        agent.Text("environment", "COMPLIANCEAGENT_Store__Connection").Should().NotContainEquivalentOf("password");
        File.Exists(Repository.File("deploy/docker/" + agent.Text("build", "context") + "/" + agent.Text("build", "dockerfile"))).Should().BeTrue();

        database.At("ports").Should().BeNull("only the agent speaks to it");
        compose.Text("networks", "inner", "internal").Should().Be("true");
        database.Texts("networks").Should().Equal("inner");
        foreach (var secret in agent.Texts("secrets").Concat(database.Texts("secrets")))
        {
            compose.Text("secrets", secret, "file").Should().StartWith("./secrets/", secret);
        }

        File.ReadAllText(Repository.File(".gitignore")).Should().Contain("deploy/docker/secrets/");
        File.Exists(Repository.File("deploy/docker/database-init.sh")).Should().BeTrue();
    }

    /// <summary>The number the image runs as.</summary>
    public static string User() => Final().Single(line => line.StartsWith("USER ", StringComparison.Ordinal))[5..].Split(':')[0];

    private static List<string> Final() => [.. Lines().SkipWhile(line => !line.StartsWith("FROM ${RUNTIME_IMAGE}", StringComparison.Ordinal))];

    private static List<string> Lines() => [.. File.ReadAllLines(Repository.File("deploy/docker/Dockerfile")).Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !line.StartsWith('#'))];
}
