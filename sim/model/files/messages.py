"""The texts of problems in scenario files, by code, in English and Dutch.

Each text says what is wrong; then, behind a semicolon, what is allowed. Names between braces are the details of a problem.
"""

from __future__ import annotations

from sim.model.files.plans.messages import MEASURE_MESSAGES
from sim.text.pairs import Text

GOT = Text("got", "er staat")
DID_YOU_MEAN = Text("Did you mean {names}?", "Bedoelde u {names}?")
MORE = Text("... and {count} more", "... en nog {count}")
FROM_MEASURE = Text("from measure '{name}' on", "vanaf maatregel '{name}'")

FILE_MESSAGES: dict[str, Text] = {
    "scenario.file_missing": Text(
        "there is no such file; give the path of a scenario file (.yaml)",
        "dit bestand bestaat niet; geef het pad van een scenariobestand (.yaml)",
    ),
    "scenario.file_is_folder": Text(
        "this is a folder; give the path of a scenario file (.yaml)",
        "dit is een map; geef het pad van een scenariobestand (.yaml)",
    ),
    "scenario.file_unreadable": Text(
        "the file cannot be read: {reason}; check its rights and whether it is in use",
        "het bestand is niet te lezen: {reason}; controleer de rechten en of het in gebruik is",
    ),
    "scenario.file_empty": Text(
        "the file is empty; a scenario file starts with 'schema: 1'",
        "het bestand is leeg; een scenariobestand begint met 'schema: 1'",
    ),
    "scenario.file_huge": Text(
        "the file is too large; a scenario file has at most {most} bytes",
        "het bestand is te groot; een scenariobestand telt hoogstens {most_nl} bytes",
    ),
    "scenario.file_binary": Text(
        "the file is not text; a scenario file is YAML, saved as UTF-8",
        "het bestand is geen tekst; een scenariobestand is YAML, opgeslagen als UTF-8",
    ),
    "scenario.file_encoding": Text(
        "the text is not UTF-8: {reason}; save the file as UTF-8",
        "de tekst is geen UTF-8: {reason}; sla het bestand op als UTF-8",
    ),
    "scenario.yaml": Text(
        "this is not YAML: {reason}; check indentation, colons, brackets and quotes around this line",
        "dit is geen YAML: {reason}; controleer inspringing, dubbele punten, haken en aanhalingstekens rond deze regel",
    ),
    "scenario.yaml_version": Text(
        "another version of YAML; scenario files are YAML 1.2; leave out the %YAML line",
        "een andere versie van YAML; scenariobestanden zijn YAML 1.2; laat de regel met %YAML weg",
    ),
    "scenario.yaml_tag": Text(
        "the tag {tag} has no meaning here; leave it out; write plain values",
        "het label {tag} heeft hier geen betekenis; laat het weg; schrijf gewone waarden",
    ),
    "scenario.yaml_depth": Text(
        "values are nested too deeply; a scenario file is nested at most {most} deep",
        "waarden zijn te diep genest; een scenariobestand is hoogstens {most} diep genest",
    ),
    "scenario.yaml_expansion": Text(
        "there are more than {most} values once aliases (*name) are followed; write the values out, or use extends",
        "er zijn meer dan {most_nl} waarden als verwijzingen (*naam) zijn gevolgd; schrijf ze uit, of gebruik extends",
    ),
    "scenario.yaml_self_reference": Text(
        "an anchor (&name) contains itself; an alias (*name) may only repeat something that ended before it",
        "een anker (&naam) bevat zichzelf; een verwijzing (*naam) mag alleen herhalen wat eerder is afgesloten",
    ),
    "scenario.not_a_mapping": Text(
        "this is not a mapping; write 'name: value' lines",
        "dit is geen lijst van sleutels met waarden; schrijf regels als 'naam: waarde'",
    ),
    "scenario.key_not_text": Text(
        "a key must be a single word or text; write 'name: value'",
        "een sleutel moet een woord of tekst zijn; schrijf 'naam: waarde'",
    ),
    "scenario.duplicate_key": Text(
        "the key {name} stands here twice, first in line {first}; write it once",
        "de sleutel {name} staat hier twee keer, eerst in regel {first}; schrijf hem een keer",
    ),
    "scenario.merge_not_a_mapping": Text(
        "<< takes over the keys of something else, and this has none; write an alias, such as <<: *name, or leave it out",
        "<< neemt de sleutels van iets anders over, en dit heeft er geen; schrijf een verwijzing, zoals <<: *naam, of laat "
        "het weg",
    ),
    "scenario.comma_in_braces": Text(
        "inside {{ }} a comma separates, so {name} is {value} here and the rest of {written} is lost; write {meant}",
        "binnen {{ }} scheidt een komma, dus {name} is hier {value} en de rest van {written} valt weg; schrijf {meant_nl}",
    ),
    "scenario.no_schema": Text(
        "this is no scenario file: it has no 'schema'; a scenario file starts with 'schema: 1'",
        "dit is geen scenariobestand: 'schema' ontbreekt; een scenariobestand begint met 'schema: 1'",
    ),
    "scenario.schema_version": Text(
        "the version of the file form is not known; this version of Sweetspot reads 'schema: 1'",
        "de versie van de bestandsvorm is onbekend; deze versie van Sweetspot leest 'schema: 1'",
    ),
    "scenario.extends_circular": Text(
        "extends goes round in a circle: {chain}; a file may not extend itself, directly or through others",
        "extends loopt in een kring: {chain}; een bestand mag niet op zichzelf voortbouwen, ook niet via andere",
    ),
    "scenario.extends_depth": Text(
        "more than {most} files extend each other; use fewer levels",
        "meer dan {most} bestanden bouwen op elkaar voort; gebruik minder lagen",
    ),
    "scenario.extends_missing": Text(
        "the file to extend is not there: {file}; write its path relative to this file",
        "het bestand om op voort te bouwen is er niet: {file}; schrijf het pad ten opzichte van dit bestand",
    ),
    "scenario.extends_not_shipped": Text(
        "no scenario of this name comes with the program; 'sweetspot plans' lists the plans; a folder of your own by this "
        "name is written ./library/",
        "bij het programma hoort geen scenario met deze naam; 'sweetspot plans' somt de plannen op; een eigen map met deze "
        "naam schrijft u als ./library/",
    ),
    "scenario.extends_not_sent": Text(
        "the file to extend did not come along; a file from elsewhere extends only what came with it, or what comes with the "
        "program (library/...)",
        "het bestand om op voort te bouwen is niet meegestuurd; een bestand van elders bouwt alleen voort op wat is "
        "meegestuurd, of op wat bij het programma hoort (library/...)",
    ),
    "scenario.not_a_reference": Text(
        "no baseline can be made from this reference; it lacks {missing}",
        "van deze referentie is geen nulsituatie te maken; er ontbreekt {missing}",
    ),
    "scenario.extends_not_a_path": Text(
        "extends is not a path; write the path of one file, relative to this file",
        "extends is geen pad; schrijf het pad van een bestand, ten opzichte van dit bestand",
    ),
}

