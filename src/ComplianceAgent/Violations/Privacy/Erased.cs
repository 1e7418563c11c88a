namespace ComplianceAgent.Violations.Privacy;

/// <summary>What stands where personal data stood.</summary>
public static class Erased
{
    /// <summary>Printed and stored in place of what was erased, so that nobody takes it for something that was never known.</summary>
    public const string Text = "(erased)";

    /// <summary>The text with its words gone; what was empty stays empty.</summary>
    public static string From(string text) => string.IsNullOrEmpty(text) ? text : Text;
}
