using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Html;
using ComplianceAgent.Reports.Json;
using ComplianceAgent.Reports.Ocsf;
using ComplianceAgent.Reports.Oscal;
using ComplianceAgent.Reports.Xlsx;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ComplianceAgent.Reports;

/// <summary>Registers the report writers.</summary>
public static class ReportServices
{
    /// <summary>Adds <see cref="ReportFiles"/> and one writer a file.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReportFiles>();
        services.TryAddSingleton<ReportFolder>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IReportWriter, HtmlReportWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvViolationsWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvCoverageWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvBlindSpotsWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvNotJudgedWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvExceptionsWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, CsvSummaryWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, JsonReportWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, XlsxReportWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, OscalReportWriter>(),
            ServiceDescriptor.Singleton<IReportWriter, OcsfReportWriter>(),
        ]);
        return services;
    }
}
