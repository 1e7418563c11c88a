using System.Net;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>
/// Tests the settings against Jira, without changing anything. Transitions are not among it: Jira offers them for an issue as it stands,
/// so a workflow that cannot be closed shows only at the first closing, with the names it has.
/// </summary>
internal sealed class JiraCheck(JiraConnection jira, JiraOptions options)
{
    /// <summary>Fields that Jira asks for and sets by itself.</summary>
    private static readonly string[] SetByJira = ["project", "issuetype", "reporter", "summary", "description"];

    /// <summary>What is wrong; empty when nothing is.</summary>
    public async Task<IReadOnlyList<Reason>> FaultsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jira.GetAsync("myself", cancellationToken);
            if (!await jira.HasProjectAsync(options.Project, cancellationToken))
            {
                return [ProjectUnknown(options.Project)];
            }

            var screen = await jira.ScreenAsync(options.Project, cancellationToken);
            return [.. OfScreen(screen), .. await LinkAsync(cancellationToken)];
        }
        catch (TrackerException failed)
        {
            return [failed.Reason];
        }
    }

    /// <summary>A project that is not there, or not for the agent.</summary>
    public static Reason ProjectUnknown(string project) => Reason.Of("jira-project-unknown", ("project", project), ("setting", JiraOptions.Section + ":Project"));

    private IEnumerable<Reason> OfScreen(JiraScreen screen)
    {
        List<(string Field, string Setting)> ours = [("labels", "KeyLabel")];
        if (options.DueDateField.Length > 0)
        {
            ours.Add((options.DueDateField, "DueDateField"));
        }

        if (options.PriorityNormal.Length + options.PriorityHigh.Length > 0)
        {
            ours.Add(("priority", options.PriorityNormal.Length > 0 ? "PriorityNormal" : "PriorityHigh"));
        }

        var set = JiraFields.Of(FieldSetting.Of(options.Fields), screen, options.IsCloud, out var faults);
        return
        [
            .. ours.Where(field => screen.Field(field.Field)?.Id != field.Field)
                .Select(field => Reason.Of("jira-field-not-on-screen", ("field", field.Field), ("type", screen.Type), ("setting", $"{JiraOptions.Section}:{field.Setting}"))),
            .. faults,
            .. Priorities(screen),
            .. Required(screen, [.. ours.Select(field => field.Field), .. set.Select(field => field.Key), .. SetByJira]),
        ];
    }

    private IEnumerable<Reason> Priorities(JiraScreen screen)
    {
        var known = screen.Field("priority")?.Allowed ?? [];
        foreach (var (setting, priority) in (ReadOnlySpan<(string, string)>)[(nameof(JiraOptions.PriorityNormal), options.PriorityNormal), (nameof(JiraOptions.PriorityHigh), options.PriorityHigh)])
        {
            if (priority.Length > 0 && known.Length > 0 && !known.Contains(priority, StringComparer.OrdinalIgnoreCase))
            {
                return [JiraFields.Unknown("priority", priority, known, setting)];
            }
        }

        return [];
    }

    private IEnumerable<Reason> Required(JiraScreen screen, IReadOnlyCollection<string> set)
    {
        // A field that the settings name wrongly has been told already.
        var named = FieldSetting.Of(options.Fields).Select(field => screen.Field(field.Name)?.Id).ToHashSet(StringComparer.Ordinal);
        var missing = screen.Fields.Where(field => field.IsRequired && !set.Contains(field.Id) && !named.Contains(field.Id)).ToList();
        return missing.Count == 0
            ? []
            : [Reason.Of("jira-field-required", ("fields", string.Join(", ", missing.Select(field => $"{field.Name} ({field.Id})"))), ("type", screen.Type), ("project", options.Project), ("setting", JiraOptions.Section + ":Fields"))];
    }

    private async Task<IEnumerable<Reason>> LinkAsync(CancellationToken cancellationToken)
    {
        if (options.DoubleLink.Length == 0)
        {
            return [];
        }

        // 404 says that linking is switched off.
        var reply = await jira.GetAsync("issueLinkType", cancellationToken, HttpStatusCode.NotFound);
        var known = reply.Json.Items("issueLinkTypes").Select(type => type.Text("name")).ToList();
        return known.Contains(options.DoubleLink, StringComparer.OrdinalIgnoreCase) ? [] : [JiraFields.Unknown("link type", options.DoubleLink, known, nameof(JiraOptions.DoubleLink))];
    }
}
