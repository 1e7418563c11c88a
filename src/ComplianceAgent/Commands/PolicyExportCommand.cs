using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Policies.Export;

namespace ComplianceAgent.Commands;

/// <summary><c>policy export</c>: writes the catalogue's identifiers for those that can prevent a ban natively.</summary>
internal static class PolicyExportCommand
{
    private const int MostNames = 10;

    private static readonly Option<string> Target = new("--for")
    {
        Description = "Who is to prevent it: intune (Graph requests), apple (configuration profile), managed-play (Android Management API) or applocker (Windows).",
        HelpName = string.Join('|', PolicyExport.Targets.Keys),
        Required = true,
    };

    private static readonly Option<string> File = new("--output")
    {
        Description = "File to write; - is standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "export",
        """
        Write what policies ban in the form in which device managers can prevent it: by identifier. Nothing is sent anywhere, and nothing of it was
        tried on a live tenant. Identifiers that no public source confirms are written as comments; in JSON a comment is a line that begins with //,
        to be taken away before the file is used. What cannot be prevented by identifier is named, and still found by a scan.

        Examples:
          compliance-agent policy export --for apple --policy be-federal-tiktok --output tiktok.mobileconfig
          compliance-agent policy export --for intune --policy be-federal-tiktok | grep -v '^ *//' > requests.json
        """)
    {
        Target, shared.Policy, File,
    }.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var word = context.Get(Target)!;
        if (!PolicyExport.Targets.TryGetValue(word, out var target))
        {
            throw new CommandException(ExitCodes.BadUsage, $"--for {word}: unknown. Write {string.Join(", ", PolicyExport.Targets.Keys)}.");
        }

        var exported = PolicyExport.Write(target, PolicyChoice.Load(context, shared));
        var path = context.Get(File)!;
        if (path == "-")
        {
            await context.Out.Writer.WriteAsync(exported.Text.AsMemory(), cancellationToken);
        }
        else
        {
            path = context.Environment.Resolve(path);
            await System.IO.File.WriteAllTextAsync(path, exported.Text, cancellationToken);
            context.Error.Line($"Written: {path}");
        }

        Tell(context.Error, word, exported);
        return ExitCodes.Done;
    }

    private static void Tell(Terminal terminal, string target, ExportedFile exported)
    {
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Identifiers blocked: {exported.Blocked:N0}; commented out as unverified: {exported.Unverified:N0}. Not tried on a live tenant."));
        if (exported.NotPreventable.Length > 0)
        {
            var names = string.Join(", ", exported.NotPreventable.Take(MostNames)) + (exported.NotPreventable.Length > MostNames ? ", …" : "");
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"warning: {exported.NotPreventable.Length:N0} of what the policies ban cannot be prevented by {target}, which has no identifier to block: {names}."));
        }
    }
}
