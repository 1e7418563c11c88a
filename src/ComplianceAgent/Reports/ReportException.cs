namespace ComplianceAgent.Reports;

/// <summary>A report could not be put on disk. The message names the folder and the remedy; the report that was there is as it was.</summary>
public sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner);
