from __future__ import annotations

import re

import msgspec
import pytest
from finished_trial import ORDER, plan, stopped, whole

from stilla.analysis.design import labels
from stilla.analysis.randomisation import Randomisation
from stilla.diary.events import Amended, Look
from stilla.knowledge.store import load
from stilla.trial.lists import items
from stilla.trial.protocol import Filled, Outcome, Software
from stilla.trial.report_items import FROM_THE_PLAN, cent_of
from stilla.trial.report_words import figure, foreseen, likely
from stilla.trial.spent import fill

NEVER = ("proved", "proven", " cure", "treats", "patient", "significant", "{", "}", "bevisa")
NOT_OF_ONE_PERSON = {"12b", "13a.2", "13c"}
NOT_OF_A_SCORE = {"17b"}
BY_THE_PLAN = {"4c", "23"}
"""Not research, and not registered, says the plan."""


def report(trial, **changes):
    plan_, record, finished = trial
    values = {"protocol": plan_, "record": record, "finished": finished} | changes
    return {each.id: each for each in cent_of(values["protocol"], values["record"], values["finished"], ORDER)}


def changed(value, **fields):
    return msgspec.structs.replace(value, **fields)


@pytest.fixture(scope="module")
def told():
    return report(whole())


def test_every_item_has_a_state_and_none_is_missing(told):
    assert list(told) == [each.id for each in items("cent")]
    apart = {name for name, each in told.items() if each.state == "not-applicable"}
    assert apart == NOT_OF_ONE_PERSON | NOT_OF_A_SCORE | BY_THE_PLAN
    assert not [name for name, each in told.items() if each.state == "missing"]


@pytest.mark.parametrize("trial", [whole, stopped])
def test_both_languages_are_there_and_no_word_that_must_not_be(trial):
    for name, each in report(trial()).items():
        for text in (each.text.en, each.text.sv):
            assert text.strip(), name
            assert not [word for word in NEVER if word in text], name
            assert not re.search(r"\b(nan|inf|None,)\b|  ", text), name
            assert ".." not in text, name


def test_the_title_the_order_and_the_plan_can_be_checked(told):
    assert "N-of-1 trial" in told["1a"].text.en
    assert "N-of-1 trial" in told["1a"].text.sv
    assert told["8c"].text.en.startswith(labels(ORDER))
    assert plan().digest in told["24"].text.en
    assert whole().record.started.commitment[:16] in told["9"].text.sv


def test_the_effect_and_its_probabilities_are_those_of_the_answer(told):
    found = whole().finished.answer
    assert found.verdict == "helps"
    shown = [figure(each) for each in (found.effect.mean, found.effect.lo, found.effect.hi)]
    english = "Active minus placebo: {} (95 % credible interval {} to {}; lower is better)"
    swedish = "Aktivt minus placebo: {} (95 % trovärdighetsintervall {} till {}; lägre är bättre)"
    for item in ("1b", "17a.2", "22"):
        assert english.format(*(each.en for each in shown)) in told[item].text.en
        assert swedish.format(*(each.sv for each in shown)) in told[item].text.sv
    chances = f"at least {figure(found.mid).en}: {likely(found.p_mid).en}; of harm: {likely(found.p_harm).en}"
    assert f"any benefit: {likely(found.p_benefit).en}; of a benefit of {chances}" in told["17a.2"].text.en
    assert "sealed thresholds: helps" in told["17a.2"].text.en


def test_the_mean_of_every_period_stands_with_its_treatment(told):
    found = whole().finished.answer.periods
    assert len(found) == len(ORDER)
    for each, active in zip(found, ORDER, strict=True):
        said = f"{each.period} ({'PA'[active]}) {figure(each.mean).en}, {each.outcomes} nights"
        assert said in told["17a.1"].text.en


