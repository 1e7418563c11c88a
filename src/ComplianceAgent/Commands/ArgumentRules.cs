using System.CommandLine;

namespace ComplianceAgent.Commands;

/// <summary>Rules for arguments that the parser does not know.</summary>
internal static class ArgumentRules
{
    /// <summary>Refuses what looks like an option: an argument that takes any number of words takes a mistyped option for a file.</summary>
    public static Argument<string[]> WithoutOptions(this Argument<string[]> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var option in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith("--", StringComparison.Ordinal)))
            {
                result.AddError($"Unrecognized option '{option}'. --help shows those that there are; a file of such a name is ./{option}.");
            }
        });
        return argument;
    }
}
