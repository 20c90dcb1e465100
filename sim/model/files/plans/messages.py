"""The texts of problems with measures and plans, by code; the form of :mod:`sim.model.files.messages`."""

from __future__ import annotations

from sim.text.pairs import Text

MEASURE_MESSAGES: dict[str, Text] = {
    "scenario.is_measure": Text(
        "this is a measure and no scenario; give a town, with --measure {name}, or write it under 'use' in a scenario file",
        "dit is een maatregel en geen scenario; geef een gemeente, met --measure {name}, of schrijf hem onder 'use' in een "
        "scenariobestand",
    ),
    "scenario.no_measure": Text(
        "this is no measure: it has no 'measure'; a measure file has 'schema: 1', 'measure: its name', parameters and 'set'",
        "dit is geen maatregel: 'measure' ontbreekt; een bestand van een maatregel heeft 'schema: 1', 'measure: de naam', "
        "parameters en 'set'",
    ),
    "scenario.measure_name": Text(
        "the measure is not called as its file; write: {allowed}",
        "de maatregel heet anders dan zijn bestand; schrijf: {allowed}",
    ),
    "scenario.unknown_measure": Text(
        "there is no measure {name}; one of your own is written as a file (./name.yaml); the program has: {allowed}",
        "er is geen maatregel {name}; een eigen maatregel schrijft u als bestand (./naam.yaml); het programma heeft: {allowed}",
    ),
    "scenario.measure_missing": Text(
        "the file of the measure {name} is not there: {file}; write its path relative to this file",
        "het bestand van de maatregel {name} is er niet: {file}; schrijf het pad ten opzichte van dit bestand",
    ),
    "scenario.measure_not_sent": Text(
        "the file of the measure {name} did not come along; send it with the scenario",
        "het bestand van de maatregel {name} is niet meegestuurd; stuur het mee met het scenario",
    ),
    "scenario.measure_of_two_files": Text(
        "two files have this measure: {first} and {second}; use one of them, or give one another name",
        "twee bestanden hebben deze maatregel: {first} en {second}; gebruik een ervan, of geef een ervan een andere naam",
    ),
    "scenario.measure_twice": Text(
        "the measure {name} stands under 'measures' too; give one of them another name",
        "de maatregel {name} staat ook onder 'measures'; geef een van beide een andere naam",
    ),
    "scenario.unknown_parameter": Text(
        "the measure {measure} has no parameter {name}; it has: {allowed}",
        "de maatregel {measure} heeft geen parameter {name}; wel: {allowed}",
    ),
    "scenario.reserved_parameter": Text(
        "a parameter cannot be called {name}: 'use' has that itself; give it another name",
        "een parameter kan niet {name} heten: 'use' heeft dat zelf; geef hem een andere naam",
    ),
    "scenario.no_neutral": Text(
        "the parameter {name} has no 'neutral'; write the value at which nothing changes",
        "de parameter {name} heeft geen 'neutral'; schrijf de waarde waarbij er niets verandert",
    ),
    "scenario.no_levels": Text(
        "the parameter {name} has no 'levels'; write the values to try",
        "de parameter {name} heeft geen 'levels'; schrijf de waarden om te proberen",
    ),
    "scenario.placeholder": Text(
        "{name} is no parameter of this measure; it has: {allowed}",
        "{name} is geen parameter van deze maatregel; wel: {allowed}",
    ),
    "scenario.parameter_value": Text(
        "this is no value of the parameter {name}; write one such as: {allowed}",
        "dit is geen waarde van de parameter {name}; schrijf er een zoals: {allowed}",
    ),
    "scenario.parameter_choice": Text(
        "this is no value of the parameter {name}; choose from: {allowed}",
        "dit is geen waarde van de parameter {name}; kies uit: {allowed}",
    ),
    "scenario.parameter_services": Text(
        "the parameter {name} takes names of services, 'all', or a selection by: {allowed}",
        "de parameter {name} wil namen van diensten, 'all', of een keuze met: {allowed}",
    ),
    "scenario.parameter_out_of_levels": Text(
        "the parameter {name} is outside its levels; write {first} to {last}{unit}",
        "de parameter {name} valt buiten zijn grenzen; schrijf {first} tot en met {last}{unit_nl}",
    ),
    "scenario.parameter_only_if": Text(
        "the parameter {name} counts only where {other} is {level}; set that too, or leave {name} out",
        "de parameter {name} telt alleen als {other} {level} is; zet die ook, of laat {name} weg",
    ),
    "scenario.reaches_nothing": Text(
        "the measure {name} changes nothing in this town: it lacks what that is about, or has it so already (--today puts "
        "something else in today); it looked for: {paths}",
        "de maatregel {name} verandert niets in deze gemeente: wat hij verandert is er niet, of is al zo (--today zet iets "
        "anders in vandaag); gezocht is naar: {paths}",
    ),
    "scenario.measure_lacks": Text(
        "this town does not have {name}; leave that out, or ask for what is possible (where_possible: true, --where-possible); "
        "it has: {allowed}",
        "deze gemeente heeft {name} niet; laat dat weg, of vraag om wat wel kan (where_possible: true, --where-possible); wel: "
        "{allowed}",
    ),
    "scenario.measure_changes_nothing": Text(
        "the measure {measure} changes nothing for {name}: it is so already, or there is no such step or channel; leave that "
        "out, or ask for what is possible (where_possible: true, --where-possible)",
        "de maatregel {measure} verandert niets voor {name}: het is al zo, of die stap of dat kanaal is er niet; laat dat weg, "
        "of vraag om wat wel kan (where_possible: true, --where-possible)",
    ),
    "scenario.nothing_possible": Text(
        "nothing of this is possible in this town; it lacks: {name}",
        "niets hiervan kan in deze gemeente; wat ontbreekt: {name}",
    ),
    "scenario.not_relative": Text(
        "{target} cannot be changed by {change}; set a new value",
        "{target} is niet te veranderen met {change}; geef een nieuwe waarde",
    ),
    "scenario.too_many_designs": Text(
        "citizens adopt {names} at the same time, in more than {most} combinations; let some of them start later, or without "
        "'ramp'",
        "inwoners gaan tegelijk over op {names}, in meer dan {most} combinaties; laat er enkele later beginnen, of zonder 'ramp'",
    ),
    "scenario.today_is_whole": Text(
        "what is so today has no 'ramp' and no 'until'; leave these out, or write the week in which {name} starts",
        "wat vandaag al zo is, heeft geen 'ramp' en geen 'until'; laat die weg, of schrijf in welke week {name} begint",
    ),
    "scenario.measure_typed": Text(
        "{name} sets no parameter; write NAME:PARAMETER=VALUE,PARAMETER=VALUE, such as online-first:strength=4",
        "{name} zet geen parameter; schrijf NAAM:PARAMETER=WAARDE,PARAMETER=WAARDE, zoals online-first:strength=4",
    ),
    "scenario.unknown_plan": Text(
        "there is no plan {name}; one of your own is written as a file (./name.yaml); the program has: {allowed}",
        "er is geen plan {name}; een eigen plan schrijft u als bestand (./naam.yaml); het programma heeft: {allowed}",
    ),
    "scenario.plan_or_file": Text(
        "{name} is a file here and a plan of the program; write ./{file} for the file, or {library} for the plan",
        "{name} is hier een bestand en ook een plan van het programma; schrijf ./{file} voor het bestand, of {library} "
        "voor het plan",
    ),
    "scenario.no_plan": Text(
        "this is no plan: it changes the town itself ({name}); a plan only has measures ('use' or 'measures') and "
        "says what it is",
        "dit is geen plan: het verandert de gemeente zelf ({name}); een plan heeft alleen maatregelen ('use' of 'measures') en "
        "zegt wat het is",
    ),
}
