using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>What is shipped of others: locked, listed, and its licences named.</summary>
public sealed class PackageTests
{
    private const string Notices = "deploy/THIRD-PARTY-NOTICES.md";
    private const string Begin = "<!-- packages -->";
    private const string End = "<!-- /packages -->";

    [Fact]
    public async Task The_bill_of_material_lists_every_package_that_is_shipped()
    {
        using var folder = new AgentFixture();
        // Says so with these words when "dotnet tool restore" was not run: then there is nothing to judge.
        var outcome = await Tool.RunAsync(
            "dotnet", "tool", "run", "dotnet-CycloneDX", "--", Repository.File("src/ComplianceAgent/ComplianceAgent.csproj"), "--output", folder.Folder, "--filename", "sbom.json",
            "--output-format", "Json", "--disable-package-restore");
        Assert.SkipWhen(outcome.Code != 0 && (outcome.Out + outcome.Error).Contains("dotnet tool restore", StringComparison.Ordinal), "dotnet-CycloneDX is not restored here (dotnet tool restore).");

        outcome.Code.Should().Be(0, outcome.Out + outcome.Error);
        var components = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Folder, "sbom.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("components").EnumerateArray().ToList();
        components.Select(component => component.GetProperty("purl").GetString()).Should().Contain(Shipped().Select(package => $"pkg:nuget/{package.Name}@{package.Version}"));
        components.Should().OnlyContain(component => component.GetProperty("hashes").GetArrayLength() > 0);
    }

