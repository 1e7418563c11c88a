using System.Reflection;

namespace ComplianceAgent.Policies.Documents;

/// <summary>The policies and catalogue files that come with the program.</summary>
internal static class EmbeddedFiles
{
    private const string CatalogueFolder = "catalog/";
    private const string PackFolder = "packs/";

    /// <summary>Catalogue files in the order of their names.</summary>
    public static IReadOnlyList<SourceFile> Catalogue() => Read(CatalogueFolder, "catalogue:");

    /// <summary>Ready-made policies in the order of their names.</summary>
    public static IReadOnlyList<SourceFile> Packs() => Read(PackFolder, "pack:");

    private static List<SourceFile> Read(string folder, string prefix)
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SourceFile.Read(prefix + Path.GetFileNameWithoutExtension(name[folder.Length..]), Bytes(assembly, name), isShipped: true))];
    }

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
