"""The words the number grammar knows, by what they do."""

from __future__ import annotations

from briefings.wordsets import word_set

DETERMINERS = word_set("the a an this that these those its their our his her your my all any each every both some such no")
PRONOUNS = word_set(
    "it they he she we you i them us him themselves itself who which whom whose what that this those these one ones another there others"
)
PREPOSITIONS = word_set(
    "of in to for on by with from at as during across over after before since between under through into within per against about "
    "around among amongst towards toward throughout via without upon off onto out up down than until till despite including "
    "concerning regarding involving involved following compared versus above below behind beyond beside besides near outside inside "
    "like unlike amid plus pending due owing worth nationwide nationally overnight overall together along alongside thanks"
)
CONJUNCTIONS = word_set("and or but nor so yet because while whilst although though if when where whereas unless that as how why whether")
AUXILIARIES = word_set(
    "is are was were be been being am has have had having do does did doing done will would can could may might must shall should "
    "cannot isn't aren't wasn't weren't hasn't haven't hadn't won't don't didn't doesn't can't couldn't wouldn't"
)
# Verbs that say how much something has become: the thing measured stands before them.
CHANGES_UP = word_set(
    "rose rise rises risen rising increased increase increases increasing grew grow grows grown growing climbed climb climbs climbing "
    "up jumped jump jumps surged surge surges soared higher upturn growth uplift hike more gained leapt improved expanded swelled "
    "upsurge"
)
CHANGES_DOWN = word_set(
    "fell fall falls fallen falling decreased decrease decreases decreasing dropped drop drops dropping declined decline declines "
    "declining reduced reduce reduces reducing reduction reductions cut cuts cutting down fewer less lower dipped dip dips slumped "
    "shrank shrunk halved lowered plunged plummeted slashed smaller downturn"
)
CHANGE_NOUNS = word_set(
    "rise rises increase increases jump surge growth upturn uplift hike upsurge fall falls decrease decreases drop drops decline "
    "declines reduction reductions cut cuts dip dips slump downturn leap change improvement spike"
)
CHANGE_VERBS = (CHANGES_UP | CHANGES_DOWN) - word_set(
    "higher lower more fewer less smaller upturn growth uplift hike reduction reductions downturn"
)
COMPARATIVES = word_set(
    "more fewer less higher lower greater larger smaller bigger faster slower quicker quickly better worse cheaper longer shorter "
    "likelier likely safer above below older younger sooner stronger earlier"
)
REDUCERS = word_set(
    "reduce reduces reduced reducing cut cuts cutting increase increases increased increasing raise raised raising boost boosted slash"
)
# Verb forms that are seldom nouns or adjectives: they end a noun phrase.
FINITE_VERBS = word_set(
    "rang follows followed said says told tells saw sees see made makes make took takes take got gets gave gives give went goes go "
    "came comes come became becomes began begins brought brings led found finds kept keeps knew knows thought thinks met paid ran "
    "sent showed shows stood stands lost won wrote writes reached reaches totalled represents represented remains remain remained "
    "believe believes believed wanted needed feel feels felt agree agrees agreed doubled tripled trebled quadrupled stayed exceeded "
    "exceeds topped passed resulted ended include includes included comprise comprises seem seems seemed appear appears appeared "
    "serve serves dealt caught spent sought faced fails failed amounted amounts helped carried died occurred occur revealed reveals "
    "pulled attended pledges pledged announced announces launched welcomed warned asked urged supported put puts rose fell grew "
    "dropped jumped climbed declined let lets bear relies rely prove proves proved meant ask asks withdrew withdraw broke breaks wore "
    "wear wears swore drew blame blames chose choose pulled heard hear ask leave refuse refused"
)
# Verbs whose form is at least as often a noun or an adjective; in a clause, after a noun, they are its verb.
OTHER_VERBS = word_set(
    "hold holds held know leave left lose pay run send set show stand think win write reach totalling account accounts accounted "
    "represent want need needs use uses used double doubles triple triples stay hit hits pass end ends receive receives received "
    "recorded record records deal catch spend cost costs shut sit turn turns turned seek seeks face faces fail live lives answer "
    "expect expects help helps carry die work works attend complete completed contact contacted join joined sign signed apply applied "
    "report reports reported visit visited detained removed recovered seized arrested charged prosecuted avoid avoids fear suffer "
    "experience own drive drink happen put halved lead leads point points back backs opened closed made identified bring pledge"
)
VERBS = FINITE_VERBS | OTHER_VERBS
# What one in so many does: "one in 14 attacks causes harm".
SINGULAR_VERBS = word_set(
    "causes involves concerns affects means takes goes happens suffers believes knows wants carries leaves tells thinks likes owns "
    "drives drinks"
)
# Plurals after a number, although their form is a verb's too ("200 calls").
NOUN_AFTER_NUMBER = word_set(
    "reports records works costs cuts turns answers uses lives visits runs sets leads sits hits needs deals totals rises falls "
    "accounts meets points changes reductions increases drops declines jumps dips climbs backs ends shows passes"
)
ADVERBS = word_set(
    "also only just still already now then today yesterday tomorrow currently so far ever never not often once again here however "
    "meanwhile instead perhaps almost nearly about together ago later earlier soon away else too very quite rather well even yet "
    "abroad"
)
OPENING_ADVERBS = word_set(
    "and but or nor so while whilst as that then also overall today meanwhile however with because although though since when where "
    "if yet whereas"
)

