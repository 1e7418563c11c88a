namespace ComplianceAgent.Dashboard.Access;

/// <summary>Names of the ways in.</summary>
internal static class AccessSchemes
{
    /// <summary>Picks one of the others by what the request shows.</summary>
    public const string Any = "Access";

    /// <summary>A session, in a cookie.</summary>
    public const string Session = "Session";

    /// <summary>The organisation's directory.</summary>
    public const string Directory = "Directory";

    /// <summary>A key in the header Authorization.</summary>
    public const string Key = "Key";

    /// <summary>Where the API begins.</summary>
    public const string Api = "/api";

    /// <summary>True for a request of the API.</summary>
    public static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a request of whoever watches the service.</summary>
    public static bool IsHealth(HttpRequest request) => request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when a request brings a key: then its cookies count for nothing.</summary>
    public static bool BringsKey(HttpRequest request) => IsApi(request) && request.Headers.Authorization.Count > 0;
}
