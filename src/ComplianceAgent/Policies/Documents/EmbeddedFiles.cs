using System.Reflection;

namespace ComplianceAgent.Policies.Documents;

/// <summary>The policies and catalogue files that come with the program.</summary>
internal static class EmbeddedFiles
{
    private const string CatalogueFolder = "catalog/";
    private const string PackFolder = "packs/";

    // They cannot change while the program runs, and every reload needs them.
    private static readonly Lazy<IReadOnlyList<SourceFile>> CatalogueFiles = new(() => Read(CatalogueFolder, "catalogue:"));
    private static readonly Lazy<IReadOnlyList<SourceFile>> PackFiles = new(() => Read(PackFolder, "pack:"));

    /// <summary>Catalogue files in the order of their names.</summary>
    public static IReadOnlyList<SourceFile> Catalogue() => CatalogueFiles.Value;

    /// <summary>Ready-made policies in the order of their names.</summary>
    public static IReadOnlyList<SourceFile> Packs() => PackFiles.Value;

    /// <summary>The text of a ready-made policy; null when there is none of that id.</summary>
    public static string? PackText(string id)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream($"{PackFolder}{id}.yaml");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

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
