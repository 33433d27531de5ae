"""How the library's tables changed from one version to the next; an older library is upgraded."""

import sqlite3

# UPGRADES[0] makes version 2 from version 1, and so on. A step that has gone out is never changed:
# another change of the tables is another step at the end.
UPGRADES: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE tables (
            seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            page INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (seq, number)
        )""",
        "CREATE INDEX tables_by_page ON tables (seq, page)",
        "ALTER TABLE passages ADD COLUMN rendering TEXT NOT NULL DEFAULT ''",
    ),
    (
        """CREATE TABLE samples (
        hash INTEGER NOT NULL,
        seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
        PRIMARY KEY (hash, seq)
    ) WITHOUT ROWID""",
        "CREATE INDEX samples_by_document ON samples (seq)",
        """CREATE TABLE editions (
        seq INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
        subject TEXT NOT NULL,
        entry TEXT,
        work INTEGER NOT NULL,
        number INTEGER NOT NULL,
        words TEXT NOT NULL
    )""",
        "CREATE INDEX editions_by_subject ON editions (subject)",
        "CREATE INDEX editions_by_entry ON editions (entry)",
        "CREATE INDEX editions_by_work ON editions (work)",
        """CREATE TABLE replacing (
        target TEXT NOT NULL,
        year INTEGER,
        words TEXT NOT NULL,
        seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE
    )""",
        "CREATE INDEX replacing_by_target ON replacing (target)",
        "CREATE INDEX replacing_by_document ON replacing (seq)",
        """CREATE TABLE links (
        seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
        other INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
        link TEXT NOT NULL,
        words TEXT NOT NULL,
        PRIMARY KEY (seq, other, link)
    ) WITHOUT ROWID""",
        "CREATE INDEX links_by_other ON links (other)",
    ),
    (
        # Pages that OCR read; the other pages have no row here.
        """CREATE TABLE ocr_pages (
            seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            confidence REAL NOT NULL,
            words BLOB NOT NULL,
            PRIMARY KEY (seq, number)
        )""",
    ),
)
FIRST_VERSION = 1
SCHEMA_VERSION = FIRST_VERSION + len(UPGRADES)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the tables up to `SCHEMA_VERSION`; inside a transaction of the caller's.

    A library of a newer version, or none of ours, is left as it is.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    held = int(row[0]) if row and str(row[0]).isdigit() else 0
    if not FIRST_VERSION <= held < SCHEMA_VERSION:
        return
    for statements in UPGRADES[held - FIRST_VERSION :]:
        for statement in statements:
            connection.execute(statement)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (str(SCHEMA_VERSION),))
