using System.Diagnostics;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Diagnostics;

/// <summary>
/// The spans of a scan. Names and attributes are ours and few: codes, counts, the tenant's name in the settings and ids of policies; never a device,
/// an app or a person, and never the text of an exception.
/// </summary>
public static class AgentTrace
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "ComplianceAgent";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a span below the one at work; null when nobody looks.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Begins a span below one that may be over already; null when nobody looks.</summary>
    public static Activity? Start(string name, ActivityContext below) => Source.StartActivity(name, ActivityKind.Internal, below);

    /// <summary>Does work in a span below the one at work.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="work">What to do.</param>
    /// <param name="fault">Code of what went wrong by the outcome; null when nothing did.</param>
    public static async Task<T> InAsync<T>(string name, Func<Task<T>> work, Func<T, string?>? fault = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var span = Start(name);
        try
        {
            var outcome = await work();
            if (fault?.Invoke(outcome) is { } code)
            {
                span.Fail(code);
            }

            return outcome;
        }
        catch (Exception failure)
        {
            span.Fail(CodeOf(failure));
            throw;
        }
    }

    /// <summary>What an exception is called where its text may not go.</summary>
    public static string CodeOf(Exception failure) => failure switch
    {
        InventoryException told => told.Reason.Code,
        OperationCanceledException => "cancelled",
        _ => failure.GetType().Name,
    };

    /// <summary>Marks a span as failed, by a code.</summary>
    public static void Fail(this Activity? span, string code) => span?.SetStatus(ActivityStatusCode.Error).SetTag(AgentTags.Error, code);

    /// <summary>Takes a span back, because nothing happened in it that anybody would want to see.</summary>
    public static void Forget(this Activity? span)
    {
        if (span is not null)
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}

/// <summary>Names of attributes of spans and metrics; values come from small sets.</summary>
public static class AgentTags
{
    /// <summary>Name of the tenant in the settings.</summary>
    public const string Tenant = "compliance_agent.tenant";

    /// <summary>Number of the scan.</summary>
    public const string Scan = "compliance_agent.scan";

    /// <summary>Id of a policy.</summary>
    public const string Policy = "compliance_agent.policy";

    /// <summary>Ids of policies.</summary>
    public const string Policies = "compliance_agent.policies";

    /// <summary>How a scan ended: complete, incomplete, failed, cancelled.</summary>
    public const string Outcome = "compliance_agent.outcome";

    /// <summary>How the inventory was read: export, detected-apps, files, none.</summary>
    public const string Route = "compliance_agent.route";

    /// <summary>Coverage line of devices.</summary>
    public const string Coverage = "compliance_agent.coverage";

    /// <summary>Severity of violations: violation, advice.</summary>
    public const string Severity = "compliance_agent.severity";

    /// <summary>Whether the deadline that counts has passed.</summary>
    public const string Overdue = "compliance_agent.overdue";

    /// <summary>How tickets and messages stand: waiting, held, set_aside.</summary>
    public const string State = "compliance_agent.state";

    /// <summary>What a gate holds: closings, excuses, tickets, mail, teams.</summary>
    public const string Held = "compliance_agent.held";

    /// <summary>Tracker or channel.</summary>
    public const string Target = "compliance_agent.target";

    /// <summary>What a certificate is for: graph, dashboard, sign_in.</summary>
    public const string Certificate = "compliance_agent.certificate";

    /// <summary>Code of what went wrong.</summary>
    public const string Error = "error.type";

    /// <summary>Status code of a reply.</summary>
    public const string Status = "http.response.status_code";
}
