using System.Collections.Frozen;

namespace ComplianceAgent.Names;

/// <summary>The words by which <see cref="NameNoise"/> tells what a name adds to a brand: nothing, an edition, or another program.</summary>
internal static class NameWords
{
    /// <summary>Architectures: never part of what an app is called.</summary>
    public static readonly WordSet Builds = new(
        "x64 x86 amd64 arm64 arm aarch64 ia32 i386 i686 win32 win64 64bit 32bit armv7 armv8 arm32 universal2");

    /// <summary>Where an installer or a store put it; said in brackets.</summary>
    public static readonly WordSet Bracketed = new(
        "user machine system store microsoft uwp msix appx msi exe deb rpm pkg dmg apk 64 32 bit current all users preinstalled managed intune work winget portable build version remove only");

    /// <summary>What goes before a version.</summary>
    public static readonly WordSet VersionMarks = new("version ver v release rel build rev r vers versión versione версия バージョン");

    /// <summary>Languages as codes and by name; said in brackets or behind a dash.</summary>
    public static readonly WordSet Languages = new(
        "en nl fr de es it pt pl cs da sv nb no fi hu ro bg el tr ru uk ar he hi th vi id ms ja ko zh sk sl hr sr lt lv et ca eu "
        + "english deutsch german français french español spanish italiano italian português portuguese nederlands dutch polski русский українська türkçe čeština svenska dansk norsk suomi "
        + "magyar română ελληνικά עברית العربية 日本語 한국어 chinese japanese korean multilingual hans hant latn cyrl "
        // Each Chinese character is a word: 简体中文, 繁體中文.
        + "简 体 繁 體 中 文 英 語 语");

    /// <summary>Regions after a language: <c>en-us</c>.</summary>
    public static readonly WordSet Regions = new("us gb uk au ca in ie nz za de at ch fr be es mx ar it pt br nl pl cz dk se no fi hu ro bg gr tr ru ua il sa ae th vn id my jp kr cn tw hk sg hans hant latn cyrl 419 001");

    /// <summary>Editions, of which a product may have many; not <c>desktop</c> and <c>web</c>, which strangers' wrappers like to call themselves.</summary>
    public static readonly WordSet Editions = new(
        "app lite hd beta alpha preview canary nightly stable official global international intl mobile tablet phone for windows win mac macos os ios ipad iphone android androidtv tv pc pad go pro plus "
        + "premium free edition version cn us usa uk eu jp kr tw hk sg asia japan korea india europe america enterprise business professional standard ultimate basic home education dev insider rc nt uwp "
        + "linux wear smart watch chromebook vision meta quest early access ng new legacy classic express mini lts qt gtk");

    /// <summary>Editions in Chinese, whole: each ends the name or is followed by another.</summary>
    public static readonly string[] UnspacedEditions =
        ["极速", "火山", "专业", "国际", "官方", "精选", "电脑", "手机", "桌面", "客户端", "移动", "平板", "车载", "企业", "海外", "国内", "正式", "测试", "体验", "新", "老", "安卓", "苹果", "关怀", "青少年", "极简", "简体中文", "繁体中文", "繁體中文", "正體中文", "中文", "英文"];

    /// <summary>Words by which strangers' programs say that they only have to do with the product.</summary>
    public static readonly WordSet Outsiders = new(
        "unofficial client wrapper downloader download downloads saver save helper viewer alternative mod clone cloner bot theme themes wallpaper wallpapers ringtone ringtones followers likes tracker converter "
        + "remover removal uninstaller cleaner watermark importer exporter export backup restore recovery plugin plugins extension addon sdk api guide tips tricks stickers sticker emoji proxy harness tui cli mcp blocker block "
        + "unblock ban banned boycott without reposter analytics quiz trivia simulator game fan fans fake parody learn tutorial manual reader scraper crawler automation automator launcher switcher multi dual parallel "
        + "notifier notifications counter bridge gateway connector integration like alternativeto killer hider locker lock monitor spy");

    /// <summary>The same in Chinese, found anywhere in what is added.</summary>
    public static readonly string[] UnspacedOutsiders =
        ["助手", "下载", "去水印", "水印", "多开", "双开", "分身", "导出", "备份", "恢复", "清理", "辅助", "插件", "防撤回", "破解", "修改", "表情", "主题", "壁纸", "机器人", "采集", "解析", "第三方", "教程", "攻略", "营销", "群发", "爬虫", "统计", "查看", "提取", "转换"];
}

/// <summary>Words that can be asked for without making a string.</summary>
internal sealed class WordSet
{
    private readonly FrozenSet<string> words;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public WordSet(string words)
    {
        this.words = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
        lookup = this.words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>True for a word of the set.</summary>
    public bool Contains(ReadOnlySpan<char> word) => lookup.Contains(word);
}
