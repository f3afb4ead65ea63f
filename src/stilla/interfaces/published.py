"""Every published form by name: what `stilla schema NAME` prints."""

from __future__ import annotations

from stilla.interfaces import foods_form, sleep_form
from stilla.interfaces.forecast_form import ForecastForm
from stilla.interfaces.forms import SCHEMAS
from stilla.interfaces.label_form import LabelForm
from stilla.interfaces.plan_form import PlanForm
from stilla.interfaces.pool_form import TrialPoolForm
from stilla.interfaces.report_form import ReportForm
from stilla.interfaces.trial_answer_form import TrialAnswerForm
from stilla.interfaces.trial_diary_form import LoggedForm, NextForm, StartForm, StatusForm
from stilla.interfaces.trial_files_form import OpenForm, VerifyForm
from stilla.interfaces.trial_form import TrialForm
from stilla.store.archive import Archive

PUBLISHED: dict[str, object] = {
    **SCHEMAS,
    "plan": PlanForm,
    "label": LabelForm,
    "report": ReportForm,
    "trial": TrialForm,
    "trial-answer": TrialAnswerForm,
    "trial-forecast": ForecastForm,
    "trial-pool": TrialPoolForm,
    "trial-log": LoggedForm,
    "trial-next": NextForm,
    "trial-status": StatusForm,
    "trial-start": StartForm,
    "trial-verify": VerifyForm,
    "trial-open": OpenForm,
    "archive": Archive,
    **foods_form.SCHEMAS,
    **sleep_form.SCHEMAS,
}
