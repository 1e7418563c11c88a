namespace IntuneSimulator.Faults;

/// <summary>A fault, where it strikes and how often.</summary>
public sealed record FaultRule
{
    /// <summary>What goes wrong.</summary>
    public required SimulatorFault Fault { get; init; }

    /// <summary>Part of the path of the requests it strikes; null takes the fault's usual place (<see cref="FaultTable"/>).</summary>
    public string? Path { get; init; }

    /// <summary>HTTP method; null strikes all.</summary>
    public string? Method { get; init; }

    /// <summary>How many matching requests are answered properly first.</summary>
    public int Skip { get; init; }

    /// <summary>How many matching requests it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What <c>Retry-After</c> says, in seconds.</summary>
    public double RetryAfterSeconds { get; init; } = 0.05;

    /// <summary>Name of the report that export faults strike; empty strikes every report.</summary>
    public string Report { get; init; } = "AppInvRawData";
}

/// <summary>Where every fault strikes when its rule does not say so.</summary>
public static class FaultTable
{
    private const string AnyGraph = "/v1.0/";
    private const string List = "/deviceManagement/";
    private const string Jobs = "/exportJobs";

    /// <summary>The stage of a fault.</summary>
    public static FaultStage StageOf(SimulatorFault fault) => fault switch
    {
        SimulatorFault.HangAfterHeaders or SimulatorFault.ResetMidBody or SimulatorFault.TruncatedJson or SimulatorFault.MalformedJson or SimulatorFault.EmptyBody => FaultStage.Body,
        >= SimulatorFault.NextLinkLoop and <= SimulatorFault.PageWithoutValue => FaultStage.Page,
        SimulatorFault.UnknownTexts or SimulatorFault.PoisonNames or SimulatorFault.DeviceCountTooHigh => FaultStage.Data,
        >= SimulatorFault.ReportNameRefused and <= SimulatorFault.JobWithoutUrl or SimulatorFault.DownloadHostRefused => FaultStage.Job,
        >= SimulatorFault.ZipTruncated and <= SimulatorFault.ZipEmpty => FaultStage.Job,
        >= SimulatorFault.UrlExpired and <= SimulatorFault.DownloadHtml => FaultStage.Download,
        _ => FaultStage.Reply,
    };

    /// <summary>Part of the path that a fault strikes by default.</summary>
    public static string PathOf(SimulatorFault fault) => fault switch
    {
        SimulatorFault.VanishedApp => "/detectedApps/",
        SimulatorFault.VanishedDevice => "/managedDevices/",
        SimulatorFault.TokenRefused or SimulatorFault.TokenUnavailable => "/oauth2/v2.0/token",
        _ => StageOf(fault) switch
        {
            FaultStage.Page => List,
            FaultStage.Data => "",
            FaultStage.Job => Jobs,
            FaultStage.Download => ".zip",
            _ => AnyGraph,
        },
    };
}