# They follow a number and say nothing of what is counted.
FILLERS = word_set("more further additional extra other such separate different new so-called or so individual another confirmed")
SUPERLATIVES = word_set("largest biggest most smallest worst best highest greatest main busiest")

IRREGULAR_PLURALS = word_set(
    "people men women children police staff personnel criminals youths cattle sheep deer fish craft aircraft hovercraft media data "
    "lice mice feet teeth wives knives lives thieves halves gentlemen policemen policewomen servicemen fishermen businessmen firemen "
    "chairmen spokesmen persons criteria bacteria ammunition cannabis cocaine heroin cash youth folk livestock grandchildren "
    "schoolchildren salesmen"
)
# Words that end like a plural and are none; those in -ss, -us and -is need not be here.
NOT_PLURAL = word_set(
    "always perhaps gas bias chaos news series species wales thames overseas has was does as sometimes afterwards besides indoors "
    "towards christmas sports nhs ours yours theirs hers alias texas atlas"
)
# What a small number in words counts only by way of speaking: "in two ways", "two sides".
IDIOMATIC = word_set("ways things times occasions sides minds halves words hands legs ends worlds parts")
# Words that stand for a number already given, so what was counted has to be looked for further back.
STAND_INS = word_set(
    "total totals figure figures number numbers tally count sum proportion rate percentage share level amount volume rest half "
    "remainder equivalent average result results majority statistics data increase rise fall drop decrease change types kinds sorts "
    "kind type ones"
)
# After a number these name nothing ("105 of other types").
EMPTY_HEADS = word_set("types kinds sorts ones total totals")
# "the number of X": X is what is counted.
MEASURES = word_set(
    "number numbers proportion rate rates level levels amount volume volumes total majority percentage share use reporting recording "
    "value cost quantity minority average incidence scale half extent third quarter"
)
TIME_WORDS = word_set(
    "last next previous earlier later year years month months week weeks day days today yesterday tomorrow ago annually january "
    "february march april june july august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday"
)
# What people do or suffer: a number before one of these with nothing named counts people.
PEOPLE_VERBS = word_set(
    "arrested held detained charged convicted jailed imprisoned sentenced killed injured hurt wounded dead die died dies murdered "
    "rescued safeguarded saved turn turned seek sought sign signed join joined apply applied call called ring rang attend attended "
    "took take volunteer volunteered honoured remanded deported summonsed bailed cautioned prosecuted questioned stabbed shot "
    "protected fined trained missing caught nicked recruited interviewed behind suspected gather gathered march marched back seeks in"
)
PARTICIPLES = word_set(
    "held taken made seen found shut put given caught stolen lost sent dealt brought known shown done left met paid said told thought "
    "won written begun become come gone grown cut hit set shot hurt sold bought spent led fed kept"
)
TIME_UNITS = word_set(
    "second seconds minute minutes hour hours day days night nights week weeks weekend weekends fortnight fortnights month months "
    "quarter quarters season seasons generation generations year years decade decades century centuries yr yrs hrs mins secs hr min"
)
# A stretch of time this long is reported as a total (hours of work saved), not as a duration.
NOTABLE_TIME = {"hours": 100, "hour": 100, "minutes": 2000, "days": 400, "nights": 400, "weeks": 400, "months": 400, "years": 300}
DISTANCES = word_set("mile miles metre metres kilometre kilometres acre acres inch inches yard yards centimetres")
TIME_ADJECTIVES = word_set(
    "square consecutive full working calendar successive more further long short whole busy other different solid straight intensive "
    "additional extra"
)
MEASURE_UNITS = {"kg": "kg", "kgs": "kg", "g": "grams", "tonnes": "tonnes", "km": "km", "lb": "lb", "lbs": "lb", "ml": "ml", "l": "litres"}
