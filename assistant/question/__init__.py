"""From a question as typed to a plan: what is asked, of which places and years, in which parts."""

from assistant.question.comparison import Side
from assistant.question.kinds import Kind
from assistant.question.plan import Part, Plan, plan_question, side_parts

__all__ = ["Kind", "Part", "Plan", "Side", "plan_question", "side_parts"]
