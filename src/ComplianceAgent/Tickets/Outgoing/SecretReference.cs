namespace ComplianceAgent.Tickets.Outgoing;

/// <summary>
/// A secret as a setting names it: <c>env:NAME</c>, <c>file:/path</c>, <c>keyvault:https://NAME.vault.azure.net/secrets/NAME</c>, or the secret itself. It is read anew
/// for every use, so that it can be changed without a restart, and is printed nowhere.
/// </summary>
/// <param name="Setting">Name of the setting, for messages.</param>
/// <param name="Text">Its value.</param>
internal sealed record SecretReference(string Setting, string Text)
{
    /// <summary>True when nothing is set.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Setting} (secret)";
}
