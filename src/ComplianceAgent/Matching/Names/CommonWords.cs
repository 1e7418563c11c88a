namespace ComplianceAgent.Matching.Names;

/// <summary>
/// Words of four and five letters that anybody may call an app by: plain words of several languages, given names, and names of other
/// things. A short brand that is none of them was coined, and a coined name is met on its own nowhere else.
/// </summary>
internal static class CommonWords
{
    private static readonly WordSet Words = new(
        // Nature, animals, food.
        "bear bird boar bull camel cat chick cobra coral crab crane crow deer dove duck eagle finch fish fox frog goat goose hare hawk heron horse hound hyena koala lamb lark lemur lion llama lynx mole moose moth mouse "
        + "mule orca otter owl panda pony puma raven robin seal shark sheep sloth snail snake squid swan tiger toad trout viper whale wolf worm wren zebra "
        + "acorn amber apple aqua ash aspen bamboo basil bean beech berry birch bloom bloom bush cedar cherry clay clove cloud coal cocoa coco cookie coral corn cream daisy dawn dew dune dusk earth elm ember fern field fig "
        + "fire flame flash flora flower fog forest frost fruit gold grape grass green grove hazel herb holly honey horn iris iron ivy jade juice kiwi lake land leaf lemon lilac lily lime lotus luna lunar mango maple melon mint "
        + "mist moon moss mount nova oak oasis ocean olive onion opal orange orchid palm papaya peach pear pearl pebble pepper petal pine plum pond poppy quartz rain reed reef river rock root rose ruby sage salt sand sea seed "
        + "shell shore silk sky snow soda sol solar spark star steel stem stone storm stream sugar sun sunny surf sweet thorn thyme tide tree tulip wave weed wheat willow wind wine wood yarn "
        // Colours, shapes, numbers, time.
        + "black blue brown gray grey ivory pink red white yellow alpha beta delta gamma kappa lambda omega sigma theta zeta zero one two three four five six seven eight nine ten first once twice day week month year hour "
        + "night noon today now next early late soon ever never arc ball band base block board bolt bond book boom boost boot bound bow box brick bridge bubble bulk butter button cable cage cake candy cape card cargo cart case "
        + "cash cast chain chair chalk champ chant charm chart chase chat check cheer chess chest chief chill chip chord circle city civic claim class clean clear click cliff climb clip cloak clock clone close cloth club coach "
        + "coast code coin cold color comet comic cook cool copy core cost count court cover craft crash crew crisp cross crowd crown crush cube curve cycle dance dark dash data date deal dear deck deep desk dial dice diet disc "
        + "dish dive dock doll dome door dose dot down draft drama draw dream dress drift drink drive drone drop drum dual duel duet dust duty each easy echo edge edit elder elite email empty end enjoy epic equal event exact exit "
        + "extra eye face fact fair faith fame fancy farm fast feast feed feel fest film final find fine fit fix flag flair flare flat fleet flex flick flip float flock flow fluid flux fly focus fold folio folk font food foot "
        + "force form fort forum found frame free fresh front fuel full fun fund fuse fuzz gain game gate gather gauge gear gem ghost giant gift gig giga give glad glass glide globe gloss glow glue good grab grace grade grain "
        + "grand grant graph great grid grip group grow guard guess guest guide guild habit half hand happy hard hash head heal heap heart heat help hero hide high hike hint hive hold holo home hood hook hoop hop hope host "
        + "hotel house hub hue human hunt hush icon idea ideal image index ink inner input intro issue item jam jar jazz jelly jet join joke joker jolly joy judge juicy jump junior just keen keep key kick kid kids kind king kit "
        + "kite knack knit knot know lab lace lamp lane large laser last latch laugh launch layer lead leap learn ledge left lens less level lever life lift light like likee limit line link list lite live load loan local lock "
        + "lodge loft log logic long look loom loop loud love loyal luck lucky lunch magic mail main major maker mall map march mark market mask mass master match mate matrix max maze meal medal media meet memo merge merit mesh "
        + "metal meter metro micro mile mind mine mini minor mirror mix mobile mode model money mood more motel motif motor mouth move movie much muse music name nano nap nest net new news nice niche ninja noble node noise "
        + "nomad note novel oath odds ohm oil one open opera optic orbit order organ other out oval over owner pace pack pact page paint pair panel paper park part party pass past paste patch path pause pay peace peak pedal "
        + "pen penny perk pet phase phone photo piano pick piece pilot pin pipe pitch pixel pizza place plan plane plant plate play plaza plot plug plus pocket poem poet point poke pole poll polo pool pop port post pot pouch "
        + "pound power press price pride prime print prism prize pro proof proud pulse pump punch pupil pure push puzzle quake queen quest queue quick quiet quill quilt quote race rack radar radio raft rail ramp ranch range "
        + "rank rapid rate ray reach react read ready real rebel recap relay rent reply rest retro rhyme rich ride ridge right ring rise risk ritual road roam robot rocket role roll roof room rope round route royal rover rule "
        + "run rush safe saga sail salon same saint sauce save scan scene scent scope score scout screen scroll seal search seat sense serve set seven shade shake shape share sharp shelf shield shift shine ship shirt shock shoe "
        + "shop short shot show shrine side sight sigma sign silver simple single sink siren skate sketch skill skin skip slack slate sleep slice slide slim slope slot slow small smart smash smile smoke smooth snack snap sniff "
        + "soap social sofa soft soil solid solo song sonic sort soul sound soup south space spade spare speak speed spell spend spice spike spin spirit split spoon sport spot spray spring sprint squad square stack staff stage "
        + "stair stamp stand start state station stay steam step stick still stock stool stop store story straw street stripe strong studio study style suite sum super sure swap sway sweep swift swim swing switch sword sync "
        + "system table tag tail take tale talk tally tango tank tape target task taste taxi team tech tempo ten tent term test text thank theme thing think thread thrive throw thumb ticket tidy tie tile till time timer tiny tip "
        + "title toast token tone tool top torch total touch tour tower town toy trace track trade trail train trap travel tray treat trek trend trial tribe trick trio trip troop true trust truth try tube tune turbo turn tutor "
        + "twin twist type ultra uncle under union unit unity upper urban use user value vault verse very vest vibe video view villa vine vinyl virus visa vision visit vista vital vivid vocal vogue voice volt vote vow voyage "
        + "wage wagon walk wall want ward warm wash watch water way wealth wear weave web well west wheel whee whim whip white whole wide wife wild win window wing winner wire wise wish wit with woman wonder word work world "
        + "worth wrap wrist write yard yeah yell yes yoga young youth zen zest zip zone zoom "
        // Given names and words of other languages that apps are called by.
        + "aaron abby adam adele agata aiko akira alan alba alex alice alina alma amelia amir amy ana andy angel anna anne anya aria ariel arya asha ava bella ben beth betty bianca bob brian bruno carl carla carlo carol chloe "
        + "chris cici cindy clara clark claude cody coco cora daria david dean demi dexter diana diego dina dolly dora dylan edgar edith eliza ella ellie elsa emil emma emmy enzo eric erika esme ethan eva eve evie felix fiona "
        + "frank fred freya gabi gary gemma gina grace greta hana hanna harry heidi helen henry hugo ian ida ina irma isaac isla ivan jack jacob james jamie jane janet jason jenny jerry jesse jill jim joan joe joel john jona "
        + "jose josh juan judy jules julia julie june kai karen karl kate katie kay kelly ken kenji kevin kiki kim kimi kira klara koko kris kyle lana lara laura leah lena leo leon lia lila lilly lina linda lisa liv liza lola "
        + "lou louis lucas lucia lucy luis luka luke luna lupe lydia lynn maggie maia malik mara marc marco maria mario mark marta mary matt maya megan mei mel mia mike mila milo mimi mina mira moe molly momo mona moni nadia "
        + "nana nancy naomi nate neil nell nemo nia nick nico niko nils nina noa noah nola nora oleg olga oscar otto pablo paco paul paula pedro penny pete peter petra phil pia rafa ralph rene rex rhea rick rico rita rob robin "
        + "roger roman romeo romy ronja rory ross roxy ruben rudy russ ruth ryan sam samir sara sasha sean seth silas simon sofia sonia sora stan steve sue susan susi suzy tara ted tess theo thor tim tina toby todd tom tomas "
        + "tony troy uma vera vicky viola wanda wendy will xenia yael yara yoko yuki yuri yves zara zeus zoe zola zora "
        + "agua alma alto amigo amor arte auto avia bene bento bueno buono casa ciao cielo dolce dola dulce duo ego eins euro fado fiesta fuego gato guru haiku hola inti jardin kaffee karma kawaii koi kuma lago lumi luz mano "
        + "mama mana mare meta moda mondo mono monte mundo mura nami neko neo nero nido nova omni onda opus pixi playa polka porta posta prima punto quanto rama rio sensei siesta sol suki suma sushi taka tama tanto tatami terra "
        + "tora toro tutti unica uno vela verde via vida viva vivo volta yama yami zaza zeit ");

    /// <summary>True for a folded word that is one of them.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => Words.Contains(word);
}
