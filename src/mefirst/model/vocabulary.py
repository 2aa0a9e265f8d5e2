"""The fixed words of the domain, and how they read to people."""

from typing import Literal, get_args

from mefirst.speech import marked

Dimension = Literal[
    "clarity", "trust", "respect", "safety", "energy", "ownership", "growth", "results", "closeness"
]
Sphere = Literal["professional", "personal", "both"]
Motive = Literal[
    "help",
    "achieve",
    "be-fair",
    "be-liked",
    "be-right",
    "look-good",
    "keep-control",
    "avoid-conflict",
    "protect-myself",
    "hurry",
    "get-even",
]
Mode = Literal["guiding", "encouraging", "modelling", "deciding", "fixing", "controlling", "absent"]
Evidence = Literal["guess", "cue"]
How = Literal["told", "asked", "form", "checkin"]
Cleanup = Literal["none", "soon", "now"]
CommitmentKind = Literal["do", "stop", "experiment", "repair"]
Within = Literal["24h", "72h", "week"]
Target = Literal["decision", "assumption", "belief", "attitude"]
State = Literal["captured", "awaiting-impact", "complete", "trashed"]

DIMENSIONS: tuple[str, ...] = get_args(Dimension)
SPHERES: tuple[str, ...] = get_args(Sphere)
MOTIVES: tuple[str, ...] = get_args(Motive)
MODES: tuple[str, ...] = get_args(Mode)
EVIDENCE: tuple[str, ...] = get_args(Evidence)
HOW: tuple[str, ...] = get_args(How)
COMMITMENT_KINDS: tuple[str, ...] = get_args(CommitmentKind)
WITHIN: tuple[str, ...] = get_args(Within)
TARGETS: tuple[str, ...] = get_args(Target)
STATES: tuple[str, ...] = get_args(State)

DIMENSION_NAMES = {
    "clarity": marked("clarity"),
    "trust": marked("trust"),
    "respect": marked("respect"),
    "safety": marked("safety"),
    "energy": marked("energy"),
    "ownership": marked("ownership"),
    "growth": marked("growth"),
    "results": marked("results"),
    "closeness": marked("closeness"),
}
"""How a dimension reads within a sentence."""

DIMENSION_LABELS = {
    "clarity": marked("Clarity: knowing what is meant and wanted"),
    "trust": marked("Trust: relying on me and on each other"),
    "respect": marked("Respect: being seen and valued"),
    "safety": marked("Safety to speak: saying what is uncomfortable"),
    "energy": marked("Energy: wanting to go on"),
    "ownership": marked("Ownership: making it their own"),
    "growth": marked("Growth: learning, becoming able"),
    "results": marked("Results: getting the work done"),
    "closeness": marked("Closeness: being near one another"),
}


def dimensions_for(sphere: str | None) -> tuple[str, ...]:
    """Return the dimensions offered for a sphere; closeness belongs to personal life."""
    return DIMENSIONS if sphere in {"personal", "both"} else DIMENSIONS[:-1]
