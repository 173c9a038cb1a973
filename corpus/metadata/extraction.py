"""Puts together what a document says about itself, and what a person corrected."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from corpus.errors import DataError
from corpus.metadata import force, origin
from corpus.metadata.facts import Document, squeeze
from corpus.models import Clause, PolicyMetadata, Stated


def extract_metadata(
    text: str, clauses: tuple[Clause, ...], overrides: Mapping[str, Any], fallback_title: str
) -> PolicyMetadata:
    """The metadata that the text states, each with its evidence; `overrides` win and have confidence 1.

    What the text does not state stays empty.

    Raises:
        DataError: An override names no field of the metadata, or has a value that does not fit.
    """
    document = Document(text, clauses)
    values, evidence = _stated_values(document, fallback_title)
    for name, value in overrides.items():
        if name not in PolicyMetadata.model_fields or name == "evidence":
            raise DataError(f"元数据里没有“{name}”这一项，请核对 policy.yaml。")
        values[name] = value
        evidence[name] = Stated(value=str(value))
    try:
        return PolicyMetadata.model_validate({**values, "evidence": evidence})
    except ValidationError as error:
        fields = "、".join(str(part["loc"][0]) for part in error.errors())
        raise DataError(f"元数据“{fields}”的值不符合要求，请核对 policy.yaml。") from error


def _stated_values(document: Document, fallback_title: str) -> tuple[dict[str, Any], dict[str, Stated]]:
    title = origin.title(document)
    number = origin.document_number(document)
    names, names_evidence = origin.issuers(document)
    written, written_evidence = force.written_on(document)
    published, published_evidence = force.published_on(document)
    start, start_evidence = force.effective_from(document, force.issued_on(document, published, written))
    end, end_evidence = force.effective_to(document, start)
    title_text = title.value if title else fallback_title
    region, level = origin.region_and_level(names, title_text)
    values: dict[str, Any] = {
        "title": title_text,
        "document_number": number.value if number else None,
        "issuers": names,
        "addressees": _addressees(document),
        "written_on": written,
        "published_on": published,
        "effective_from": start,
        "effective_to": end,
        "version_from": _version_from(start, written, written_evidence),
        "rests_on": force.rests_on(document),
        "repeals": force.repeals(document),
        "prevails_over": force.prevails_over(document),
        "region": region,
        "level": level,
    }
    evidence = {
        "title": title, "document_number": number, "issuers": names_evidence, "written_on": written_evidence,
        "published_on": published_evidence, "effective_from": start_evidence, "effective_to": end_evidence,
        "region": _guess(region, names_evidence), "level": _guess(level, names_evidence),
    }  # fmt: skip
    return values, {name: item for name, item in evidence.items() if item}


def _version_from(start: date | None, written: date | None, evidence: Stated | None) -> date | None:
    """The day from which this wording holds: a statute amended after it came into force holds so from then on."""
    is_amendment = evidence is not None and re.search("修正|修订|修改", evidence.quote)
    return max(start, written) if is_amendment and start and written else start


def _guess(value: str | None, evidence: Stated | None) -> Stated | None:
    if value is None:
        return None
    return Stated(
        value=value,
        quote=evidence.quote if evidence else "",
        sentence_id=evidence.sentence_id if evidence else "",
        confidence=0.7,
    )


def _addressees(document: Document) -> tuple[str, ...]:
    part = document.part("addressees")
    if part is None:
        return ()
    names = re.split(r"[、,，;；](?![^（(]*[）)])", squeeze(part.text).rstrip("：:"))
    return tuple(name for name in names if name)
