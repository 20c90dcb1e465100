"""How to count a number in two weeks, where a municipality has no figure of its own. Keys say which of these is theirs."""

from __future__ import annotations

from sim.text.pairs import Text

TO_BE_SURE = Text(
    "For two weeks, let everybody who answers a call, e-mail or message about this service tick one box: “only wanted "
    "to be sure, nothing was wrong”. Divide the ticks by the number of running cases, and multiply by the duration of a "
    "case in weeks divided by two. The number in the file is for people who hear nothing in between, so it lies above "
    "your count.",
    "Laat iedereen die een telefoontje, e-mail of bericht over deze dienst beantwoordt twee weken lang één vakje "
    "aankruisen: “wilde alleen zekerheid, er was niets mis”. Deel het aantal kruisjes door het aantal lopende zaken, en "
    "vermenigvuldig met de duur van een zaak in weken gedeeld door twee. Het getal in het bestand gaat over mensen die "
    "tussendoor niets horen; het ligt dus hoger dan uw telling.",
)
SILENCE = Text(
    "For two weeks, note of every contact “only to be sure” how many days ago the person last heard from you, and how "
    "many days it is until the date that counts. Fifty contacts show from which silence on people start to call.",
    "Noteer twee weken lang bij elk contact “alleen voor de zekerheid” hoeveel dagen geleden iemand voor het laatst "
    "iets van u hoorde, en hoeveel dagen het nog is tot de datum waar het om gaat. Met vijftig contacten ziet u na "
    "hoeveel stilte mensen gaan bellen.",
)
CHASING = Text(
    "For two weeks, count the contacts that ask why something is late, and each day the number of cases past the "
    "promised date. Divide the first by the sum of the second: the chance per day that a late case asks.",
    "Tel twee weken lang de contacten waarin iemand vraagt waarom iets zo lang duurt, en elke dag het aantal zaken "
    "waarvan de beloofde datum voorbij is. Deel het eerste door de som van het tweede: dat is de kans per dag dat "
    "iemand navraag doet.",
)
REASSURANCE = Text(
    "For two weeks, tick every contact “only to be sure” and what the person had received before it: nothing, a "
    "receipt, a status on the website, or somebody's word. Compare the four groups.",
    "Kruis twee weken lang elk contact “alleen voor de zekerheid” aan, en wat iemand daarvoor had gekregen: niets, een "
    "ontvangstbevestiging, een status op de website of een toezegging van een medewerker. Vergelijk die vier groepen.",
)
CERTAINTY = Text(
    "At the end of fifty contacts of this kind, ask one question: “Are you sure now that it is arranged?”, and note yes "
    "or no. Then look up how many of both groups came back within two weeks.",
    "Stel in twee weken aan het eind van vijftig van deze contacten één vraag: “Weet u nu zeker dat het geregeld is?” "
    "Noteer ja of nee. Zoek daarna op hoeveel mensen uit beide groepen binnen twee weken terugkwamen.",
)
EXTRA_TIME = Text(
    "For two weeks, note the minutes of conversations in which a second question came up, and of those in which none did.",
    "Noteer twee weken lang de minuten van gesprekken waarin een tweede vraag opkwam, en van gesprekken zonder tweede vraag.",
)
HIDDEN_NEED = Text(
    "For two weeks, let staff note after every conversation about this service whether another question than the one "
    "asked turned up, and whether it was helped at once. Ask thirty people who did it online the same by telephone "
    "afterwards.",
    "Laat medewerkers twee weken lang na elk gesprek over deze dienst noteren of er een andere vraag achter zat, en of "
    "die meteen is opgelost. Bel daarna dertig mensen die het online deden en vraag hun hetzelfde.",
)
COMPLETE = Text(
    "Take the applications of the last two weeks, by channel. Count how many could be handled at once, and how many "
    "waited for something that was missing.",
    "Neem de aanvragen van de laatste twee weken, per kanaal. Tel hoeveel er meteen konden worden behandeld, en hoeveel "
    "er wachtten op iets dat ontbrak.",
)
ELIGIBLE = Text(
    "Take the cases of the last two weeks and count how many could not have been done online: no DigiD, papers from "
    "abroad, a special situation.",
    "Neem de zaken van de laatste twee weken en tel hoeveel er niet online hadden gekund: geen DigiD, papieren uit het "
    "buitenland, een bijzondere situatie.",
)
ONLINE = Text(
    "From the statistics of the web form of the last two weeks: how many people began, and how many sent it. Subtract "
    "beginnings by people who only looked, by asking fifty visitors why they stopped.",
    "Uit de statistiek van het webformulier van de laatste twee weken: hoeveel mensen begonnen, en hoeveel het "
    "verstuurden. Vraag vijftig bezoekers die stopten waarom, en laat wie alleen keek buiten de telling.",
)
RESOLVES = Text(
    "For two weeks, let staff tick after each contact of this kind whether the question was fully answered. Check fifty "
    "of them: did the same person come back about it within two weeks?",
    "Laat medewerkers twee weken lang na elk van deze contacten aankruisen of de vraag helemaal is beantwoord. "
    "Controleer er vijftig: kwam dezelfde persoon er binnen twee weken op terug?",
)
WORK = Text(
    "Time one hundred pieces of this work in two weeks: from the telephone system, or with a stopwatch and a tally "
    "list, spread over the days and over colleagues. Note the work after it too. Do not note who did it.",
    "Meet in twee weken de tijd van honderd keer dit werk: uit de telefooncentrale, of met een stopwatch en een "
    "turflijst, verspreid over de dagen en de collega’s. Noteer ook het nawerk. Noteer niet wie het deed.",
)
DIGITAL_WORK = Text(
    "In two weeks, time fifty digital and fifty desk cases in the back office, from opening to closing. Divide the mean "
    "of the first by that of the second.",
    "Meet in twee weken van vijftig digitale en vijftig baliezaken de tijd in de backoffice, van openen tot sluiten. "
    "Deel het gemiddelde van de eerste door dat van de tweede.",
)
NO_SHOW = Text(
    "From the appointment system of the last two weeks: appointments made, and people who did not come, by the number "
    "of weeks between booking and appointment.",
    "Uit het afsprakensysteem van de laatste twee weken: het aantal afspraken en het aantal mensen dat niet kwam, per "
    "aantal weken tussen boeken en afspraak.",
)
PATIENCE = Text(
    "From the telephone system (or by counting at the ticket machine) of the last two weeks: how long each caller who "
    "hung up had waited, and each who was answered. Both are needed, not only those who hung up.",
    "Uit de telefooncentrale (of van de bonnetjes aan de balie) van de laatste twee weken: hoe lang iedereen wachtte "
    "die ophing, en iedereen die werd geholpen. U hebt beide nodig, niet alleen wie ophing.",
)
FORGETS = Text(
    "Take the applications of the last two weeks that need a second person. Count after how many days that person did "
    "his part, and how many needed a reminder.",
    "Neem de aanvragen van de laatste twee weken waar een tweede persoon bij nodig is. Tel na hoeveel dagen die zijn "
    "deel deed, en hoe vaak een herinnering nodig was.",
)
REACTIONS = Text(
    "From the telephone system of two weeks: of the numbers that hung up or were not helped, how many called again "
    "within two hours. Ask fifty people at the desk and by e-mail whether they had tried something else first.",
    "Uit de telefooncentrale van twee weken: hoeveel nummers die ophingen of niet werden geholpen, belden binnen twee "
    "uur opnieuw. Vraag vijftig mensen aan de balie en per e-mail of zij eerst iets anders hadden geprobeerd.",
)
CHOICE = Text(
    "Ask one hundred people who contact you in two weeks what else they considered and why they chose this: waiting "
    "time, distance, opening hours, habit, or wanting certainty. Show beside it how long the wait was at that moment.",
    "Vraag in twee weken aan honderd mensen die contact met u opnemen wat zij nog meer overwogen en waarom zij dit "
    "kozen: wachttijd, afstand, openingstijden, gewoonte of zekerheid. Noteer erbij hoe lang het wachten op dat moment "
    "was.",
)
BROKEN = Text(
    "Take fifty e-mails, messages or call-back requests of two weeks ago. Count how many had an answer within the time "
    "you promise, and how many none at all.",
    "Neem vijftig e-mails, berichten of terugbelverzoeken van twee weken geleden. Tel hoeveel er binnen de beloofde "
    "tijd een antwoord kregen, en hoeveel helemaal niet.",
)
CASES = Text(
    "Count the new cases of this service per day for two weeks, and compare with the same two weeks of last year, so "
    "that the season is taken into account.",
    "Tel twee weken lang per dag de nieuwe klantvragen voor deze dienst. Vergelijk met dezelfde twee weken van vorig "
    "jaar, zodat het seizoen meetelt.",
)
QUESTIONS = Text(
    "For two weeks, let everybody who answers a contact about a running case note how many questions about the case were asked, "
    "and how the application was made: online, on paper or at the desk. Divide by the number of cases of each kind.",
    "Laat iedereen die een contact over een lopende zaak beantwoordt twee weken lang noteren hoeveel vragen over de zaak "
    "er waren, en hoe de aanvraag was gedaan: online, op papier of aan de balie. Deel door het aantal zaken van elke soort.",
)
SETTLED = Text(
    "Ask fifty people right after this contact, form or letter what they still want to know. Call them after two weeks: what did "
    "they ask about in the meantime, and what had been explained already?",
    "Vraag vijftig mensen meteen na dit contact, dit formulier of deze brief wat zij nog willen weten. Bel hen na twee weken: "
    "waarover hadden zij intussen gevraagd, en wat was al uitgelegd?",
)
CHANNELS = Text(
    "For two weeks, count by each channel how many people do this. The shares tell how much people like each as it is now.",
    "Tel twee weken lang per kanaal hoeveel mensen dit doen. De aandelen zeggen hoe graag mensen elk kanaal nu gebruiken.",
)
LOOKED_UP = Text(
    "Ask one hundred people who call with a question whether they looked on the website first. Put “Did you find it?” below the "
    "pages with answers for two weeks, and ask who did not: are you going to call, or do you let it go?",
    "Vraag honderd mensen die met een vraag bellen of zij eerst op de website keken. Zet twee weken “Hebt u het gevonden?” onder "
    "de pagina’s met antwoorden, en vraag wie het niet vond: gaat u bellen, of laat u het zitten?",
)
BECAUSE_ONLINE = Text(
    "Compare the number of cases in the year before it could be done online with that of the year after. Ask fifty people who "
    "did it online: would you have come, called or written for it?",
    "Vergelijk het aantal klantvragen in het jaar voordat het online kon met het jaar erna. Vraag vijftig mensen die het online "
    "deden: was u er anders voor gekomen, of had u gebeld of geschreven?",
)
ABSENCE = Text(
    "From the roster of the last two weeks: hours planned, and hours not worked by illness and leave, of the whole team.",
    "Uit het rooster van de laatste twee weken: de geplande uren en de uren die door ziekte en verlof niet zijn "
    "gewerkt, van het hele team.",
)
AHEAD = Text(
    "Take one hundred recent cases and count the weeks between the first contact and the date that it was about.",
    "Neem honderd recente zaken en tel de weken tussen het eerste contact en de datum waar het om ging.",
)
SHARE = Text(
    "For two weeks, tally at each case of this kind whether it happened or not; a hundred cases give about 10 points either way.",
    "Turf twee weken lang bij elke zaak van deze soort of het gebeurde of niet. Met honderd zaken weet u het op ongeveer 10 "
    "procentpunt nauwkeurig.",
)
DURATION = Text(
    "Time one hundred of these in two weeks, spread over the days, and take the mean.",
    "Meet er in twee weken honderd, verspreid over de dagen, en neem het gemiddelde.",
)
OTHERWISE = Text(
    "Count it for two weeks with a tally list where it happens, on all days of the week; note the number of cases beside it.",
    "Turf het twee weken lang op de plek waar het gebeurt, op alle dagen van de week. Noteer het aantal klantvragen erbij.",
)
