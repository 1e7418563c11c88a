namespace IntuneSimulator.Faults;

/// <summary>The faults in force. Safe to change while requests run.</summary>
public sealed class FaultSet
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];

    /// <summary>Rules that still have something to strike.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Where(e => e.Struck < e.Rule.Times).Select(e => e.Rule)];
            }
        }
    }

    /// <summary>How many times a fault has struck since the last <see cref="Clear"/>.</summary>
    public int Struck(SimulatorFault fault)
    {
        lock (gate)
        {
            return entries.Where(e => e.Rule.Fault == fault).Sum(e => e.Struck);
        }
    }

    /// <summary>Adds a rule.</summary>
    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (gate)
        {
            entries.Add(new Entry(rule));
        }
    }

    /// <summary>Adds a fault at its usual place.</summary>
    public void Add(SimulatorFault fault, int times = 1, string? path = null, int skip = 0) =>
        Add(new FaultRule { Fault = fault, Times = times, Path = path, Skip = skip });

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>True while a data fault is in force; looking at the data does not use it up.</summary>
    internal bool IsOn(SimulatorFault fault)
    {
        lock (gate)
        {
            var entry = entries.FirstOrDefault(e => e.Rule.Fault == fault && e.Rule.Times > 0);
            if (entry is not null)
            {
                entry.Struck = 1;
            }

            return entry is not null;
        }
    }

    /// <summary>The first rule of a stage that strikes this request, counted as struck.</summary>
    internal FaultRule? Take(FaultStage stage, string method, string path, Func<FaultRule, bool>? when = null)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                if (FaultTable.StageOf(entry.Rule.Fault) == stage && Matches(entry.Rule, method, path) && (when is null || when(entry.Rule)) && entry.Strike())
                {
                    return entry.Rule;
                }
            }

            return null;
        }
    }

    private static bool Matches(FaultRule rule, string method, string path)
    {
        var place = rule.Path ?? FaultTable.PathOf(rule.Fault);
        return path.Contains(place, StringComparison.OrdinalIgnoreCase) && (rule.Method is null || string.Equals(rule.Method, method, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Entry(FaultRule rule)
    {
        private int seen;

        public FaultRule Rule { get; } = rule;

        public int Struck { get; set; }

        public bool Strike()
        {
            if (Struck >= Rule.Times || seen++ < Rule.Skip)
            {
                return false;
            }

            Struck++;
            return true;
        }
    }
}
