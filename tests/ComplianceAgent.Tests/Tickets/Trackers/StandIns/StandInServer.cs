using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ComplianceAgent.Tests.Tickets.Trackers.StandIns;

/// <summary>A request, read whole.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path, decoded.</param>
/// <param name="Query">Query.</param>
/// <param name="Text">Body.</param>
/// <param name="Headers">Headers.</param>
internal sealed record ServerRequest(string Method, string Path, IQueryCollection Query, string Text, IHeaderDictionary Headers)
{
    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonNode? Json()
    {
        try
        {
            return Text.Length == 0 ? null : JsonNode.Parse(Text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A value of the query; empty when there is none.</summary>
    public string Value(string name) => Query[name].ToString();

    /// <summary>Parts of the path beneath a root; null when it lies elsewhere.</summary>
    public string[]? Beneath(string root) => Path.StartsWith(root, StringComparison.Ordinal) ? Path[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries) : null;
}

/// <summary>A reply.</summary>
internal sealed record ServerReply(int Status, JsonNode? Json = null)
{
    /// <summary>A page instead of JSON; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>More headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

/// <summary>
/// A tracker's server for tests: real HTTP on loopback, faults on demand. What it answers is the business of each tracker's own class,
/// which is written after the vendor's published description and refuses what the vendor's would refuse.
/// </summary>
internal abstract class StandInServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ServerRequest> requests = [];

    protected StandInServer()
    {
        // Empty: it reads no settings file of the agent's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>Its clock.</summary>
    public ShiftedClock Clock { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Everything that was asked.</summary>
    public IEnumerable<ServerRequest> Requests => requests;

    /// <summary>Address, without a slash at its end.</summary>
    public string Url => app.Urls.Single().TrimEnd('/');

    /// <summary>Completes when a request hangs.</summary>
    public TaskCompletionSource Hanging { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task StartAsync(CancellationToken cancellationToken) => await app.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    /// <summary>What the vendor's server would answer.</summary>
    protected abstract ServerReply Answer(ServerRequest request);

    /// <summary>What it answers when it has too much to do.</summary>
    protected virtual ServerReply Throttle() => new(429, new JsonObject { ["message"] = "Rate limit exceeded." }) { Headers = [("Retry-After", "7")] };

    private static async Task<ServerRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return new ServerRequest(context.Request.Method, context.Request.Path.Value ?? "", context.Request.Query, await reader.ReadToEndAsync(context.RequestAborted), context.Request.Headers);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        requests.Enqueue(request);
        var fault = Faults.For(request);
        switch (fault)
        {
            case ServerFault.CutBefore:
                context.Abort();
                return;
            case ServerFault.HangsBefore:
                await HangAsync(context);
                return;
        }

        var reply = fault switch
        {
            ServerFault.Throttled => Throttle(),
            ServerFault.Unavailable => new ServerReply(503) { Page = "<html><body>Service Unavailable</body></html>" },
            ServerFault.FailsBefore => new ServerReply(500, new JsonObject { ["errorMessages"] = new JsonArray("Internal server error") }),
            _ => Answer(request),
        };
        switch (fault)
        {
            case ServerFault.CutAfter:
                context.Abort();
                return;
            case ServerFault.HangsAfter:
                await HangAsync(context);
                return;
            case ServerFault.FailsAfter:
                reply = new ServerReply(500, new JsonObject { ["errorMessages"] = new JsonArray("Internal server error") });
                break;
            case ServerFault.PageAfter:
                reply = new ServerReply(502) { Page = "<html><body>Bad Gateway</body></html>" };
                break;
        }

        await WriteAsync(context, reply);
    }

    private static async Task WriteAsync(HttpContext context, ServerReply reply)
    {
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (reply.Page is not null || reply.Json is not null)
        {
            context.Response.ContentType = reply.Page is null ? "application/json;charset=UTF-8" : "text/html;charset=UTF-8";
            await context.Response.WriteAsync(reply.Page ?? reply.Json!.ToJsonString(), context.RequestAborted);
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(gone.SetResult);
        Hanging.TrySetResult();
        await gone.Task;
        Hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
