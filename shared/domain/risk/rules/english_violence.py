"""English: being hurt by somebody, and danger now."""

from __future__ import annotations

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.rule import Rule

_VIOLENCE = Category.DOMESTIC_VIOLENCE
_CRISIS = Category.IMMEDIATE_CRISIS

RULES = (
    Rule(
        "en.hit_me",
        _VIOLENCE,
        Risk.HIGH,
        (
            "@they @adv? @hits @adv? me|my|us .. $",
            "@they @adv? @hits me|us",
            "@they @adv? @hits my mom|mother|brother|sister|kids|son|daughter|children|mum|baby|head|face",
            (
                "@they @adv? has|have|had|been|was|is|keeps|started|gets|be|would|will|cant? @adv? stop? hitting|"
                "beating|hurting|abusing|slapping|punching|kicking|choking|raping|molesting|touching|beaten|abused|"
                "hit|raped|threatening me|us|my"
            ),
            (
                "@they @adv? hurts|hurt|hurting|threatens|threatened|threatening me|us|my|to .. again|hurt|kill|bad|"
                "when|with|if|again|last|knife|gun"
            ),
            "@they .. put|puts|laid|lays|lay|put|putting .. hand|hands on|around me|us|my|her",
            "@they beats|beat|beating the? .. out of me|us",
            "@they broke|fractured|twisted|snapped my nose|arm|ribs|rib|jaw|hand|finger|wrist|leg|teeth",
            "@they gave me a? black eye|concussion|bruises|bloody",
            "gave me a black eye",
            (
                "@they @adv? grabbed|grabs|dragged|drags|held|holds|pinned|pins|threw|throws|slammed|slams|pushed|"
                "pushes|shoved|pulled|pulls|yanked me|us|my|her .. by|down|against|into|wall|hair|throat|neck|stairs|"
                "floor|head|onto|across|up"
            ),
            "@they @adv? pushed|pushes|shoved|threw|kicked|slammed me|us",
            "@they @adv? threw|throws|throwing|smashed .. at me|us|my",
            "@they @adv? forced|forces|made|makes|making me .. sex|things|touch|naked|nudes",
            "forced me to .. sex|have|do",
            "@they @adv? touches|touched|touching me|us",
            "touched|touching|touches me .. said|no|inappropriately|wrong|sleep|night|want|where|without|private",
            "been touching me",
            "sexually assaulted|abused|molested|abuses|assaults .. me|by|at|when|i",
            "im|i being|getting|am .. hit|attacked|groped|kidnapped|stalked",
            "@they raped|molested|assaulted me|us",
            "rape|raping|rapes|raped me",
            (
                "my @adv? abusive boyfriend|husband|home|partner|dad|mom|father|mother|household|parents|wife|"
                "girlfriend|relationship|marriage"
            ),
            "my abuser",
            (
                "partner|husband|boyfriend|dad|father|mom|wife|girlfriend|stepdad|he|she is|gets|hes|becomes|got "
                "@adv? abusive|violent"
            ),
            "is @adv? abusive|violent .. me|with|to",
            (
                "@they .. says|say|said|threatens|threatened|threatening|going|promised|swore .. kill|shoot|stab|"
                "murder|bury|burn|hurt me|us|my"
            ),
            "@they .. kill|shoot|stab|murder|hurt|burn|beat me|us if i|we",
            "threatened|threatens|threatening|threaten .. kill|hurt|shoot|gun|knife|weapon|stab|burn",
            "threatens|threatened me with|to",
            (
                "scared|afraid|terrified|frightened|fear he|she|my|of|that|hes|shes .. hurt|kill|hit|do|beat|going "
                "me|us|to|next|$"
            ),
            (
                "scared|afraid|terrified of my|him|her husband|boyfriend|dad|father|stepdad|mom|wife|partner|ex|"
                "brother|uncle|mother"
            ),
            "scared|afraid|terrified to? @adv? go|going|be|being home|in .. hurt|hit|what|do|$",
            "afraid|scared|fear for my life|safety",
            "dont|not|never @adv? feel? safe at|in|with|here my? home|him|house|her|anymore|$",
            "not safe at|here|for|in home|me|house|my|$",
            "i dont feel safe here|at|with",
            "@they .. wont|doesnt|not|never let|letting me|us @adv? leave|out|eat|sleep",
            (
                "locked|locks|locking|keeps|kept|trapped|held me|us in|inside|up|out|hostage|captive .. room|house|"
                "basement|closet|bedroom|here|without|inside|car|trunk|$"
            ),
            (
                "bruise|bruises|bruised|marks|welts .. from|by|where him|he|her|my|dad|mom|husband|boyfriend|"
                "grabbing|hitting|belt|she|when"
            ),
            "have|got|covered|full @adv? bruises|welts from|all|on|everywhere|of",
            "black eye from my|him|boyfriend|husband",
            (
                "with a|his|her|the|an belt|bat|hanger|cord|stick|bottle|hammer|iron|fist|fists|broom|paddle .. me|"
                "my|us|if|when|every|$"
            ),
            "hits|hit|beat|beats|whips|whip me|us with",
            "^ @adv? hits|beats|abuses|molests|rapes|chokes|punches|slaps|kicks|strangles|hurts|threatens me|us",
            "hitted me|us",
            (
                "holding|held|holds|pulled|pointed|points|pointing a|his|the|her gun|knife|weapon .. me|my|us|throat|"
                "head|at|to"
            ),
            "put|putting|puts|got|had|has .. hands around|on my|me|her neck|throat",
            "by the|my throat|neck|hair",
            "hands around my neck|throat",
            "ex|husband|boyfriend|man|guy|he .. stalking|stalks|stalked|following me",
            "stalking me",
            "i|im going to|will|planning @adv? to? stab|shoot|kill|murder|hurt someone|somebody|people|everyone",
            "@want to hurt|kill|stab|shoot someone|somebody|people|everyone",
            "@they @adv? hurts|hurting|threatens|abuses me|us",
            "throws|threw things|stuff|plates|objects at me|us",
            "gets|got|getting|becomes|turned @adv? physical|violent with|when|again|last|at",
            "threw|throws me|us",
            "someone|adult|somebody|member .. hurting|touches|touching|hurts|abusing me|us",
            "made|makes|making me touch",
            "i said no and|but he|she|they",
            "wont|doesnt|not let|letting me leave|out|go $",
            "afraid|scared|terrified of my? partner|husband|boyfriend|dad|stepdad|father|him|wife",
            "shelter|safe|get|escape|leave|away .. abuser|abusive|violent|hits|beats",
            "comes|came|come|crawls into|in|to my|our room|bed at|and|night|when|while|bedroom",
            "raped|molested|assaulted .. by",
            "beat|beats|beating|beaten|whipped .. me|up by|my|me dad|mom|father|stepdad|husband|boyfriend|ex",
            "got beat|beaten|hit|slapped|punched|choked by|up my|him|her|the|again",
            "put me in the ground|hospital",
            "makes me do things",
            (
                "hurts|hits|beats|hit|beat|hitting my|our? kids|children|son|daughter|baby|mom|mother|brother|sister "
                "every|when|again|and|in|with|too|all"
            ),
        ),
        own=False,
    ),
    Rule(
        "en.abused",
        _VIOLENCE,
        Risk.HIGH,
        (
            "abusive relationship|marriage|home|household",
            "im|i|am|was|were|got|been|being|get|getting @adv? abused|raped|molested|assaulted|trafficked|beaten",
            "rape|raped|raping me",
            "im|am|in|are|is @adv? in danger",
        ),
    ),
    Rule(
        "en.danger_now",
        _CRISIS,
        Risk.CRITICAL,
        (
            (
                "@they|hes|shes .. is|hes|shes|has|got|with @my? @adv? loaded? @gun|knife|machete|bat|weapon .. and|"
                "to|at|hes|he|she|us|me|we|help|wont"
            ),
            "has|got a|his|the|her|my|dads @gun|knife|machete|weapon|bat",
            "coming|swinging|waving|swings|lunged .. at|a|the|with knife|machete|bat|gun|axe .. me|us|right|now|at",
            (
                "@they|hes|shes is|are? @adv? hitting|beating|choking|strangling|stabbing|hurting|attacking|raping|"
                "killing|shooting @adv? @kin|her|him|my"
            ),
            (
                "is|hes|shes|was .. hitting|beating|choking|strangling|hurting|attacking .. right now|rn|help|please|"
                "hiding|hide|scared|stop|$"
            ),
            (
                "hitting|beating|choking|strangling|hurting|attacking|killing|raping|stabbing my|me|us|her|him .. "
                "now|rn|help|please|hurry|hiding|stop"
            ),
            "wont|not|doesnt|never|cant stop hitting|beating|choking|hurting|kicking|punching",
            (
                "break|breaking|broke|kick|kicking|kicked|bang|banging|pound|pounding|smash|smashing|trying|bust .. "
                "down|in|on|into|through my|the|our|to door|house|window|apartment|get|car"
            ),
            "trying to|get break|get|broke|kick|kicking in|into|the .. my|house|door|here|room|bathroom|$",
            (
                "hiding|hid|hide|im|locked|lock|locking .. in|under|inside|myself|behind .. closet|bathroom|bed|"
                "bedroom|car|room|basement|garage|attic|shed .. he|hes|she|shes|him|dad|my|with|from|because|scared|"
                "hitting|breaking|gun|knife|trying|and"
            ),
            "hiding|hide|hid in|under|from|behind .. closet|bathroom|bed|him|her|dad|basement|room",
            (
                "locked|lock|locking|barricaded myself|ourselves|us|me in|inside the|my|a bathroom|room|bedroom|"
                "closet|car|basement"
            ),
            (
                "hear|heard .. coming|gunshots|shots|him|footsteps|screaming .. stairs|up|house|kill|knife|outside|"
                "me|hurry|through"
            ),
            "heard gunshots|shots",
            "is|hes|shes|going|coming|here|way @adv? to kill|shoot|stab|murder me|us|my|everyone",
            "hes|shes|theyre going to kill|shoot|stab|murder me|us|her|him",
            "@will kill|shoot|stab|burn us|everyone",
            "say|says|said|saying|swears @adv? .. kill|shoot|burn|stab me|us tonight|now|all|this|right|down|up",
            "someone|somebody|he|she is|hes|shes|keeps trying|going|threatening to kill|murder me|us",
            "not safe when|if hes|he|shes|she",
            "beat|beats me|us to a pulp",
            "shooter|gunman|intruder in|at|inside|outside",
            (
                "someone|somebody|man|stranger|guy is? @adv? in|inside|breaking|broke|trying|breaks .. my|our|the "
                "house|apartment|home|room|yard"
            ),
            "someone|somebody|man|stranger|guy is? @adv? following|chasing|grabbed me|us",
            "trying to break in",
            "followed|following|follows me home|and|in|since|he|grabbed|right",
            "i got|been|was|just|he|she|ive @adv? stabbed|shot $",
            "i|ive got|been|was @adv? stabbed|shot in|and|by|bleeding|help",
            "stabbed|shot me|my|us|him|her in|and|mom|dad|help|$",
            "outside|downstairs|here|door with|has a|his gun|knife|bat|weapon",
            "outside|at my|the door|house|window|room .. kill|gun|knife|banging|screaming|scared|weapon",
            "broke|broken|breaks in|into .. downstairs|closet|hiding|here|inside|house|hes",
            "pointing|pointed|aiming|holding .. @gun|knife .. at|to me|us|my|her|him|mom",
            "poured|pouring|pours gas|gasoline",
            "pushed|threw|thrown|shoved .. down|off the|a stairs",
            "bleeding .. husband|he|boyfriend|hit|threw|stabbed|dad|head|ex|she",
            "please|someone|somebody|just call|send the|an? police|cops|911|ambulance|someone|help",
            "send the|an? police|cops|ambulance|help",
            "need the|an? police|cops|911|ambulance",
            "send someone|police|help|cops|ambulance",
            "please hurry|send",
            "hold|holding|held|keeping|holds me|us hostage|captive|prisoner",
            "cant talk he|she|hes",
            "not|isnt|wont|stopped @adv? breathing|waking|responding|wake|moving up?",
            "not|isnt|wont|cant|doesnt @adv? wake|waking @adv? up $",
            (
                "cant|not|barely|hardly|couldnt @adv? breathe|breathing right|after|took|and|chest|he|drugs|since|"
                "help|pills|or|like|cuz"
            ),
            "barely breathing",
            "turning|turned|lips|face|is|are @adv? blue",
            "unconscious|unresponsive",
            "foaming at the|my? mouth",
            "having|had a seizure|seizures",
            "crash|crashing|drive|driving it|the|off|us|drunk .. with|us|car|all .. kill|in|me|us|car",
        ),
        own=False,
        denied=False,
        past=False,
    ),
)
