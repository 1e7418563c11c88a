namespace ComplianceAgent.Commands;

/// <summary>Whether something can be written, asked before the work whose outcome is to be written there.</summary>
internal static class WritePlace
{
    /// <summary>Asks for a folder, or for the one in which it would be made, and leaves nothing.</summary>
    /// <exception cref="CommandException">Nothing can be written there.</exception>
    public static void RefuseFolder(string setting, string folder)
    {
        try
        {
            var there = folder;
            while (!Path.Exists(there) && Path.GetDirectoryName(there) is { } above)
            {
                there = above;
            }

            Try(Path.Combine(there, $".{Guid.NewGuid():N}.tmp"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Refusal(setting, folder, refused);
        }
    }

    /// <summary>Asks for a file that is not there yet, and leaves nothing.</summary>
    /// <exception cref="CommandException">It is there, or cannot be written.</exception>
    public static void RefuseFile(string setting, string file)
    {
        if (Path.Exists(file))
        {
            throw new CommandException(ExitCodes.BadUsage, $"{setting} {file}: is there already. Name another file, or remove it.");
        }

        try
        {
            Try(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Refusal(setting, file, refused);
        }
    }

    private static void Try(string file)
    {
        using (new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
        {
            // Made, and gone when it is closed.
        }
    }

    private static CommandException Refusal(string setting, string place, Exception why) => new(
        ExitCodes.BadUsage, $"{setting} {place}: cannot be written ({why.Message.TrimEnd('.')}). Name a place that the account of this process may write to.", why);
}
