using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Xlsx;

namespace ComplianceAgent.Reports;

/// <summary>A report file as it lies in the folder.</summary>
/// <param name="Path">Full path.</param>
/// <param name="At">The moment it speaks of, or was made again; null for a copy named <c>latest</c>.</param>
public sealed record ReportFile(string Path, DateTimeOffset? At);

/// <summary>
/// The report files of a tenant in a folder: those whose name <see cref="ReportFiles"/> gives, to the letter, and no others. Links are left alone.
/// </summary>
public sealed partial class ReportFolder(IEnumerable<IReportWriter> writers)
{
    private const string Latest = "latest";
    private const string Moment = "yyyyMMdd-HHmmss";

    /// <summary>Of what may stand between the tenant and the ending of a dated file.</summary>
    private static readonly int[] Lengths =
    [
        Moment.Length, Moment.Length + ReportFiles.RebuiltMark.Length, Moment.Length + ReportFiles.PseudonymousMark.Length,
        Moment.Length + ReportFiles.RebuiltMark.Length + ReportFiles.PseudonymousMark.Length,
    ];

    private readonly string[] endings = [.. writers.Select(writer => writer.FileEnding)];

    /// <summary>The report files of a tenant, oldest first; none where there is no folder.</summary>
    public IReadOnlyList<ReportFile> Of(string directory, string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var start = ReportFiles.NameOf(tenant, "");
        return !Directory.Exists(directory) ? [] :
        [
            .. new DirectoryInfo(directory).EnumerateFiles(start + "*").Where(file => !file.Attributes.HasFlag(FileAttributes.ReparsePoint))
                .Select(file => Read(file, start)).OfType<ReportFile>().OrderBy(file => file.At).ThenBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>True when some line of a file says so, as a reader of its format sees it.</summary>
    public static async Task<bool> SaysAsync(ReportFile file, Func<string, bool> isSaid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(isSaid);
        if (Path.GetExtension(file.Path) == ".xlsx")
        {
            return XlsxReader.IsWorkbook(file.Path) && XlsxReader.Texts(file.Path).Any(isSaid);
        }

        var decode = DecoderOf(Path.GetExtension(file.Path));
        await foreach (var line in File.ReadLinesAsync(file.Path, cancellationToken))
        {
            if (isSaid(decode(line)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Erases files; returns those that are gone, and adds a note for each that is not.</summary>
    public static IReadOnlyList<ReportFile> Delete(IEnumerable<ReportFile> files, ICollection<Reason> notes)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(notes);
        var gone = new List<ReportFile>();
        foreach (var file in files)
        {
            try
            {
                File.Delete(file.Path);
                gone.Add(file);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                notes.Add(Reason.Of("report-not-erased", ("file", file.Path), ("why", refused.Message)));
            }
        }

        return gone;
    }

    private ReportFile? Read(FileInfo file, string start)
    {
        if (!file.Name.StartsWith(start, StringComparison.Ordinal) || endings.FirstOrDefault(ending => IsWhole(file.Name, start, ending)) is not { } ending)
        {
            return null;
        }

        var moment = file.Name[start.Length..^ending.Length];
        moment = moment.EndsWith(ReportFiles.PseudonymousMark, StringComparison.Ordinal) ? moment[..^ReportFiles.PseudonymousMark.Length] : moment;
        var isRebuilt = moment.EndsWith(ReportFiles.RebuiltMark, StringComparison.Ordinal);
        return moment == Latest ? new(file.FullName, null)
            : !DateTime.TryParseExact(isRebuilt ? moment[..^ReportFiles.RebuiltMark.Length] : moment, Moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? null
            : new(file.FullName, Later(new DateTimeOffset(at, TimeSpan.Zero), isRebuilt ? file.LastWriteTimeUtc : DateTime.MinValue));
    }

    /// <summary>What was made again of a past day is as old as its file, or the next scan would take it away.</summary>
    private static DateTimeOffset Later(DateTimeOffset spokenOf, DateTime written) => spokenOf.UtcDateTime < written ? new DateTimeOffset(written, TimeSpan.Zero) : spokenOf;

    private static bool IsWhole(string name, string start, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) && name.Length - start.Length - ending.Length is var length
        && (length == Latest.Length || Lengths.Contains(length));

    private static Func<string, string> DecoderOf(string extension) => extension switch
    {
        ".html" => line => WebUtility.HtmlDecode(line),
        ".json" or ".jsonl" => line => Escape().Replace(line, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()),
        _ => line => line.Replace("\"\"", "\"", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
