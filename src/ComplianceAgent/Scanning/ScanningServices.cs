using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Figures;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>Registers scans and their schedule.</summary>
internal static class ScanningServices
{
    /// <summary>Adds inventory from files and from Intune, and its settings.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddSettings<ArchiveLimits>(ArchiveLimits.Section);
        services.AddSettings<ObservabilityOptions>(ObservabilityOptions.Section);
        services.AddSingleton<ExportFileReader>();
        services.AddSingleton<AppListReader>();
        services.AddIntuneInventory();
        services.AddSingleton(provider => new Lazy<IntuneInventory>(provider.GetRequiredService<IntuneInventory>));
        return services;
    }

    /// <summary>Adds the scan and what hangs on it.</summary>
    public static IServiceCollection AddScanning(this IServiceCollection services)
    {
        services.AddSettings<ScanOptions>(ScanOptions.Section);
        services.AddSettings<ReportOptions>(ReportOptions.Section);
        services.AddSettings<TenantFilesOptions>(TenantFilesOptions.Section);
        services.AddSettings<ScheduleOptions>(ScheduleOptions.Section);
        services.AddSettings<ServiceOptions>(ServiceOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServiceOptions>, HeartbeatRules>());
        services.AddSingleton(provider => TenantDirectory.Start(
            provider.GetRequiredService<IOptions<TenantList>>().Value,
            provider.GetRequiredService<IOptions<TenantFilesOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TenantDirectory>>()));
        services.AddSingleton<TenantPolicies>();
        services.AddSingleton<TenantRegisters>();
        services.AddSingleton<Scan>();
        services.AddSingleton<DataRetention>();
        services.AddSingleton<Sending.TenantSending>();
        services.AddSingleton<Sending.ChannelDesk>();
        services.AddSingleton<Sending.ClosingDesk>();
        services.AddSingleton<ScanProgressHub>();
        services.AddSingleton<ScanTraces>();
        services.AddSingleton<FigureMetrics>();
        services.AddSingleton<FigureReader>();
        services.AddSingleton<TenantScanner>();
        services.AddSingleton<WhatIfOfFiles>();
        services.AddSingleton<ReportPublisher>();
        services.AddSingleton<IValidateOptions<ReportOptions>, ReportRules>();
        services.AddSingleton<ReportKey>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<IValidateOptions<TenantList>, TenantScheduleValidator>();
        return services;
    }
}
