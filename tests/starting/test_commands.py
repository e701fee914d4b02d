"""The commands of the house answer in sentences, on a village that is really there."""

from __future__ import annotations

from portal import Portal
from portal.foundation.database import db
from portal.foundation.sealing import unseal


def test_the_demonstration_never_fills_a_folder_in_use(app: Portal) -> None:
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "演示数据只能放进空的目录" in answer.output and "Traceback" not in answer.output


def test_verify_says_that_all_holds(app: Portal) -> None:
    answer = app.test_cli_runner().invoke(args=["verify"])
    assert answer.exit_code == 0 and "全部对得上" in answer.output


def test_verify_names_the_first_broken_line_and_fails(app: Portal) -> None:
    with db.connection_context():
        unseal(db.obj, "deed")
        db.execute_sql("UPDATE deed SET verb = 'x' WHERE number = 3")
    answer = app.test_cli_runner().invoke(args=["verify"])
    assert answer.exit_code == 1 and "第 3 条被改过" in answer.output


def test_an_administrator_is_made_at_the_machine_and_everybody_can_see_it(app: Portal) -> None:
    answer = app.test_cli_runner().invoke(args=["create-admin", "laoli", "--shown-name", "老李"])
    assert answer.exit_code == 0 and "laoli" in answer.output
    again = app.test_cli_runner().invoke(args=["create-admin", "laoli"])
    assert again.exit_code == 1 and "Traceback" not in again.output
