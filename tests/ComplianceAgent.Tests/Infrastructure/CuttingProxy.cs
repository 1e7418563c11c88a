using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>Where a connection breaks in the moment of a commit.</summary>
internal enum Cut
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>The server never hears of the commit.</summary>
    BeforeCommit,

    /// <summary>The server commits, and the client never hears of it.</summary>
    AfterCommit,
}

/// <summary>Stands between agent and PostgreSQL, and cuts one connection at its commit when told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    // With the end of its message: the beginning of a transaction names its level, READ COMMITTED.
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly int target;
    private readonly Task accepting;

    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What happens at the next commit; then nothing any more.</summary>
    public Cut Next { get; set; }

    /// <summary>Cuts a connection instead of handing on its message of this number, counted from when it is set; -1 for never.</summary>
    public int AtMessage { get; set; } = -1;

    /// <summary>Cuts a connection instead of handing on the first message that holds this text; null for none.</summary>
    public string? AtText { get; set; }

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
                await Task.WhenAny(ForwardAsync(client.GetStream(), server.GetStream(), cut), BackAsync(server.GetStream(), client.GetStream(), cut.Token));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
            {
                // Either side hung up.
            }
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, CancellationTokenSource cut)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, stopping.Token) is > 0 and var read)
        {
            if (AtMessage >= 0 && AtMessage-- == 0)
            {
                Cuts++;
                await cut.CancelAsync();
                return;
            }

            if (AtText is { } text && buffer.AsSpan(0, read).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                (AtText, Cuts) = (null, Cuts + 1);
                await cut.CancelAsync();
                return;
            }

            var isCommit = Next != Cut.None && buffer.AsSpan(0, read).IndexOf(Commit) >= 0;
            if (!isCommit)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
                continue;
            }

            var where = Next;
            (Next, Cuts) = (Cut.None, Cuts + 1);
            await cut.CancelAsync();
            if (where == Cut.AfterCommit)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
                // The server's answer says that it has committed; the client is not told.
                _ = await to.ReadAsync(buffer, stopping.Token);
            }

            return;
        }
    }

    private static async Task BackAsync(NetworkStream from, NetworkStream to, CancellationToken cut)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, cut) is > 0 and var read)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cut);
            }
        }
        catch (OperationCanceledException)
        {
            // The other direction ends the connection.
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }
}
