"""The fixed words of the domain, and how they read to people."""

from typing import Literal, get_args

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

DIMENSION_LABELS = {
    "clarity": "Clarity: knowing what is meant and wanted",
    "trust": "Trust: relying on me and on each other",
    "respect": "Respect: being seen and valued",
    "safety": "Safety to speak: saying what is uncomfortable",
    "energy": "Energy: wanting to go on",
    "ownership": "Ownership: making it their own",
    "growth": "Growth: learning, becoming able",
    "results": "Results: getting the work done",
    "closeness": "Closeness: being near one another",
}


def dimensions_for(sphere: str | None) -> tuple[str, ...]:
    """Return the dimensions offered for a sphere; closeness belongs to personal life."""
    return DIMENSIONS if sphere in {"personal", "both"} else DIMENSIONS[:-1]
