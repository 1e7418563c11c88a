using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Finds the migrations of a store by the namespace they lie in. EF's own way loads every type of the program, and with them Microsoft.Graph,
/// Azure and Quartz: forty megabytes and a fifth of a second for a scan of files that uses none of them.
/// </summary>
internal sealed class NamedMigrations : IMigrationsAssembly
{
    private readonly Type context;
    private readonly Lazy<IReadOnlyDictionary<string, TypeInfo>> migrations;
    private readonly Lazy<ModelSnapshot?> snapshot;

    /// <summary>Made by EF for each context.</summary>
    public NamedMigrations(ICurrentDbContext current)
    {
        ArgumentNullException.ThrowIfNull(current);
        context = current.Context.GetType();
        migrations = new(() => Types<Migration>()
            .Select(type => (Id: type.GetCustomAttribute<MigrationAttribute>()?.Id, Type: type.GetTypeInfo()))
            .Where(migration => migration.Id is not null)
            .OrderBy(migration => migration.Id, StringComparer.Ordinal)
            .ToDictionary(migration => migration.Id!, migration => migration.Type, StringComparer.OrdinalIgnoreCase));
        snapshot = new(() => Types<ModelSnapshot>().Select(type => (ModelSnapshot)Activator.CreateInstance(type)!).SingleOrDefault());
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TypeInfo> Migrations => migrations.Value;

    /// <inheritdoc/>
    public ModelSnapshot? ModelSnapshot => snapshot.Value;

    /// <inheritdoc/>
    public Assembly Assembly => context.Assembly;

    /// <inheritdoc/>
    public string? FindMigrationId(string nameOrId) =>
        Migrations.Keys.FirstOrDefault(id => id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || NameOf(id).Equals(nameOrId, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        ArgumentNullException.ThrowIfNull(migrationClass);
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    private static string NameOf(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>Classes of a kind that belong to the context; only those of its migrations' namespaces are loaded.</summary>
    private IEnumerable<Type> Types<T>() => NamesWithin(Assembly, context.Namespace![..context.Namespace!.LastIndexOf('.')] + ".Migrations")
        .Select(name => Assembly.GetType(name, throwOnError: true)!)
        .Where(type => type.IsSubclassOf(typeof(T)) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context);

    private static unsafe List<string> NamesWithin(Assembly assembly, string parent)
    {
        if (!assembly.TryGetRawMetadata(out var metadata, out var length))
        {
            throw new InvalidOperationException($"{assembly.GetName().Name} has no metadata to read.");
        }

        var reader = new MetadataReader(metadata, length);
        var names = new List<string>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var space = type.Namespace.IsNil ? "" : reader.GetString(type.Namespace);
            if (space == parent || space.StartsWith(parent + ".", StringComparison.Ordinal))
            {
                names.Add($"{space}.{reader.GetString(type.Name)}");
            }
        }

        return names;
    }
}
