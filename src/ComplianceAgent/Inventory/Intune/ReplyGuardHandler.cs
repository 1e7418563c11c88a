using System.Net;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Reads every reply whole, inside the try: the SDK asks for headers only, so a body that hangs, breaks off or is no JSON would
/// otherwise fail where nothing tries again. Bodies are bounded, silence in them too, and only well-formed JSON goes on.
/// </summary>
internal sealed class ReplyGuardHandler(IOptions<GraphOptions> options, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                throw new GraphReplyException(GraphReplyFault.Redirect, response);
            }

            var body = await ReadAsync(response, cancellationToken);
            JsonMending.Mend(body.Span);
            Judge(response, body.Span);
            response.Content = Buffered(response.Content, body);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void Judge(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        // 429 and 503 often come without any body: their status says enough.
        if (body.IsEmpty && !response.IsSuccessStatusCode)
        {
            return;
        }

        if (!IsJson(response.Content.Headers.ContentType?.MediaType))
        {
            throw new GraphReplyException(GraphReplyFault.NotJson, response);
        }

        if (!GraphJson.IsReply(body))
        {
            throw new GraphReplyException(GraphReplyFault.Malformed, response);
        }
    }

    private static bool IsJson(string? mediaType) =>
        mediaType is not null && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static BufferedContent Buffered(HttpContent original, Memory<byte> body)
    {
        var content = new BufferedContent(body);
        foreach (var header in original.Headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        original.Dispose();
        return content;
    }

    private async Task<Memory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var max = options.Value.MaxReplyMegabytes * 1024L * 1024;
        if (response.Content.Headers.ContentLength > max)
        {
            throw new GraphReplyException(GraphReplyFault.TooLarge, response);
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[Math.Max(response.Content.Headers.ContentLength ?? 0, 0) + 1024];
        var length = 0;
        while (await IdleReads.ReadAsync(stream, body.AsMemory(length), options.Value.IdleTimeout, clock, cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > max)
            {
                throw new GraphReplyException(GraphReplyFault.TooLarge, response);
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, (int)Math.Min(length * 2L, max + 1024));
            }
        }

        return body.AsMemory(0, length);
    }

    private sealed class BufferedContent(ReadOnlyMemory<byte> body)
        : ByteArrayContent(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var segment) ? segment.Array! : [], segment.Offset, segment.Count);
}

/// <summary>Reads that do not wait for ever: a neighbour that goes silent in the middle of a body is a fault, not a pause.</summary>
internal static class IdleReads
{
    /// <summary>One read; a <see cref="TimeoutException"/> when nothing came for the given time.</summary>
    public static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, TimeSpan idle, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(idle, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await stream.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The connection went silent in the middle of a body.", e);
        }
    }
}

/// <summary>What is wrong with a reply.</summary>
internal enum GraphReplyFault
{
    /// <summary>An HTML page or anything else that is no JSON.</summary>
    NotJson,

    /// <summary>JSON that breaks off or is none.</summary>
    Malformed,

    /// <summary>Larger than the setting allows.</summary>
    TooLarge,

    /// <summary>A redirect: none is followed.</summary>
    Redirect,
}

/// <summary>A reply that Graph would not give. It names status and content type, never the body.</summary>
internal sealed class GraphReplyException(GraphReplyFault fault, HttpStatusCode status, string contentType)
    : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Unusable reply ({fault}), status {(int)status}, content type {contentType}."))
{
    public GraphReplyException(GraphReplyFault fault, HttpResponseMessage response)
        : this(fault, response.StatusCode, ForeignText.Clean(response.Content.Headers.ContentType?.MediaType) is { Length: > 0 and < 100 } type ? type : "none")
    {
    }

    /// <summary>What is wrong.</summary>
    public GraphReplyFault Fault { get; } = fault;

    /// <summary>Status of the reply.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Content type of the reply.</summary>
    public string ContentType { get; } = contentType;
}
