"""How long the procedure itself takes, in minutes."""

from __future__ import annotations

import pytest

from procgraph.extraction.durations import base_duration

MINUTES = {
    "Typically takes about 30 to 60 minutes.": (30, 60),
    "30-45 min": (30, 45),
    "20 - 30 minutes": (20, 30),
    "between 20 and 40 minutes": (20, 40),
    "It lasts from 2 to 4 hours, depending on the number of levels": (120, 240),
    "1-2 hours per level": (60, 120),
    "1.5 to 2 hours": (90, 120),
    "45 minutes to an hour": (45, 60),
    "1 hour to 90 minutes": (60, 90),
    "an hour to an hour and a half": (60, 90),
    "two to three hours": (120, 180),
    "Thirty to forty-five minutes": (30, 45),
    "An hour or two": (60, 120),
    "an hour": (60, 60),
    "half an hour": (30, 30),
    "a half hour": (30, 30),
    "three-quarters of an hour": (45, 45),
    "an hour and a half": (90, 90),
    "one and a half hours": (90, 90),
    "1½ hours": (90, 90),
    "2 hrs 30 mins": (150, 150),
    "2 hours 15 minutes": (135, 135),
    "3 h": (180, 180),
    "60min": (60, 60),
    "about 20 minutes per session": (20, 20),
    "8 sessions of 50 minutes": (50, 50),
    "1 to 2 days": (1440, 2880),
    # open ends
    "less than 30 minutes": (None, 30),
    "under an hour": (None, 60),
    "up to 2 hours": (None, 120),
    "at least 45 minutes": (45, None),
    "more than an hour": (60, None),
    # two parts: the procedure, and what is around it
    "The procedure itself takes 10 minutes; allow 2 hours for the whole visit": (10, 10),
    "Plan on 3 hours in all, but the scan takes 20 to 30 minutes": (20, 30),
    "About 45 minutes, plus 30 minutes of preparation": (45, 45),
    "15 minutes (30 minutes if sedated)": (15, 15),
    "The first session lasts 60 minutes; later ones 30 minutes": (60, 60),
    "Recovery takes 2 hours": (120, 120),
}


@pytest.mark.parametrize("text", MINUTES)
def test_the_base_case_in_minutes(text: str) -> None:
    found = base_duration(text)
    assert found is not None
    assert (found.duration.min_minutes, found.duration.max_minutes) == MINUTES[text]
    assert " ".join(text[found.start : found.end].split()) == found.duration.text


@pytest.mark.parametrize(
    "text", ["", "It varies.", "2 to 3 visits", "a 5 mm needle", "depends on the patient", "60"]
)
def test_what_is_no_duration_gives_none(text: str) -> None:
    assert base_duration(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("90 minutes or more", (90, None)), ("30 minutes or less", (None, 30))]
)
def test_a_bound_after_the_figure_leaves_the_end_open(
    text: str, minutes: tuple[int | None, int | None]
) -> None:
    found = base_duration(text)
    assert found is not None
    assert (found.duration.min_minutes, found.duration.max_minutes) == minutes


@pytest.mark.parametrize("text", ["several hours", "a few minutes", "It takes a few hours."])
def test_a_vague_time_keeps_its_open_end(text: str) -> None:
    found = base_duration(text)
    assert found is not None
    assert found.duration.min_minutes
    assert found.duration.max_minutes is None