def test_other_analyses_are_declared_or_exploratory(told):
    found = whole().finished.answer
    declared, exploratory = told["18"].text.en.split("Not declared, exploratory:")
    assert "t-test on the means of the periods" in exploratory
    assert "t-test" not in declared
    for row in found.sensitivity:
        assert f"{figure(row.effect.mean).en} ({figure(row.effect.lo).en} to" in told["18"].text.en
    assert f"p = {round(found.randomisation.p, 3):g} among {found.randomisation.sequences} orders" in exploratory


def test_capsules_and_nights_are_counted_by_treatment(told):
    found = whole().finished.missingness
    assert (found.active.expected, found.comparator.expected) == (56, 56)
    assert "active: taken on 54 of 56 evenings, late on 0, not taken on 1, not noted on 1" in told["5"].text.en
    assert (
        f"placebo: taken on {found.comparator.taken} of 56 evenings, late on 0, not taken on 1, not noted on 3"
        in told["5"].text.en
    )
    flow = told["13a.1"].text.en
    assert "8 of 8 periods were completed, 112 of 112 nights, in the order APPAPAAP" in flow
    assert f"Nights on placebo: 56; scores in time {found.comparator.in_time}, late" in flow
    assert "2027-01-26 to 2027-01-29 (illness)" in flow
    assert whole().finished.answer.n.observed == 108
    assert "108 scores on 112 nights" in told["1b"].text.en


def test_complaints_are_counted_on_the_treatment_of_their_night(told):
    harms = told["19"].text
    assert "on active (of 56) and on placebo (of 56)" in harms.en
    assert "Loose stools 3 and 0 (worst 2 of 3)" in harms.en
    assert "Nausea 0 and 1 (worst 1 of 3)" in harms.en
    assert "Outside the counted nights: Headache on 1 night (worst 2 of 3)" in harms.en
    assert "Lös avföring 3 och 0" in harms.sv
    assert "3 of 56 on active, 1 of 56 on placebo" in told["22"].text.en


def test_no_complaint_is_not_called_no_harm():
    record = changed(whole().record, complaints=())
    assert "What was not noted is not known." in report(whole(), record=record)["19"].text.en


def test_the_person_at_the_start_is_the_run_in(told):
    record = whole().record
    scores = [each.entry.score for night, each in record.nights.items() if night < record.started.first_night]
    assert f"mean {figure(sum(scores) / 14).en}, standard deviation" in told["15"].text.en
    assert "14 of 14 nights" in told["15"].text.en
    assert "IRLS total on 2026-11-30: 22 of 40" in told["15"].text.en


def test_changes_stand_under_their_item(told):
    assert told["3b"].text.sv == "Noterat i dagboken: startade på egen begäran fast inkörningen var lugn."
    assert "No change of an outcome" in told["6b"].text.en
    other = changed(whole().record, amended=(Amended("scale", "a slip"),))
    again = report(whole(), record=other)
    assert again["3b"].text.en == "Noted in the diary: scale (a slip)."
    assert "does not mark which of them concern outcomes" in again["6b"].text.en
    none = report(whole(), record=changed(whole().record, amended=()))
    assert none["3b"].text.en == "None is noted in the diary."


def test_an_outcome_that_the_diary_words_otherwise_is_told():
    began = changed(whole().record.began, words="the twitching")
    told = report(whole(), record=changed(whole().record, began=began))
    assert "“the twitching”" in told["6b"].text.en


def test_secondary_outcomes_have_plain_means_or_nothing_and_no_invented_interval(told):
    text = told["17a.2"].text.en
    assert "Secondary, “Tired”: plain means 5 on active (55 nights) and 2 on placebo (53 nights)" in text
    assert "Secondary, “mood”: the diary has too little under this name" in text
    assert "Secondary outcomes have no interval" in told["20"].text.en


def test_guesses_that_were_right_too_often_are_a_limitation(told):
    assert whole().finished.answer.blinding.reading == "unblinded"
    assert "4 right, 0 wrong, 4 unsure; so many right or more by chance: p = 0.0" in told["11a"].text.en
    assert "part of the difference may be expectation" in told["20"].text.en


