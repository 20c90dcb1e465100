"""Published figures of the front office of 's-Hertogenbosch, 2016 to 2019 (source V1: its annual reports 2018 and 2019)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One year as the annual report has it; times in seconds, shares between 0 and 1, None = not in the report.

    The report does not say of what ``within_25_s`` is a share; ``of_offered`` and ``of_answered`` in our figures are both.
    """

    year: int
    calls: int
    talk_time: float
    within_25_s: float
    abandoned: float
    desk_contacts: int
    emails: int
    messages: int | None
    passports: int
    identity_cards: int
    driving_licences: int
    licences_online: int | None
    visitors: int
    birth_desk: int


PUBLISHED = {
    2016: Published(2016, 214_997, 336, 0.37, 0.19, 34_025, 5_284, None, 19_411, 14_821, 13_318, None, 54_840, 2_335),
    2017: Published(2017, 198_490, 342, 0.45, 0.14, 34_676, 4_446, None, 17_836, 13_424, 17_481, None, 60_534, 2_646),
    2018: Published(2018, 174_444, 287, 0.71, 0.06, 27_279, 4_174, 1_200, 19_353, 10_555, 17_032, 34, 61_024, 2_647),
    2019: Published(2019, 163_408, 292, 0.67, 0.07, 21_165, 3_753, 6_676, 7_628, 5_816, 17_276, 471, 39_884, 2_404),
}
