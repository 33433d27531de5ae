"""How page text is compared with another engine's."""

from eval.bench.__main__ import main
from eval.bench.structure import agreement

WORDS = " ".join(f"w{i}" for i in range(40))


def test_words_and_their_order_are_compared():
    turned = " ".join(WORDS.split()[20:] + WORDS.split()[:20])

    assert agreement(WORDS, WORDS).order == 1
    assert agreement(turned, WORDS).order < 0.7
    assert agreement(WORDS + " more", WORDS).precision == 40 / 41


def test_an_absent_folder_is_said_in_one_line(tmp_path, capsys):
    status = main(["structure", str(tmp_path / "nowhere")])

    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1
