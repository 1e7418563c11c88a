using ComplianceAgent.Reasons;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Answers to what is refused: problem details for the API, a plain line for people.</summary>
internal static class AccessAnswers
{
    /// <summary>Phrases as they are looked up; each is said in the language of whoever asked.</summary>
    internal static readonly Wording English = Wording.Of(Language.English);

    /// <summary>Refuses a request, unless an answer has begun.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string? detail = null)
    {
        if (context.Response.HasStarted)
        {
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (AccessSchemes.IsApi(context.Request))
        {
            // Whoever asked for a file is told as well: this writes whatever the request accepts.
            await Results.Problem(detail, statusCode: status).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        // Who is not in yet has a language all the same.
        await context.Response.WriteAsync(Wording.Of(DashboardPages.LanguageOf(context))[detail ?? Words(status)], context.RequestAborted);
    }

    private static string Words(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => English["You are not signed in, or your session has ended. Sign in again; without a directory, open the link that the agent printed last."],
        StatusCodes.Status403Forbidden => English["You may not do this."],
        StatusCodes.Status404NotFound => English["There is no such page, or you may not see it."],
        StatusCodes.Status429TooManyRequests => English["Too many requests. Wait a little."],
        _ => English["The request was refused."],
    };
}
