using System.Text;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;

namespace ComplianceAgent.Tests.Policies;

/// <summary>Policy files for tests, in a folder of their own that goes away.</summary>
internal sealed class PolicyFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("policies-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Judges a text without a disk.</summary>
internal static class PolicyText
{
    /// <summary>A policy without fault, to be broken.</summary>
    public const string Good = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        rules:
          - product: tiktok

        """;

    public static IReadOnlyList<PolicyFault> Faults(string yaml, string name = "x.policy.yaml") => Faults(Encoding.UTF8.GetBytes(yaml), name);

    public static IReadOnlyList<PolicyFault> Faults(byte[] yaml, string name = "x.policy.yaml") =>
        [.. Library((name, yaml)).Faults.Where(fault => fault.File == name)];

    public static PolicyLibrary Library(params (string Name, byte[] Bytes)[] files) =>
        PolicyLibrary.Of(PolicyFiles.None with { Files = [.. files.Select(file => SourceFile.Read(file.Name, file.Bytes))] });

    public static PolicyLibrary Library(params (string Name, string Text)[] files) =>
        Library([.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    public static Policy One(string yaml, string id = "house-ban") => Library(("x.policy.yaml", yaml)).Select([id]).Policies[0];

    /// <summary><c>line:column code</c> of each fault.</summary>
    public static IEnumerable<string> Places(IEnumerable<PolicyFault> faults) =>
        faults.Select(fault => $"{fault.Line}:{fault.Column} {fault.Reason!.Code["policy-".Length..]}{(fault.IsWarning ? " (warning)" : "")}");
}
