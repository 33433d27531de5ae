"""The words of the interface, in one place, so that they can be corrected and translated.

Written here in English, a module for each part of the page. Read through the package (`words.ASK`),
each constant comes in the language that is spoken now; the others stand in `ui/catalogues`. Read
them when something is drawn, never when a module is imported.
"""

import sys

from ui.language import Messages
from ui.words.about import *  # noqa: F403
from ui.words.answers import *  # noqa: F403
from ui.words.common import *  # noqa: F403
from ui.words.evaluation import *  # noqa: F403
from ui.words.history import *  # noqa: F403
from ui.words.library import *  # noqa: F403
from ui.words.searching import *  # noqa: F403

sys.modules[__name__].__class__ = Messages


def publications(count: int) -> str:
    """ "no evidence held", "1 publication", "12 publications"."""
    here = sys.modules[__name__]
    return str(here.PUBLICATION_COUNT.of(count) if count else here.NO_EVIDENCE)
