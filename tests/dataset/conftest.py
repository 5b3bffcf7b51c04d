"""Datasets made by hand: no extraction, no pipeline, so that these tests hold the room alone."""

from __future__ import annotations

from collections import defaultdict

import pytest

from procgraph.dataset.files import Kind, segment_of, write_file
from procgraph.dataset.manifest import DocumentEntry, Manifest
from procgraph.dataset.reader import Dataset
from procgraph.dataset.resolution import resolve, row
from procgraph.dataset.segments import RESOLUTION, Share, write_segment
from procgraph.dataset.versions import versions
from procgraph.documents.references import fingerprint
from procgraph.model import (
    Concept,
    Document,
    Duration,
    Evidence,
    Extraction,
    Fact,
    Procedure,
    Relation,
    Step,
    Unread,
)
from procgraph.rdf.iris import concept_iri, procedure_iri
from procgraph.rdf.nquads import to_triples


def extraction(identifier, title, *lines, unread=(), document=None, **procedure):
    """A document from lines as ``relation: object | qualifier``, and the facts that they are.

    A qualifier is a frequency, ``not``, ``group N``, or a condition. In `unread`, a line is
    ``reason: sentence``.
    """
    about = Procedure(procedure_iri(title), title, **procedure)
    text, facts, left = f"{title}\n\n", [], []
    for line in lines:
        relation, _, rest = line.partition(": ")
        name, _, qualifier = rest.partition(" | ")
        quote = f"{name}, {qualifier}" if qualifier else name
        place = Evidence(len(text), len(text) + len(quote), text.count("\n") + 1, quote)
        text += f"{quote}\n"
        more = {}
        if qualifier in ("common", "uncommon", "rare"):
            more["frequency"] = qualifier
        elif qualifier == "not":
            more["polarity"] = "negated"
        elif qualifier.startswith("group "):
            more["group"] = int(qualifier.removeprefix("group "))
        elif qualifier:
            more["condition"] = qualifier
        facts.append(
            Fact(
                identifier,
                about,
                Relation(relation),
                _object(relation, name),
                (place,),
                relation.title(),
                f"{relation}.line",
                **more,
            )
        )
    for line in unread:
        reason, _, sentence = line.partition(": ")
        left.append(Unread(len(text), len(text) + len(sentence), "Summary", reason))
        text += f"{sentence}\n"
    found = Document(identifier, text, f"in/{identifier}", **(document or {}))
    return Extraction(found, about, tuple(facts), tuple(left))


def _object(relation, name):
    if relation == "hasDuration":
        low, _, high = name.partition("-")
        return Duration(int(low), int(high) if high else None, name)
    if relation == "hasStep":
        return Step(1, name)
    return Concept(concept_iri(name), name, name)


def dataset_in(folder, *extractions):
    """Write a dataset as a build would, and open it."""
    shares, entries = defaultdict(dict), {}
    for one in extractions:
        document = one.document
        segment, sha256 = segment_of(document.id), fingerprint(document)
        shares[segment][document.id] = Share.of(one, to_triples(one))
        entries[document.id] = DocumentEntry(segment, sha256, document.source)
    segments = {name: write_segment(str(folder), name, found) for name, found in shares.items()}
    links = [f"{line}\n".encode() for line in resolve(map(row, extractions))]
    made = versions(rules="rules", terminology="terms")
    resolution = write_file(str(folder), Kind.QUADS, RESOLUTION, links)
    manifest = Manifest(made, entries, segments, resolution, len(links))
    folder.joinpath("dataset.json").write_bytes(manifest.to_bytes())
    return Dataset(folder, manifest)


@pytest.fixture
def make_extraction():
    """The function that makes an extraction from lines."""
    return extraction


@pytest.fixture
def make_dataset(tmp_path):
    """The function that makes a dataset of extractions, in a folder of its own."""

    def make(*extractions, name="dataset"):
        return dataset_in(tmp_path / name, *extractions)

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Dataset:
    """A small dataset with every kind of object and qualifier, and links between documents."""
    return dataset_in(
        tmp_path_factory.mktemp("sample") / "dataset",
        extraction(
            "block.txt",
            "Test nerve block, first level",
            "treats: zz neck trouble",
            "requiresPersonnel: zz needle doctor | group 1",
            "requiresPersonnel: zz picture doctor | group 1",
            "requiresPersonnel: zz sleep doctor | if sedation is used",
            "hasComplication: zz bruised skin | common",
            "hasComplication: zz harmed nerve | rare",
            "usesAnesthesia: zz full sleep | not",
            "hasAlternative: zz heat needle | if the block fails",
            "hasAlternative: zz exercise",
            "hasDuration: 30-60",
            "hasStep: The skin is cleaned.",
            unread=("boilerplate: Ask your doctor.", "not understood: It glows a little."),
            concepts=(concept_iri("zz block"),),
        ),
        extraction(
            "block-more.txt",
            "Test nerve block, each additional level",
            "treats: zz neck trouble",
            add_on=True,
        ),
        extraction(
            "heat.txt",
            "Heat needle",
            "treats: zz neck trouble",
            "treats: zz back trouble",
            "hasAlternative: zz block",
            "requiresPersonnel: zz needle doctor",
            names=("zz heat needle",),
            code="99999",
            code_system="CPT4",
        ),
        extraction(
            'odd "name" é%20<>.txt',
            'Odd "name"\\ with \u2028 line\tseparators',
            'treats: "quoted" \\ \u2028 trouble',
        ),
    )
