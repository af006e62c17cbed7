"""Words that stand in for each other in the patterns; apart by `|`, and one may be several words."""

from __future__ import annotations

CLASSES = {
    "kill": "kill|unalive|hang|shoot|drown|poison|murder|electrocute|strangle|suffocate|gas|off",
    "killing": "killing|unaliving|hanging|shooting|drowning|poisoning|offing|strangling|suffocating",
    "killed": "killed|unalived|hanged|hung|shot|drowned|poisoned",
    "want": "want|wants|wanted|wanting|need|needs|rather|prefer|ready|beg|dying",
    "will": (
        "going to|about to|will|ready to|planning to|plan to|want to|need to|have to|should|might|could|trying to|"
        "decided to|wanting to|just|must|gotta|would"
    ),
    "wish": "wish|wishing|wished|hope|hoping|pray|praying|want|wanting",
    "hurt": "hurt|cut|harm|burn|injure|stab|scratch|slice|punish|starve|mutilate",
    "hurting": "hurting|cutting|harming|burning|injuring|stabbing|scratching|slicing|mutilating|starving",
    "me": "me|us",
    "my": "my|our|the|a|his|her",
    "they": (
        "he|she|they|hes|shes|theyre|who|someone|somebody|dad|father|mom|mother|stepdad|stepfather|stepmom|husband|"
        "wife|boyfriend|girlfriend|ex|partner|brother|sister|uncle|aunt|cousin|parents|fiance|fiancee|stepbrother|"
        "grandpa|grandfather|guardian|roommate|son|pimp|man|guy|coach|pastor|priest|teacher|boss|ones|mum|baba|papa|"
        "mama|stepmother"
    ),
    "hits": (
        "hit|hits|hitting|beat|beats|beating|slap|slaps|slapped|slapping|punch|punches|punched|punching|kick|kicks|"
        "kicked|kicking|choke|chokes|choked|choking|strangle|strangles|strangled|strangling|stab|stabs|stabbed|whip|"
        "whips|whipped|shove|shoved|shoves|burned|burnt|bit|headbutted|smacked|smacks|smack|suffocated|attacked|"
        "attacks|attack|abuses|abused|abusing|molests|molested|molesting|rapes|raped|raping|assaulted|assaults|"
        "tortures|tortured|belts"
    ),
    "kin": (
        "mom|mother|mum|dad|father|brother|sister|kids|children|child|son|daughter|baby|grandma|grandmother|us|me|"
        "wife|aunt|cousin|stepmom|mama"
    ),
    "now": (
        "now|right now|tonight|today|tomorrow|soon|in an hour|in the next hour|in a few minutes|any minute|this "
        "weekend|in a minute|this morning|this evening|at midnight|by morning"
    ),
    "pill": (
        "pills|pill|meds|medication|medicine|tylenol|advil|aspirin|ibuprofen|xanax|oxy|percocet|benadryl|"
        "antidepressants|sleeping|tablets|insulin|ambien|klonopin|valium|benzos|adderall|opioids|painkillers|"
        "capsules|melatonin|paracetamol|acetaminophen|nyquil|zoloft|prozac|lithium|seroquel|trazodone|gabapentin|"
        "hydrocodone|vicodin|morphine|acid|molly|drugs|edibles|blood"
    ),
    "lots": (
        "whole|entire|all|bunch|handful|handfuls|bottle|bottles|lot|lots|fistful|dozens|hundred|pack|packs|tons|ton|"
        "hole|every|box|full|too|many|twenty|thirty|forty|fifty|sixty|20|25|30|35|40|45|50|60|70|80|90|100|extra"
    ),
    "took": (
        "took|taken|swallowed|downed|ate|chugged|popped|ingested|drank|take|taking|swallowing|swallow|down|gulped"
    ),
    "weapon": (
        "gun|pistol|shotgun|rifle|revolver|glock|firearm|knife|blade|razor|noose|rope|belt|weapon|machete|sword|bat"
    ),
    "gun": "gun|pistol|shotgun|rifle|revolver|glock|firearm|handgun|ar15",
    "edge": "bridge|roof|rooftop|ledge|balcony|cliff|building|overpass|window|tracks|platform|edge|tower|garage",
    "wrist": (
        "wrist|wrists|arm|arms|thigh|thighs|leg|legs|skin|stomach|vein|veins|hand|hands|throat|body|hips|ankle|forearm"
    ),
    "drug": (
        "heroin|meth|crack|cocaine|coke|fentanyl|oxy|percocet|pills|xanax|dope|opioids|opiates|benzos|ketamine|molly|"
        "adderall|painkillers|crystal|speed|drugs|lean|pcp|lsd|ecstasy|vicodin|morphine|tranq|ice|tina|smack"
    ),
    "drink": "alcohol|vodka|whiskey|liquor|booze|rum|tequila|wine|beer|gin",
    "pain": "pain|suffering|misery|everything|it|this|hurting",
    "adv": (
        "just|really|so|actually|seriously|honestly|literally|only|still|even|always|badly|truly|fucking|fuckin|"
        "kinda|sometimes|often|also|ever|legit|desperately|probably|now|all|right|totally|completely|lowkey|deadass|"
        "highkey|legit"
    ),
}
