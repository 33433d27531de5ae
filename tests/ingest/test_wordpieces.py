from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ingest.onnxmodel import encodable
from ingest.weights import packaged_model
from ingest.wordpieces import WordPieces

TOKENIZER: Path = packaged_model() / "tokenizer.json"
PIECES = WordPieces(TOKENIZER)
WHOLE = Tokenizer.from_file(str(TOKENIZER))
WHOLE.no_padding()
WHOLE.no_truncation()

ODD = st.sampled_from(
    ["[CLS]", *"ab Z.,-\u2019\n\t\r\x0b\x1c\x85\xa0\u2003\u0301\u00e9\u65e5\ud800\ufb01"]
)


@given(st.lists(ODD | st.characters(), max_size=60).map("".join))
def test_a_text_has_as_many_pieces_as_the_tokenizer_makes_of_it_whole(text: str) -> None:
    whole = WHOLE.encode(encodable(text), add_special_tokens=False)

    assert PIECES.count(text) == len(whole.ids)
