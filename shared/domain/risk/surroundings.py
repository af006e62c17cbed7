"""Words of the surroundings of a phrase that change what it means. Data for `context`."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split()) for pair in text.split(","))


NEGATIONS = _set(
    "aint arent didnt doesnt dont hadnt hasnt havent isnt jamas never no none nor not nunca sin tampoco wasnt "
    "werent without wont wouldnt zero "
)
#: A negation followed by one of these denies something else: "dont know", "cant help", "not just", "no joke".
NOT_DENIED = _set(
    "afraid believe cap care doubt even feel fun get gonna help hesitate joke joking judge just kidding know let "
    "longer lying mas matter more one only puedo say scared se see shit stop sure tell think understand worry "
)
#: What a gap in a pattern does not skip.
BARRIERS = _set("but didnt doesnt dont hasnt havent isnt never not wasnt wont wouldnt")
#: Here a negation before, or a title, no longer counts.
TURNS = _set("and aunque because but cause cuando except if or pero porque so then though until when y")
#: Here a time that follows no longer belongs to the phrase.
TURNS_AFTER = _set("and because but now pero porque so y")
QUESTIONS = _set("porque why")
FIRST = _set("i id ill im ive me mi mine my myself us we were yo")
OTHERS = _set(
    "alguien amiga amigo anyone aunt bestie boss boy boyfriend brother buddy character child classmate client "
    "colleague cousin coworker dad daughter daughters el ella esposa esposo everyone ex father fiance friend "
    "friends girl girlfriend grandfather grandma grandmother grandpa guy he hed her hermana hermano hes hija hijo "
    "him his homie husband kid kids mama man mom mother mum neighbor nephew niece novia novio papa parents "
    "partner patient people person prima primo roommate she shed shes sim sister somebody someone son sons "
    "stepbrother stepdad stepmom student students teacher teen teenager their them they theyre theyve tia tio "
    "uncle vecina vecino wife woman "
)
PAST = _set("ago antes formerly hace once previously")
AGE = _set("10 11 12 13 14 15 16 17 18 19 20 21 22 23 8 9 fifteen fourteen nine sixteen ten thirteen twelve ")
PRESENT = _set(
    "again ahora anymore ayer currently days hour hours hoy lately minute minutes now otra rn still this today "
    "tonight week weekend yesterday "
)
TITLES = _set(
    "album article band book called cancion caption celebrity celebritys chapter character detective documentary "
    "episode essay film films fortnite game halo headline hero letra libro lyric lyrics meme minecraft monologue "
    "movie movies news novel novela pelicula play podcast poem poster protagonist quote quoted quotes report "
    "scene series shirt show sign sims skyrim song songs titled track villain "
)
REPORTING = _set("dice dicen go goes going line reads said say says sings where")
GAMES = _set(
    "apex boxing cod creed creeper d20 dnd dodgeball elden fortnite gamer gaming goalie gta halo headshot hockey "
    "impostor jiu juego jujutsu karate lacrosse laser lobby malenia minecraft mma npc overwatch paintball "
    "playstation pokemon ps5 pubg quest raid respawn respawned roblox rugby sim sims skyrim sparring stimpaks ufc "
    "valorant villain warzone wrestling xbox zelda zombies "
)
MISHAPS = _set(
    "accident accidentally afeitandome ankle baking pan grill coffee candle curling soup pot drill hammer "
    "basketball bike biking bread candle cat cebolla chopping climbing cocina cocinando coffee cook cooking "
    "curling dancing dinner dog drill fall fell football game gardening grill gym hair hammer hiking hockey iron "
    "jugando kitchen knee lifting nails onion onions oven pan paper picando pot practice running shave shaving "
    "skateboarding skating soccer soup stove sunburn tripped vegetables working workout wrestling "
)
PAST_PAIRS = _pairs(
    "a child, a kid, a teen, a teenager, a time, as a, as kid, at one, back in, back when, de nina, de nino, high "
    "school, in college, last year, lived with, long time, middle school, my teens, my twenties, no longer, used "
    "to, was little, was young, was younger, years clean, years free, years since, years sober "
)
PLAYED_PAIRS = _pairs("among us, my character, next level, the level, video game ")
