"""Text that tries to instruct whoever reads it by machine: found, so that it is only ever data."""

from ingest.instructions.finding import Instruction as Instruction
from ingest.instructions.finding import instructions_in as instructions_in
from ingest.instructions.finding import instructs as instructs
from ingest.instructions.finding import kept_spans as kept_spans
from ingest.instructions.finding import withheld as withheld