VALUE_MESSAGES: dict[str, Text] = {
    "scenario.missing": Text("{name} is missing; {parent} needs it", "{name} ontbreekt; {parent} heeft dat nodig"),
    "scenario.unknown_key": Text("unknown key {name}; allowed here: {allowed}", "onbekende sleutel {name}; hier mag: {allowed}"),
    "scenario.nothing_to_remove": Text(
        "{name} has no value, and {parent} has no {name} to remove; give it a value, or leave it out",
        "{name} heeft geen waarde, en {parent} heeft geen {name} om weg te halen; geef een waarde, of laat het weg",
    ),
    "scenario.bad_name": Text(
        "{name} cannot be a name; a name is not empty and has no dot and no space at its ends",
        "{name} kan geen naam zijn; een naam is niet leeg en heeft geen punt en geen spatie aan het begin of eind",
    ),
    "scenario.not_allowed": Text(
        "this value is not one of those allowed; allowed: {allowed}",
        "deze waarde hoort niet bij de toegestane; toegestaan: {allowed}",
    ),
    "scenario.bad_value": Text("{wrong}; {allowed}", "{wrong_nl}; {allowed_nl}"),
    "scenario.too_small": Text(
        "this is too small; it must be {relation} {limit}",
        "dit is te klein; het moet {relation_nl} {limit} zijn",
    ),
    "scenario.too_large": Text(
        "this is too large; it must be {relation} {limit}",
        "dit is te groot; het moet {relation_nl} {limit} zijn",
    ),
    "scenario.not_whole": Text(
        "this is not a whole number; write one such as 4",
        "dit is geen geheel getal; schrijf er een, zoals 4",
    ),
    "scenario.not_a_number": Text(
        "this is not a number; write one such as 4 or 0.25",
        "dit is geen getal; schrijf er een, zoals 4 of 0.25",
    ),
    "scenario.not_a_text": Text(
        "this is not a text; put it between quotes",
        "dit is geen tekst; zet het tussen aanhalingstekens",
    ),
    "scenario.not_true_or_false": Text(
        "this is not true or false; write true or false",
        "dit is niet true of false; schrijf true (ja) of false (nee)",
    ),
    "scenario.not_a_date": Text("this is not a date; write it as 2024-12-31", "dit is geen datum; schrijf die als 2024-12-31"),
    "scenario.not_a_list": Text("this is not a list; write [a, b]", "dit is geen lijst; schrijf [a, b]"),
    "scenario.wrong_length": Text(
        "there are {actual} values here; there must be {relation} {limit}",
        "hier staan {actual} waarden; het moeten er {relation_nl} {limit} zijn",
    ),
}

