"""Parcels as verbs: nothing twice, nothing lost, nothing half, nothing for those it is not meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cases.ways import entered, reported, turn
from exchange.offices import Office
from makers import Village

from portal.cases import ending, handling
from portal.cases.kinds import Category, MoveReason, Naming, Outcome, Told, Verb
from portal.cases.line_records import Reporter, Step
from portal.cases.records import Case, case_by_id, case_by_number
from portal.cases.story_records import story_of
from portal.exchange import keys, opening, own, partnering, shelves
from portal.exchange import services as parcels
from portal.exchange.belonging import ours
from portal.exchange.carried_records import Carried
from portal.exchange.kinds import Effect
from portal.exchange.records import Parcel, items_of, trusted_partners
from portal.exchange.sending import offers
from portal.foundation import clock
from portal.foundation.access import STRANGER, Viewer
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.people.records import account_by_name
from portal.people.signing import viewer_of
from portal.places.records import place_by_code


class Two:
    """Both offices with their partners trusted, and what is done at each."""

    def __init__(self, village: Office, township: Office, people: Village) -> None:
        self.village, self.township, self.people = village, township, people
        self.at_village(lambda: own.make_keys(people.viewers["administrator"]))
        self.at_township(lambda: own.make_keys(self.boss))
        mine, theirs = self.at_village(lambda: own.own().card), self.at_township(lambda: own.own().card)
        self.at_village(lambda: self._trust(people.viewers["administrator"], theirs))
        self.at_township(lambda: self._trust(self.boss, mine))

    @staticmethod
    def _trust(admin: Viewer, card: Any) -> None:
        partnering.confirm(admin, partnering.propose(admin, card).id, card.fingerprint)

    def at_village(self, does: Callable[[], Any]) -> Any:
        """Something done at the village's PC."""
        return self.village.inside(does)

    def at_township(self, does: Callable[[], Any]) -> Any:
        """Something done at the township's."""
        return self.township.inside(does)

    @property
    def boss(self) -> Viewer:
        """The township's administrator."""
        return _viewer("administrator")

    def up(self, only: str = "") -> bytes:
        """A parcel from the village, with all that is new or one thing."""
        return self.at_village(lambda: _packed(self.people.viewers["clerk"], only))

    def down(self, only: str = "") -> bytes:
        """A parcel from the township."""
        return self.at_township(lambda: _packed(_viewer("township"), only))

    def opened_above(self, file: bytes) -> list[Effect]:
        """Open a parcel at the township."""
        return self.at_township(lambda: _opened(_viewer("township"), file))

    def opened_below(self, file: bytes) -> list[Effect]:
        """Open a parcel in the village."""
        return self.at_village(lambda: _opened(self.people.viewers["clerk"], file))


def _viewer(name: str) -> Viewer:
    account = account_by_name(name)
    assert account is not None
    return viewer_of(account)


def _packed(who: Viewer, only: str) -> bytes:
    partner = trusted_partners()[0]
    chosen = [one.key for one in offers(ours(), partner) if (one.key == only if only else not one.again)]
    made = parcels.make(who, partner.id, chosen)
    file = shelves.made(made.token)
    assert file is not None
    return file


def _opened(who: Viewer, file: bytes) -> list[Effect]:
    opened = opening.open_parcel(who, opening.hand_in(who, file).print_of)
    return [item.did for item in items_of(opened)]


@pytest.fixture
def two(village_office: Office, township_office: Office, village: Village) -> Iterator[Two]:
    """Two offices that trust each other."""
    yield Two(village_office, township_office, village)
    village_office.enter()


def gone_up(two: Two, **changes: Any) -> Case:
    """A case the village carried up to the township."""

    def carry() -> Case:
        case, _code = reported(two.people, **({"category": Category.WATER, "consent": False} | changes))
        secretary = two.people.viewers["secretary"]
        handling.accept(secretary, case.id, turn(case))
        handling.escalate(secretary, case.id, turn(case), MoveReason.BEYOND, "村里办不了")
        return case

    case: Case = two.at_village(carry)
    return case


