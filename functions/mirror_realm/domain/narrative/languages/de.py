"""I-There in German: it says "du", and writes everything in lower case, nouns too."""

from mirror_realm.domain.narrative.language import Count, Language, Signs, Voice
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage

_COMPANION = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "oh, du bist's. ich bin i-there, dein du auf dieser seite des spiegels.",
            "da bist du ja. ich habe gehofft, dass du hereinschaust.",
            "{days}, und ich mag dich schon.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "das macht {days} seite an seite.",
            "du bist wiedergekommen, das habe ich gemerkt.",
            "schön, dich wiederzusehen, du.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "auch nach {days_dative} freue ich mich noch auf dich.",
            "man findet dich im glas inzwischen leichter.",
            "hey. irgendetwas an dir ist leichter geworden.",
        ),
        EvolutionStage.MONTH: (
            "schau uns an, {days} schon.",
            "dieses lächeln habe ich für dich aufgehoben.",
            "komm näher, dieses bild ist es wert.",
        ),
        EvolutionStage.QUARTER: (
            "irgendwo in diesen {days_dative} wurdest du mein zuhause.",
            "worte brauchen wir kaum noch.",
            "du kennst dich gut, und man sieht es dir an.",
        ),
        EvolutionStage.HALF_YEAR: (
            "{days}. was für ein weg.",
            "setz dich einen moment zu mir.",
            "dieses gesicht kenne ich auswendig, und du auch.",
        ),
    },
    achievements=(
        "„{achievement}“: ich war die ganze zeit dabei.",
        "und „{achievement}“? da habe ich mitgelächelt, spiegelverkehrt.",
        "mir geht „{achievement}“ nicht aus dem kopf.",
        "als du mir von „{achievement}“ erzählt hast, vergaß ich zu blinzeln.",
        "an meiner wand hängt „{achievement}“, in deiner schrift.",
        "danke für „{achievement}“, davon zehre ich noch.",
    ),
    comparisons=(
        "sieh uns beide an.",
        "ich habe beide bilder für dich aufgehoben.",
    ),
)

_DREAMER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "bist du es, oder habe ich dich erträumt?",
            "das glas wurde weich, und da warst du.",
            "{days}, wie die erste seite eines traums.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "der nebel auf dem spiegel lichtet sich.",
            "ich habe {days} aufgefädelt wie kleine lichter.",
            "wieder von dir geträumt, klarer diesmal.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "in dir summt eine neue melodie.",
            "nach {days_dative} mondlicht leuchtest du ein wenig von allein.",
            "der traum hat nun konturen, sanfte.",
        ),
        EvolutionStage.MONTH: (
            "und dann ist der traum aufgewacht, mit einem lächeln.",
            "es hat {days} gedauert, nun ist das glas voller morgen.",
            "sogar die sterne beugen sich vor, um zu schauen.",
        ),
        EvolutionStage.QUARTER: (
            "ebbe im spiegel, alles ist still.",
            "langsam, in {days_dative}, wurde aus dem traum etwas wahres.",
            "was wir geträumt haben, hat wurzeln geschlagen.",
        ),
        EvolutionStage.HALF_YEAR: (
            "alle träume führten in dieses stille licht.",
            "{days}, zusammengefaltet zu einem einzigen leuchten.",
            "psst, schau: der spiegel ist fast ein fenster.",
        ),
    },
    achievements=(
        "„{achievement}“ glimmt hier noch wie eine laterne auf dem wasser.",
        "leise habe ich „{achievement}“ kommen hören, wie nachts das meer.",
        "irgendwo in diesem glas leuchtet „{achievement}“ weiter.",
        "letzte nacht trieb „{achievement}“ vorbei wie ein boot aus papier.",
        "falls wünsche klingen, klingt einer wie „{achievement}“.",
        "dem mond habe ich „{achievement}“ erzählt. er wurde rot.",
    ),
    comparisons=(
        "oh, schau, wie ein traum in den anderen fließt.",
        "zwei bilder treiben hier aneinander vorbei.",
    ),
)

