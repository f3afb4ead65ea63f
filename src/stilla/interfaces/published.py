"""Every published form by name: what `stilla schema NAME` prints."""

from __future__ import annotations

from stilla.interfaces import foods_form
from stilla.interfaces.forms import SCHEMAS
from stilla.interfaces.label_form import LabelForm
from stilla.interfaces.plan_form import PlanForm

PUBLISHED: dict[str, object] = {**SCHEMAS, "plan": PlanForm, "label": LabelForm, **foods_form.SCHEMAS}
