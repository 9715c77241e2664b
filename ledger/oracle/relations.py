"""Relations: bind and unbind (F01-F31, W17, W25); their limits count inside one province."""

from typing import Any

from ledger.oracle.ask import ACTOR, ALIVE, Ask, Family, Rule, giver_and_member
from ledger.oracle.enrolling import INSURED, two_people
from ledger.oracle.purses import ended, shareable_fen
from ledger.oracle.story import Happening, happening
from ledger.words.moments import DAY, year_of

CHILDREN = ("son", "daughter")
ONE_EACH = {"father": "bind.father.cap", "mother": "bind.mother.cap", "spouse": "bind.spouse.cap"}


def kin_is_listed(ask: Ask) -> bool:
    """F01, F03, D8, D9: who counts as a near relative, by day and place."""
    return ask.wish["kin"] in ask.law.common("kin.list")


def not_bound_yet(ask: Ask) -> bool:
    """One relation from a giver to a member."""
    return (ask.sender, ask.receiver) not in ask.story.relations()


def members_near(ask: Ask) -> list[Happening]:
    """The giver's relations to members insured in the giver's province."""
    story, giver = ask.story, ask.sender
    found = story.relations().values()
    return [r for r in found if r["giver"] == giver and story.near(giver, r["member"])]


def givers_near(ask: Ask) -> list[str]:
    """The member's givers insured in the member's province."""
    story, member = ask.story, ask.receiver
    return [g for g, other in story.relations() if other == member and story.near(member, g)]


def room_for_member(ask: Ask) -> bool:
    """D6: so many members a giver; a place may count the giver as one of them (Anhui)."""
    counts_self = ask.law.word("bind.members.counts_self") == "with_self"
    count = len(members_near(ask)) + (1 if counts_self else 0)
    return count < ask.law.least("bind.members.cap")


def room_for_life(ask: Ask) -> bool:
    """Hunan: so many different people in a lifetime; one bound before is not counted again."""
    bound = ask.story.all("bound")
    ever = {h["member"] for h in bound if h["giver"] == ask.sender and h["near"]}
    return ask.receiver in ever or len(ever) < ask.law.least("bind.members.lifetime")


def room_for_kin(ask: Ask) -> bool:
    """Tai'an, Xuchang: one father, one mother, one spouse, so many children."""
    kin = ask.wish["kin"]
    alike = CHILDREN if kin in CHILDREN else (kin,)
    cap = "bind.children.cap" if kin in CHILDREN else ONE_EACH.get(kin)
    count = sum(relation["kin"] in alike for relation in members_near(ask))
    return cap is None or count < ask.law.least(cap)


def room_for_giver(ask: Ask) -> bool:
    """D13: so many givers a member."""
    return len(givers_near(ask)) < ask.law.least("bind.givers.cap")


def roles_apart(ask: Ask) -> bool:
    """Tai'an: where one side's place says so, no giver is a member and no member a giver."""
    if "one_way" not in ask.law.each("bind.roles"):
        return True
    story = ask.story
    gets = any(m == ask.sender and story.near(m, g) for g, m in story.relations())
    gives = any(g == ask.receiver and story.near(g, m) for g, m in story.relations())
    return not gets and not gives


def giver_has_money(ask: Ask) -> bool:
    """Shanghai: who organises a net needs carried-over money (T22)."""
    if ask.law.word("bind.giver.balance") != "needed":
        return True
    return shareable_fen(ask.story.balances(), ask.sender, ask.law) > 0


def bind(ask: Ask) -> list[Happening]:
    """F26: in force at once or from the next day, or from a later day that was chosen."""
    w = ask.wish
    earliest = ask.day + (1 if ask.law.word("bind.effective") == "next_day" else 0)
    facts: dict[str, Any] = {
        "giver": ask.sender,
        "member": ask.receiver,
        "kin": w["kin"],
        "from": max(earliest, earliest if w.get("from") is None else w["from"]),
        "until": w.get("until"),
        "cap_fen": w.get("cap_fen"),
        "rank": w.get("rank"),
        "near": ask.near,
    }
    return [happening(ask.at, "bound", **facts)]


def may_release(ask: Ask) -> bool:
    """F28: either side, or by some places the giver alone."""
    by = ask.wish.get("by") or ask.sender
    either = ask.law.word("bind.released_by") == "either"
    return bool(by == ask.sender or (either and by == ask.receiver))


def lock_is_over(ask: Ask) -> bool:
    """F27: not before so many days of the relation are over."""
    relation = ask.story.relations().get((ask.sender, ask.receiver))
    if relation is None:
        return True
    return bool(ask.day - relation["from"] >= ask.law.most("bind.unbind.lock"))


def releases_left(ask: Ask) -> bool:
    """F27: Jinhua lets a giver change once a year."""
    done = [
        h
        for h in ask.story.all("let_go", "ended")
        if h["giver"] == ask.sender
        and h["near"]
        and h["why"] == "released"
        and year_of(h["at"] // DAY) == year_of(ask.day)
    ]
    return len(done) < ask.law.least("bind.unbind.per_year")


def bound(ask: Ask) -> bool:
    """There must be a relation to dissolve."""
    return (ask.sender, ask.receiver) in ask.story.relations()


def unbind(ask: Ask) -> list[Happening]:
    """F26: over at once, or with the day; what is left of a quota goes back (W29)."""
    giver, member = ask.sender, ask.receiver
    if ask.law.word("bind.unbind.effective") != "next_day":
        return ended(ask.story, ask.at, giver, member, "released")
    facts: dict[str, Any] = {"giver": giver, "member": member, "until": ask.day}
    return [happening(ask.at, "let_go", **facts, near=ask.near, why="released")]


def _near(ask: Ask) -> bool:
    return ask.near


KIN_CAPS = ("bind.father.cap", "bind.mother.cap", "bind.spouse.cap", "bind.children.cap")

FAMILIES = {
    "bind": Family(
        giver_and_member,
        (
            ALIVE,
            Rule("SAME_PERSON", two_people),
            Rule("KIN_NOT_LISTED", kin_is_listed, ("kin.list",)),
            INSURED,
            Rule("ALREADY_BOUND", not_bound_yet),
            Rule(
                "MEMBERS_FULL",
                room_for_member,
                ("bind.members.cap", "bind.members.counts_self"),
                _near,
            ),
            Rule("MEMBERS_LIFETIME", room_for_life, ("bind.members.lifetime",), _near),
            Rule("KIN_TAKEN", room_for_kin, KIN_CAPS, _near),
            Rule("GIVERS_FULL", room_for_giver, ("bind.givers.cap",), _near),
            Rule("ROLE_TAKEN", roles_apart, ("bind.roles",), _near),
            Rule(
                "FLOOR_SHORT",
                giver_has_money,
                ("account.floor", "account.share.from", "bind.giver.balance"),
                _near,
            ),
        ),
        bind,
    ),
    "unbind": Family(
        giver_and_member,
        (
            ACTOR,
            Rule("RELEASE_NOT_YOURS", may_release, ("bind.released_by",)),
            Rule("RELEASE_LOCKED", lock_is_over, ("bind.unbind.lock",), _near),
            Rule("RELEASE_YEARLY", releases_left, ("bind.unbind.per_year",), _near),
            Rule("KIN_NOT_BOUND", bound),
        ),
        unbind,
    ),
}
