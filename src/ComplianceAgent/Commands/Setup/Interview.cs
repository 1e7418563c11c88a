using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Commands.Setup;

/// <summary>A question.</summary>
/// <param name="Option">Option that answers it without being asked.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Default">Answer of an empty line; null for none.</param>
/// <param name="Refuse">Why an answer will not do; null when it does.</param>
internal sealed record Question(string Option, string Text, string? Default, Func<string, string?> Refuse);

/// <summary>
/// Asks people one question after the other, on standard error, since standard output is for results. What an option answered is not asked, a wrong
/// answer is said and asked again, and the end of the input ends the interview with the name of the option that would have answered.
/// </summary>
internal sealed class Interview(TextReader input, Terminal output, bool isUnattended)
{
    private const int MostTries = 5;

    /// <summary>The answer: given on the command line, else asked for.</summary>
    /// <exception cref="CommandException">It will not do, or nobody answers.</exception>
    public async Task<string> AskAsync(Question question, string? given, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            return question.Refuse(given.Trim()) is { } refused ? throw new CommandException(ExitCodes.BadUsage, $"{question.Option} {ForeignText.Clean(given)}: {refused}") : given.Trim();
        }

        if (isUnattended)
        {
            return question.Default is { } known && question.Refuse(known) is null
                ? known
                : throw new CommandException(ExitCodes.BadUsage, $"{question.Option} is missing, and --yes asks nobody. {question.Text}");
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            output.Writer.Write(LogText.Escape($"{question.Text}{(question.Default is { Length: > 0 } usual ? $" [{usual}]" : "")}: "));
            await output.Writer.FlushAsync(cancellationToken);
            var answer = await LineAsync(question, cancellationToken);
            if (question.Refuse(answer) is not { } why)
            {
                return answer;
            }

            output.Line(why);
        }

        throw new CommandException(ExitCodes.BadUsage, $"No answer did to '{question.Text}'. Give it with {question.Option}. Nothing was written.");
    }

    private async Task<string> LineAsync(Question question, CancellationToken cancellationToken)
    {
        // A console's reader waits for the line whatever it is told, and Ctrl+C should not have to.
        if (await Task.Run(input.ReadLine, cancellationToken).WaitAsync(cancellationToken) is not { } line)
        {
            output.Line();
            throw new CommandException(ExitCodes.BadUsage, $"The input ended before '{question.Text}' was answered. Give it with {question.Option}. Nothing was written.");
        }

        return line.Trim() is { Length: > 0 } answer ? answer : question.Default ?? "";
    }
}
