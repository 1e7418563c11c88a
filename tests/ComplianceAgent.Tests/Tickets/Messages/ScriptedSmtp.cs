using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace ComplianceAgent.Tests.Tickets.Messages;

/// <summary>A mail server on loopback that does, at one point of the conversation, what no good server would: answers otherwise, hangs up or falls silent.</summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    /// <summary>Answer that hangs up.</summary>
    public const string HangUp = "(hang up)";

    /// <summary>Answer that never comes.</summary>
    public const string Silence = "(silence)";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> answers;
    private readonly X509Certificate2? certificate;
    private readonly List<byte[]> taken = [];
    private readonly List<string> commands = [];
    private readonly Task accepting;

    /// <summary>Starts one.</summary>
    /// <param name="certificate">Speaks TLS from the first byte; null for none.</param>
    /// <param name="answers">By command (GREETING, EHLO, MAIL, RCPT, DATA, TEXT, RSET, QUIT).</param>
    public ScriptedSmtp(X509Certificate2? certificate = null, params (string At, string Answer)[] answers)
    {
        (this.certificate, this.answers) = (certificate, answers.ToDictionary(answer => answer.At, answer => answer.Answer));
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Ends when the server has fallen silent.</summary>
    public Task Silent => silent.Task;

    /// <summary>Texts that came whole, taken or not.</summary>
    public IReadOnlyList<MimeMessage> Mails => [.. Locked(taken).Select(bytes => MimeMessage.Load(new MemoryStream(bytes)))];

    /// <summary>The same, as they came.</summary>
    public IReadOnlyList<string> Texts => [.. Locked(taken).Select(Encoding.Latin1.GetString)];

    /// <summary>Commands that came.</summary>
    public IReadOnlyList<string> Commands => Locked(commands);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private static T[] Locked<T>(List<T> list)
    {
        lock (list)
        {
            return [.. list];
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await TalkSafelyAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test has ended.
        }
    }

    private async Task TalkSafelyAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
                stream = secured;
            }

            await TalkAsync(stream);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The other side has gone.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var goesOn = await AnswerAsync(stream, "GREETING", "220 test");
        while (goesOn && await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            lock (commands)
            {
                commands.Add(line);
            }

            var verb = line.Split(' ')[0].ToUpperInvariant();
            goesOn = verb switch
            {
                "EHLO" => await AnswerAsync(stream, verb, "250-test\r\n250 8BITMIME"),
                "DATA" => await AnswerAsync(stream, verb, "354 go on") && await TextAsync(reader, stream),
                "QUIT" => await AnswerAsync(stream, verb, "221 bye") && false,
                _ => await AnswerAsync(stream, verb, "250 ok"),
            };
        }
    }

    private async Task<bool> TextAsync(StreamReader reader, Stream stream)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        lock (taken)
        {
            taken.Add(Encoding.Latin1.GetBytes(text.ToString()));
        }

        return await AnswerAsync(stream, "TEXT", "250 kept as 4711");
    }

    private async Task<bool> AnswerAsync(Stream stream, string at, string otherwise)
    {
        var answer = answers.GetValueOrDefault(at, otherwise);
        if (answer == Silence)
        {
            silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping.Token);
        }

        if (answer == HangUp)
        {
            return false;
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), stopping.Token);
        await stream.FlushAsync(stopping.Token);
        return true;
    }
}
