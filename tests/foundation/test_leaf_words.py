"""Every refusal of files, sheets and amounts has its sentence, and every sentence its facts."""

import re
from pathlib import Path
from string import Formatter

from portal.foundation import leaf_words, numerals, photos, sheet_bounds, sniffing, spreadsheets

FACTS = {"most", "named", "typed"}


def test_every_refusal_has_a_sentence_and_no_sentence_is_left_over() -> None:
    used: set[str] = set()
    for module in (numerals, photos, sheet_bounds, sniffing, spreadsheets):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        used |= set(re.findall(r'Refused\(\s*"([a-z_.]+)"', source))
    assert used == set(leaf_words.REFUSALS)


def test_sentences_ask_only_for_known_facts() -> None:
    for key, sentence in leaf_words.REFUSALS.items():
        asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert asked <= FACTS, key
        assert sentence.endswith("。")
