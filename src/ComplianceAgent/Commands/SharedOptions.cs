using System.CommandLine;

namespace ComplianceAgent.Commands;

/// <summary>Options that mean the same for every verb that has them.</summary>
internal sealed class SharedOptions
{
    /// <summary>Any setting.</summary>
    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Set any setting, for example --set Scan:MaxShrink=0.2. Beats files and environment. May be repeated.",
        HelpName = "Key=Value",
        Recursive = true,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Settings file.</summary>
    public Option<string?> Config { get; } = new("--config")
    {
        Description = "Settings file to read instead of appsettings.Production.json beside the program.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Store.</summary>
    public Option<string?> Store { get; } = new("--store")
    {
        Description = "Store to use: a SQLite file, or a connection string such as \"Data Source=/srv/compliance.db\".",
        HelpName = "CONNECTION",
    };

    /// <summary>Policies.</summary>
    public Option<string[]> Policy { get; } = new("--policy")
    {
        Description = "Policy to put in force for this run: a pack's id or a file. Replaces Policies:Use. May be repeated.",
        HelpName = "FILE-OR-ID",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Output folder.</summary>
    public Option<string?> Output { get; } = new("--output")
    {
        Description = "Folder for reports; created if it is not there, readable by its owner only.",
        HelpName = "DIR",
    };

    /// <summary>Tenant.</summary>
    public Option<string?> Tenant { get; } = new("--tenant")
    {
        Description = "Tenant to work on, by its name in the settings. Needed only when there is more than one.",
        HelpName = "NAME",
    };
}
