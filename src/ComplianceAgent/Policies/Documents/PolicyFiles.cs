using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>The customer's files as they were at one moment, read whole, so that what is judged is what is used.</summary>
/// <param name="Files">Files of the folder in the order of their names, then those named one by one.</param>
/// <param name="Faults">Faults of the folder itself.</param>
/// <param name="ByArgument">The files that were named one by one, by the name they were given.</param>
internal sealed record PolicyFiles(ImmutableArray<SourceFile> Files, FaultList Faults, ImmutableDictionary<string, SourceFile> ByArgument)
{
    /// <summary>Most files in a folder.</summary>
    public const int MaxFiles = 1000;

    /// <summary>Changes whenever a file comes, goes or changes.</summary>
    public string Signature { get; } = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        string.Join('\n', Files.Select(file => file.Name + "\t" + file.Hash + "\t" + string.Join('\t', file.Faults.Items.Where(fault => file.Hash.Length == 0)))
            .Concat(Faults.Items.Select(fault => fault.ToString()))))));

    /// <summary>Nothing of the customer's.</summary>
    public static PolicyFiles None { get; } = new([], new FaultList(), ImmutableDictionary<string, SourceFile>.Empty);

    /// <summary>True for a path, false for an id.</summary>
    public static bool IsPath(string fileOrId) =>
        fileOrId.AsSpan().ContainsAny('/', '\\') || fileOrId.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || fileOrId.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same files and one more, as if it had been named by itself.</summary>
    public PolicyFiles With(SourceFile file) => new(Files.Add(file), Faults, ByArgument.SetItem(file.Name, file));

    /// <summary>Reads a folder and single files; what cannot be read is among the faults.</summary>
    public static PolicyFiles Read(string? folder, IEnumerable<string> paths)
    {
        var faults = new FaultList();
        var byFullPath = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        var files = ImmutableArray.CreateBuilder<SourceFile>();
        foreach (var path in NamesIn(folder, faults))
        {
            Take(path);
        }

        var byArgument = ImmutableDictionary.CreateBuilder<string, SourceFile>(StringComparer.Ordinal);
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            byArgument[path] = Take(path);
        }

        return new PolicyFiles(files.ToImmutable(), faults, byArgument.ToImmutable());

        SourceFile Take(string path)
        {
            var full = Path.GetFullPath(path);
            if (!byFullPath.TryGetValue(full, out var file))
            {
                file = byFullPath[full] = ReadFile(path);
                files.Add(file);
            }

            return file;
        }
    }

    private static IEnumerable<string> NamesIn(string? folder, FaultList faults)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return [];
        }

        try
        {
            var names = Directory.EnumerateFiles(folder).Where(IsYaml).Take(MaxFiles + 1).Order(StringComparer.Ordinal).ToList();
            if (names.Count > MaxFiles)
            {
                faults.Add(new Mark(folder, 0, 0), "policy-too-many-files", ("limit", MaxFiles.ToString(CultureInfo.InvariantCulture)));
            }

            return names.Take(MaxFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(new Mark(folder, 0, 0), "policy-folder-missing", ("problem", e.Message));
            return [];
        }
    }

    private static bool IsYaml(string path) => Path.GetExtension(path) is ".yaml" or ".yml";

    private static SourceFile ReadFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[Math.Min(stream.Length, YamlReader.MaxBytes) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return SourceFile.Read(path, buffer.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return SourceFile.Unreadable(path, e.Message);
        }
    }
}
