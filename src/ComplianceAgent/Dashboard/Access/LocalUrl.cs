namespace ComplianceAgent.Dashboard.Access;

/// <summary>Where a person is led after signing in: a place within the dashboard, never another site.</summary>
internal static class LocalUrl
{
    /// <summary>The place asked for when it lies within; else the beginning.</summary>
    public static string Of(string? asked) => IsLocal(asked) ? asked! : "/";

    private static bool IsLocal(string? url) =>
        url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(c => char.IsControl(c) || c == '\\');
}