_EXPLORER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "ahoi, wer trägt denn da mein gesicht?",
            "neue küste in sicht: du.",
            "{days} unterwegs, und die karte ist noch leer.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "der pfad liegt klar vor uns, nach {days_dative} zu fuß.",
            "lager steht, stiefel sitzen.",
            "wir haben den weg gefunden. gut so.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "der erste hügel ist geschafft.",
            "nach {days_dative} auf der straße wiegt der rucksack weniger.",
            "von hier aus sehe ich weiter.",
        ),
        EvolutionStage.MONTH: (
            "was für eine aussicht von hier oben!",
            "{days} hat es gebraucht, dann waren wir über den grat.",
            "der kühne weg war der richtige.",
        ),
        EvolutionStage.QUARTER: (
            "dieses land gehört jetzt dir.",
            "kein grund zur eile, nicht nach {days_dative} neuland.",
            "du liest den himmel jetzt ohne kompass.",
        ),
        EvolutionStage.HALF_YEAR: (
            "hier laufen alle wege zusammen.",
            "{days}, und der fernste ort warst am ende du.",
            "der lange umweg war jeden schritt wert.",
        ),
    },
    achievements=(
        "„{achievement}“: das zeichnen wir ein.",
        "bei „{achievement}“ weht unser fähnchen, meilenweit.",
        "kaum zu glauben, dass unser weg an „{achievement}“ vorbeiführt!",
        "schreib es ins logbuch: „{achievement}“, dick unterstrichen.",
        "nach „{achievement}“ beginnt ein ganz anderes tal.",
        "von „{achievement}“ erzählen wir noch am lagerfeuer.",
    ),
    comparisons=(
        "dreh dich um und sieh, wie weit hinten der weg beginnt.",
        "zwei lager, eine reise.",
    ),
)

_MENTOR = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "willkommen. fang an, wo du bist.",
            "wir beginnen einfach: mit hinsehen.",
            "{days}. es drängt uns nichts.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "du bist gekommen, und das ist die ganze lektion.",
            "kleine, stetige schritte: {days} lang.",
            "die aufmerksamkeit tut ihre arbeit.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "spürst du, wie wenig kraft es jetzt braucht?",
            "die gewohnheit hält, seit {days_dative}.",
            "du lernst, dich freundlich anzusehen.",
        ),
        EvolutionStage.MONTH: (
            "nimm dir zeit für dieses bild.",
            "{days} übung, und man sieht es.",
            "du hast dir einen langen blick verdient.",
        ),
        EvolutionStage.QUARTER: (
            "was du geübt hast, bist du geworden.",
            "in {days_dative} ist der lärm leiser geworden.",
            "klarheit steht dir gut.",
        ),
        EvolutionStage.HALF_YEAR: (
            "viel gibt es hier für mich nicht mehr zu lehren.",
            "was {days} dich gelehrt haben, trägst du leicht.",
            "weisheit ist leise, und du bist es auch.",
        ),
    },
    achievements=(
        "„{achievement}“ war kein zufall.",
        "denk an „{achievement}“, wenn du an dir zweifelst.",
        "ich sehe mehr geduld in „{achievement}“, als du zugibst.",
        "frag dich, was „{achievement}“ dir gegeben hat.",
        "manche worte gehören unterstrichen: „{achievement}“.",
        "die mühe in „{achievement}“ übersehen viele. ich nicht.",
    ),
    comparisons=(
        "vergleich die beiden, und nimm dir zeit.",
        "eine kleine übung im hinsehen.",
    ),
)

_MAKER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "frische werkbank, frisches gesicht. gut.",
            "so, mal sehen, was wir hier haben: dich.",
            "{days}, und auf der bank eine erste skizze.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "der rahmen steht gerade, nach {days_dative}.",
            "werkzeug sortiert, ärmel hoch.",
            "alle fugen passen.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "ah, die teile greifen ineinander.",
            "man merkt, dass hier {days} drinstecken.",
            "ein bisschen geschliffen, und schau, wie glatt.",
        ),
        EvolutionStage.MONTH: (
            "tritt einen schritt zurück und staune!",
            "{days} handarbeit, und es läuft wie geschmiert.",
            "das ist sogar besser geworden als die skizze.",
        ),
        EvolutionStage.QUARTER: (
            "gut gemachtes muss nicht laut sein.",
            "keine fuge hat sich gelöst, seit {days_dative} nicht.",
            "sieh dir die maserung an: das bist alles du.",
        ),
        EvolutionStage.HALF_YEAR: (
            "das hier ist für lange gebaut.",
            "{days} lang poliert, jetzt glänzt es von allein.",
            "das beste stück der werkstatt sieht mich gerade an.",
        ),
    },
    achievements=(
        "„{achievement}“: das hast du gemacht.",
        "ich habe „{achievement}“ ins regal gestellt, auf augenhöhe.",
        "solide arbeit, „{achievement}“.",
        "gemessen, gesägt, fertig: „{achievement}“, und kein splitter übrig.",
        "gib mir „{achievement}“ noch mal, ich will die nähte bewundern.",
        "von „{achievement}“ gibt es nicht viele, ich habe nachgesehen.",
    ),
    comparisons=(
        "legen wir beide auf die werkbank.",
        "vorher und nachher, mein liebster teil.",
    ),
)

