"""The layers' files: all of them parse, every rule names its source, every word on the page has one."""

from collections import Counter
from importlib.resources import files

import pytest

from portal.charter.kinds import Layer
from portal.charter.reading import layers, provinces
from portal.charter.sources import NOTES, SOURCES
from portal.charter.titles import CHOICES, SUBJECTS, TITLES

LAYERS = layers()


def test_every_file_is_read():
    names = {path.name for path in (files("portal.charter") / "layers").iterdir() if path.name.endswith(".toml")}
    assert names == {
        "defaults.toml", "national-2018.toml", "national-2026.toml", "collective-2025.toml", "land.toml",
        "mediation.toml", "practice.toml",
    }
    assert set(provinces()) == {
        "shanghai", "beijing", "shandong", "zhejiang", "sichuan", "tianjin", "hebei", "hainan", "chongqing",
    }


@pytest.mark.parametrize("rule", LAYERS.rules, ids=lambda rule: f"{rule.layer}-{rule.province}-{rule.key}")
def test_every_rule_has_source_confidence_and_words(rule):
    assert rule.source in SOURCES
    assert rule.confidence
    assert not rule.note or rule.note in NOTES
    assert rule.key in TITLES
    assert rule.setting.unit
    if rule.layer.is_law:
        assert rule.valid_from is not None, "a law has a first day"


def test_titles_and_settings_are_the_same_set():
    assert set(TITLES) == set(LAYERS.settings)
    assert set(SUBJECTS) == {key.split(".")[0] for key in LAYERS.settings}


def test_every_choice_has_a_word():
    assert {choice for setting in LAYERS.settings.values() for choice in setting.choices} <= set(CHOICES)


def test_every_text_and_list_is_a_closed_set():
    for setting in LAYERS.settings.values():
        assert bool(setting.choices) == (setting.unit in ("text", "list")), setting.key


def test_no_layer_says_the_same_thing_twice_at_once():
    said = Counter((rule.key, rule.layer, rule.province, rule.valid_from) for rule in LAYERS.rules)
    assert [one for one, times in said.items() if times > 1] == []


def test_values_survive_being_stored():
    for rule in LAYERS.rules:
        assert rule.setting.read(rule.setting.write(rule.value)) == rule.value


def test_the_layers_speak_in_order():
    assert [layer.rank for layer in Layer] == [0, 1, 2, 3, 4]
    assert [layer for layer in Layer if layer.is_law] == [Layer.NATIONAL, Layer.PROVINCE]