    [Fact]
    public void The_notices_name_every_package_that_is_shipped_and_hold_every_licence()
    {
        var path = Repository.File(Notices);
        var text = File.ReadAllText(path);
        var (before, after) = (text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)], text[text.IndexOf(End, StringComparison.Ordinal)..]);
        var packages = Shipped().Select(Notice.Of).ToList();
        var table = new StringBuilder("\n| package | licence | copyright | source |\n| --- | --- | --- | --- |\n");
        foreach (var notice in packages)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {notice.Name} | {notice.Licence} | {notice.Copyright} | {notice.Source} |\n");
        }

        if (Environment.GetEnvironmentVariable("WRITE_NOTICES") == "1")
        {
            File.WriteAllText(path, before + table + after);
        }

        File.ReadAllText(path).Should().Be(before + table + after, "run this test once with WRITE_NOTICES=1 after packages changed, and look at what it writes");
        foreach (var licence in packages.Select(notice => notice.Licence).Distinct())
        {
            after.Should().Contain($"\n## {licence}\n", "its text must be shipped");
        }
    }

    [Theory]
    [InlineData("ComplianceAgent")]
    [InlineData("IntuneSimulator")]
    public void A_release_is_locked_to_the_same_packages_as_every_other_build(string project)
    {
        // The release names runtimes, and so has a lock file of its own.
        var (all, release) = (Locked("packages.lock.json"), Locked("packages.release.lock.json"));

        release.Should().BeEquivalentTo(all, "deploy/release.sh --lock writes both");

        Dictionary<string, string> Locked(string file) =>
            JsonDocument.Parse(File.ReadAllText(Repository.File($"src/{project}/{file}"))).RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
                .ToDictionary(package => package.Name, package => package.Value.TryGetProperty("contentHash", out var hash) ? hash.GetString()! : "a project", StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_package_with_a_changed_byte_is_not_restored()
    {
        using var house = new AgentFixture();
        const string Project = "src/IntuneSimulator/IntuneSimulator.csproj";
        foreach (var file in (string[])[Project, "src/IntuneSimulator/packages.lock.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".build/BannedSymbols.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(house.Folder, file))!);
            File.Copy(Repository.File(file), Path.Combine(house.Folder, file));
        }

        var feed = Directory.CreateDirectory(Path.Combine(house.Folder, "feed")).FullName;
        foreach (var package in Locked(Repository.File("src/IntuneSimulator/packages.lock.json")))
        {
            var name = $"{package.Name}.{package.Version}.nupkg".ToLowerInvariant();
            var cached = Path.Combine(Cache, package.Name.ToLowerInvariant(), package.Version, name);
            Assert.SkipUnless(File.Exists(cached), $"The package cache does not hold {cached}.");
            File.Copy(cached, Path.Combine(feed, name));
        }

        var sound = await RestoreAsync("sound");
        sound.Code.Should().Be(0, sound.Out + sound.Error);

        await using (var zip = await ZipFile.OpenAsync(Directory.EnumerateFiles(feed, "minver.*").Single(), ZipArchiveMode.Update, TestContext.Current.CancellationToken))
        {
            // Not every platform looks at signatures; whoever changes a package can take them off as well.
            zip.GetEntry(".signature.p7s")?.Delete();
            await using var library = await zip.Entries.First(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).OpenAsync(TestContext.Current.CancellationToken);
            library.Position = library.Length - 1;
            library.WriteByte(1);
        }

        var changed = await RestoreAsync("changed");
        changed.Code.Should().NotBe(0);
        changed.Out.Should().Contain("NU1403", "the lock file knows what the package held").And.Contain("MinVer");

        Task<ToolOutcome> RestoreAsync(string packages) => Tool.RunAsync(
            "dotnet", "restore", Path.Combine(house.Folder, Project), "--locked-mode", "--force", "--source", feed, "--packages", Path.Combine(house.Folder, packages), "-nodeReuse:false");
    }

    private static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static List<(string Name, string Version)> Locked(string lockFile) =>
        [.. JsonDocument.Parse(File.ReadAllText(lockFile)).RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject().Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))];

    /// <summary>What lies beside a published program, by the built one's own account: all that it needs, but for what only its making needs.</summary>
    private static List<(string Name, string Version)> Shipped()
    {
        var onlyToMake = XDocument.Load(Repository.File("src/ComplianceAgent/ComplianceAgent.csproj")).Descendants("PackageReference")
            .Where(reference => (string?)reference.Attribute("PrivateAssets") == "all").Select(reference => (string)reference.Attribute("Include")!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var account = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "compliance-agent.deps.json"))).RootElement;
        var needs = account.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .ToDictionary(library => library.Name, library => library.Value.TryGetProperty("dependencies", out var on) ? on.EnumerateObject().Select(need => need.Name).ToList() : [], StringComparer.OrdinalIgnoreCase);
        var versions = needs.Keys.Select(library => library.Split('/')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(["compliance-agent"]);
        while (open.TryPop(out var name))
        {
            if (!onlyToMake.Contains(name) && versions.TryGetValue(name, out var version) && found.Add(name))
            {
                needs[$"{name}/{version}"].ForEach(open.Push);
            }
        }

        return [.. found.Where(name => account.GetProperty("libraries").GetProperty($"{name}/{versions[name]}").GetProperty("type").GetString() == "package")
            .Select(name => (name, versions[name])).OrderBy(package => package.name, StringComparer.OrdinalIgnoreCase)];
    }

    private sealed record Notice(string Name, string Licence, string Copyright, string Source)
    {
        public static Notice Of((string Name, string Version) package)
        {
            var folder = Path.Combine(Cache, package.Name.ToLowerInvariant(), package.Version);
            var file = Path.Combine(folder, package.Name.ToLowerInvariant() + ".nuspec");
            Assert.SkipUnless(File.Exists(file), $"The package cache is not where it usually is ({folder}).");
            var metadata = XDocument.Load(file).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
            string? Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Trim();
            var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
            var source = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "repository")?.Attribute("url")?.Value ?? Text("projectUrl") ?? "";
            return new Notice(package.Name, licence is null ? OfAddress(Text("licenseUrl")) : licence.Attribute("type")?.Value == "expression" ? licence.Value : OfFile(Path.Combine(folder, licence.Value)), Text("copyright") ?? Text("authors") ?? "", source);
        }

        private static string OfFile(string path) => Is(File.ReadAllText(path), "MIT License") || Is(File.ReadAllText(path), "Permission is hereby granted, free of charge") ? "MIT" : throw new InvalidDataException($"{path} is of a kind that this test does not know.");

        private static string OfAddress(string? address) => address?.Contains("/dotnet/corefx/", StringComparison.Ordinal) == true ? "MIT" : throw new InvalidDataException($"{address} is of a kind that this test does not know.");

        private static bool Is(string text, string words) => text.Contains(words, StringComparison.Ordinal);
    }
}