_ATHLETE = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "hey! auf die plätze.",
            "arme ausschütteln, es geht los.",
            "{days}, aufgewärmt sind wir.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "der rhythmus sitzt, nach {days_dative}.",
            "guter start, gleichmäßiges tempo.",
            "du bist drangeblieben. stark.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "ruhiger atem, saubere bewegung.",
            "da stecken {days} in deinen beinen, und du läufst leichter.",
            "du hast dein tempo gefunden.",
        ),
        EvolutionStage.MONTH: (
            "ja! das nenne ich form.",
            "{days}, und du fliegst.",
            "arme hoch, das ist ein sieg.",
        ),
        EvolutionStage.QUARTER: (
            "so viel kraft, so wenig krampf.",
            "so sieht ausdauer aus: {days}.",
            "du musst niemanden mehr überholen.",
        ),
        EvolutionStage.HALF_YEAR: (
            "leichter atem, weiter blick.",
            "irgendwann in {days_dative} wurde die ziellinie unwichtig.",
            "du läufst jetzt wie wasser.",
        ),
    },
    achievements=(
        "„{achievement}“: das zählt.",
        "„{achievement}“, abgehakt und besiegelt.",
        "für „{achievement}“ hast du trainiert, jeden meter.",
        "schlag ein für „{achievement}“!",
        "„{achievement}“ bekommt man nicht geschenkt. du hast es dir geholt.",
        "lass mich „{achievement}“ noch einmal ansehen, in zeitlupe.",
    ),
    comparisons=(
        "zeit für die wiederholung in zeitlupe.",
        "ein blick auf die zwischenzeiten.",
    ),
)

_STAGES = {
    EvolutionStage.NEW_REFLECTION: (
        "das ist dein neues spiegelbild. ab hier sind wir zu zweit.",
        "ein neues spiegelbild hat gerade die augen aufgemacht, und es sieht dir verdächtig ähnlich.",
        "darf ich vorstellen: dein neues spiegelbild, etwas unsicher und ganz deins.",
        "sag hallo zu deinem neuen spiegelbild. ich leiste ihm gesellschaft, bis du wiederkommst.",
        "hier ist ein neues spiegelbild, zart wie atem auf glas. wer daraus wird, liegt an uns.",
    ),
    EvolutionStage.FIRST_WEEK: (
        "dein spiegelbild wird echter. siehst du den unterschied?",
        "es sieht echter aus als am ersten tag. erkennst du den unterschied auch?",
        "etwas im glas ist echter geworden. fällt dir der unterschied auf?",
        "schau genau hin, es wird mit jedem tag echter. oder sehe nur ich den unterschied?",
        "ein ruhigeres, echteres gesicht blickt jetzt zurück. kannst du den unterschied sehen?",
    ),
    EvolutionStage.TWO_WEEKS: (
        "schritt für schritt entwickelt es sich zu einer echteren version von dir. wie fühlt sich das an?",
        "das lächeln sitzt: hier entwickelt sich eine echtere version von dir. wie fühlt es sich drüben an?",
        "unter uns: hier entwickelt sich eine echtere version von dir. wie fühlt sich das wachsen an?",
        "tag für tag entwickelt es sich, und die echtere version steht dir. wie fühlt sich das von innen an?",
    ),
    EvolutionStage.MONTH: (
        "hier steht die selbstsichere version von dir, die ich immer geahnt habe. lass uns feiern!",
        "da ist es, das selbstsichere du, das ich hinter dem glas immer geahnt habe. heute wird gefeiert.",
        "immer geahnt habe ich sie, deine selbstsichere version. feier mit mir, jetzt sehen sie alle!",
        "siehst du, wie hell es hier ist? so selbstsicher habe ich dich immer geahnt, ich feiere alles daran.",
        "selbstsicher, froh und ganz du: so habe ich dich immer geahnt. ich könnte den ganzen abend feiern.",
    ),
    EvolutionStage.QUARTER: (
        "wie fühlt sich dieser frieden an? du entwickelst dich zu einer echteren version, atemzug um atemzug.",
        "fühlt es sich so ruhig an, wie es aussieht? hier entwickelt sich eine echtere version, ganz von selbst.",
        "verrätst du mir, wie sich ankommen anfühlt? du entwickelst dich längst zu einer echteren version.",
        "und wie fühlt es sich an, ganz du zu sein? du entwickelst dich, wirst immer echter, und das bleibt.",
    ),
    EvolutionStage.HALF_YEAR: (
        "gelassenheit steht dir, du entwickelst dich zu einer noch echteren version. fühlst du es von innen?",
        "selbst diese ruhe entwickelt sich zu einer echteren version. fühlt sich das an wie heimkommen?",
        "nichts zerrt mehr an dir, und du entwickelst dich, immer echter. hast du ein wort, wie es sich anfühlt?",
        "klarer, weicher, und du entwickelst dich, immer echter. hättest du gedacht, dass sich das so anfühlt?",
    ),
}