def above(two: Two) -> Case:
    """The newest case in the township's books."""
    found: Case = two.at_township(lambda: case_by_id(Case.select().order_by(Case.id.desc()).get().id))
    return found


def finish_above(two: Two) -> None:
    """The township deals with its newest case."""
    case = above(two)

    def does() -> None:
        who = _viewer("township")
        handling.accept(who, case.id, turn(case))
        ending.finish(who, case.id, turn(case), ending.Ending(outcome=Outcome.FIXED, words="换了总管"))
        ending.tell(who, case.id, turn(case), Told.PHONE, "打电话说了")

    two.at_township(does)


def test_the_township_gets_the_case_as_it_stands(two: Two) -> None:
    case = gone_up(two)
    assert two.opened_above(two.up(f"case:{case.number}")) == [Effect.NEW]
    there = above(two)
    assert there.number == "LP-2026-S0001" and there.place.code == "990101" and there.body.code == "990100"
    assert there.words == case.words and there.stage == "raised" and not there.clock_passed
    verbs = two.at_township(lambda: [one.verb for one in story_of(there)])
    assert verbs == [Verb.RAISE, Verb.ACCEPT, Verb.ESCALATE]
    assert two.at_township(lambda: Reporter.get().name) == "甲某"
    here = two.at_village(lambda: case_by_id(case.id))
    assert here.level_due == there.level_due and here.due == there.due and here.clock_passed
    assert two.at_township(lambda: place_by_code("990101").parent.code) == "990100"


def test_the_same_parcel_twice_does_nothing(two: Two) -> None:
    gone_up(two)
    file = two.up()
    two.opened_above(file)
    before = two.at_township(lambda: (last_number(), Case.select().count(), Step.select().count()))
    with pytest.raises(Refused, match="not_here"):
        two.opened_above(file)
    assert two.at_township(lambda: (last_number(), Case.select().count(), Step.select().count())) == before


def test_an_older_parcel_after_a_newer_one_doubles_nothing(two: Two) -> None:
    case = gone_up(two)
    first = two.up(f"case:{case.number}")
    two.at_village(lambda: ending.add(case.id, "井也干了，请快一点。"))
    second = two.up(f"case:{case.number}")
    assert two.opened_above(second) == [Effect.NEW]
    steps = two.at_township(lambda: Step.select().count())
    assert two.opened_above(first) == [Effect.ALREADY]
    assert two.at_township(lambda: Step.select().count()) == steps


