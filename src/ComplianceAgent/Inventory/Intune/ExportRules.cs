namespace ComplianceAgent.Inventory.Intune;

/// <summary>What to do after a step of the export route.</summary>
internal enum ExportStep
{
    /// <summary>Go on with this job.</summary>
    GoOn,

    /// <summary>Ask again for all columns: one of those named is not known.</summary>
    AllColumns,

    /// <summary>Start a fresh job.</summary>
    FreshJob,

    /// <summary>Leave this route.</summary>
    GiveUp,
}

/// <summary>The decisions of the export route. Pure.</summary>
internal static class ExportRules
{
    /// <summary>Files that may be bad before the route is left.</summary>
    public const int BadFiles = 2;

    /// <summary>After a job.</summary>
    public static ExportStep After(ExportJobEnd end, bool lean) => end switch
    {
        ExportJobEnd.Ready => ExportStep.GoOn,
        ExportJobEnd.Refused when lean => ExportStep.AllColumns,
        ExportJobEnd.Failed or ExportJobEnd.Stuck => ExportStep.FreshJob,
        _ => ExportStep.GiveUp,
    };

    /// <summary>After a download.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="badFiles">Bad files so far, this one included.</param>
    public static ExportStep After(DownloadEnd end, int badFiles) => end switch
    {
        DownloadEnd.Whole => ExportStep.GoOn,
        DownloadEnd.Expired => ExportStep.FreshJob,
        DownloadEnd.Broken => AfterBadFile(badFiles),
        _ => ExportStep.GiveUp,
    };

    /// <summary>After a file that was not whole or not what was asked for.</summary>
    public static ExportStep AfterBadFile(int badFiles) => badFiles < BadFiles ? ExportStep.FreshJob : ExportStep.GiveUp;
}
