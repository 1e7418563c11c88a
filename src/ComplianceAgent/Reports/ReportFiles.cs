using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Reports;

/// <summary>
/// Puts reports on disk. Each file is written beside its place under a temporary name, flushed, and only when every file of the
/// report is whole are they renamed: a reader never sees half a report, and a failure leaves the old one as it was. Files are
/// readable by their owner only, from the moment they exist.
/// </summary>
public sealed partial class ReportFiles(IEnumerable<IReportWriter> writers, TimeProvider time, ILogger<ReportFiles> logger)
{
    private const string TemporaryStart = ".compliance-report-";
    private const string TemporaryEnd = ".tmp";

    /// <summary>The report that was printed on the day itself is never overwritten by one made again.</summary>
    internal const string RebuiltMark = "-rebuilt";

    /// <summary>A report without names lies beside the one with them, and bookmarks go on leading to that one.</summary>
    internal const string PseudonymousMark = "-pseudonymous";

    /// <summary>No report takes this long to write: a temporary file untouched for longer is what a killed process left.</summary>
    private static readonly TimeSpan LeftAfter = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyList<IReportWriter> writers = [.. writers];

    /// <summary>
    /// Writes a report: <c>compliance-TENANT-yyyyMMdd-HHmmss.html</c> and so on, and beside each a copy named <c>latest</c> instead of
    /// the time, for bookmarks and scripts.
    /// </summary>
    /// <param name="model">What to print.</param>
    /// <param name="directory">Where; made, for its owner only, when it does not exist.</param>
    /// <param name="formats">Some of <see cref="ReportFormats.All"/>.</param>
    /// <param name="cancellationToken">Ends the work; temporary files are removed.</param>
    /// <returns>Full paths of the dated files, in the order of the formats.</returns>
    /// <exception cref="ReportException">The folder or its disk refused.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(ReportModel model, string directory, IEnumerable<string> formats, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return await WriteAllAsync(model, directory, formats, cancellationToken);
        }
        catch (Exception refused) when (FileSizeLimit.IsRefusedWrite(refused))
        {
            throw new ReportException($"The report could not be written to '{directory}' ({refused.Message}). Check the folder and its disk; the report that was there is as it was.", refused);
        }
    }

    private async Task<IReadOnlyList<string>> WriteAllAsync(ReportModel model, string directory, IEnumerable<string> formats, CancellationToken cancellationToken)
    {
        var folder = Open(directory);
        RemoveLeftovers(folder);
        var written = formats.SelectMany(WritersOf).Select(writer => (Writer: writer, Dated: NewTemporary(folder), Latest: NewTemporary(folder))).ToList();
        try
        {
            // Side by side: the model is immutable, and most of the time goes by waiting for the disk to confirm twelve files.
            await Parallel.ForEachAsync(written, cancellationToken, async (file, cancel) =>
            {
                await WriteOneAsync(file.Writer, model, file.Dated, cancel);
                await CopyAsync(file.Dated, file.Latest, cancel);
            });
            return [.. written.Select(file => Publish(folder, model, file.Writer, file.Dated, file.Latest))];
        }
        finally
        {
            foreach (var (_, dated, latest) in written)
            {
                Remove(dated);
                Remove(latest);
            }
        }
    }

    /// <summary>
    /// Prints a report to memory, for sending. Nothing where all files together are larger than allowed: half a report is none.
    /// </summary>
    /// <param name="model">What to print.</param>
    /// <param name="formats">Some of <see cref="ReportFormats.All"/>.</param>
    /// <param name="most">Most bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Name and content of each file.</returns>
    public async Task<IReadOnlyList<(string Name, byte[] Content)>> PrintAsync(ReportModel model, IEnumerable<string> formats, long most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var printed = new List<(string, byte[])>();
        foreach (var writer in formats.SelectMany(WritersOf))
        {
            using var bounded = new BoundedStream(most);
            try
            {
                await writer.WriteAsync(model, bounded, cancellationToken);
            }
            catch (BoundedStreamException)
            {
                return [];
            }

            most -= bounded.Length;
            printed.Add((NameOf(model.Tenant, MomentOf(model)) + writer.FileEnding, bounded.ToArray()));
        }

        return printed;
    }

    /// <summary>File name of a report without its ending; a tenant name that a file name cannot hold is replaced, and told apart by a hash.</summary>
    internal static string NameOf(string tenant, string moment)
    {
        var safe = string.Concat(tenant.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.');
        var hash = safe == tenant ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)).AsSpan(0, 4));
        return $"compliance-{safe}{hash}-{moment}";
    }

    private static string Open(string directory)
    {
        var folder = Path.GetFullPath(directory);
        if (OperatingSystem.IsWindows())
        {
            // Windows takes the rights of the parent folder.
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private IEnumerable<IReportWriter> WritersOf(string format)
    {
        var found = writers.Where(writer => writer.Format == format).ToList();
        return found.Count > 0 ? found : throw new ArgumentException($"There is no report format '{format}'.", nameof(format));
    }

    private static string NewTemporary(string folder) => Path.Combine(folder, $"{TemporaryStart}{Guid.NewGuid():N}{TemporaryEnd}");

    private static async Task WriteOneAsync(IReportWriter writer, ReportModel model, string path, CancellationToken cancellationToken)
    {
        await using var stream = Create(path);
        await writer.WriteAsync(model, stream, cancellationToken);
        FlushToDisk(stream);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using var target = Create(to);
        await source.CopyToAsync(target, cancellationToken);
        FlushToDisk(target);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>A rename may reach the disk before the bytes do, and a power cut would then leave an empty report.</summary>
    private static void FlushToDisk(FileStream stream) => stream.Flush(flushToDisk: true);

    private string Publish(string folder, ReportModel model, IReportWriter writer, string dated, string latest)
    {
        var path = Path.Combine(folder, NameOf(model.Tenant, MomentOf(model)) + writer.FileEnding);
        File.Move(dated, path, overwrite: true);
        if (model is { RebuiltAt: null, IsPseudonymous: false })
        {
            File.Move(latest, Path.Combine(folder, NameOf(model.Tenant, "latest") + writer.FileEnding), overwrite: true);
        }

        Log.Written(logger, path);
        return path;
    }

    private static string MomentOf(ReportModel model) =>
        model.Now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + (model.RebuiltAt is null ? "" : RebuiltMark) + (model.IsPseudonymous ? PseudonymousMark : "");

    private void RemoveLeftovers(string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles(TemporaryStart + "*" + TemporaryEnd))
        {
            if (time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > LeftAfter)
            {
                Remove(file.FullName);
                Log.LeftoverRemoved(logger, file.FullName);
            }
        }
    }

    private void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is a leftover for the next report; the fault that brought us here matters more.
            Log.NotRemoved(logger, path, fault.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Wrote report {Path}")]
        public static partial void Written(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Path}, left by an earlier report that did not finish")]
        public static partial void LeftoverRemoved(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Could not remove {Path}: {Fault}")]
        public static partial void NotRemoved(ILogger logger, string path, string fault);
    }
}
