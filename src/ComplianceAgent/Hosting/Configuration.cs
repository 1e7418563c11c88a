using System.Globalization;
using System.Text.Json;

namespace ComplianceAgent.Hosting;

/// <summary>
/// Layers the settings: <c>appsettings.json</c> beside the program, <c>appsettings.Production.json</c> beside it (or the file given by
/// <c>--config</c>), environment variables with the prefix <c>COMPLIANCEAGENT_</c>, then the command line. The folder the agent is
/// started from is never read: a scheduler may start it anywhere, and whoever can write there must not be able to steer it.
/// </summary>
internal static class AgentConfiguration
{
    /// <summary>Prefix of environment variables; a double underscore stands for the colon.</summary>
    public const string EnvironmentPrefix = "COMPLIANCEAGENT_";

    /// <summary>Adds the layers to an empty configuration.</summary>
    /// <param name="configuration">Builder; what it holds is dropped.</param>
    /// <param name="programFolder">Folder of the program.</param>
    /// <param name="configFile">File given by <c>--config</c>, absolute; null for <c>appsettings.Production.json</c>.</param>
    /// <param name="commandLine">Keys from <c>--set</c> and from options that are settings.</param>
    public static void Layer(IConfigurationBuilder configuration, string programFolder, string? configFile, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        configuration.Sources.Clear();
        AddFile(configuration, Path.Combine(programFolder, "appsettings.json"), optional: true);
        AddFile(configuration, configFile ?? Path.Combine(programFolder, "appsettings.Production.json"), optional: configFile is null);
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
        // A setting given twice counts as it was given last, as on any command line.
        configuration.AddInMemoryCollection(commandLine.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Select(group => group.Last()));
    }

    /// <summary>Splits <c>Key=Value</c>; keys use the colon.</summary>
    public static KeyValuePair<string, string?> ParseSet(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? KeyValuePair.Create(text[..at].Trim().Replace("__", ":", StringComparison.Ordinal), (string?)text[(at + 1)..])
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"--set {text}: write Key=Value, for example --set Scan:MaxShrink=0.3."));
    }

    private static void AddFile(IConfigurationBuilder configuration, string path, bool optional)
    {
        if (!IsThere(path))
        {
            if (!optional)
            {
                throw new SettingsException($"{path}: there is no such settings file.");
            }

            return;
        }

        RefuseIfWritableByOthers(path);
        try
        {
            configuration.AddJsonFile(path, optional: false, reloadOnChange: false);
            // Parsed once here so that a fault names the file, not the host's start.
            _ = new ConfigurationBuilder().AddJsonFile(path).Build();
        }
        catch (InvalidDataException broken)
        {
            throw new SettingsException(NotJson(path, broken), broken);
        }
        catch (FormatException broken)
        {
            throw new SettingsException($"{path}: {broken.Message}", broken);
        }
    }

    /// <summary>A link that leads nowhere is no file: a container or an installer lays it before the settings are written.</summary>
    private static bool IsThere(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    /// <summary>The parser's own word lies two exceptions deep, and counts lines from 0.</summary>
    private static string NotJson(string path, Exception broken)
    {
        for (var cause = broken; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } at })
            {
                return string.Create(CultureInfo.InvariantCulture, $"{path}({line + 1},{at + 1}): not valid JSON. {cause.Message.Split(" LineNumber:")[0]}");
            }
        }

        return $"{path}: not valid JSON. {broken.InnerException?.Message ?? broken.Message}";
    }

    private static void RefuseIfWritableByOthers(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new SettingsException($"{path}: anybody on this machine may change this file, and with it what the agent does. Run: chmod o-w '{path}'");
        }
    }
}
