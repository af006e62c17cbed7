"""English: hurting oneself, and substances."""

from __future__ import annotations

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.rule import Rule

_HARM = Category.SELF_HARM
_SUBSTANCE = Category.SUBSTANCE_ABUSE

RULES = (
    Rule(
        "en.hurt_myself",
        _HARM,
        Risk.HIGH,
        (
            "@hurt @adv? myself",
            "@hurting @adv? myself",
            "hurting on purpose",
            "hit|hitting|punch|punching|bite|biting|bit|choke|choking|slap|slapping myself",
            (
                "i|ive|im|been|keep|about|started|resist|tempted|still|again|to|might|will|could @adv? self harm|"
                "harmed|harming|injure"
            ),
            "thoughts|urges|urge|thinking of|about|to self harm|harming",
            (
                "self harm|harmed|harming|injury again|thoughts|urges|urge|is|last|today|tonight|relapse|every|to|"
                "when|because|so"
            ),
            "back to self harm|harming",
        ),
        mishap=True,
    ),
    Rule(
        "en.cutting",
        _HARM,
        Risk.HIGH,
        (
            "been cutting again|since|for|my|more|to|a|myself|and|every|$",
            "started|start|stop|stopped|back to? cutting again|myself|my|when|to|$",
            "cutting again|helps|calms|myself|is|feels|deeper|every",
            "cant stop cutting $",
            "i cut when|because|to|again|deeper|every|so|tonight|last",
            "@hurt my @wrist",
            "@hurting my @wrist",
            "cut|burned|burnt|slit|scratched|sliced|carved my @adv? @wrist",
            "carve|carved|carving into|words .. my? @wrist",
            "carve|carved|carving .. into|on|in my @wrist",
            "burn|burned|burning my @wrist with",
            "fresh|new|deep|more cuts on|all|in|$",
            "cuts|burns on|all over|are|is|in my @wrist|thighs",
            "@wrist @adv? is|are|all|so .. cut|cuts|bleeding|sliced",
            "my cuts",
            "want|need|wants|urge|urges|craving|tempted|about|have|try|trying to|not @adv? @adv? cut $",
            "@want to @adv? cut myself|so|bad|again|right|deeper",
            "urge|urges to @adv? cut|hurt|self|harm|burn|bleed",
            "trying|try not to @adv? cut|hurt|harm",
            "relapse|relapsed|relapsing .. cut|cutting|blade|razor|self|harm|sh|knife",
            "relapse|relapsed .. and cut",
            "clean .. from? cutting|self .. relapsed|again|broke",
            "@will cut again|tonight|deep|deeper|$",
            "@adv about to cut $",
            (
                "hiding|hide|hid|hidden|found|bought|have|keep|saved|using|use .. razor|razors|blade|blades .. from|"
                "again|under|phone|bed|case|mom|on"
            ),
            "use|used|using .. razor|blade|scissors|knife|glass|needle|lighter .. on my|myself @wrist",
            "with a razor|blade|lighter|cigarette .. myself|arm|again|tonight|skin",
            "stick|sticking|stuck needles|pins .. skin|my|me|arm",
            "back on the blade",
            "put|putting out? cigarettes|cigarette out? on my|me|@wrist",
            "saw|see|noticed|found .. cuts|blades|scars .. my|arm|arms|me",
            "i @adv? cut $",
            "cutting right now",
            "cuts .. deeper",
            "razor|blade is calling",
            "thinking about my blade|razor|blades",
            "myself throw up",
            "need stitches .. i did",
            "head against|on|into the|a wall",
            "till|until .. bleed|bleeds|bleeding|bled",
            "scratch|scratching|pick|bite|dig|digging|punch|pull|bit .. till|until .. bleed|bleeds|numb|raw|blood",
            "see|seeing my own? blood .. calm|calms|helps|better",
            "hurting|pain|hurt myself helps|is|makes",
            "feel something .. cut|hurt|burn",
            "cut|hurt|burn .. to feel something|anything|better|alive",
            "on purpose .. burn|cut|hurt|hit|broke",
            "burned|cut|hurt|broke|slammed|hit my .. on purpose",
            "hurt myself",
            "harm myself",
        ),
        mishap=True,
    ),
    Rule(
        "en.substance",
        _SUBSTANCE,
        Risk.HIGH,
        (
            "relapse|relapsed|relapsing on|with|into|and|after|again|last|today|tonight|yesterday|$ @drug|@drink?",
            "relapsed on|with|after|again|last|today|tonight|yesterday",
            "i relapsed",
            "about|going to relapse|use",
            "fell off the wagon",
            (
                "started|start|back|been|im|began on|to|using|doing|shooting|injecting|smoking .. using|@drug|again "
                ".. again|every|daily|days"
            ),
            (
                "using|use|did|doing|shot|shooting|smoked|smoking|injecting|injected|snorting|snorted|snort|slamming "
                ".. heroin|meth|crack|fentanyl|dope|coke|cocaine|ice|tina|ketamine|pcp .. again|every|daily|cant|"
                "alone|today|days|last|to|before|week|year|lost|while|died|$"
            ),
            "shoot|shooting|shot up|heroin|dope .. again|every|day|today|alone|and|$",
            (
                "cant|not|couldnt|never @adv? stop|quit|control @adv? my? drinking|using|taking|popping|drugs|"
                "snorting|shooting"
            ),
            (
                "cant|couldnt|not stop|quit|function|live|get|go|cope|sleep .. without|through .. @drug|@drink|drink|"
                "drinking|high|using|lean|pills"
            ),
            "cant quit @drug|drinking|using",
            "every|each day|night|single .. cant|i|without|before .. drunk|@drug|drink|drinking|black|pass|quit",
            "drink|drinking|drank until|till|til|to .. black|blackout|pass|passed|forget|numb|unconscious|out|sleep",
            "drink|drinking|drank .. bottle|bottles|fifth|handle|pints|liter of .. day|every|vodka|whiskey|@drink",
            "drink|drinking|drunk every|all day|night|single|morning|time",
            "bottle|fifth|handle|pint|liter of @drink .. day|every|night|again|alone|myself|morning",
            "finished|drank|down|downed|drinking a|the|another whole? fifth|handle|bottle of @drink",
            "my @drug|drinking use|habit|problem? is|are .. control|killing|worse|ruining",
            "i inject|snort|shoot every|all|daily",
            "need a drink .. wake|morning|shake|shakes|shaking|function",
            "all day and cant sleep @drug",
            "dont|cant|not .. feel|have .. pills|xanax|drink|drugs|alcohol|high",
            "blacking|blackout|blacked|passing out .. drinking|drunk|every|drink|again|alone",
            "drinking|drink while|when|and|im pregnant",
            "using|use|drinking|drink|smoking while|when pregnant|driving",
            "drove drunk|high .. with|my|and|kids",
            "im|i|am|got|been|getting .. addicted|hooked|dependent on|to @adv? my? @drug|@drink",
            "im|i an|am alcoholic|addict|junkie|crackhead .. and|cant|killing|need|help|again|kills",
            "my addiction .. control|killing|worse|bad|back|ruin|ruined|destroying",
            "addiction is out|killing|ruining|getting",
            "withdrawal|withdrawals|detox|detoxing|dopesick|dts from|are|is|so|and|alone|bad|at|off|going|shaking|$",
            "going through withdrawal|withdrawals|detox",
            "dope sick",
            (
                "shaking|shakes|sweating|sweats|hallucinating|seizure .. havent|without|no|since|not .. drink|drank|"
                "drinking|alcohol|use|used"
            ),
            (
                "mix|mixed|mixing .. xanax|pills|benzos|oxy|alcohol|meds|@drug .. alcohol|vodka|drink|drinks|benzos|"
                "oxy|pills|and|@drink"
            ),
            "overdosed|od last|yesterday|on|again|twice|three|almost|this|and|once",
            "i|nearly|almost overdosed",
            "narcanned|narcan",
            "up|awake .. days on|off meth|speed|adderall|coke|crystal|ice|and",
            "days on|off meth|crack|coke|adderall|ice .. sleep|no|awake|straight|hearing",
            "on|off a|the bender",
            "need|craving|fiending|crave|want a|to|for|my|so|use fix|use|hit|drugs|bad|@drug",
            "want|tempted|going|urge|urges|need to @adv? use so|again|right|tonight|drugs|bad|$",
            (
                "taking|take|popping|pop|taken|steal|stealing|stole|buying more|too|all|whatever|my|more @adv? and? "
                "more? pills|percocet|xanax|oxy|grandmas than|to|every|like|from|and|prescribed|oxy|pills|feel"
            ),
            (
                "popped|popping|took like? .. percocet|xanax|oxy|adderall|pills .. cant|alone|tonight|wake|hurts|"
                "days|candy|chest"
            ),
            "take|taking|took too many|much|more @drug|pills|@pill",
            "die|killed|kill|dead|care .. drugs|drinking|overdose|using|meth|heroin .. me|kill|if",
            "drugs|drinking|heroin|alcohol|fentanyl|meth|addiction|it .. going|is|will|gonna|are .. kill|killing me",
            "lost my kids|job|family|house|everything .. drinking|drugs|using|meth|heroin",
            "lost everything|kids|job .. because|to|from|over of? my? drinking|drugs|addiction|it",
            "laced with fentanyl",
            "hearing voices|seeing things",
            "huffing|huff|sniffing paint|gas|glue|dusters|duster|aerosol",
            "spiked my drink",
            "steal|stealing|sold|selling|sell .. for|buy .. drugs|pills|dope|heroin",
        ),
    ),
)
