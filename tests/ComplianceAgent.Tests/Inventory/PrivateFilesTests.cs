using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory;

public sealed class PrivateFilesTests : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("private-test-");

    private string Folder => Path.Combine(parent.FullName, "state", "private");

    public void Dispose() => parent.Delete(recursive: true);

    [Fact]
    public void A_file_can_be_written_and_read_and_is_seen_by_nobody()
    {
        var files = new PrivateFiles(Folder);

        using var file = files.Create();
        file.Write("inventory"u8);
        file.Position = 0;

        new StreamReader(file).ReadToEnd().Should().Be("inventory");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.SafeFileHandle).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.GetFiles(Folder).Should().BeEmpty();
        }
    }

    [Fact]
    public void A_closed_file_is_gone()
    {
        var files = new PrivateFiles(Folder);

        files.Create().Dispose();

        Directory.GetFiles(Folder).Should().BeEmpty();
    }

    [Fact]
    public void What_a_crash_left_is_swept_and_nothing_else()
    {
        var files = new PrivateFiles(Folder);
        files.SweepLeftovers().Should().Be(0);
        files.Create().Dispose();
        File.WriteAllText(Path.Combine(Folder, "0123456789abcdef.private"), "left");
        File.WriteAllText(Path.Combine(Folder, "somebody-elses.txt"), "kept");

        files.SweepLeftovers().Should().Be(1);

        Directory.GetFiles(Folder).Select(Path.GetFileName).Should().Equal("somebody-elses.txt");
    }

    [Fact]
    public void A_folder_open_to_others_is_refused_with_a_remedy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows folders have access lists, not modes.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        FluentActions.Invoking(() => new PrivateFiles(Folder).Create()).Should().Throw<InventoryException>().WithMessage($"*{Folder}*0700*");
    }

    [Fact]
    public void A_link_in_place_of_the_folder_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        var target = parent.CreateSubdirectory("elsewhere");
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        Directory.CreateSymbolicLink(Folder, target.FullName);

        FluentActions.Invoking(() => new PrivateFiles(Folder).Create()).Should().Throw<InventoryException>();
        target.GetFiles().Should().BeEmpty();
    }
}