def test_no_guess_is_not_a_blinding_that_held():
    answer = whole().finished.answer
    blinding = changed(answer.blinding, why="no-guess", correct=0, p_correct=None, reading="cannot_tell")
    finished = changed(whole().finished, answer=changed(answer, blinding=blinding))
    told = report(whole(), finished=finished)
    assert "whether the blinding held is not known" in told["11a"].text.en
    assert "Whether the blinding held is not known." in told["20"].text.en


def test_an_open_trial_says_so_everywhere():
    open_plan = plan(blinding="open")
    finished = changed(whole().finished, answer=changed(whole().finished.answer, blinding=None))
    told = report(whole(), protocol=open_plan, finished=finished)
    assert "One N-of-1 trial, open" in told["3a"].text.en
    assert told["9"].text.en.startswith("It was not")
    assert "Guesses:" not in told["11a"].text.en
    assert told["20"].text.en.startswith("It was not blinded")


def test_an_opening_before_the_end_and_a_seal_without_a_helper_are_limitations():
    told = report(whole(), protocol=plan(blinding="alone"), finished=changed(whole().finished, opened_early=True))
    assert "sealed without a helper" in told["20"].text.en
    assert "later nights may not have been blind" in told["20"].text.en
    assert "opened before the last night" in told["11a"].text.en
    assert "opened before the last night" in told["13a.1"].text.en


def test_missing_late_and_untaken_are_limitations(told):
    limits = told["20"].text.en
    assert "4 of 112 nights have no score (1 on active, 3 on placebo)" in limits
    assert "Scores written late, from memory: 2." in limits
    assert "capsules were not taken: 1; on which nothing is noted: 1" in limits
    assert "Nights in pauses" in limits
    assert "not set by simulation" in limits
    uneven = changed(whole().finished, missingness=changed(whole().finished.missingness, p=0.03))
    assert "uneven between the treatments (p = 0.03)" in report(whole(), finished=uneven)["20"].text.en


def test_analyses_that_disagree_are_named():
    answer = whole().finished.answer
    rows = (changed(answer.sensitivity[0], verdict="not_settled"), *answer.sensitivity[1:])
    told = report(whole(), finished=changed(whole().finished, answer=changed(answer, sensitivity=rows)))
    assert "another verdict: difference of the periods as they were run: cannot tell." in told["20"].text.en


def test_a_stop_for_harm_comes_before_the_figures():
    assert stopped().finished.stopped_for_harm
    told = report(stopped())
    assert told["14b"].text.en == (
        "Yes, after 1 of 112 nights: clearly worse for a week, stopped by a rule of the plan."
    )
    assert "Because of harm" not in told["22"].text.en
    harm, figures = (told["22"].text.en.index(each) for each in ("because of harm", "Active minus placebo"))
    assert harm < figures
    assert "The trial was stopped because of this: clearly worse for a week." in told["19"].text.en
    assert "0 of 8 periods were completed, 1 of 112 nights" in told["13a.1"].text.en
    assert "(planned: 2027-03-28)" in told["14a"].text.en


def test_too_little_says_why_and_that_the_figures_echo_the_prior():
    told = report(stopped())
    assert stopped().finished.answer.too_little
    for item in ("1b", "17a.2", "20", "22"):
        assert "Nothing is settled: All outcomes are the same" in told[item].text.en
    assert told["18"].text.en.startswith("No other analysis was possible. The randomisation test")
    assert "A slower effect is not excluded." in told["20"].text.en
    assert "ended early, after 1 of 112 nights" in told["20"].text.en


def test_the_words_of_a_stop_are_kept():
    record = changed(
        whole().record, stopped=changed(stopped().record.stopped, by="person", why="person", words="Enough")
    )
    told = report(whole(), record=record)
    assert told["14b"].text.en == (
        "All 8 periods were run; a stop is noted after that: the person's own decision, by the person. "
        "In the person's words: “Enough”."
    )


def test_a_reason_of_the_log_is_said_in_words_where_there_are_some():
    for why, said in (("no-stool-3-days", "Ingen avföring på 3 dagar"), ("never-heard-of", "never-heard-of")):
        record = changed(stopped().record, stopped=changed(stopped().record.stopped, why=why))
        assert said in report(stopped(), record=record)["14b"].text.sv