REFERENCE_MESSAGES: dict[str, Text] = {
    f"scenario.unknown_{what}": Text(
        f"there is no {what} {{name}}; the {many} are: {{allowed}}",
        f"{what_nl} {{name}} bestaat niet; {many_nl}: {{allowed}}",
    )
    for what, many, what_nl, many_nl in (
        ("channel", "channels", "kanaal", "de kanalen zijn"),
        ("segment", "segments", "groep", "de groepen zijn"),
        ("queue", "queues", "wachtrij", "de wachtrijen zijn"),
        ("team", "teams", "team", "de teams zijn"),
        ("service", "services", "dienst", "de diensten zijn"),
        ("profile", "profiles", "profiel", "de profielen zijn"),
        ("step", "steps", "stap", "de stappen zijn"),
    )
} | {
    "scenario.unknown_file": Text(
        "there is no file {name}, as seen from this one; in that folder: {allowed}",
        "het bestand {name} is er niet, vanuit dit bestand gezien; in die map: {allowed}",
    ),
    "scenario.unknown_number": Text(
        "no number of this scenario has the path {name}; a number with a range, such as: {allowed}",
        "geen getal van dit scenario heeft het pad {name}; een getal met een bandbreedte, zoals: {allowed}",
    ),
    "scenario.unranged_number": Text(
        "the number {name} has no range, so nothing can turn on it; give it low and high, or name another: {allowed}",
        "het getal {name} heeft geen bandbreedte, dus daar kan niets van afhangen; geef low en high, of noem een ander: "
        "{allowed}",
    ),
}

