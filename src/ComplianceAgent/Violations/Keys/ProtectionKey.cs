namespace ComplianceAgent.Violations.Keys;

/// <summary>One key of those that seal cookies, as the framework writes it. All agents of a store share them, so a session begun at one goes on at another.</summary>
/// <param name="Name">Name given by the framework.</param>
/// <param name="Xml">The key; sealed itself when a key for that is set.</param>
/// <param name="At">When it was added.</param>
public sealed record ProtectionKey(string Name, string Xml, DateTimeOffset At);
