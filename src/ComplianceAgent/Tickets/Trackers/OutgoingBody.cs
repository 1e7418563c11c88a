using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>A body, made once; every try sends the same bytes.</summary>
/// <param name="bytes">Bytes.</param>
/// <param name="contentType">Content type.</param>
internal sealed class OutgoingBody(byte[] bytes, string contentType)
{
    /// <summary>A body of JSON.</summary>
    public OutgoingBody(JsonNode json)
        : this(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), "application/json")
    {
    }

    /// <summary>The content of one try.</summary>
    public HttpContent NewContent() => new WatchedContent(bytes, contentType);

    /// <summary>True once the connection stood and the body began to go out: from then on the other side may have acted.</summary>
    public static bool HasBegun(HttpRequestMessage request) => request.Content is WatchedContent { HasBegun: true };

    private sealed class WatchedContent : HttpContent
    {
        private readonly byte[] bytes;

        public WatchedContent(byte[] bytes, string contentType)
        {
            this.bytes = bytes;
            Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        public bool HasBegun { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            HasBegun = true;
            await stream.WriteAsync(bytes, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
