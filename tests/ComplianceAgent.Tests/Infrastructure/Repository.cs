namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>Finds files of the repository the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string File(string path) => Path.Combine(Root, path);

    private static string FindRoot(string folder) => System.IO.File.Exists(Path.Combine(folder, "ComplianceAgent.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new DirectoryNotFoundException("ComplianceAgent.sln is in no folder above the tests."));
}
