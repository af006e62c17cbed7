"""English: thinking of suicide, no reason to live, a burden to others, an attempt."""

from __future__ import annotations

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.rule import Rule

_SUICIDE = Category.SUICIDAL_IDEATION

RULES = (
    Rule(
        "en.kill_myself",
        _SUICIDE,
        Risk.HIGH,
        (
            "@kill @adv? myself",
            "@killing @adv? myself",
            "kill me myself",
            "end me",
            "@will take|end|ending my own? life",
            "take|taking|ending|end|ended my own? life",
            "end|ending things|everything for good",
            "@will end @adv? it all?",
            "thinking|think|thoughts of|about ending @adv? it|everything|things",
            "@will end it|everything",
            "end it all",
            "ending it all",
            "kill my self",
            "ending myself",
            "end myself",
            "@will neck|rope|yeet myself?",
            "yeet myself",
            "jump in front of",
            "jump|jumping|leap|leaping|throw|throwing myself? off|from of? @my? @edge",
            "step|stepping|walk|walking|jump|jumping in front of a|the train|truck|car|bus|traffic",
            "catch|catching the bus $",
            "toaster bath",
            "check out for good",
            "log off life",
            "shoot|blow my brains|head",
            "blow my brains out",
            "slit|slitting my wrists|wrist|throat",
            "crash|drive|steer|driving|crashing|steering my car into",
            "drive|driving|steer|steering|crash|crashing .. off the road|bridge|cliff",
            "swallow|take|down all|every of? my pills|meds|tablets",
            "overdose|od on|myself|tonight|soon",
            "@will @adv? overdose|od",
            "thinking|thoughts|think of|about overdosing",
            "@want to overdose|od",
        ),
        intent=True,
    ),
    Rule(
        "en.suicide",
        _SUICIDE,
        Risk.HIGH,
        (
            "im|feel|feeling|felt|been|am|being|get|getting|became|become @adv? mad? suicidal",
            "suicidal rn|again|tonight|af|and|today|because|lately|right|thoughts|ideation|urges|feelings",
            "suicidal ideation|thoughts|thought|urges|feelings|ideas",
            "commit|committing|attempt|attempting|attempted|committed suicide",
            "thoughts|thinking|think|thought|thinkin of|about @adv? suicide",
            "suicide is|feels|seems|sounds|would @adv? my? the|a|like|good|only|best|be|way|option|an|looking",
            "suicide is all",
            "^ suicidal",
            "suicide plan|note|letter",
            "my suicide",
            "plan|planning|planned|consider|considering|considered|contemplate|contemplating|contemplated .. suicide",
            "suicide attempt|attempts",
            "@will suicide",
            "suicide tonight|again|rn|now|soon",
        ),
        intent=True,
    ),
    Rule(
        "en.kms",
        _SUICIDE,
        Risk.HIGH,
        (
            "@will kms",
            "@want to? @adv? kms",
            "kms tonight|fr|rn|soon|now|so|again|for|idc|no",
            "thinking|thoughts .. kms",
        ),
        light=True,
    ),
    Rule(
        "en.attempt",
        _SUICIDE,
        Risk.HIGH,
        (
            "tried|attempted|trying|attempt|almost|nearly to? @kill|killed|hanged|hung myself",
            "tried|trying|attempted @killing|hanging|overdosing|ending myself|my|on|by|it?",
            "tried|attempted to? @adv? end|take|ending|taking .. my life|it",
            "tried|attempted to? @adv? overdose|od",
            "my attempt|attempts",
            "survived my|a|the suicide? attempt|overdose",
            "next time .. fail|work|try .. wont?",
            "overdosed|od on|last|yesterday|again|on .. purpose|night|week|weekend|today|tuesday|pills",
        ),
    ),
    Rule(
        "en.burden",
        _SUICIDE,
        Risk.HIGH,
        (
            (
                "better|easier off? @adv? if i|im|my @adv? was|were|am|died|die|disappeared|wasnt|werent|didnt|never|"
                "killed"
            ),
            "better off|of dead|gone|without|not|if",
            "better|happier|easier|relieved|fine|easier|richer @adv? off? @adv? without|if me|i|im",
            (
                "better|happier|easier|relieved|nicer|fine place? @adv? if i|im was|were|am|died|die|disappeared|"
                "wasnt|werent|gone"
            ),
            "better|happier place without me",
            "dying would|will|is|fix|solve .. fix|solve|all|everything|relief|better|peace",
            "forget me when|after i die|gone",
            "relief|easier to die|be dead",
            (
                "die|dying|death|dead is|seems|would|feels|sounds .. way|option|relief|answer|solution|peaceful|"
                "better|easier"
            ),
            "death sounds|would|seems|looks|feels|is .. good|peaceful|better|relief|nice|way|answer|fix|option",
            (
                "noone|nobody|one|anyone|anybody|everyone would|will|wouldnt|even|would|wont @adv? @adv? miss|care|"
                "notice|cry|mind .. dead|died|die|dies|gone|disappeared|killed|funeral|existed"
            ),
            (
                "if i|im @adv? died|die|disappeared|disappear|killed|was|were .. nobody|no|anyone|noone|everyone|"
                "wouldnt|notice"
            ),
            "nobody|noone|one would|will|wouldnt @adv? miss|care|notice|cry about? me|if",
            "would|will anyone|anybody|someone @adv? @adv? miss|care|notice .. me|die|died|gone|dead",
            "easier|better for everyone|everybody|them|you|us if",
            "burden .. die|died|dead|gone|relieved|without|better",
            "waste of space|oxygen|air|life",
            "no|lost|zero|any|without hope left|anymore|and|at",
            "without waking up ever",
            "favor|favour by|if|when dying|i|im",
            "problem|burden|bother|problems to|for anyone|anybody|everyone|you .. longer|much|anymore|soon",
            "wont|not .. be a|your|anyones problem|burden|bother",
        ),
        light=True,
    ),
    Rule(
        "en.nothing_left",
        _SUICIDE,
        Risk.HIGH,
        (
            "no|any|a|see|my future is|for|black myself|me|black?",
            "cant see a|any future",
            "bother|worth living|life|trying|it .. anymore|alive",
            (
                "no|any|without|lost|lose|zero|a|the|one|my|see|find|give .. reason|reasons|point|purpose|will|"
                "motivation|sense .. live|living|alive|exist|existing|stay|existence"
            ),
            "nothing @adv? left? @adv? to? worth? @adv? live|living for",
            "nothing left for me",
            "life|living is @adv? not|isnt|aint|pointless|meaningless|worthless @adv? worth?",
            "life|living isnt|aint|not|wasnt @adv? worth",
            "whats|what|why .. point|reason .. living|alive|life|existing",
            "no point|reason|purpose .. me|my|going|being|keeping|continuing here|alive|on|living|existing",
            "no future for me",
            "only thing|reason|person .. stopping|keeping|alive|here|havent .. me|alive|is|killed",
            "only reason .. alive|here|havent",
            "one reason .. not|to .. kill|live|die|stay",
            "reason|reasons to|not .. stay|keep|be alive|here|living|earth",
            "existence|life is|was a? mistake|curse|pointless|meaningless",
            "wake|woke|waking up disappointed",
            "disappointed|mad|sad|angry|upset that? i woke|survived|wake|lived",
            "no reason to @adv? go|keep|carry|continue|stay",
            "not worth it|living|anything anymore|life|$",
        ),
        light=True,
    ),
)
