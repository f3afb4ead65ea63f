"""Every published form by name: what `stilla schema NAME` prints."""

from __future__ import annotations

from stilla.interfaces.forms import foods as foods_form
from stilla.interfaces.forms import sleep as sleep_form
from stilla.interfaces.forms.check import SCHEMAS
from stilla.interfaces.forms.forecast import ForecastForm
from stilla.interfaces.forms.label import LabelForm
from stilla.interfaces.forms.mechanism import MechanismForm
from stilla.interfaces.forms.plan import PlanForm
from stilla.interfaces.forms.pool import TrialPoolForm
from stilla.interfaces.forms.records import RecordsForm
from stilla.interfaces.forms.report import ReportForm
from stilla.interfaces.forms.screen import ScreenForm
from stilla.interfaces.forms.trial_analysis import TrialForm
from stilla.interfaces.forms.trial_answer import TrialAnswerForm
from stilla.interfaces.forms.trial_diary import LoggedForm, NextForm, StartForm, StatusForm
from stilla.interfaces.forms.trial_files import OpenForm, VerifyForm
from stilla.store.archive import Archive

PUBLISHED: dict[str, object] = {
    **SCHEMAS,
    "plan": PlanForm,
    "label": LabelForm,
    "simulate": MechanismForm,
    "report": ReportForm,
    "screen": ScreenForm,
    "records": RecordsForm,
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
