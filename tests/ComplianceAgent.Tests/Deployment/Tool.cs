using System.Diagnostics;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>What a tool of the system said.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ToolOutcome(int Code, string Out, string Error);

/// <summary>Tools that check what lies under <c>deploy</c>; a test whose tool is missing is skipped by its name.</summary>
internal static class Tool
{
    /// <summary>Runs a tool in the repository's root.</summary>
    public static async Task<ToolOutcome> RunAsync(string name, params string[] args)
    {
        Assert.SkipUnless(IsThere(name), $"{name} is not installed here.");
        var start = new ProcessStartInfo(name, args)
        {
            WorkingDirectory = Repository.Root, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolOutcome(process.ExitCode, await output, error);
    }

    private static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
