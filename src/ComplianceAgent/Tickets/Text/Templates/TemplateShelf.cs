using System.Collections.Concurrent;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>
/// Where templates come from: a file <c>KIND.LANG.liquid</c> in the customer's folder, else the shipped one. A file is read again when its time or
/// size changes, so that a change needs no restart.
/// </summary>
internal sealed class TemplateShelf(string folder)
{
    /// <summary>Longest file.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly ConcurrentDictionary<string, TemplateText> Shipped = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, TemplateText Template)> _read = new(StringComparer.Ordinal);

    /// <summary>File name of a template.</summary>
    public static string NameOf(NoticeKind kind, string language) => $"{kind}.{language}.liquid";

    /// <summary>The template of a kind and language.</summary>
    /// <exception cref="TemplateException">The customer's cannot be used.</exception>
    public TemplateText Get(NoticeKind kind, string language)
    {
        var name = NameOf(kind, language);
        if (folder.Length == 0 || Find(name) is not { } file)
        {
            return Shipped.GetOrAdd(name, static name => TemplateText.Read(name, ReadShipped(name)));
        }

        try
        {
            var (written, length) = (file.LastWriteTimeUtc, file.Length);
            if (_read.TryGetValue(name, out var known) && known.Written == written && known.Length == length)
            {
                return known.Template;
            }

            var template = TemplateText.Read(file.FullName, Text(file));
            _read[name] = (written, length, template);
            return template;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException($"{file.FullName}: the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Files in the folder that look like templates but are none: a typing error would go unnoticed.</summary>
    public IEnumerable<string> Strangers()
    {
        if (folder.Length == 0 || !Directory.Exists(folder))
        {
            return folder.Length == 0 ? [] : [$"Tickets:TemplatePath: the folder {folder} does not exist."];
        }

        var names = Enum.GetValues<NoticeKind>().SelectMany(kind => NoticeWords.Languages.Select(language => NameOf(kind, language))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Directory.EnumerateFiles(folder, "*.liquid").Select(Path.GetFileName).OfType<string>().Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => $"{Path.Combine(folder, name)}: no text has this name. Templates are called KIND.LANG.liquid with KIND one of {string.Join(", ", Enum.GetNames<NoticeKind>())} and LANG one of {string.Join(", ", NoticeWords.Languages)}.");
    }

    /// <summary>The text of a shipped template, for people who begin one of their own.</summary>
    public static string ReadShipped(string name)
    {
        using var stream = typeof(TemplateShelf).Assembly.GetManifestResourceStream("texts/" + name) ?? throw new FileNotFoundException($"{name} is not in the program.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private FileInfo? Find(string name) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*.liquid").FirstOrDefault(file => file.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        : null;

    private static string Text(FileInfo file)
    {
        if (file.Length > MaxBytes)
        {
            throw new TemplateException($"{file.FullName}: the file is larger than {MaxBytes} bytes. Shorten it.");
        }

        return File.ReadAllText(file.FullName);
    }
}