def test_the_answer_moves_the_village_case(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    finish_above(two)
    assert Effect.MOVES in two.opened_below(two.down())
    here = two.at_village(lambda: case_by_id(case.id))
    assert here.stage == "told" and here.outcome == "fixed" and here.outcome_words == "换了总管"
    story = two.at_village(lambda: story_of(here))
    assert [one.verb for one in story][-3:] == [Verb.ACCEPT, Verb.FINISH, Verb.TELL]
    assert story[-1].step.who_name == "乡某某" and "大格乡" in story[-1].step.body_name
    assert len({one.step.position for one in story}) == len(story)


def test_a_case_given_back_is_the_villages_again(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    there = above(two)
    two.at_township(lambda: handling.send_back(
        _viewer("township"), there.id, turn(there), MoveReason.OURS, "支管请村里换"))
    assert Effect.MOVES in two.opened_below(two.down())
    here = two.at_village(lambda: case_by_id(case.id))
    assert here.body.code == "990101" and here.stage == "raised" and not here.clock_passed
    assert two.at_township(lambda: case_by_id(there.id).clock_passed)
    two.at_village(lambda: handling.accept(two.people.viewers["secretary"], case.id, turn(case)))


def test_whoever_takes_it_back_is_heard_though_the_township_went_on(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    finish_above(two)
    two.at_village(lambda: ending.withdraw(case.id, "自己修好了"))
    up, down = two.up(), two.down()
    two.opened_below(down)
    two.opened_above(up)
    here, there = two.at_village(lambda: case_by_id(case.id)), above(two)
    assert here.stage == there.stage == "closed" and here.outcome == there.outcome == "withdrawn"
    assert two.at_village(lambda: len(story_of(here))) == two.at_township(lambda: len(story_of(there)))


def test_time_runs_out_at_one_office_only(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    with clock.at(clock.now().replace(year=2027)):
        assert two.at_village(handling.go_up_for_time) == 0
        assert two.at_township(handling.go_up_for_time) == 1
        two.opened_below(two.down())
        assert two.at_village(lambda: case_by_id(case.id)).body.code == "990000"


def test_a_dispute_stays_sealed_until_the_township_handles_it(two: Two) -> None:
    words = "院墙滴水的事争了半年。"
    case = gone_up(two, category=Category.NEIGHBOURS, naming=Naming.NAMED, words=words)
    other = two.at_village(lambda: reported(two.people, category=Category.NEIGHBOURS, words="另一件家里的事。")[0])
    listed = two.at_village(lambda: [one.name for one in offers(ours(), trusted_partners()[0])])
    assert case.number in listed and other.number not in listed
    two.opened_above(two.up())
    there = above(two)
    assert there.sealed and there.words == words
    two.at_township(lambda: handling.send_back(
        _viewer("township"), there.id, turn(there), MoveReason.OURS, "请村里先调解"))
    two.opened_below(two.down())
    secretary = two.people.viewers["secretary"]
    two.at_village(lambda: handling.accept(secretary, case.id, turn(case)))
    two.at_village(lambda: handling.note(secretary, case.id, turn(case), "两家都说了狠话", for_reporter=False))
    two.opened_above(two.up())
    told = two.at_township(lambda: [one.words for one in story_of(there)])
    assert "两家都说了狠话" not in told


def test_an_anonymous_reporter_stays_one(two: Two) -> None:
    gone_up(two, naming=Naming.ANONYMOUS, name="不该出门", phone="0977-1")
    file = two.up()
    two.opened_above(file)
    assert two.at_township(lambda: Reporter.select().count()) == 0


def test_after_an_old_backup_nothing_is_lost_or_doubled(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    finish_above(two)
    two.opened_below(two.down())
    two.at_township(lambda: Carried.update(applied=1).execute())
    two.at_village(lambda: ending.add(case.id, "水压还是不够"))
    assert two.opened_above(two.up()) == [Effect.LEFT]
    two.opened_below(two.down())
    steps = two.at_township(lambda: Step.select().count())
    assert Effect.MOVES in two.opened_above(two.up(f"case:{case.number}"))
    assert two.at_township(lambda: Step.select().count()) > steps


def test_what_is_refused_leaves_no_trace(two: Two) -> None:
    gone_up(two)
    file = two.up()
    clerk = two.people.viewers["clerk"]

    def tried(who: Viewer, sent: bytes) -> str:
        with pytest.raises(Refused) as refused:
            _opened(who, sent)
        return refused.value.key

    def books() -> tuple[int, int, int]:
        return last_number(), Case.select().count(), Parcel.select().count()

    before = two.at_township(books)
    changed = bytearray(file)
    changed[len(file) // 2] ^= 1
    assert two.at_township(lambda: tried(_viewer("township"), bytes(changed))) == "exchange.altered"
    assert two.at_township(lambda: tried(_viewer("township"), b"x")) == "exchange.no_parcel"
    assert two.at_village(lambda: tried(clerk, file)) == "exchange.own_parcel"
    assert two.at_township(books) == before
    partner = two.at_township(lambda: trusted_partners()[0])
    two.at_township(lambda: partnering.put_away(two.boss, partner.id))
    assert two.at_township(lambda: tried(_viewer("township"), file)) == "exchange.unknown_sender"
    two.at_township(lambda: partnering.propose(two.boss, partner.card))
    assert two.at_township(lambda: tried(_viewer("township"), file)) == "exchange.card_waits"
    assert two.at_township(lambda: Case.select().count()) == 0


def test_wrong_posts_make_and_open_nothing(two: Two) -> None:
    case = gone_up(two)
    file = two.up(f"case:{case.number}")
    partner = two.at_village(lambda: trusted_partners()[0])
    people = two.people.viewers
    for who in (people["grid"], people["supervisor"], people["administrator"], people["neighbour"], STRANGER):
        with pytest.raises(Forbidden):
            two.at_village(lambda who=who: parcels.make(who, partner.id, [f"case:{case.number}"]))
    for who in (two.at_township(lambda: two.boss), STRANGER):
        with pytest.raises(Forbidden):
            two.at_township(lambda who=who: opening.hand_in(who, file))
    for who in (people["clerk"], people["secretary"], STRANGER):
        with pytest.raises(Forbidden):
            two.at_village(lambda who=who: partnering.put_away(who, partner.id))


def test_the_register_names_no_person(two: Two) -> None:
    gone_up(two, name="甲某某", phone="0977-0000999")
    two.opened_above(two.up())
    for look in (two.at_village, two.at_township):
        said = look(lambda: [line.facts for line in Deed.select().where(Deed.verb.startswith("parcel."))])
        assert said and not any("甲某某" in facts or "0977" in facts or "护栏" in facts for facts in said)


def test_the_word_of_a_receipt_is_known_to_the_receiver_alone(two: Two) -> None:
    gone_up(two)
    two.opened_above(two.up())
    word = two.at_township(lambda: Parcel.get().word)
    clerk = two.people.viewers["clerk"]
    with pytest.raises(Refused, match="unknown_receipt"):
        two.at_village(lambda: parcels.enter_receipt(clerk, "AAAA-AAAA-AAAA"))
    assert word not in two.at_village(lambda: Parcel.get().word)
    two.at_village(lambda: parcels.enter_receipt(clerk, word.lower().replace("-", "")))
    with pytest.raises(Refused, match="receipt_known"):
        two.at_village(lambda: parcels.enter_receipt(clerk, word))


def test_new_keys_end_the_old_card_at_the_other_office(two: Two) -> None:
    gone_up(two)
    two.at_village(lambda: own.make_keys(two.people.viewers["administrator"]))
    file = two.up()
    with pytest.raises(Refused, match="altered"):
        two.opened_above(file)
    card = two.at_village(lambda: own.own().card)
    two.at_township(lambda: Two._trust(two.boss, card))
    assert Effect.NEW in two.opened_above(file)
    assert two.at_township(lambda: len(trusted_partners())) == 1


def test_a_lost_key_file_is_said_and_never_replaced_in_silence(two: Two) -> None:
    gone_up(two)
    path = keys.path_in(two.village.folder)
    path.unlink()
    with pytest.raises(Refused, match="keys_lost"):
        two.up()
    assert not path.exists()


def test_a_village_sends_only_its_own(two: Two) -> None:
    two.at_village(lambda: entered(
        two.people.viewers["township"], two.people.neighbour, category=Category.ROAD, words="河湾村的路。"))
    assert two.at_village(lambda: [one for one in offers(ours(), trusted_partners()[0]) if one.kind == "case"]) == []


def test_a_case_is_found_by_both_numbers(two: Two) -> None:
    case = gone_up(two)
    two.opened_above(two.up())
    finish_above(two)
    two.opened_below(two.down())
    known = two.at_village(lambda: Carried.get())
    assert known.called == above(two).number and known.number == case.number
    assert two.at_village(lambda: case_by_number(case.number)) is not None


def test_what_must_still_go_up_is_said_where_parcels_are_made(two: Two) -> None:
    case = gone_up(two)
    clerk = two.village.person("clerk")
    assert "有 1 件转到上级的诉求还没有装过包裹" in clerk.open("/exchange/").text
    two.up(f"case:{case.number}")
    assert "还没有装过包裹" not in clerk.open("/exchange/").text
