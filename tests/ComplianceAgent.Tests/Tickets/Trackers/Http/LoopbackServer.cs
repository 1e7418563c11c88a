using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ComplianceAgent.Tests.Tickets.Trackers.Http;

/// <summary>A request as it came.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Headers.</param>
/// <param name="Body">Body.</param>
internal sealed record HeardRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A bare HTTP server on loopback that answers byte by byte as a test says, also what no good server would.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Func<HeardRequest, NetworkStream, CancellationToken, Task> answer;
    private readonly List<HeardRequest> heard = [];
    private readonly Task accepting;

    /// <summary>Starts one that answers by hand.</summary>
    public LoopbackServer(Func<HeardRequest, NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<HeardRequest> Heard
    {
        get
        {
            lock (heard)
            {
                return [.. heard];
            }
        }
    }

    /// <summary>Starts one that answers with a status, a body and headers.</summary>
    public static LoopbackServer Answering(Func<HeardRequest, (int Status, string Body, string Headers)> answer) => new(async (request, stream, cancellationToken) =>
    {
        var (status, body, headers) = answer(request);
        await WriteAsync(stream, Head(status, Encoding.UTF8.GetByteCount(body), headers) + body, cancellationToken);
    });

    /// <summary>The same answer to everything.</summary>
    public static LoopbackServer Answering(int status, string body, string headers = "") => Answering(_ => (status, body, headers));

    public static string Head(int status, long length, string headers = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}{(headers.Length > 0 ? "\r\n" : "")}\r\n";

    public static Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } request)
            {
                lock (heard)
                {
                    heard.Add(request);
                }

                await answer(request, stream, stopping.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side had enough, or the test is over.
        }
    }

    private async Task<HeardRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
        await stream.ReadExactlyAsync(body, stopping.Token);
        var words = lines[0].Split(' ');
        return new HeardRequest(words[0], words[1], headers, body);
    }
}
