namespace ComplianceAgent.Dashboard.Access;

/// <summary>When the session behind a request ends unless it is used again: pages warn of it, so that nothing typed is lost.</summary>
internal static class SessionEnd
{
    private static readonly object Key = new();

    /// <summary>Notes it while the session's cookie is read. Pure but for the note.</summary>
    /// <param name="context">The request.</param>
    /// <param name="remaining">What the cookie is still good for.</param>
    /// <param name="renewed">What it is good for from now on when this request renews it; null when it does not.</param>
    /// <param name="absolute">What is left until the session ends however much it is used.</param>
    public static void Note(HttpContext context, TimeSpan remaining, TimeSpan? renewed, TimeSpan absolute)
    {
        var left = renewed ?? remaining;
        context.Items[Key] = left < absolute ? left : absolute;
    }

    /// <summary>Time until it ends; null for a request without a session.</summary>
    public static TimeSpan? Of(HttpContext context) => context.Items.TryGetValue(Key, out var left) ? (TimeSpan?)left : null;
}
