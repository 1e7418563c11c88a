namespace IntuneSimulator.Http;

/// <summary>Where the three listeners are, and how links name two of them. Known once they listen.</summary>
internal sealed class Addresses
{
    public string Scheme { get; set; } = "http";

    public int GraphPort { get; set; }

    public int BlobPort { get; set; }

    public int CanaryPort { get; set; }

    /// <summary>True when links name Microsoft's hosts, behind which somebody else brings the client here.</summary>
    public bool NamesCloud { get; set; }

    public string GraphListener => $"{Scheme}://127.0.0.1:{GraphPort}";

    public string BlobListener => $"{Scheme}://127.0.0.1:{BlobPort}";

    public string Graph => NamesCloud ? "https://" + SimulatorOptions.CloudGraphHost : GraphListener;

    public string Blob => NamesCloud ? "https://" + SimulatorOptions.CloudBlobHost : BlobListener;

    public string Canary => $"{Scheme}://127.0.0.1:{CanaryPort}";

    /// <summary>The canary by another host name.</summary>
    public string CanaryByName => $"{Scheme}://localhost:{CanaryPort}";
}
