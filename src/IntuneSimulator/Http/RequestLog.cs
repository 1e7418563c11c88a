using System.Collections.Concurrent;

namespace IntuneSimulator.Http;

/// <summary>Which of the simulator's listeners a request came to.</summary>
public enum SimulatorListener
{
    /// <summary>Token endpoint, Graph and control.</summary>
    Graph,

    /// <summary>Downloads.</summary>
    Blob,

    /// <summary>Nobody should ever come here: foreign nextLinks and redirects lead to it.</summary>
    Canary,
}

/// <summary>One request as it came in.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Listener">Where it came in.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Host">Host header.</param>
/// <param name="Path">Path.</param>
/// <param name="Query">Query, with its question mark.</param>
/// <param name="HadAuthorization">Whether it carried an Authorization header.</param>
/// <param name="Range">Range header.</param>
public sealed record RecordedRequest(long Number, SimulatorListener Listener, string Method, string Host, string Path, string Query, bool HadAuthorization, string? Range);

/// <summary>The last requests, for tests to look at. Bounded: counts go on when old entries are dropped.</summary>
public sealed class RequestLog
{
    private const int Kept = 20_000;
    private readonly ConcurrentQueue<RecordedRequest> requests = new();
    private long count;

    /// <summary>How many requests there were in all.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>The last 20,000, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> All => [.. requests];

    /// <summary>Those of one listener.</summary>
    public IEnumerable<RecordedRequest> Of(SimulatorListener listener) => requests.Where(r => r.Listener == listener);

    /// <summary>Forgets everything so far.</summary>
    public void Clear()
    {
        requests.Clear();
        Interlocked.Exchange(ref count, 0);
    }

    internal void Add(HttpRequest request, SimulatorListener listener)
    {
        requests.Enqueue(new RecordedRequest(
            Interlocked.Increment(ref count),
            listener,
            request.Method,
            request.Host.Value ?? "",
            request.Path.Value ?? "",
            request.QueryString.Value ?? "",
            request.Headers.ContainsKey("Authorization"),
            request.Headers.Range.FirstOrDefault()));
        while (requests.Count > Kept)
        {
            requests.TryDequeue(out _);
        }
    }
}
