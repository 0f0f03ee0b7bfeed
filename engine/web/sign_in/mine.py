"""«My account»: the own rights, the ways in, and what has happened to the account lately, so that a stranger's doing shows."""

from typing import Any

from allauth.mfa.base.views import IndexView

from engine.web.accounts.words import HAPPENED
from engine.web.parts import parts

_SHOWN = 12


class Mine(IndexView):  # type: ignore[misc]
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        history = parts().people.history_of(str(self.request.user.pk))
        lately = [(each, HAPPENED[each.kind]) for each in reversed(history[-_SHOWN:])]
        return {**super().get_context_data(**given), "lately": lately}
