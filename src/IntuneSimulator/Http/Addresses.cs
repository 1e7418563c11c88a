namespace IntuneSimulator.Http;

/// <summary>Where the three listeners are. Known once they listen.</summary>
internal sealed class Addresses
{
    public string Scheme { get; set; } = "http";

    public int GraphPort { get; set; }

    public int BlobPort { get; set; }

    public int CanaryPort { get; set; }

    public string Graph => $"{Scheme}://127.0.0.1:{GraphPort}";

    public string Blob => $"{Scheme}://127.0.0.1:{BlobPort}";

    public string Canary => $"{Scheme}://127.0.0.1:{CanaryPort}";

    /// <summary>The canary by another host name.</summary>
    public string CanaryByName => $"{Scheme}://localhost:{CanaryPort}";
}
