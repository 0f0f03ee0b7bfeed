"""What each person gets of what is on record: every page, the API, exports, charts and search ask here, and get no other rows.

One module per class of objects; each begins with the reach of the one who asks. Whoever may not see an object is told the same
as somebody who asks for one that does not exist.
"""

from engine.workplace.place import Workplace, trees_of

__all__ = ["Workplace", "trees_of"]
