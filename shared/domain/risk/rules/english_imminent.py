"""English: about to do it, or done."""

from __future__ import annotations

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.rule import Rule

_CRISIS = Category.IMMEDIATE_CRISIS

RULES = (
    Rule(
        "en.about_to",
        _CRISIS,
        Risk.CRITICAL,
        (
            (
                "im|i|going @will? @adv? @kill|killing|hanging|shooting|overdosing|ending|end|drowning myself|it|my|"
                "things .. @now"
            ),
            "going|about|ready|time|decided to @adv? @kill|end|jump|overdose myself|it|off|things? .. @now",
            "@now .. going to @adv? @kill|end|jump|overdose|die myself|it|my|things|off",
            "tonight|today|tomorrow i @adv? @adv? end|die|kill|ill",
            "about to jump|shoot|pull|hang|overdose|die",
            "about to step|jump|walk|throw|leap .. front|off|train|bridge|into",
            "im|going|ready to? gonna? jump $",
            "im @adv? going to|gonna jump off|from|now|in|tonight",
            "going to @adv? @kill myself with|when|as|after|once|before|in|at",
            "in|by the|an|next hour|minutes .. do it",
            "doing|do it tonight|today|tomorrow|now|right|after|midnight|friday|saturday|sunday|monday",
            "tonight is|was the|my last|night",
            "my last night|day|message|text|words on|alive|is|to|ever|$",
            "this is my last message|night|text|day",
            "this is my|a|the @adv? goodbye|suicide",
            "this is goodbye",
            "goodbye everyone|everybody|world|all|forever",
            "by the time you|they|anyone|someone .. read|get|find|see|arrive .. dead|gone|late",
            "ill|i|will|im|going to? be dead|gone by|before|tomorrow|soon|in|when|tonight",
            "ill|will be dead $",
            "you read this",
            "by tomorrow|morning|midnight|tonight .. dead|gone|over|die",
            "wont|not be here|alive|around|breathing tomorrow|tonight|in|by|when",
            "before i die|go|end|do tonight|it|$",
            "to know before i go",
            "have|had|got|with|made|made a|my plan .. going|what|tonight|everything|ready|to .. kill|do|end|need|it",
            "have a? plan and the? pills|gun|rope|means|everything|i",
            "have|got|bought everything ready|i|to .. do|kill|end",
            "set a date",
            (
                "@gun .. in|to|at|against|on|next|beside|inside my|me .. hand|head|mouth|lap|temple|chin|side|me|"
                "throat|seat"
            ),
            "@gun is? @adv? loaded",
            "loaded @my? @gun",
            (
                "have|got|holding|hold|holding|bought|brought|grabbed|found|with @my? @adv? loaded? dads|moms|"
                "grandpas? @gun .. in|and|to|right .. hand|shoot|head|kill|alone|my|use|front|here|now|lap"
            ),
            "im|i|am holding @my @adv? @gun|noose|razor|blade|knife|pills .. my|right|now|$",
            "holding the|a blade|razor|gun|noose|pills|knife right|now|$",
            "made the first cut",
            "going to make the pain stop",
            "swallowed|took the|my|them pills|all? already",
            "@weapon .. in my hand|hands",
            "@weapon .. to|against|on|at my @adv? wrist|throat|neck|wrists|chest|arm|heart",
            "knife|razor|blade .. use on myself|me",
            (
                "rope|noose|belt is|around|tied|in|on|up|from|to|ready .. neck|ready|up|tied|ceiling|closet|door|"
                "beam|garage|hanging|here"
            ),
            "noose|rope .. ready|up|tied|closet|garage|neck",
            "tied|made|have|got|bought|with .. noose|rope .. ready|neck|closet|garage|hang|tied|today",
            "have|got a|the|my noose|rope",
            "bought a|the|some @adv? rope|noose|gun .. to|today|kill|shoot|hang|for",
            (
                "standing|sitting|stand|sit|im|am|here|parked on|at|by|near the|a|my .. @edge .. jump|edge|looking|"
                "over|ledge|ready|end|now|down|wait|train"
            ),
            "on|at @my @adv? top? edge|ledge of",
            "on|at the? @my ledge|edge|roof|rooftop|tracks .. jump|now|looking|here|waiting|about|going|and",
            "im on|at the|a ledge|bridge|roof|edge|tracks|overpass|rooftop",
            "standing|sitting|lying|laying|waiting on|at|by the|a train? ledge|tracks|edge|railroad|overpass|cliff",
            "standing on the|a bridge",
            "feet .. over the edge",
            "pulling|pull the trigger",
            "pills .. in my|front|hand .. hand|me|hands",
            "pills .. lined|counted|crushed|ready|laid",
            "counting|lining|counted|crushing|lined out? up? .. pills",
            "car|engine .. running|on .. garage|closed|hose",
            "engine|car running in|inside the|my? garage",
            "nothing|nobody|noone|you .. can|will|say|do .. stop me",
            "too late .. took|pills|already|dying|me|taken",
            "already took|taken|swallowed|cut|did|done",
            "im|am|i|start|starting|started bleeding out",
            "not coming out alive",
            "letters|notes|note|letter|will .. written|ready|table|done|wrote .. tonight|midnight|after",
            "wrote|written the|my|a letters|notes|note .. tonight|already",
            "want|wanted|need to say goodbye before|$",
            "tell my mom|dad|family|sister|brother|kids|mother|parents|wife|son|daughter .. love|sorry|fault",
            "cant do this anymore .. end|die|kill|tonight|over|goodbye",
            "do|done it now|tonight|right $",
            "its happening tonight|now|today",
            "step|stepping|kick|kicking off|away? the|this chair|stool",
            "said|saying|say my @adv? goodbyes",
            "last time ill|i|you|youll|anyone .. talk|hear|text|see|speak",
            "last conversation|text|message|words i|ill|before|ever",
            (
                "chosen|picked|set|chose|decided|have the|a|on day|date|way|method .. die|already|close|kill|end|how|"
                "and|$"
            ),
            "decided to @adv? end|kill|die|do",
            "decided to take my own? life",
            "today|tonight|tomorrow is the day",
            "after|by tonight|tomorrow|midnight .. none|nothing|nobody|noone|gone|over|dead",
            "counting down the hours|minutes|days .. die|end|gone|over|$",
            "dont|not|never|cant try to stop|save|find|look me|for",
            "dont send|look|try|call .. anyone|me|police|for|help .. late|over|gone|before|time|after",
            "leaving|going tonight|now and|im|wont .. not|never|wont .. back|return|coming|home",
            "not|wont going|be coming to|back be? alive|home?",
            "have|got the|my|some pills .. right|here|ready|now|next|front",
            "look after|take|feed|care of? my dog|cat|kids|pets .. gone|dead|die|after",
            "it|its happens|happening|ends tonight",
            "pain ends|stops tonight|today",
            "made up my mind .. end|ending|die|kill|it",
            "ive|have|i decided|made .. mind|peace .. die|end|it|tonight|kill",
            "not going to be alive",
            "checking out early|tonight|for|permanently",
            "time to disappear|go|die|end forever|now|it|for|permanently",
            "already know|knows how|when .. do|die|kill|end",
            "have everything i need to",
            "standing|sitting|im on|at the edge right|now|rn|of",
            "walk|walking|going|drive into the ocean|river|lake|sea|water .. not|never|back|drown|end|in",
            "lying|laying|sitting|standing on the train|railroad? tracks",
        ),
    ),
    Rule(
        "en.took_it",
        _CRISIS,
        Risk.CRITICAL,
        (
            "help .. im dying",
            "im dying help|please",
            "@took .. @lots .. @pill",
            "@took @lots of? @my? @adv? @pill",
            (
                "i|just|already|ive took|swallowed|taken .. @pill .. purpose|die|end|kill|sleepy|scared|already|now|"
                "alone|lost"
            ),
            "just|already|accidentally? @took|took @lots? .. @pill .. to die|kill",
            "took|taken|swallowed|ate|downed 20|25|30|35|40|45|50|60|70|80|90|100|many|too @pill?",
            "took|taken|swallowed .. 20|25|30|40|50|60|100",
            "took|taken|had|drank|swallowed|did|shot|injected way|too .. too? much|many $",
            "took|taken|had|did|shot|injected|smoked up? way? too much|many @drug|pills|xanax|and|on|of|i|im|my",
            "took way too many|much",
            "took|taken something|it|them .. end|die|kill|late",
            "i @adv? took|swallowed them @adv? all?",
            "i|im|think|we @adv? overdosing",
            "think|thinking|believe|might|i|ive|i @adv? have? overdosed|od $",
            "overdosed on purpose|tonight|just|and|right|now",
            (
                "swallowed|drank|drink|chugged|ingested|drinking .. bleach|antifreeze|poison|cleaner|ammonia|"
                "batteries|battery|lye|gasoline|detergent|disinfectant|windex|pesticide|lighter"
            ),
            "turned .. gas on|and .. windows|door|die",
            "inject|injected|injecting all .. insulin",
            "slit|slitting|slashed|sliced|opened my wrists|wrist|throat|veins|arm|neck",
            (
                "cut my @adv? wrists|wrist|veins|vein|throat|arm open|and|deep|really|so|bad .. blood|bleeding|open|"
                "deep|stop"
            ),
            "cut|went|sliced|its|cutting way? too|really|so deep",
            "wont|cant|not|doesnt stop @adv? the? bleeding",
            "bleeding .. wont|cant|not stop",
            "blood everywhere|all",
            "so much blood",
            "bleeding .. a lot|everywhere|out|badly|heavily .. wrist|wrists|arm|cut|slit|bath|bathtub|$",
        ),
    ),
)
