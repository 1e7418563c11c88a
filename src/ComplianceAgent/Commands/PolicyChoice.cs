using ComplianceAgent.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary>Finds the policies a command puts in force: those named on its line, else those named in the settings.</summary>
internal static class PolicyChoice
{
    /// <summary>Loads them whole; any fault is a <see cref="PolicyException"/>. Warnings go to standard error.</summary>
    public static PolicySet Load(VerbContext context, SharedOptions shared)
    {
        var library = context.Service<PolicyLibrary>();
        var named = context.Get(shared.Policy)!;
        var use = named.Length > 0 ? named : [.. context.Service<IOptions<PoliciesOptions>>().Value.Use];
        return Load(context, library, use);
    }

    /// <summary>Loads the policies named.</summary>
    public static PolicySet Load(VerbContext context, PolicyLibrary library, IReadOnlyList<string> use)
    {
        var loaded = library.Load(use, context.Environment.WorkingDirectory);
        foreach (var warning in loaded.Warnings)
        {
            context.Error.Line($"warning: {warning}");
        }

        return loaded.Set;
    }
}