COHERENCE_MESSAGES: dict[str, Text] = {
    "scenario.unknown_path": Text(
        "there is no {name} in {parent} to change; it has: {allowed}",
        "er is geen {name} in {parent} om te veranderen; wel: {allowed}",
    ),
    "scenario.path_through_value": Text(
        "{parent} is a value and has no {name}; set {parent} as a whole",
        "{parent} is een waarde en heeft geen {name}; verander {parent} in zijn geheel",
    ),
    "scenario.measure_out_of_bounds": Text(
        "a measure cannot change {name}; a measure changes paths within {allowed}",
        "een maatregel kan {name} niet veranderen; een maatregel verandert paden binnen {allowed}",
    ),
    "scenario.nobody_serves": Text(
        "nobody can serve this: no queue takes {service} on channel {channel}; add a queue for it, with a team",
        "niemand kan dit doen: geen wachtrij neemt {service} aan op kanaal {channel}; voeg er een toe, met een team",
    ),
    "scenario.nobody_on_duty": Text(
        "nobody can serve this: {teams} never has anybody on duty; give a team a shift with people, or unlimited: true",
        "niemand kan dit doen: bij {teams} is nooit iemand in dienst; geef een team een dienst met mensen of unlimited: true",
    ),
    "scenario.no_call_back_channel": Text(
        "there are call-back requests, but no queue takes them for {service}; add a channel of kind deferred with "
        "handoff_only: true, and a queue for it",
        "er zijn terugbelverzoeken, maar geen wachtrij neemt ze aan voor {service}; voeg een kanaal van soort deferred toe "
        "met handoff_only: true, en een wachtrij ervoor",
    ),
    "scenario.referred_nowhere": Text(
        "citizens are referred to {name}, but this step has no option there; refer to one of: {allowed}",
        "inwoners worden verwezen naar {name}, maar daar kan deze stap niet; verwijs naar een van: {allowed}",
    ),
    "scenario.save_not_self_service": Text(
        "a form is saved at {channel}, which is no self-service; leave save out, or make it an option of self-service",
        "bij {channel} wordt een formulier bewaard, en dat is geen zelf doen; laat save weg, of zet het bij een kanaal van "
        "soort self_service",
    ),
    "scenario.explains_not_self_service": Text(
        "at {channel} no form explains anything, as people are served there; leave explains out, and set dialogue",
        "bij {channel} legt geen formulier iets uit, want daar helpen mensen; laat explains weg, en gebruik dialogue",
    ),
    "scenario.look_up_not_self_service": Text(
        "nothing is looked up at {channel}; a look-up goes through a channel of kind self_service",
        "bij {channel} wordt niets opgezocht; opzoeken gaat via een kanaal van soort self_service",
    ),
    "scenario.look_up_handed_on": Text(
        "who looks something up does it alone and at once; leave hand_off and save out",
        "wie iets opzoekt, doet dat alleen en meteen; laat hand_off en save weg",
    ),
    "scenario.nobody_to_ask": Text(
        "nobody answers who asks for help; give {services} an inquiry through a channel with people, or leave ask out",
        "wie hulp vraagt, krijgt van niemand antwoord; geef {services} een inquiry via een kanaal met mensen, of laat ask weg",
    ),
    "scenario.warm_without_staff": Text(
        "at {channel} nobody of the staff can explain a question to another; leave warm out where citizens help themselves",
        "bij {channel} is geen medewerker die een vraag aan een ander kan uitleggen; laat warm weg waar inwoners het zelf doen",
    ),
    "scenario.stays_in_writing": Text(
        "there is nobody to stay with at {channel}; leave stays out where is answered later",
        "bij {channel} is er niemand om bij te blijven; laat stays weg waar later wordt geantwoord",
    ),
    "scenario.stays_for_himself": Text(
        "who stays would wait for colleagues who may be waiting in the same way: every team of {name} serves {queue} too; give "
        "{name} a team of its own, or leave stays out",
        "wie blijft, wacht op collega’s die misschien net zo staan te wachten: elk team van {name} helpt ook in {queue}; geef "
        "{name} een eigen team, of laat stays weg",
    ),
    "scenario.not_by_appointment": Text(
        "nobody makes an appointment at {channel}; leave {name} out, or say it at a channel of kind appointment",
        "bij {channel} maakt niemand een afspraak; laat {name} weg, of zet het bij een kanaal van soort appointment",
    ),
    "scenario.slots_without_staff": Text(
        "appointments are offered when nobody of {teams} is on duty: {when}; shorten the opening hours, or give one of these "
        "teams a shift then",
        "er worden afspraken aangeboden als niemand van {teams} er is: {when}; maak de openingstijden korter, of geef een van "
        "deze teams dan een dienst",
    ),
    "scenario.no_slot_fits": Text(
        "no appointment is ever offered: a slot takes {every}, and the longest stretch of opening hours is {longest}; shorten "
        "every, or open longer",
        "er wordt nooit een afspraak aangeboden: een afspraak duurt {every}, en de langste openingstijd aaneen is {longest}; "
        "maak every korter, of de openingstijd langer",
    ),
    "scenario.nobody_calls": Text(
        "nobody ever needs this team: it has no back-office step, and no step can be done through its queues ({queues}); give "
        "it a queue of a channel that a step has, or leave the team out",
        "niemand heeft dit team ooit nodig: geen stap in de backoffice, en geen stap kan via zijn wachtrijen ({queues}); geef "
        "het een wachtrij van een kanaal dat een stap heeft, of laat het team weg",
    ),
    "scenario.promise_too_short": Text(
        "this promise is shorter than the work itself, which takes {work} on average; promise at least {work}",
        "deze belofte is korter dan het werk zelf, dat gemiddeld {work} duurt; beloof ten minste {work}",
    ),
    "scenario.no_channel_for_segment": Text(
        "nobody of {segments} can do this step: each of its channels is closed to all of them; add a channel that is not "
        "digital, or let some of them go online (online, eligible above 0)",
        "niemand van {segments} kan deze stap doen: elk kanaal ervan is voor hen allemaal dicht; voeg een kanaal toe dat niet "
        "digitaal is, of laat een deel van hen online gaan (online, eligible boven 0)",
    ),
    "scenario.nobody_can_ask": Text(
        "nobody of {segments} can ask anything: each channel of the inquiry is closed to all of them; add one that is not "
        "digital, or let some of them use it (online, eligible above 0)",
        "niemand van {segments} kan iets vragen: elk kanaal van de inquiry is voor hen allemaal dicht; voeg er een toe dat niet "
        "digitaal is, of laat een deel van hen het gebruiken (online, eligible boven 0)",
    ),
    "scenario.nobody_asks": Text(
        "all groups that live here have weight 0, so nobody asks; give a group with inhabitants a weight above 0",
        "alle groepen die hier wonen hebben gewicht 0, dus niemand vraagt iets; geef een groep met inwoners een gewicht boven 0",
    ),
    "scenario.mailing_outside": Text(
        "reactions to these letters come {earliest} to {latest}, outside what is simulated ({first} to {last}); change the "
        "day, or the period",
        "reacties op deze brieven komen {earliest} t/m {latest}, buiten wat gesimuleerd wordt ({first} t/m {last}); verander "
        "de dag (day), of de periode",
    ),
    "scenario.mailing_without_days": Text(
        "nobody can react to these letters: every day from {earliest} to {last}, the last day simulated, has weight 0; change "
        "the day, the weights of the profile, or the period",
        "niemand kan op deze brieven reageren: van {earliest} t/m de laatste gesimuleerde dag, {last}, is elk gewicht 0; "
        "verander de dag (day), de gewichten van het profiel, of de periode",
    ),
    "scenario.mailing_before_measure": Text(
        "these letters are never sent: the last leaves on {day}, and the measure begins on {begins}; change the day, or let "
        "the measure begin earlier",
        "deze brieven gaan nooit weg: de laatste gaat op {day}, en de maatregel begint op {begins}; verander de dag (day), of "
        "laat de maatregel eerder beginnen",
    ),
    "scenario.roster_outside_hours": Text(
        "this shift is never on duty while a channel of its team is open; open: {allowed}",
        "deze dienst valt nooit binnen de openingstijden van een kanaal van dit team; open: {allowed}",
    ),
}

MESSAGES = MEASURE_MESSAGES | FILE_MESSAGES | VALUE_MESSAGES | REFERENCE_MESSAGES | COHERENCE_MESSAGES