def test_looks_are_told_with_what_they_said():
    record = changed(whole().record, looks=(Look(4, "continue"), Look(6, "stop-futility")))
    told = report(whole(), record=record)
    assert "Looks made: after period 4: go on; after period 6: may end, a benefit that matters is unlikely." in (
        told["7b"].text.en
    )


def test_own_words_are_the_same_in_both_languages_and_standard_ones_are_not(told):
    assert told["25"].text.sv == "Personen betalar själv. Inga pengar eller kapslar från tillverkare eller säljare."
    spent = fill(plan(), {"4": "Paid by my aunt", "7": "And sleep?", "2a": "NCT 1"}, load())
    own = report(whole(), protocol=plan(spent=spent))
    assert own["25"].text.en == own["25"].text.sv == "Paid by my aunt"
    assert own["23"].state == "present"
    assert own["2b"].text.en.startswith("Whether 200 mg")
    assert own["2b"].text.sv.startswith("Om 200 mg")
    assert own["2b"].text.sv.endswith(" And sleep?")


def test_a_swedish_plan_gives_the_same_english_report():
    swedish = plan(language="sv")
    told = report(whole(), protocol=swedish)
    english = report(whole())
    differ = {name for name, each in told.items() if each.text != english[name].text}
    assert differ == {"24"}  # the digest of the plan


def test_what_nobody_answered_stays_missing():
    silent = changed(plan(), spent=dict.fromkeys(plan().spent, Filled()))
    told = report(whole(), protocol=silent)
    missing = {name for name, each in told.items() if each.state == "missing"}
    asked = {"6a", "9", "10", "24", "16c", "2a", "4"}
    assert missing == {number for number, item in FROM_THE_PLAN.items() if item in asked}


def test_the_forecast_is_said_in_both_languages_from_its_figures():
    rows = [{"benefit": 0.0, "helps": 0.0}, {"benefit": 2.0, "helps": 0.914}]
    said = foreseen({"chances": {"quick": rows, "slow": [rows[0], {"benefit": 2.0, "helps": 0.66}]}, "sentence": "x"})
    assert "a true benefit of 2 ended in “helps” in 91 % when it comes at once and in 66 %" in said.en
    assert "without any benefit, under 1 % did" in said.en
    assert "gjorde under 1 % det" in said.sv


@pytest.mark.parametrize("forecast", [{"sentence": "As told."}, {"chances": {"quick": []}, "sentence": "As told."}])
def test_a_forecast_without_figures_is_repeated(forecast):
    assert foreseen(forecast).sv == "As told."


def test_another_engine_than_sealed_is_a_limitation(told):
    assert "another version of the analysis" not in told["20"].text.en
    other = plan(software=Software("stilla", "0.0.1", "0" * 64))
    assert "another version of the analysis" in report(whole(), protocol=other)["20"].text.en


def test_an_outcome_of_yes_or_no_has_absolute_and_relative_effect():
    binary = plan(outcome=Outcome(words="a bad night", kind="binary", high=1.0), mid=0.5)
    found = whole().finished.answer
    periods = tuple(changed(each, mean=0.25 if each.active else 0.5) for each in found.periods)
    told = report(whole(), protocol=binary, finished=changed(whole().finished, answer=changed(found, periods=periods)))
    assert told["17b"].state == "present"
    assert "25 % of active and 50 % of placebo nights, a ratio of 0.5" in told["17b"].text.en
    assert "analysed as yes or no" in told["12a"].text.en


def test_a_randomisation_test_without_p_is_told_as_such():
    answer = whole().finished.answer
    nothing = Randomisation("means", None, None, 0.03, 62, exact=True, lo=None, hi=None, why="no-variation")
    told = report(whole(), finished=changed(whole().finished, answer=changed(answer, randomisation=nothing)))
    assert re.search(r"The randomisation test \(the plan names: .+\) gave no p\.", told["18"].text.en)