LANGUAGE = Language(
    voices={
        PersonaId.COMPANION: _COMPANION,
        PersonaId.DREAMER: _DREAMER,
        PersonaId.EXPLORER: _EXPLORER,
        PersonaId.MENTOR: _MENTOR,
        PersonaId.MAKER: _MAKER,
        PersonaId.ATHLETE: _ATHLETE,
    },
    stages=_STAGES,
    days={
        "days": Count("unser erster tag", {"one": "{n} tag", "other": "{n} tage"}),
        "days_dative": Count("unserem ersten tag", {"one": "{n} tag", "other": "{n} tagen"}),
    },
    aspects=Signs("die stimmung in deinem gesicht", "deine haltung", "der ort um dich herum"),
    signs={
        EvolutionStage.NEW_REFLECTION: Signs(
            "ein neugieriger, etwas unsicherer blick",
            "schultern, die noch eng am körper bleiben",
            "ein schlichter, leerer ort",
        ),
        EvolutionStage.FIRST_WEEK: Signs(
            "ein wacher, entschlossener blick",
            "ein rücken, der sich aufrichtet",
            "ein ort, an dem alles seinen platz hat",
        ),
        EvolutionStage.TWO_WEEKS: Signs(
            "ein lächeln, das sich selbst kennt",
            "lockere, tiefere schultern",
            "werkzeug in reichweite und erste erfolge",
        ),
        EvolutionStage.MONTH: Signs(
            "ein breites, wirklich glückliches lächeln",
            "ein offener, lässig vorgebeugter oberkörper",
            "ein blühender ort voller pflanzen",
        ),
        EvolutionStage.QUARTER: Signs(
            "eine friedliche, ungezwungene zuversicht",
            "ein ruhiger, geerdeter stand",
            "ein ort, der bewahrt, was du geschafft hast",
        ),
        EvolutionStage.HALF_YEAR: Signs(
            "ein gelassenes, wissendes lächeln",
            "eine mühelose stille",
            "ein vertrauter ort, der leuchtet",
        ),
    },
    between=Count("weniger als ein tag", {"one": "{n} tag", "other": "{n} tage"}),
    changed=(
        "{days} lernen, und am meisten verändert hat sich {aspect}: erst {old}, jetzt {new}.",
        "dazwischen: {days} lernen. am deutlichsten zeigt es {aspect}: erst {old}, jetzt {new}.",
        "dahinter: {days} lernen. du siehst es am besten hier: {aspect}, erst {old}, jetzt {new}.",
    ),
    unchanged=(
        "{days} lernen, und noch dieselbe stufe: die veränderung ist vorerst eine leise.",
        "dazwischen: {days} lernen. noch keine große veränderung, und das ist gut so: wurzeln wachsen im verborgenen.",
        "dahinter: {days} lernen. die veränderung ist noch innen, wo spiegel nicht hinkommen.",
    ),
    uploads=(
        "das hier hast du selbst mitgebracht. ich habe nichts daran verändert.",
        "das bist du, so wie du bist, und so bewahre ich es auf.",
        "dafür braucht es keinen spiegel: das bist einfach du.",
    ),
)
