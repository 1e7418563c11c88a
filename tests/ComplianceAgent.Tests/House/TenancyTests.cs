using System.Runtime.CompilerServices;

namespace ComplianceAgent.Tests.House;

/// <summary>Who may look past the tenant is a short list; whoever adds to it has to add here, and be asked why.</summary>
public sealed class TenancyTests
{
    [Theory]
    [InlineData("IgnoreQueryFilters", "DeviceMerge.cs", "StoreContext.cs")]
    [InlineData("AcrossTenants<", "StoreContext.cs", "StoreEngine.cs", "StoreQueries.cs")]
    [InlineData("TenantScope.EveryTenant", "PostgresDatabase.cs", "PostgresStore.cs", "SqliteFile.cs", "SqliteStore.cs", "StoreContext.cs", "StoreEngine.cs", "ViolationStore.cs")]
    [InlineData("AcrossTenantsAsync(", "ViolationStore.cs")]
    [InlineData("PostgresRowSecurity.Migrating", "PostgresDatabase.cs")]
    public void Only_these_files_look_past_the_tenant(string word, params string[] files) => FilesWith(word).Should().Equal(files);

    private static IEnumerable<string> FilesWith(string word) => Directory.EnumerateFiles(Sources(), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && File.ReadAllText(file).Contains(word, StringComparison.Ordinal))
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static string Sources([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "ComplianceAgent"));
}
