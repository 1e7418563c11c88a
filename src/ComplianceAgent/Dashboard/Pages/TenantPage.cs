using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Acts;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace ComplianceAgent.Dashboard.Pages;

/// <summary>A page about one tenant: it opens the tenant for the visitor, and is not there for those who may not see it.</summary>
[Authorize(Policy = AccessPolicies.Reader)]
public abstract class TenantPage : ComponentBase
{
    /// <summary>Rows a page.</summary>
    protected const int PageSize = 50;

    /// <summary>Tenant key, of the address.</summary>
    [Parameter]
    public required string Tenant { get; set; }

    /// <summary>Page of the list, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    /// <summary>What came of an act.</summary>
    [SupplyParameterFromQuery(Name = "said")]
    public string? Said { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>Words in the reader's language.</summary>
    [Inject]
    public required Wording T { get; set; }

    /// <summary>Tenants.</summary>
    [Inject]
    public required TenantViews Views { get; set; }

    /// <summary>Addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The tenant; null until it is opened, and for those who may not see it.</summary>
    protected TenantView? View { get; private set; }

    /// <summary>Why an act was refused.</summary>
    protected string? Fault { get; set; }

    /// <summary>Where to prove once more who one is, when that is all that was missing; null otherwise.</summary>
    protected string? Again { get; private set; }

    /// <summary>The store.</summary>
    protected ViolationStore Store => Views.Store;

    /// <summary>Cancels when the reader goes.</summary>
    protected CancellationToken Gone => HttpContext.RequestAborted;

    /// <summary>The visitor, as they are in this tenant.</summary>
    protected Visitor Visitor => View?.Visitor ?? Visitor.Nobody;

    /// <summary>Rows before this page.</summary>
    protected int Skip => (Number - 1) * PageSize;

    /// <summary>The page asked for; an absurd one is the last that could be.</summary>
    protected int Number => Math.Clamp(PageNumber ?? 1, 1, 1_000_000);

    /// <summary>Address of a page of this tenant.</summary>
    protected string Link(string path) => $"/t/{Uri.EscapeDataString(Tenant)}{path}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        View = await Views.OpenAsync(Tenant, Visitor.Of(HttpContext.User), Gone);
        if (View is null)
        {
            Navigation.NotFound();
            return;
        }

        await LoadAsync(View);
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync(TenantView view);

    /// <summary>What a field of the form that was sent holds; empty when there is none.</summary>
    protected string Sent(string field) => HttpContext.Request.HasFormContentType ? HttpContext.Request.Form[field].ToString().Trim() : "";

    /// <summary>Every value of a field that may be chosen several times.</summary>
    protected string[] SentAll(string field) => HttpContext.Request.HasFormContentType ? [.. HttpContext.Request.Form[field].OfType<string>()] : [];

    /// <summary>Tells what came of an act: on the page anew, or why it was refused.</summary>
    protected void Answer(ActResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        switch (result.Outcome)
        {
            case ActOutcome.Done:
                Told("done");
                break;
            case ActOutcome.Pending:
                Told("pending");
                break;
            default:
                Again = result.Why?.Code == ActGate.ProveAgainCode ? "/signin/again?returnUrl=" + Uri.EscapeDataString(new Uri(Navigation.Uri).PathAndQuery) : null;
                Fault = result.Why is { } why ? T.Say(why) : T["That is not yours to do, or it is not there."];
                break;
        }
    }

    /// <summary>Shows the page anew with what came of an act, so that loading it again does not repeat the act.</summary>
    protected void Told(string said) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("said", said));
}
