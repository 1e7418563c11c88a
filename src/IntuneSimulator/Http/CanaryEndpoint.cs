namespace IntuneSimulator.Http;

/// <summary>
/// Answers whoever follows a foreign link, with a page that looks right and whose rows are forged: a client that takes them shows it.
/// </summary>
internal static class CanaryEndpoint
{
    private static readonly byte[] Forged =
        """{"value":[{"id":"f0f0f0f0-0000-4000-8000-00000000f0f0","displayName":"FORGED TikTok","deviceName":"FORGED","platform":"windows","deviceCount":1,"version":"1.0","publisher":"","operatingSystem":"Windows","managedDeviceOwnerType":"company","lastSyncDateTime":"2026-11-02T00:00:00Z"}]}"""u8.ToArray();

    public static Task AnswerAsync(HttpContext http) => Replies.WriteJsonAsync(http, 200, Forged);
}
