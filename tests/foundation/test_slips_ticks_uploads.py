"""Slips, jobs that come due, and files that are handed in."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from portal import Portal
from portal.foundation import brake, clock, slips, ticks, uploads
from portal.foundation.database import writing
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.slips import Slip

pytestmark = pytest.mark.usefixtures("connection")


def given(kind: str = "test") -> str:
    with writing():
        return slips.give_slip(kind, "thing:1", clock.now() + timedelta(hours=1))


def test_a_slip_opens_what_it_was_given_for_however_it_is_typed(app: Portal) -> None:
    with app.test_request_context():
        code = given()
        for typed in (code, code.lower(), code.replace("-", " "), f"  {code} "):
            assert slips.subject_of("test", typed) == "thing:1"


def test_the_code_itself_is_kept_nowhere(app: Portal) -> None:
    with app.test_request_context():
        code = given()
        kept = " ".join(str(value) for value in Slip.get().__data__.values())
        assert code not in kept and code.replace("-", "") not in kept


def test_a_slip_for_one_thing_opens_no_other(app: Portal) -> None:
    with app.test_request_context():
        code = given("password")
        with pytest.raises(Refused):
            slips.subject_of("kiosk", code)


def test_a_slip_is_spent_once_and_ends_in_time(app: Portal) -> None:
    with app.test_request_context():
        code = given()
        with writing():
            slips.use_up("test", code)
        with pytest.raises(Refused):
            slips.subject_of("test", code)
        late = given()
        with clock.at(clock.now() + timedelta(hours=1)), pytest.raises(Refused):
            slips.subject_of("test", late)


def test_guessing_is_slowed(app: Portal) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.9"}):
        for number in range(10):
            with pytest.raises(Refused):
                slips.subject_of("test", f"AAAA-{number:04}")
        with pytest.raises(TooManyTries) as braked:
            slips.subject_of("test", given())
        assert braked.value.seconds > 0
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.10"}):
        assert slips.subject_of("test", given()) == "thing:1", "a neighbour is not locked out"


def test_ten_thousand_codes_are_all_different(app: Portal) -> None:
    from portal.foundation.codes import new_code

    assert len({new_code(8, 4) for _ in range(10_000)}) == 10_000


def test_a_job_missed_while_the_pc_was_off_runs_when_it_wakes(app: Portal) -> None:
    done: list[object] = []
    job = ticks.Job("test.job", timedelta(hours=24), lambda: done.append(clock.now()))
    ticks._jobs[job.name] = job
    try:
        assert "test.job" in ticks.run_due()
        assert "test.job" not in ticks.run_due(), "not due again so soon"
        with clock.at(clock.now() + timedelta(days=10)):
            assert "test.job" in ticks.run_due()
        assert len(done) == 2
    finally:
        del ticks._jobs[job.name]


def test_a_failing_job_stops_no_other_and_is_told(app: Portal) -> None:
    def burst() -> None:
        raise RuntimeError("x")

    ticks._jobs["a.burst"] = ticks.Job("a.burst", timedelta(hours=1), burst)
    try:
        ran = ticks.run_due()
        assert "a.burst" not in ran and "expire" in ran
        assert ticks.states()["a.burst"].failure == "RuntimeError"
    finally:
        del ticks._jobs["a.burst"]


def test_a_clock_that_went_back_does_not_stop_the_jobs(app: Portal) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        assert "expire" in ticks.run_due()
    assert "expire" in ticks.run_due()


def test_the_same_file_is_kept_once(app: Portal) -> None:
    with app.app_context(), writing():
        first = uploads.keep(uploads.looked_at(b"%PDF-1.4 hello", "甲.pdf"))
        second = uploads.keep(uploads.looked_at(b"%PDF-1.4 hello", "乙.pdf"))
        path = uploads.path_of(first.sha256)
    assert first.attachment_id == second.attachment_id
    assert (first.name, second.name) == ("甲.pdf", "乙.pdf")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == first.sha256


@pytest.mark.parametrize("name", [
    "../../etc/passwd.pdf", "a\x00b.pdf", "CON.pdf", "x\r\ny.pdf", "\u202efdp.pdf", "长" * 400,
])
def test_a_name_never_leads_out_of_its_folder(app: Portal, name: str) -> None:
    with app.app_context(), writing():
        kept = uploads.keep(uploads.looked_at(b"%PDF-1.4 x", name))
        assert uploads.folder() in uploads.path_of(kept.sha256).parents
    assert "/" not in kept.name and "\\" not in kept.name and len(kept.name) <= 120
    assert kept.name.endswith(".pdf")


def test_the_brake_forgives_whoever_was_right(app: Portal) -> None:
    for _ in range(6):
        brake.count("sign-in", "a", "1")
    with pytest.raises(TooManyTries):
        brake.check("sign-in", "a", "1")
    brake.check("sign-in", "b", "1")
    brake.forgive("sign-in", "a", "1")
    brake.check("sign-in", "a", "1")
