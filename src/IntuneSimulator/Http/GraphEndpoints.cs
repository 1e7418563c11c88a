using IntuneSimulator.Faults;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>The part of Graph v1.0 that answers questions; export jobs are in <see cref="ExportJobs"/>.</summary>
internal sealed class GraphEndpoints(TenantView view, PageWriter pages, FaultSet faults)
{
    private const string Metadata = "https://graph.microsoft.com/v1.0/$metadata#deviceManagement";
    private readonly Fields<FleetIndex.Entry> appFields = GraphFields.DetectedApp(() => faults.IsOn(SimulatorFault.DeviceCountTooHigh));

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1.0/deviceManagement/detectedApps", ListAppsAsync);
        app.MapGet("/v1.0/deviceManagement/detectedApps/{id}", GetAppAsync);
        app.MapGet("/v1.0/deviceManagement/detectedApps/{id}/managedDevices", ListDevicesOfAppAsync);
        app.MapGet("/v1.0/deviceManagement/managedDevices", ListDevicesAsync);
        app.MapGet("/v1.0/deviceManagement/managedDevices/{id}", GetDeviceAsync);
    }

    private async Task ListAppsAsync(HttpContext http)
    {
        var index = await view.IndexAsync(http.RequestAborted);
        await pages.WriteAsync(http, Metadata + "/detectedApps", after => AppsAfter(index, after), e => e.App.Key, appFields, () => index.Sorted.Length);
    }

    private async Task GetAppAsync(HttpContext http)
    {
        var index = await view.IndexAsync(http.RequestAborted);
        if (index.Find(Id(http)) is { } entry)
        {
            await PageWriter.WriteOneAsync(http, Metadata + "/detectedApps/$entity", entry, appFields);
        }
        else
        {
            await NotFoundAsync(http);
        }
    }

    private async Task ListDevicesOfAppAsync(HttpContext http)
    {
        var index = await view.IndexAsync(http.RequestAborted);
        if (index.Find(Id(http)) is not { } entry)
        {
            await NotFoundAsync(http);
            return;
        }

        var (model, now) = (view.Model, view.Now);
        await pages.WriteAsync(http, Metadata + "/detectedApps('x')/managedDevices", after => FleetIndex.DevicesOf(entry, model, now, after), d => d.Id, GraphFields.ManagedDevice, null);
    }

    private Task ListDevicesAsync(HttpContext http)
    {
        var (model, now) = (view.Model, view.Now);
        Func<int>? count = http.Request.Query["$count"] == "true" ? () => model.Devices(now).Count() : null;
        return pages.WriteAsync(http, Metadata + "/managedDevices", after => model.Devices(now, after), d => d.Id, GraphFields.ManagedDevice, count);
    }

    private Task GetDeviceAsync(HttpContext http) => view.Model.Find(Id(http), view.Now) is { } device
        ? PageWriter.WriteOneAsync(http, Metadata + "/managedDevices/$entity", device, GraphFields.ManagedDevice)
        : NotFoundAsync(http);

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    private static Task NotFoundAsync(HttpContext http) => Replies.WriteIntuneErrorAsync(http, 404, "ResourceNotFound", "Resource is not found");

    private static ArraySegment<FleetIndex.Entry> AppsAfter(FleetIndex index, string? after)
    {
        var from = 0;
        if (after is not null)
        {
            var at = Array.BinarySearch([.. index.Sorted.Select(e => e.App.Key)], after, StringComparer.Ordinal);
            from = at < 0 ? ~at : at + 1;
        }

        return new ArraySegment<FleetIndex.Entry>(index.Sorted, from, index.Sorted.Length - from);
    }
}
