"""Acts on agreements between organisations: proposed, signed by all, suspended by one, resumed by all, ended."""

from uuid import UUID

from tests.oracle.ground import FOREVER, Ground
from tests.oracle.model import Agreement, View


class Agreements(Ground):
    """What administrators agree on."""

    def propose_agreement(
        self, view: View, organisation: UUID, other: UUID, until: float, *, directory: bool, joint: bool
    ) -> Agreement | None:
        hub, whose = self.hub, self.hub.organisations[other]
        known = whose.active and (whose.listed or other in view.knows)
        if organisation not in view.administers or other == organisation or not known:
            return None
        signed = {organisation: True, other: False}
        return Agreement(directory, "proposed", hub.now, until, signed, joint=joint, proposer=organisation)

    def propose_by_domain(
        self, view: View, organisation: UUID, domain: str, whose: UUID | None, *, directory: bool
    ) -> Agreement | None:
        """Of whom the domain is, they need not know; nobody is told whether it is anybody's."""
        if organisation not in view.administers or whose == organisation:
            return None
        there = whose if whose is not None and self.hub.organisations[whose].active else None
        made = Agreement(directory, "proposed", self.hub.now, FOREVER, {organisation: True}, proposer=organisation)
        made.asked[domain] = there
        return made

    def step_agreement(self, view: View, one: Agreement, organisation: UUID, step: str) -> bool:
        by_domain = one.status == "proposed" and organisation in one.asked.values()
        asked = organisation in one.signed or by_domain
        if organisation not in view.administers or one.until <= self.hub.now or not asked:
            return False
        needs = {"suspend": {"signed", "suspended"}, "resume": {"suspended"}, "end": {"signed", "suspended"}}
        if one.status not in needs.get(step, {"proposed"}):
            return False
        if step in {"suspend", "resume"}:
            return self.suspended(one, organisation, resumes=step == "resume")
        if step == "sign":
            one.signed[organisation] = True
            one.asked = {domain: whose for domain, whose in one.asked.items() if whose != organisation}
            one.status = "proposed" if one.asked or not all(one.signed.values()) else "signed"
            return True
        if step == "withdraw" and organisation != one.proposer:
            return False
        one.status = {"refuse": "refused", "withdraw": "withdrawn", "end": "ended"}[step]
        one.until = self.hub.now if step == "end" else one.until
        return True

    def suspended(self, one: Agreement, organisation: UUID, *, resumes: bool) -> bool:
        """Suspended by one side at once; goes on when all sides want it."""
        if not resumes and one.status == "signed":
            one.status, one.resumed = "suspended", set()
            return True
        if resumes == (organisation in one.resumed):
            return False
        one.resumed ^= {organisation}
        if one.resumed == set(one.signed):
            one.status, one.resumed = "signed", set()
        return True
