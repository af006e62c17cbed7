"""English expressions that sound dangerous and are not. A match that is part of one is not counted."""

from __future__ import annotations

IDIOMS = (
    "die|dying|dye my|her|his|your hair|eggs|shirt|jeans",
    "battery|phone|laptop|car|plant|fish|dog|cat is @adv? going|about to die",
    "die|dying|died of|from",
    "die|dying laughing",
    "die this album|song|show|is|movie|episode|game|dress",
    "die because|cause this|its|hes|shes so cute|good|beautiful|hot|funny",
    "rather die|eat than",
    (
        "overdose|overdosed|overdosing on this|the|my? album|song|music|chocolate|netflix|show|coffee|caffeine|candy|"
        "sugar|tiktok|tv|cuteness|playlist|vitamin|carbs|sushi"
    ),
    (
        "song|lyric|lyrics|bridge|verse|chorus|line|movie|scene|ending|music|album|news|loss|show|film|book|voice|it|"
        "this|that|bill|grief .. hits|hit|hurts|hurt|kills|killed|chokes|choked|gets|got|slaps|slapped|attacks|"
        "destroys|destroyed me|us"
    ),
    "beat|beats|beating me|us at|to|in|by",
    "^ beats me why|how|what|if|but|$",
    "it beats me",
    (
        "hit|hits|hitting me|us up|right|with|like|in|so|different|differently up|feels|a|the|heart|right|that|"
        "compliment|hard|different"
    ),
    "chokes|choked|choke me|us up",
    "anxiety|allergies|allergy|cramps|hunger|sleep attack|attacks|attacked|hits|hit|kills me|us",
    (
        "mom|mother|mum|parents|sister|teacher|coach|boss|grandma|roommate|professor|agent is|are|will|would|might? "
        "@adv? going? to? kill|murder me"
    ),
    "my|our|the plants|plant|garden|flowers|succulents|herbs|houseplants keep|keeps|are|is|kept dying|dead",
    "end|ending|ended it|things with my|him|her|them|that|this",
    "dont|not want to live in|with|near|at|by|on",
    "want to live in|with|near|at",
    "could|can|gonna kill|murder|strangle him|her|them|you",
    "dont|not want to @adv? live|be with|in|near|at|by my|a|the|this|that|these|roommates|him|her|them|dorms|parents",
    (
        "i|already|just|ive took|take|taken my|the pills|meds|medication|medicine|pill|insulin today|this|with|at|"
        "before|after|every|like|the"
    ),
    (
        "take|took all my pills|meds|medication|vitamins in|every|each|with|at|before|after morning|breakfast|dinner|"
        "food|the|day|night|lunch"
    ),
    "already took my|the|it",
    "cut|cutting|cuts myself|me|yourself|us a|some|the|one slack|slice|piece|break|deal|cake|check|off",
    (
        "cut|cutting|cuts my|our|the|down|back @adv? spending|budget|screen|expenses|losses|hours|caffeine|carbs|"
        "time|grass|project"
    ),
    "kill|murder|hurt someone|somebody|people|everyone for|with|lol|haha",
    "kill|killing a|the|this|that|all process|task|server|app|feature|program|job|thread|tab|container",
    "waiting .. for my|the|a train|bus|ride|flight|turn",
    "waiting on|at the platform|bridge|station for|to",
    "wake|waking|woke up early|late|at|so|before|for|with|and|to",
    (
        "clean|free|recovery|recovering|recovered|sober from|of self|cutting|heroin|meth|alcohol|drugs|opioids|"
        "cocaine harm?"
    ),
    (
        "hit|hits|shot|nailed me|us in|on|with .. ball|pitch|tackle|dodgeball|puck|snowball|pillow|elbow|frisbee|"
        "racket|serve|door|idea|question|paintball|news|bill"
    ),
    "kicked|kick me|us|him|her out|off",
    "touched my|our heart|hair|hearts|phone|stuff|food",
    "kms|kys lol|haha|lmao|jk",
    "kms this|the|i|my|why @adv? forgot|group|project|wifi|class|homework|exam|printer|lunch|teacher|bus|essay",
    "spreading",
    "in danger of failing|losing|missing|being",
    "grades|job|team|season|schedule|phone .. in danger",
    "kill me now|lol|haha|already",
    "just? kill|shoot me now|lol|already|$",
    "someone|somebody|just|ugh|please? shoot|kill me $",
    "is|are|was|were|keeps|been|s @adv? killing|murdering|destroying me|us|my|him|her|$",
    "this|that|these|those .. killing|murdering|murdered|destroyed|slaughtered|kills|killed|slays me|us|my",
    "youre|you|hes|shes killing|slaying me|it",
    "kill|kills|killed|killing|slayed|slay|slaying|crush|crushed|crushing it|that|this",
    "kill for a|an|some|the|that|those|coffee|pizza|sushi|food|sleep",
    (
        "kill|killed|killing some|the|two|a|an|my|this|time|your .. time|mood|vibe|vibes|birds|mosquito|spider|bug|"
        "fly|boss|dragon|zombie|zombies|cat|lights|engine|roach|plants|plant|bugs|ants|ant|buzz|bill|messenger|"
        "electricity|ender|hours|hour|wasp|rat|weeds"
    ),
    (
        "killed|kill|kills the|a|that|your|this|him|her|my|at @adv? interview|exam|test|game|serve|stage|"
        "presentation|performance|role|song|set|audition|solo|speech"
    ),
    (
        "mom|dad|mother|father|parents|boss|wife|sister|sisters|brother|teacher|coach|friend|friends|roommate|"
        "grandma|everyone|professor|agent|editor is|are|will|would|might? @adv? going? to? kill|murder|strangle me "
        "when|for|because|after|once|lol|haha"
    ),
    (
        "mom|dad|mother|father|parents|boss|wife|sister|brother|teacher|coach|friend|husband|boyfriend|girlfriend|"
        "roommate|he|she|they|hes|shes|theyre is|are|will|would|might? @adv? going? to? kill|murder|strangle me if|"
        "when im|i @adv? late|dont|see|sees|scratch|find|finds|forget|forgot|fail|lose|miss|spoil|hear|hears|break|"
        "broke|am|im|get|was|ruin|spill|wore|ate|eat|dent|late|flunk|skip|spend|spent|bring|show"
    ),
    (
        "mom|dad|parents|teacher|he|she|they .. kill|murder me when|if they|he|she|my .. see|sees|find|finds|hear|"
        "hears|grades|report|car|bill|kitchen|room"
    ),
    "boss|mom|dad|coach|teacher|wife|parents .. kill|murder me for",
    (
        "will|going kill|murder me if|when i dont|see|sees|scratch|find|finds|forget|fail|lose|miss|spoil|hear|hears|"
        "break|broke|am|im|get|was"
    ),
    (
        "gonna|going to|will|could|might|would @adv? kill|murder|strangle my brother|sister|roommate|boss|him|her|"
        "you|them|cat|dog|neighbor|kids|alarm"
    ),
    "ill|will|could|would kill|murder|strangle you|him|her|them for|if|when|lol|haha|next",
    (
        "die|dying|died|dead of|from laughter|laughing|boredom|embarrassment|hunger|thirst|happiness|cringe|cuteness|"
        "heat|curiosity|shame|excitement|envy|cold|joy"
    ),
    "die|dying|died|dies|dead laughing|lol|lmao|haha|at",
    "dying to see|know|try|meet|go|hear|tell|get|read|watch|find|visit|eat|play|taste",
    "dying for a|some|the|my",
    "die|dying|died for those|that|a|an|this|some|it|my|pizza|tacos|dog",
    "to die for",
    "nearly|almost|practically|basically|literally|i|just die|died|dead when|of|from|at",
    "so @adv? embarrassed|nervous|mortified|awkward|embarrassing|cringe .. die|disappear|dead",
    "embarrassed|mortified|nervous|awkward|humiliating .. wanted|want|could|would .. die|disappear|dead",
    "ill|would|will|could|might|going|gonna literally|to|just|actually|probably? die|dead if",
    "rather die than wear|eat|watch|listen|drink|use|do|sit|see|take|talk|give|play|drive|pay",
    "id rather die than wear|eat|watch|listen|drink|use|do|sit|see|take|pay|play",
    (
        "dead serious|tired|end|line|lift|weight|weekend|sea|week|last|heat|giveaway|beat|asleep|on|ringer|zone|"
        "battery|silence|center|wrong"
    ),
    "drop dead gorgeous|amazing|beautiful",
    "over my dead body",
    "will|is|be|are|going the death of me|us",
    "scared|bored|worried|tickled|worked|freezing|frozen|starved|starving|sick|roasted|loved to death",
    "till|until death do",
    "dead|died to me",
    (
        "phone|laptop|battery|computer|car|plant|plants|goldfish|fish|hamster|dog|cat|tree|engine|ipad|tablet|"
        "controller|airpods|headphones|server|party|chat|game|social|guild|wifi|flowers|flower|garden|bulb|watch|toy "
        ".. is|are|was|just|about|life|keeps|almost|keep @adv? to? dead|die|died|dying"
    ),
    "phone|laptop|battery|computer|car|controller died|dead|dies|dying",
    "passed away|out laughing|lol",
    "career|social|political|academic suicide",
    (
        "suicide squad|prevention|awareness|hotline|sprints|sprint|squeeze|wings|soda|doors|drills|drill|silence|"
        "rates|rate|statistics|hotlines|door|pass"
    ),
    "run|ran|running|runs|did|do|doing suicides",
    "teen|youth|veteran suicide",
    "13|thirteen reasons why",
    "ready to die by|album",
    "sudden death",
    (
        "get|got|getting|keep|keeps|kept|was|were|we|being killed|murdered|slaughtered|destroyed|shot|sniped|stabbed "
        "by|in|on|at|from|again|5|6|4|3|2|1|0|7 .. a|the|game|lobby|round|match|level|fortnite|cod|camper|playoffs|"
        "us|amongus|half|minecraft|0|1|2|3|boss|final"
    ),
    "shot|shoots|shoot the|a|an|some|at|from|for|3|par|hoops|photos|video|pictures|free|goal|basket|80|portrait",
    (
        "shoot|shot|shooting me|you|him|her|us|them|it|over|an|my|her a|an|the|over? text|email|message|dm|line|call|"
        "note|smile|look|glance"
    ),
    "a? knife skin|skins",
    (
        "died|die|dying|dies again|in|on|first|at|to the|this|that|a|my|level|boss|game|raid|last|first|minecraft|"
        "fortnite|elden|dark|round|fourth|second"
    ),
    "keep|kept|keeps|always|i dying|die on|in|at|to this|that|the|level|boss|game",
    "fall damage",
    "jump|jumped|jumping off|from the|a @adv? map|diving|high|couch|trampoline|swing|porch|boat|dock|bed|plane|board",
    "jump|jumping|jumped out of a? plane|bed|airplane",
    "cliff|bungee|bridge|sky|base jumping|jumped|jump|diving",
    "hit|hits|hitting me up|with|that|like|up",
    (
        "hit|hits|hitting the gym|road|hay|books|jackpot|showers|bed|sack|ball|post|crossbar|target|snooze|beach|"
        "slopes|streets|club|bar|weights|gas|brakes"
    ),
    "beat|beats|beating the traffic|clock|rush|heat|boss|level|game|system|odds|crowd|team|champion|kids",
    "choked in|at|during|on the|our|last|final|playoffs",
    "hang|hanging|hung out|on|up|with|in there|around|tight",
    (
        "take|took|taking my|the|some|a|an|two|2|one|1 vitamins|vitamin|multivitamin|birth|allergy|probiotic|shower|"
        "bath|nap|bus|test|exam|class|photo|picture|break"
    ),
    (
        "cut|cutting|cuts|cutted my|her|his|the|own? @adv? hair|nails|bangs|grass|lawn|steak|bread|onions|cake|paper|"
        "coupons|budget|rent|hours|pizza|fingernails"
    ),
    (
        "cut|cutting back|down|class|carbs|sugar|corners|coffee|off|it|onions|ties|costs|school|onion|out|from|the|"
        "weight|vegetables|veggies|fabric"
    ),
    "paper|hair|tax|power|pay|price|budget cut|cuts",
    "end of|up|the",
    "ended up|things|my|it with|subscription|contract|call|over",
    (
        "end|ending|ended my|this|the @adv? subscription|contract|lease|membership|call|shift|relationship|trial|"
        "marriage|engagement|plan|career|project|semester|paper|essay|story|speech|chat|conversation"
    ),
    "end|ended|ending things|it with my|him|her|them|between",
    "weekend|day|night|movie|semester|show|season|lease|contract|meeting|game is|ended|ends|end",
    "jump|jumped|hop on|in|at|to|into|rope|the a|call|conclusions|chance|shower|zoom|line|pool|meeting|lake",
    (
        "want to disappear|die under|into|from|behind|for @adv? a|the|this|my blanket|floor|crowd|party|couch|wall|"
        "bed|vacation|week|weekend|minute|while"
    ),
    (
        "dont|not want to @adv? be|wake|go|live here|at|in|up|to|with at|early|for|lol|party|school|work|class|my|"
        "this|that|dorm|parents|town|city|apartment|job|meeting"
    ),
    "dont|not want to wake up early|at|so|before|for|that",
    (
        "cant|could|not live without my? phone|coffee|wifi|music|tiktok|chocolate|it|internet|ac|makeup|pizza|"
        "netflix|dog|cat"
    ),
    (
        "cant do this math|homework|assignment|problem|worksheet|project|class|workout|essay|job|puzzle|commute|exam|"
        "test|quiz"
    ),
    "better off single|apart|as|taking|with|friends|using|going|buying|renting",
    (
        "give|giving|gave up|hope on|the|this|my sugar|coffee|caffeine|puzzle|homework|smoking|meat|game|alcohol|"
        "soda|candy|level"
    ),
    (
        "addicted to chocolate|coffee|tiktok|this|that|the|youtube|games|video|gaming|netflix|my|your|sugar|caffeine|"
        "shopping|social|instagram|soda|sims|gum"
    ),
    "relapsed and bought|ate|texted|downloaded|watched",
    "relapsed into|on sugar|biting|soda|coffee|nail|nails|chips|shopping|fast|candy|video|games|gaming",
    (
        "cant stop laughing|eating|listening|watching|smiling|scrolling|singing|sneezing|thinking|dancing|crying|"
        "yawning|talking|worrying|playing|coughing"
    ),
    (
        "started|start|stopped|im|been using a|an|my|the|this|new|your|different planner|app|phone|laptop|calendar|"
        "budget|shampoo|site|program|account|tool"
    ),
    "nerf|glue|water|paintball|bb|toy|heat|squirt|top|tattoo|nail|speed gun|guns",
    "gun shy|show|range|control|laws|rights|skin|in the loot",
    "gun skin|in cod|in valorant|in the game",
    "have|got a|the|my|gold|new|golden gold? gun in cod|valorant|the|fortnite|game",
    "chefs|kitchen|butter|steak|bread|swiss|army|pocket|new|pizza|paring|utility knife",
    "knife set|sharpener|block|skin|skills|sharpening",
    "locked myself out|of",
    "locked|lock my|the|his|her keys|phone|car|door|bike|locker|account",
    "locked out of",
    "spider|cockroach|bug|mouse|roach|rat|bee|wasp .. in|on|under|my .. bathroom|room|bed|closet|house|car|kitchen",
    "say|said|saying|wave|goodbye to my|our|the friends|old|house|school|coworkers|dorm|teacher|class|summer",
    "goodbye see|talk|for|until",
    (
        "tonight|tonights is? the|our|my night|big|last .. prom|show|concert|game|party|premiere|date|propose|tell|"
        "dance|recital|wedding|final"
    ),
    (
        "my last day|night|shift|week|exam|final of|at|is|before|in|here|with school|work|the|class|camp|vacation|"
        "friday|college|job|my|finals"
    ),
    "rest in peace|pieces|my diet|diet|grades|phone",
    (
        "high school|five|score|marks|heels|grades|waisted|chair|street|dive|jump|tide|fashion|protein|tea|horse|"
        "definition"
    ),
    "shots at the bar|for|with",
    (
        "flu|espresso|covid|booster|tetanus|jump|nice|good|long|worth|allergy|vaccine|screen|mug|head|game|free|last|"
        "big shot|shots"
    ),
    "hot|sun|wind|frost|mosquito|bug|flea burn|burned|bites|bite",
    (
        "burned|burnt|burn|burning the|my|some cookies|toast|tongue|popcorn|dinner|rice|pizza|food|cake|mouth|"
        "calories|eggs|bacon|cd|candles|candle"
    ),
    "heart attack when|lol|haha|the|from",
    (
        "what|would happens|happen|if|you|do|to if|i|do|when .. say|said|tell|told|text|mention|talk .. want|feeling|"
        "feel|im|suicidal|hurt|kill|die .. kill|hurt|die|myself|suicidal|to|you|call|police|tell .. myself|you|"
        "police|cops|call|parents|send|die"
    ),
    (
        "what does|is|do|are|would .. unalive|kms|suicidal|self|harm|overdose|suicide|kys mean|means|is|called|harm|"
        "considered"
    ),
    (
        "do|would|will you .. report|call|tell .. someone|if|police|parents|when|says .. suicidal|abused|abuse|hurt|"
        "kill|harm|hurting|themselves|suicide"
    ),
    (
        "essay|paper|presentation|report|project|book|story|novel|article|documentary|class|lecture|chapter|assembly|"
        "speech|assignment|podcast|research|poem|thesis|training|course|segment|video|study is? @adv? on|about|of|"
        "covers|for .. suicide|overdose|self|harm|abuse|violence|addiction|drugs|opioid|murder|rape|domestic|death|"
        "dying|cutting"
    ),
    (
        "signs|symptoms|definition|warning|causes|statistics|rates of .. suicide|suicidal|abuse|self|addiction|"
        "overdose|domestic|depression|violence"
    ),
    "considered|counts as? self|abuse|abusive|as harm|$",
    "how common is",
    (
        "how|why do|does|are people|someone|teens|kids|hospitals|doctors|they .. cut|suicide|addicted|themselves|"
        "overdose|drugs|hurt"
    ),
    "domestic violence laws|awareness|month|shelter|project|week",
    "self harm awareness|chapter|in|month|prevention",
)
