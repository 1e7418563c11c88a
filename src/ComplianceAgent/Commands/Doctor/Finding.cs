namespace ComplianceAgent.Commands.Doctor;

/// <summary>How a check came out.</summary>
internal enum FindingLevel
{
    /// <summary>In order.</summary>
    Ok,

    /// <summary>Could not be tried, or is not tried without being asked.</summary>
    NotTried,

    /// <summary>Works, and somebody should look at it.</summary>
    Warning,

    /// <summary>Does not work, or will not be trusted.</summary>
    Fault,
}

/// <summary>What a check found.</summary>
/// <param name="Check">Which check; one of a fixed set of names.</param>
/// <param name="Subject">Of what: a tenant, a host; empty for the agent as a whole.</param>
/// <param name="Level">How it came out.</param>
/// <param name="Says">In words.</param>
internal sealed record Finding(string Check, string Subject, FindingLevel Level, string Says)
{
    /// <summary>What to do about it: sentences, and commands ready to be run.</summary>
    public IReadOnlyList<string> Do { get; init; } = [];

    /// <summary>In order.</summary>
    public static Finding Ok(string check, string subject, string says) => new(check, subject, FindingLevel.Ok, says);

    /// <summary>Not tried.</summary>
    public static Finding NotTried(string check, string subject, string says, params string[] remedy) => new(check, subject, FindingLevel.NotTried, says) { Do = remedy };

    /// <summary>Works, and should be looked at.</summary>
    public static Finding Warning(string check, string subject, string says, params string[] remedy) => new(check, subject, FindingLevel.Warning, says) { Do = remedy };

    /// <summary>Does not work.</summary>
    public static Finding Fault(string check, string subject, string says, params string[] remedy) => new(check, subject, FindingLevel.Fault, says) { Do = remedy };
}
