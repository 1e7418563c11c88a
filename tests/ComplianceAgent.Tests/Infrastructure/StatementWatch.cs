using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>Calls back before every statement that a SQLite file is given in this process, through EF Core or past it.</summary>
internal sealed class StatementWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string file;
    private readonly Action<string> before;
    private readonly List<IDisposable> subscriptions = [];

    public StatementWatch(string file, Action<string> before)
    {
        (this.file, this.before) = (file, before);
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is ConnectionEndEventData { Connection: SqliteConnection { State: System.Data.ConnectionState.Open } connection } && connection.DataSource == file)
        {
            raw.sqlite3_trace(connection.Handle!, (_, sql) => before(sql), null);
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
