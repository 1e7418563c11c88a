using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>The connection test: account, project, tracker, field, statuses, priorities, permissions. Every fault at once, as far as one does not hide the next.</summary>
internal sealed class RedmineCheck(RedmineConnection redmine, RedmineNames names, RedmineOptions options)
{
    private static readonly string[] Needed = ["view_issues", "add_issues", "edit_issues", "add_issue_notes"];

    /// <summary>What is wrong.</summary>
    public async Task<IReadOnlyList<Reason>> FaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<Reason>();
        if (!await TryAsync(() => redmine.ConfirmSignedInAsync(cancellationToken)) || !await TryAsync(CheckProjectAsync))
        {
            return faults;
        }

        foreach (var move in (TicketMove[])[TicketMove.Close, TicketMove.Reopen, TicketMove.CloseAsDouble])
        {
            await TryAsync(() => names.StatusAsync(move, cancellationToken));
        }

        await TryAsync(() => names.PriorityAsync(TicketPriority.Normal, cancellationToken));
        await TryAsync(() => names.PriorityAsync(TicketPriority.High, cancellationToken));
        return [.. faults.Distinct()];

        async Task CheckProjectAsync()
        {
            var project = await names.ProjectAsync(options.Project, cancellationToken);
            await CheckPermissionsAsync(cancellationToken);

            // No issue bears this: an answer with rows comes from a Redmine that does not filter by the field.
            var page = await redmine.IssuesAsync($"cf_{project.Field}=no-issue-bears-this", 1, cancellationToken);
            if (page.Items("issues").Any())
            {
                throw NoFilter(options);
            }
        }

        async Task<bool> TryAsync(Func<Task> check)
        {
            try
            {
                await check();
                return true;
            }
            catch (TrackerException failed)
            {
                faults.Add(failed.Reason);
                return false;
            }
        }
    }

    /// <summary>Issues cannot be searched by the field.</summary>
    public static TrackerException NoFilter(RedmineOptions options) =>
        new(TrackerFault.Refused, Reason.Of("redmine-field-no-filter", ("field", options.KeyField), ("setting", RedmineOptions.Section + ":KeyField")));

    private async Task CheckPermissionsAsync(CancellationToken cancellationToken)
    {
        var account = await redmine.AccountAsync(cancellationToken);
        var project = (await redmine.ProjectAsync(options.Project, cancellationToken)).Number("id");
        var roles = account.Items("memberships").Where(membership => membership.Number("project", "id") == project).SelectMany(membership => membership.Items("roles")).ToList();
        var held = new List<string>();
        foreach (var role in roles.Select(role => role.RawText("id")).Where(TrackerText.IsNumber))
        {
            held.AddRange((await redmine.RoleAsync(role, cancellationToken)).Items("permissions").Select(permission => permission.Text()));
        }

        // Administrators, and members by way of a public project, hold what no role tells.
        var missing = Needed.Except(held).ToList();
        if (roles.Count > 0 && missing.Count > 0)
        {
            throw new TrackerException(TrackerFault.Refused, Reason.Of("redmine-permission-missing", ("project", options.Project), ("permissions", string.Join(", ", missing))));
        }
    }
}
