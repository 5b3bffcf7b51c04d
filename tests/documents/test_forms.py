"""Forms with boxes: what is ticked is said, what is not is left out, what is crossed is denied."""

from __future__ import annotations

import pytest

from procgraph.documents.forms import ticked
from procgraph.documents.legible import legible


def told(text: str) -> str:
    return ticked(text).rendering.text


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("☐ gout\n☑ asthma\n", "- asthma\n"),
        ("- [ ] gout\n- [x] asthma\n", "- asthma\n"),
        ("( ) gout\n(X) asthma\n", "- asthma\n"),
        ("[ ] None  [x] Sedation  [ ] General\n", "- Sedation\n"),
        ("Where: ☐ ward ☑ theatre\n", "Where: theatre\n"),
        ("Who: ☑ nurse ☑ surgeon ☐ midwife\n", "Who:\n- nurse\n- surgeon\n"),
        ("Gout: Yes [ ] No [x]\n", "- Gout: no\n"),
        ("Gout? ☐Y ☑N   Asthma? ☑Y ☐N\n", "- Gout: no\n- Asthma\n"),
        ("General ☑  Spinal ☐\n", "- General\n"),
        ("□ gout ■ asthma\n", "- asthma\n"),
        ("___ gout\n_x_ asthma\n", "- asthma\n"),
        ("[x] asthma\nGout: N\n", "- asthma\n- Gout: no\n"),
        ("☐ gout of the foot\n   or the hand\n☑ asthma\n", "- asthma\n"),
        ("☑ asthma\n☐ gout\n   - of the foot\n", "- asthma\n"),
        ("Reason (tick one)\n☑ asthma\n☐ gout\n", "Reason\n- asthma\n"),
    ],
)
def test_only_what_is_ticked_is_read(form: str, read: str) -> None:
    assert told(form) == read


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("☐ gout\n☐ asthma\n", "- gout\n- asthma\n"),
        ("- [ ] No food\n- [ ] Rings off\n", "- No food\n- Rings off\n"),
        ("Gout: ☐ Yes ☐ No\n", "- Gout\n"),
        ("☐ nurse ☐ surgeon ☐ none ☐ other: ____\n", "- nurse\n- surgeon\n"),
        ("■ gout\n■ asthma\n", "■ gout\n■ asthma\n"),
        ("● gout\n  ○ in the foot\n", "● gout\n  ○ in the foot\n"),
    ],
)
def test_a_list_to_be_filled_in_is_read_whole(form: str, read: str) -> None:
    assert told(form) == read


def test_what_is_crossed_out_is_denied() -> None:
    assert told("✓ Walk\n✗ Run\n") == "- Walk\n- Don't: Run\n"
    assert told("| Nurse | ✓ |\n| Surgeon | ✗ |\n") == "| Nurse |  |\n| Surgeon | no |\n"


def test_blanks_are_left_out() -> None:
    assert told("☑ asthma\nSigned: ........ Date: ____\nGout: 1.5 mg\n") == (
        "- asthma\n\nGout: 1.5 mg\n"
    )


def test_a_cross_ticks_where_other_boxes_are_empty() -> None:
    assert told("☐ gout\n✗ asthma\n") == "- asthma\n"


@pytest.mark.parametrize(
    "text", ["The ones with a ✓ are kept.\n", "See (x) and [1].\n", "viii) a\n(ix) b\n(x) c\n"]
)
def test_a_mark_in_a_sentence_is_no_box(text: str) -> None:
    assert told(text) == text


def test_offsets_lead_back_and_what_is_left_out_is_told() -> None:
    text = "Gout: ☐ Yes ☑ No\n☐ asthma\n☑ angina\n"
    seen = legible(text)
    at = seen.text.index("Gout: no")
    start, end = seen.source(at, at + len("Gout: no"))
    assert text[start:end] == "Gout: ☐ Yes ☑ No"
    at = seen.text.index("angina")
    start, end = seen.source(at, at + len("angina"))
    assert text[start:end] == "angina"
    assert [text[slice(*span)] for span in seen.left_out] == ["asthma"]
